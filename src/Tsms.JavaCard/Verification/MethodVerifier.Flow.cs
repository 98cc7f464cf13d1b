using Tsms.JavaCard.Bytecode;

namespace Tsms.JavaCard.Verification;

/// <content>The paths through the code. Frames are remembered where paths meet.</content>
internal sealed partial class MethodVerifier
{
    // Ways through subroutines to one instruction. Compilers nest finally blocks a few deep.
    private const int MaxPaths = 256;

    private readonly Dictionary<int, List<Frame>> _frames = [];
    private readonly Queue<(int Offset, Frame Frame)> _open = new();
    private readonly HashSet<int> _joints = [];
    private Frame _frame = null!;
    private bool _localsChanged;
    private int _cells;

    private void Flow()
    {
        foreach (var instruction in _code)
        {
            _joints.UnionWith(instruction.Targets());
            if (instruction.Opcode == Opcode.Jsr)
            {
                _joints.Add(instruction.Next);
            }
        }

        _joints.UnionWith(_handlers.Select(h => (int)h.HandlerOffset));
        _now = _code[0];
        _joints.Add(_now.Offset);
        Join(_now.Offset, Entry());
        while (_open.TryDequeue(out var next))
        {
            next.Frame.IsWaiting = false;
            _frame = next.Frame.Clone(_header.MaxStack);
            Run(next.Offset);
        }
    }

    private Frame Entry()
    {
        if (!_cap.Descriptor!.TryGetType(_method.TypeOffset, out var signature) || _constants.Words(signature.Parameters) is not { } parameters)
        {
            throw new MethodRefused(VerificationRule.Descriptor, _method.Location.Offset, "6.14.3", "the signature of the method names a class that is not known");
        }

        var locals = new VType[Locals];
        Array.Fill(locals, VType.Top);
        var own = _method.IsStatic ? 0 : 1;
        if (own + parameters.Length != _header.NArgs)
        {
            throw new MethodRefused(
                VerificationRule.MethodLayout, _method.Location.Offset, "6.10.3", $"nargs is {_header.NArgs}, the signature has {own + parameters.Length} words");
        }

        parameters.CopyTo(locals, own);
        var needs = _method.IsConstructor && _owner != _world.Object;
        if (own == 1)
        {
            locals[0] = needs ? VType.UninitializedThis : _world.Class(_owner);
        }

        return new Frame(locals, new VType[_header.MaxStack], 0, [], needs);
    }

    private void Run(int offset)
    {
        _localsChanged = true;
        for (var at = offset; ;)
        {
            _now = _code[_at[at - _header.CodeOffset]];
            if (!_budget.Spend(1))
            {
                throw Refuse(VerificationRule.TooComplex, "verification takes too many steps");
            }

            Protected();
            _localsChanged = false;
            var flows = Execute();
            if (!flows)
            {
                return;
            }

            at = _now.Next;
            if (at >= _end)
            {
                throw Refuse(VerificationRule.FallsOff, "the code ends here");
            }

            if (_joints.Contains(at))
            {
                Join(at, _frame);
                return;
            }
        }
    }

    // An exception leads to the handler with the locals as they are before the instruction, and with itself on the stack.
    private void Protected()
    {
        foreach (var handler in _handlers)
        {
            if (_now.Offset >= handler.StartOffset && _now.Offset < handler.EndOffset && (_localsChanged || handler.StartOffset == _now.Offset))
            {
                if (_header.MaxStack == 0)
                {
                    throw Refuse(VerificationRule.Stack, "the handler has no room on the stack for the exception");
                }

                var caught = handler.CatchTypeIndex == 0 ? _world.Throwable : ((ClassConstant)_constants[handler.CatchTypeIndex]!).Class;
                Join(handler.HandlerOffset, new Frame(_frame.Locals, [_world.Class(caught)], 1, _frame.Calls, _frame.NeedsConstructor));
            }
        }
    }

    private void Join(int offset, Frame frame)
    {
        if (!_frames.TryGetValue(offset, out var known))
        {
            _frames.Add(offset, known = []);
        }

        if (!_budget.Spend(1 + ((frame.Locals.Length + frame.Depth) / 4) + known.Count))
        {
            throw Refuse(VerificationRule.TooComplex, "verification takes too many steps");
        }

        foreach (var other in known)
        {
            if (!other.Calls.AsSpan().SequenceEqual(frame.Calls))
            {
                continue;
            }

            switch (other.Merge(frame, _world))
            {
                case false:
                    throw Refuse(VerificationRule.Stack, $"{frame.Depth} words are on the stack where paths meet at {offset}, {other.Depth} come from elsewhere");
                case true when !other.IsWaiting:
                    other.IsWaiting = true;
                    _open.Enqueue((offset, other));
                    break;
            }

            return;
        }

        var kept = frame.Kept();
        _cells += kept.Locals.Length + kept.Depth + 8;
        if (_cells > _budget.MaxCells || known.Count >= MaxPaths)
        {
            throw Refuse(VerificationRule.TooComplex, "verification has to remember too many frames");
        }

        kept.IsWaiting = true;
        known.Add(kept);
        _open.Enqueue((offset, kept));
    }

    private void JoinTargets()
    {
        foreach (var target in _now.Targets())
        {
            Join(target, _frame);
        }
    }

    private void Subroutine()
    {
        if (_frame.Calls.Contains(_now.Next))
        {
            throw Refuse(VerificationRule.Subroutine, "the subroutine calls itself");
        }

        if (_now.Next >= _end)
        {
            throw Refuse(VerificationRule.FallsOff, "the subroutine returns behind the code");
        }

        Push(Address(_now.Next));
        _frame.Calls = [.. _frame.Calls, _now.Next];
        JoinTargets();
    }

    private void LeaveSubroutine()
    {
        if (_frame.Locals[_now.Operands.Span[0]] is not ReturnAddress address || Array.IndexOf(_frame.Calls, address.Target) is not (>= 0 and var index))
        {
            throw Refuse(VerificationRule.Subroutine, "the local variable has no return address of a subroutine that is under way");
        }

        _frame.Calls = _frame.Calls[..index];
        Join(address.Target, _frame);
    }

    private readonly Dictionary<int, ReturnAddress> _addresses = [];
    private readonly Dictionary<int, Uninitialized> _new = [];

    private ReturnAddress Address(int target)
    {
        if (!_addresses.TryGetValue(target, out var address))
        {
            _addresses.Add(target, address = new ReturnAddress(target));
        }

        return address;
    }
}
