using System.Buffers.Binary;
using System.Text.Json;
using Tsms.JavaCard.Bytecode;
using Tsms.SmartCard;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Opcodes;

/// <summary>
/// A machine with a small package, made by hand, whose code a test brings along. Applet 1 of context 1 runs it; context 2 belongs to somebody else.
/// Class A has the fields reference (word 0), short (1), int (2, 3) and the method 1 of A, "m": 11; B extends A, overrides it (22) and implements the interface I.
/// Constant pool: 0 none, 1 A, 2 B, 3 I, 4 Object, 5 to 7 the fields, 8 to 11 static reference, byte, short, int; 12 static sub(short, short), 13 static
/// neg(int), 14 A's "m" called directly, 15 "m" called virtually, 16 the class of ISOException, 17 Throwable, 18 static nothing(),
/// 19 and 20 the method that a case brings along, without arguments and with one word. The static fields are an object of the name "statics".
/// </summary>
internal sealed class OpcodeMachine
{
    private const short Sentinel = 0x5A5A;
    private static readonly Ownership Own = new(1, 1);
    private static readonly Ownership Other = new(2, 2);

    private readonly PackageInfo _package;
    private readonly Dictionary<string, HeapObject> _objects = [];

    private static readonly ApiLibrary Library = CardApi.Create();

    public OpcodeMachine(long byteCodes = 1_000_000)
    {
        Vm = new VirtualMachine(new MachineLimits { ByteCodesPerCommand = byteCodes }, Library, HmacDrbg.Instantiate([1]));
        Vm.Refuel();
        Vm.SelectedContext = 1;
        _package = new PackageInfo { Aid = Aid.Parse("F000000001"), Name = "test", Major = 1, Minor = 0, Context = 1 };
        var code = new List<byte>();
        MethodInfo Method(string name, int arguments, string hex)
        {
            var method = new MethodInfo { Package = _package, Name = name, Start = code.Count, ArgumentWords = arguments, StackWords = 4 };
            code.AddRange(Convert.FromHexString(hex));
            return method;
        }

        var sub = Method("sub", 2, "1C1D4378");
        var neg = Method("neg", 2, "204C79");
        var mOfA = Method("A.m", 1, "100B78");
        var mOfB = Method("B.m", 1, "101678");
        var nothing = Method("nothing", 0, "7A");
        Prefix = [.. code];

        var root = Vm.ApiClass(KnownClass.Object);
        var iface = new ClassInfo { Name = "I", Package = _package, Id = 1, IsInterface = true };
        var a = new ClassInfo
        {
            Name = "A", Package = _package, Id = 2, Super = root, ReferenceWords = [true, false, false, false], PublicMethods = [.. root.PublicMethods.Take(1), mOfA],
        };
        var b = new ClassInfo
        {
            Name = "B", Package = _package, Id = 3, Super = a, ReferenceWords = a.ReferenceWords, PublicMethods = [.. root.PublicMethods.Take(1), mOfB],
            Interfaces = [iface], InterfaceMethods = [[mOfB]],
        };
        var statics = Vm.Heap.TryAllocate(ObjectKind.ByteArray, 9, null, Ownership.Jcre)!;
        _package.Pool =
        [
            default, new() { Class = a }, new() { Class = b }, new() { Class = iface }, new() { Class = root },
            new() { Class = a, Index = 0 }, new() { Class = a, Index = 1 }, new() { Class = a, Index = 2 },
            new() { Statics = statics, Index = 0 }, new() { Statics = statics, Index = 2 }, new() { Statics = statics, Index = 3 }, new() { Statics = statics, Index = 5 },
            new() { Method = sub }, new() { Method = neg }, new() { Method = mOfA }, new() { Class = a, Index = 1, ArgumentWords = 1 },
            new() { Class = Vm.ApiClass(KnownClass.IsoException) }, new() { Class = Vm.ApiClass(KnownClass.Throwable) }, new() { Method = nothing },
            default, default,
        ];
        _objects["statics"] = statics;
        MakeObjects(a, b);
    }

    public VirtualMachine Vm { get; }

    /// <summary>True when no frame is open and the card's own context is current.</summary>
    public bool IsAtRest => Vm is { Depth: 0, Current: { Applet: 0, Context: 0 } };

    private byte[] Prefix { get; }

    /// <summary>Runs bytes as a method with the objects a and bytes as its locals.</summary>
    public void RunBytes(byte[] code)
    {
        _package.Code = [.. Prefix, .. code];
        var method = new MethodInfo { Package = _package, Name = "bytes", Start = Prefix.Length, ArgumentWords = 2, LocalWords = 2, StackWords = 8 };
        Vm.Call(method, Own, (short)_objects["a"].Handle, (short)_objects["bytes"].Handle);
    }

