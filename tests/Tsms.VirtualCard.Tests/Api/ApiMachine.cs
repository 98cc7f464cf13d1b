using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>A machine whose native methods a test calls by name, as an applet of context 1 that is selected.</summary>
internal sealed class ApiMachine
{
    public ApiMachine(ApiProfile? profile = null, MachineLimits? limits = null)
    {
        Vm = new VirtualMachine(limits ?? new MachineLimits(), CardApi.Create(profile), HmacDrbg.Instantiate([1, 2, 3]))
        {
            Current = new Ownership(1, 1),
            SelectedContext = 1,
        };
    }

    public VirtualMachine Vm { get; }

    public Ownership Owner { get; set; } = new(1, 1);

    public HeapObject Bytes(params ReadOnlySpan<byte> content)
    {
        var array = Vm.NewArray(ObjectKind.ByteArray, content.Length);
        content.CopyTo(array.Bytes);
        return array;
    }

    public HeapObject Hex(string hex) => Bytes(Convert.FromHexString(hex));

    public short Static(string type, string signature, params object?[] arguments)
    {
        var method = Vm.ApiClass(type).DeclaredMethods.Single(m => m?.Signature == signature)!;
        return Vm.Call(method, Owner, Words(arguments));
    }

    public HeapObject Object(string type, string signature, params object?[] arguments)
    {
        Static(type, signature, arguments);
        return Vm.ResultReference!;
    }

    public HeapObject New(string type, string descriptor, params object?[] arguments)
    {
        var made = Vm.NewObject(type);
        Static(type, "<init>" + descriptor, [made, .. arguments]);
        return made;
    }

    public short Call(HeapObject target, string signature, params object?[] arguments)
    {
        var type = target.Class!;
        var token = type.TokenOf(signature);
        var method = token >= 0
            ? type.PublicMethods[token]
            : type.InterfaceMethods.SelectMany(m => m).First(m => m?.Signature == signature);
        return Vm.Call(method!, Owner, Words([target, .. arguments]));
    }

    public HeapObject Reference(HeapObject target, string signature, params object?[] arguments)
    {
        Call(target, signature, arguments);
        return Vm.ResultReference!;
    }

    /// <summary>Asserts that a call throws a Java exception of a class, and gives its reason.</summary>
    public static short Throws(string type, Action action)
    {
        var thrown = Assert.Throws<JavaThrow>(action).Exception;
        Assert.Equal(type, thrown.Class!.Name);
        return thrown.Words.Length > 0 ? thrown.Words[0] : (short)0;
    }

    private static short[] Words(object?[] arguments) => [.. arguments.SelectMany(Word)];

    private static short[] Word(object? argument) => argument switch
    {
        null => [0],
        HeapObject reference => [(short)reference.Handle],
        bool value => [value ? (short)1 : (short)0],
        short value => [value],
        int value => [checked((short)value)],
        long value => [(short)(value >> 16), (short)value], // an int of Java takes two words
        _ => throw new ArgumentException($"No word for {argument}.", nameof(argument)),
    };
}
