namespace Tsms.JavaCard.Verification;

/// <content>Words of the operand stack and local variables.</content>
internal sealed partial class MethodVerifier
{
    private void Push(VType type)
    {
        if (_frame.Depth >= _header.MaxStack)
        {
            throw Refuse(VerificationRule.Stack, $"the stack overflows its {_header.MaxStack} words");
        }

        _frame.Stack[_frame.Depth++] = type;
    }

    private void Push(ReadOnlySpan<VType> words)
    {
        foreach (var word in words)
        {
            Push(word);
        }
    }

    private void PushInt()
    {
        Push(VType.IntHigh);
        Push(VType.IntLow);
    }

    private VType Pop()
    {
        if (_frame.Depth == 0)
        {
            throw Refuse(VerificationRule.Stack, "the stack is empty");
        }

        return _frame.Stack[--_frame.Depth];
    }

    private void PopShort() => PopExactly(VType.Short);

    private void PopInt()
    {
        PopExactly(VType.IntLow);
        PopExactly(VType.IntHigh);
    }

    private void PopExactly(VType wanted)
    {
        if (Pop() is var found && found != wanted)
        {
            throw Refuse(VerificationRule.Type, $"{wanted} is wanted, {found} is on the stack");
        }
    }

    /// <summary>Pops a reference to an initialized object, or null.</summary>
    private VType PopReference()
    {
        var found = Pop();
        if (found is RefSet || found == VType.Null)
        {
            return found;
        }

        throw found is Uninitialized || found == VType.UninitializedThis
            ? Refuse(VerificationRule.Uninitialized, $"{found} is used before its constructor")
            : Refuse(VerificationRule.Type, $"a reference is wanted, {found} is on the stack");
    }

    private VType PopReference(RefSet wanted)
    {
        var found = PopReference();
        return _world.Fits(found, wanted) ? found : throw Refuse(VerificationRule.Type, $"{wanted} is wanted, {found} is on the stack");
    }

    /// <summary>Pops the words of a value from the last to the first.</summary>
    private void Pop(ReadOnlySpan<VType> words)
    {
        for (var i = words.Length - 1; i >= 0; i--)
        {
            if (words[i] is RefSet wanted)
            {
                PopReference(wanted);
            }
            else
            {
                PopExactly(words[i]);
            }
        }
    }

    private void Load(int local, VType wanted)
    {
        if (_frame.Locals[local] != wanted)
        {
            throw Refuse(VerificationRule.Type, $"{wanted} is wanted, local variable {local} has {_frame.Locals[local]}");
        }

        Push(wanted);
    }

    private void LoadReference(int local)
    {
        var found = _frame.Locals[local];
        if (found is not (RefSet or Uninitialized) && found != VType.Null && found != VType.UninitializedThis)
        {
            throw Refuse(VerificationRule.Type, $"a reference is wanted, local variable {local} has {found}");
        }

        Push(found);
    }

    private void LoadInt(int local)
    {
        if (_frame.Locals[local] != VType.IntHigh || _frame.Locals[local + 1] != VType.IntLow)
        {
            throw Refuse(VerificationRule.Type, $"int is wanted, local variable {local} has {_frame.Locals[local]}");
        }

        PushInt();
    }

    private void Store(int local, VType type)
    {
        // Half an int is nothing.
        var locals = _frame.Locals;
        if (locals[local] == VType.IntLow)
        {
            locals[local - 1] = VType.Top;
        }
        else if (locals[local] == VType.IntHigh)
        {
            locals[local + 1] = VType.Top;
        }

        locals[local] = type;
        _localsChanged = true;
    }

    private void StoreInt(int local)
    {
        PopInt();
        Store(local, VType.Top);
        Store(local + 1, VType.Top);
        (_frame.Locals[local], _frame.Locals[local + 1]) = (VType.IntHigh, VType.IntLow);
    }

    private void StoreReference(int local)
    {
        var found = Pop();
        if (found is not (RefSet or Uninitialized or ReturnAddress) && found != VType.Null && found != VType.UninitializedThis)
        {
            throw Refuse(VerificationRule.Type, $"a reference is wanted, {found} is on the stack");
        }

        Store(local, found);
    }

    /// <summary>Copies the upper <paramref name="count"/> words below the upper <paramref name="below"/>; 0 puts them on top.</summary>
    private void Duplicate(int count, int below)
    {
        var depth = _frame.Depth;
        var reach = Math.Max(count, below);
        NotBelow(reach);
        Whole(count);
        Whole(reach);
        var copy = _frame.Stack.AsSpan(depth - count, count).ToArray();
        if (below == 0)
        {
            Push(copy);
            return;
        }

        var moved = _frame.Stack.AsSpan(depth - below, below).ToArray();
        _frame.Depth -= below;
        Push(copy);
        Push(moved);
    }

    /// <summary>Swaps the upper <paramref name="upper"/> words with the <paramref name="lower"/> below.</summary>
    private void Swap(int upper, int lower)
    {
        NotBelow(upper + lower);
        Whole(upper);
        Whole(upper + lower);
        var stack = _frame.Stack.AsSpan(_frame.Depth - upper - lower, upper + lower);
        VType[] swapped = [.. stack[lower..], .. stack[..lower]];
        swapped.CopyTo(stack);
    }

    private void PopWords(int count)
    {
        NotBelow(count);
        Whole(count);
        _frame.Depth -= count;
    }

    private void NotBelow(int words)
    {
        if (words > _frame.Depth)
        {
            throw Refuse(VerificationRule.Stack, $"{words} words are wanted, {_frame.Depth} are on the stack");
        }
    }

    // The boundary that many words below the top must not cut an int in two.
    private void Whole(int words)
    {
        if (words > 0 && _frame.Stack[_frame.Depth - words] == VType.IntLow)
        {
            throw Refuse(VerificationRule.Type, "an int is cut in two");
        }
    }
}
