using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Machine;

/// <content>Opening and closing calls.</content>
internal sealed partial class VirtualMachine
{
    private long _budget;

    private int _perByte;

    /// <summary>Takes byte codes from the command's account for work that native code does.</summary>
    internal void Charge(long byteCodes) => _budget -= byteCodes;

    /// <summary>Takes byte codes for work that native code does with each byte of a range.</summary>
    /// <param name="bytes">Bytes.</param>
    /// <param name="eighths">Eighths of a byte code for each.</param>
    internal void Charge(int bytes, int eighths) => _budget -= ((long)bytes * eighths) >> 3;

    /// <summary>Takes byte codes for a range of bytes, at the rate of the native method at work.</summary>
    internal void ChargeBytes(int bytes) => Charge(bytes, _perByte);

    /// <summary>Gives the next command its byte codes (<see cref="MachineLimits.ByteCodesPerCommand"/>).</summary>
    public void Refuel()
    {
        _budget = Limits.ByteCodesPerCommand;
        Heap.Memory.TakeWork(); // what the card did for itself is not the applet's
    }

    /// <summary>Byte codes run since the last <see cref="Refuel"/>, when no method is at work.</summary>
    public long ByteCodesRun => Limits.ByteCodesPerCommand - _budget;

    /// <summary>Calls a method with its words, <c>this</c> included, as <paramref name="owner"/>.</summary>
    /// <exception cref="JavaThrow">The method threw.</exception>
    /// <exception cref="MachineFault">Stack or frames are used up, the code is broken, or the command ran too long.</exception>
    public short Call(MethodInfo method, Ownership owner, params ReadOnlySpan<short> words)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (_nativeDepth >= Limits.NativeDepth || _top + words.Length > Stack.Length)
        {
            throw new MachineFault($"Calls from native code are nested more than {Limits.NativeDepth} deep, or the stack of {Stack.Length} words is full.");
        }

        if (words.Length != method.ArgumentWords)
        {
            throw new MachineFault($"{method} takes {method.ArgumentWords} words of arguments, not {words.Length}.");
        }

        var (top, frames, current) = (_top, _frameCount, Current);
        words.CopyTo(Stack.AsSpan(top));
        _nativeDepth++;
        try
        {
            Current = owner;
            if (method.IsNative)
            {
                _top = top + words.Length;
                RunBody(method, top);
            }
            else
            {
                Open(method, top, isEntry: true);
                Interpret();
            }

            return (short)_result;
        }
        catch (Exception e) when (e is not (JavaThrow or MachineFault or PowerLost or CardFault))
        {
            throw new MachineFault($"{Innermost()} does what no verified code does: {e.Message}", e);
        }
        finally
        {
            _nativeDepth--;
            (_top, _frameCount, Current) = (top, frames, current);
        }
    }

    private string Innermost() => _frameCount == 0 ? "The runtime" : _frames[_frameCount - 1].Method.Name;

    private void Open(MethodInfo method, int locals, bool isEntry)
    {
        if (method.IsAbstract)
        {
            throw new MachineFault($"{method} is abstract.");
        }

        var operands = locals + method.ArgumentWords + method.LocalWords;
        if (_frameCount == _frames.Length || operands + method.StackWords > Stack.Length)
        {
            throw new MachineFault($"{method} finds no room: {_frameCount} of {_frames.Length} frames, {locals} of {Stack.Length} words of stack are in use.");
        }

        Stack.AsSpan(locals + method.ArgumentWords, method.LocalWords).Clear();
        ref var frame = ref _frames[_frameCount++];
        frame.Method = method;
        frame.Pc = method.Start;
        frame.Locals = locals;
        frame.Depth = 0;
        frame.Owner = Current;
        frame.IsEntry = isEntry;
    }

    private void RunBody(MethodInfo method, int start)
    {
        _result = 0;
        var body = method.Body ?? throw new MachineFault($"The card has no body of {method}.");
        var rate = _perByte;
        _perByte = method.Cost.PerByte;
        Charge(method.Cost.Call);
        try
        {
            body(new NativeCall(this, start));
        }
        finally
        {
            _perByte = rate;
            Charge(Heap.Memory.TakeWork());
        }
    }

    // Runs a native method from byte code; a Java exception comes back as an object, without unwinding the interpreter.
    private HeapObject? TryRunBody(MethodInfo method, int start)
    {
        foreach (ref readonly var parameter in method.References.AsSpan())
        {
            if (!parameter.Takes(Heap.Get((ushort)Stack[start + parameter.Word])))
            {
                throw new MachineFault($"{Innermost()} calls {method} with {Heap.Get((ushort)Stack[start + parameter.Word])} as word {parameter.Word}.");
            }
        }

        var top = _top;
        _top = start + method.ArgumentWords;
        try
        {
            RunBody(method, start);
            return null;
        }
        catch (JavaThrow e)
        {
            Charge(NativeCost.Exception);
            return e.Exception;
        }
        finally
        {
            _top = top;
        }
    }
}
