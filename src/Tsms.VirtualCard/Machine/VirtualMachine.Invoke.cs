using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>Calls into Java from the runtime and from native methods.</content>
internal sealed partial class VirtualMachine
{
    private readonly Frame[] _frames;
    private int _frameCount;
    private int _nativeDepth;
    private int _top;
    private int _result;

    /// <summary>The result of the last call as an int.</summary>
    public int ResultInt => _result;

    /// <summary>The result of the last call as a reference.</summary>
    public HeapObject? ResultReference => Heap.Get((ushort)_result);

    /// <summary>Calls a virtual method in the context of the object's owner.</summary>
    /// <param name="target">The object.</param>
    /// <param name="signature">Name and descriptor as a class of the card declares it: <c>select()Z</c>.</param>
    /// <param name="arguments">Words after <c>this</c>.</param>
    /// <returns>The result's (low) word; 0 for a method without one.</returns>
    /// <exception cref="JavaThrow">The method threw.</exception>
    public short InvokeVirtual(HeapObject target, string signature, params ReadOnlySpan<short> arguments)
    {
        ArgumentNullException.ThrowIfNull(target);
        var type = target.Class ?? throw new MachineFault($"{target} has no methods.");
        var token = type.TokenOf(signature);
        var method = token < 0 ? null : type.PublicMethods[token];
        return Invoke(method ?? throw new MachineFault($"{type} has no method {signature}."), target, arguments);
    }

    /// <summary>Calls a method of an interface of the card in the context of the object's owner.</summary>
    /// <inheritdoc cref="InvokeVirtual"/>
    /// <param name="target">The object.</param>
    /// <param name="type">The interface.</param>
    /// <param name="signature">Name and descriptor.</param>
    /// <param name="arguments">Words after <c>this</c>.</param>
    public short InvokeInterface(HeapObject target, ClassInfo type, string signature, params ReadOnlySpan<short> arguments)
    {
        ArgumentNullException.ThrowIfNull(target);
        var token = Array.FindIndex(type.DeclaredMethods, m => m?.Signature == signature);
        var method = token < 0 ? null : target.Class?.FindInterfaceMethod(type, token);
        return Invoke(method ?? throw new MachineFault($"{target.Class} has no method {type}.{signature}."), target, arguments);
    }

    /// <summary>Calls a method of an object in the context of its owner.</summary>
    public short Invoke(MethodInfo method, HeapObject target, params ReadOnlySpan<short> arguments) =>
        Call(method, new Ownership(target.Owner, target.Context), [(short)target.Handle, .. arguments]);

    internal void SetResult(int value) => _result = value;

    internal void SetResult(short value) => _result = value;
}