    /// <summary>Runs a case: pushes a sentinel and its words, runs the code, stores what is left into locals and compares.</summary>
    public void Run(OpcodeCase test)
    {
        var locals = (test.Locals ?? []).Select(Word).ToArray();
        var after = (test.After ?? []).Select(Word).ToArray();
        var code = new List<byte>(Prefix);
        _package.Pool[19] = new PoolEntry { Method = Callee(code.Count, 0) };
        _package.Pool[20] = new PoolEntry { Method = Callee(code.Count, 1) };
        code.AddRange(test.CalleeBytes);
        var entry = code.Count;
        foreach (var word in (test.Stack ?? []).Select(Word).Prepend(Sentinel))
        {
            code.AddRange([(byte)Opcode.SSPush, (byte)(word >> 8), (byte)word]);
        }

        var start = code.Count;
        code.AddRange(test.Bytes);
        for (var i = after.Length; i >= 0; i--)
        {
            code.AddRange([(byte)Opcode.SStore, (byte)(locals.Length + i)]);
        }

        code.Add((byte)Opcode.Return);
        _package.Code = [.. code];
        _package.Handlers = [.. (test.Handlers ?? []).Select(h => new HandlerInfo(start + h[0], start + h[1], start + h[2], h[3]))];
        var method = new MethodInfo
        {
            Package = _package, Name = test.Op, Start = entry, ArgumentWords = locals.Length, LocalWords = after.Length + 1, StackWords = 16,
        };
        var heap = Content(test.Heap);
        var thrown = Record.Exception(() => Vm.Call(method, Own, locals));
        Assert.Equal(heap, Content(null));
        if (test.Throws is { } expected)
        {
            Assert.Equal(expected, Assert.IsType<JavaThrow>(thrown).Exception.Class!.Name);
            return;
        }

        Assert.Null(thrown);
        Assert.Equal([Sentinel, .. after], Vm.Stack.AsSpan(locals.Length, after.Length + 1).ToArray());
        if (test.LocalsAfter is { } localsAfter)
        {
            Assert.Equal(localsAfter.Select(Word), Vm.Stack.AsSpan(0, locals.Length).ToArray());
        }
    }

    private MethodInfo Callee(int start, int arguments) =>
        new() { Package = _package, Name = "callee", Start = start, ArgumentWords = arguments, StackWords = 4 };

    /// <summary>Every object as a line of text, those of <paramref name="changed"/> with the content told there.</summary>
    private IEnumerable<string> Content(Dictionary<string, JsonElement[]>? changed) => [.. _objects.Select(o =>
    {
        var now = o.Key == "statics" ? Statics(o.Value.Bytes) : o.Value.Bytes.Select(b => (int)(sbyte)b).Concat(o.Value.Words.Select(w => (int)w)).Concat(o.Value.Ints);
        var told = changed?.GetValueOrDefault(o.Key)?.Select(e => e.ValueKind == JsonValueKind.String ? (short)_objects[e.GetString()!].Handle : e.GetInt32());
        return $"{o.Key}: {string.Join(' ', told ?? now)}";
    })];

    // The image of the constants 8 to 11: reference, byte, short, int.
    private static IEnumerable<int> Statics(byte[] image) =>
        [BinaryPrimitives.ReadInt16BigEndian(image), (sbyte)image[2], BinaryPrimitives.ReadInt16BigEndian(image.AsSpan(3)), BinaryPrimitives.ReadInt32BigEndian(image.AsSpan(5))];

    private short Word(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? (short)_objects[element.GetString()!].Handle : element.GetInt16();

    private void MakeObjects(ClassInfo a, ClassInfo b)
    {
        HeapObject Add(string name, ObjectKind kind, int length, ClassInfo? type, Ownership owner, SharingKind sharing = SharingKind.None) =>
            _objects[name] = Vm.Heap.TryAllocate(kind, length, type, owner, TransientKind.None, sharing)!;

        Add("a", ObjectKind.Instance, 4, a, Own).Words = [0, 7, 0x1234, 0x5678];
        Add("b", ObjectKind.Instance, 4, b, Own);
        Add("others", ObjectKind.Instance, 4, a, Other);
        Add("bytes", ObjectKind.ByteArray, 3, null, Own).Bytes = [1, 2, 0x80];
        Add("booleans", ObjectKind.BooleanArray, 2, null, Own).Bytes = [0, 1];
        Add("shorts", ObjectKind.ShortArray, 3, null, Own).Words = [1, -2, 300];
        Add("ints", ObjectKind.IntArray, 2, null, Own).Ints = [0x12345678, -1];
        Add("refs", ObjectKind.ReferenceArray, 2, a, Own).Words = [(short)_objects["a"].Handle, 0];
        Add("bs", ObjectKind.ReferenceArray, 2, b, Own);
        Add("othersBytes", ObjectKind.ByteArray, 3, null, Other);
        Add("othersRefs", ObjectKind.ReferenceArray, 2, a, Other);
        Add("othersInts", ObjectKind.IntArray, 2, null, Other);
        Add("global", ObjectKind.ByteArray, 3, null, Ownership.Jcre, SharingKind.GlobalArray);
        Add("entry", ObjectKind.Instance, 4, a, Ownership.Jcre, SharingKind.TemporaryEntryPoint);
        var iso = Vm.ApiClass(KnownClass.IsoException);
        Add("iso", ObjectKind.Instance, iso.InstanceWords, iso, Own);
        Add("othersIso", ObjectKind.Instance, iso.InstanceWords, iso, Other);
    }
}
