using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>The end of methods: return and exceptions.</content>
internal sealed partial class VirtualMachine
{
    /// <summary>
    /// The owner whose code called into the current context (JCSystem.getPreviousContextAID); 0 when the JCRE did. The frames of the current context lie
    /// on top; one that the JCRE opened on behalf of another context has no caller.
    /// </summary>
    internal int PreviousOwner()
    {
        for (var i = _frameCount - 1; i >= 0; i--)
        {
            if (_frames[i].Owner.Context != Current.Context)
            {
                return _frames[i + 1].IsEntry ? 0 : _frames[i].Owner.Applet;
            }
        }

        return 0;
    }

    private (MethodInfo? Method, int At, MethodInfo? Native) _raised;

    /// <summary>Where the last exception came up, for messages: the method, the offset into its code, and the method of the card that threw.</summary>
    internal string Raised => _raised switch
    {
        (null, _, _) => "before any of its code ran",
        (var method, var at, null) => $"raised in {method} at offset {at}",
        var (method, at, native) => $"raised by {native}, called from {method} at offset {at}",
    };

    /// <summary>Frames that are open.</summary>
    internal int Depth => _frameCount;

    // Ends the innermost frame; true when it was the one that the loop began with. The caller goes on behind its call, in its own context.
    private bool Close()
    {
        var isEntry = _frames[--_frameCount].IsEntry;
        if (!isEntry)
        {
            ref var frame = ref _frames[_frameCount - 1];
            frame.Pc = frame.Next;
            Current = frame.Owner;
        }

        return isEntry;
    }

    private void PushResult(int words)
    {
        ref var frame = ref _frames[_frameCount - 1];
        var operands = Operands(in frame);
        if (frame.Depth + words > frame.Method.StackWords)
        {
            throw new MachineFault($"{frame.Method} has no room on its stack for a result.");
        }

        if (words == 2)
        {
            Stack[operands + frame.Depth++] = (short)(_result >> 16);
        }

        Stack[operands + frame.Depth++] = (short)_result;
    }

    // Looks for a handler (JCVM 3.0.5, 3.6), innermost frame first; false when the frame that the loop began with has none.
    private bool Unwind(HeapObject exception)
    {
        while (true)
        {
            ref var frame = ref _frames[_frameCount - 1];
            var package = frame.Method.Package;
            foreach (ref readonly var handler in package.Handlers.AsSpan())
            {
                if (frame.Pc >= handler.Start
                    && frame.Pc < handler.End
                    && (handler.CatchType == 0 || exception.Class!.IsA(package.Pool[handler.CatchType].Class!)))
                {
                    if (frame.Method.StackWords == 0)
                    {
                        throw new MachineFault($"{frame.Method} has a handler but no room on its stack for an exception.");
                    }

                    Stack[Operands(in frame)] = (short)exception.Handle;
                    frame.Depth = 1;
                    frame.Pc = handler.Target;
                    Current = frame.Owner;
                    return true;
                }
            }

            _frameCount--;
            if (frame.IsEntry)
            {
                return false;
            }
        }
    }

    private static int Operands(in Frame frame) => frame.Locals + frame.Method.ArgumentWords + frame.Method.LocalWords;
}
