using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// A view of a key object. The value, and for curves the domain, are byte arrays of the card's heap; each part stands in its room behind two bytes of length,
/// of which 0 says that it is not set. So a part changes in one write, and clearing the array clears the key.
/// </summary>
internal readonly struct CardKey
{
    public const int TypeField = 0;
    public const int BitsField = 1;
    public const int ValueField = 2;
    public const int DomainField = 3;

    private readonly VirtualMachine _vm;

    private CardKey(VirtualMachine vm, HeapObject key)
    {
        _vm = vm;
        Object = key;
        Shape = KeyShape.Of((byte)key.Words[TypeField], (ushort)key.Words[BitsField]);
    }

    /// <summary>The key object.</summary>
    public HeapObject Object { get; }

    /// <summary>What kind of key it is.</summary>
    public KeyShape Shape { get; }

    /// <summary>True when every part has been set that must be.</summary>
    public bool IsInitialized
    {
        get
        {
            for (var i = 0; i < Shape.ValueParts.Length; i++)
            {
                if (Value(i).IsEmpty)
                {
                    return false;
                }
            }

            for (var i = 0; i < Shape.RequiredDomainParts; i++)
            {
                if (Domain(i).IsEmpty)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>The key of an object that an applet gave.</summary>
    /// <exception cref="JavaThrow">NullPointerException, SecurityException.</exception>
    /// <exception cref="CardCryptoException">IllegalValue: no key of the card.</exception>
    public static CardKey From(NativeCall call, int word) => From(call.Vm, call.Object(word));

    /// <summary>The key of an object.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: no key of the card.</exception>
    public static CardKey From(VirtualMachine vm, HeapObject key) =>
        key.Class?.IsA(vm.ApiClass(KeyNatives.BaseClass)) == true
            ? new CardKey(vm, key)
            : throw new CardCryptoException(CryptoReason.IllegalValue, $"{key} is no key of this card");

    /// <summary>Makes a key; with <paramref name="domain"/> it shares that domain, with <paramref name="encryption"/> it implements KeyEncryption.</summary>
    public static CardKey Make(VirtualMachine vm, byte type, int bits, HeapObject? domain = null, bool encryption = false)
    {
        var shape = KeyShape.Of(type, bits);
        var className = vm.FindApiClass(encryption ? KeyEncryptionNatives.ClassOf(shape.ClassName) : shape.ClassName)
            ?? throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"the card's version of javacard.security has no {shape.Family} keys");
        var made = vm.NewObject(className);
        vm.WriteWord(made, TypeField, type);
        vm.WriteWord(made, BitsField, (short)bits);
        vm.WriteReference(made, ValueField, vm.NewArray(ObjectKind.ByteArray, Room(shape.ValueParts), shape.Transient));
        if (shape.HasDomain)
        {
            vm.WriteReference(made, DomainField, domain ?? vm.NewArray(ObjectKind.ByteArray, Room(shape.DomainParts)));
        }

        return new CardKey(vm, made);
    }

    /// <summary>The array of the domain, for sharing.</summary>
    public HeapObject DomainArray => _vm.ReadReference(Object, DomainField)!;

    /// <summary>A part of the value; empty when it is not set.</summary>
    public ReadOnlySpan<byte> Value(int part) => Read(ValueArray, Shape.ValueParts, part);

    /// <summary>A part of the domain: p, a, b, G, r, k of a curve, P, G, Q of a group.</summary>
    public ReadOnlySpan<byte> Domain(int part) => Read(DomainArray, Shape.DomainParts, part);

    /// <summary>Sets a part of the value.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: it is empty or does not fit.</exception>
    public void SetValue(int part, ReadOnlySpan<byte> value) => Write(ValueArray, Shape.ValueParts, part, value);

    /// <summary>Sets a part of the domain.</summary>
    public void SetDomain(int part, ReadOnlySpan<byte> value) => Write(DomainArray, Shape.DomainParts, part, value);

    /// <summary>Takes byte codes from the command's account for an operation with the key.</summary>
    public void Charge(long byteCodes) => _vm.Charge(byteCodes);

    /// <summary>Forgets the value (Key.clearKey) and, unless others may share it, leaves the domain.</summary>
    public void Clear() => _vm.Write(ValueArray, 0, new byte[ValueArray.Bytes.Length]);

    private HeapObject ValueArray => _vm.ReadReference(Object, ValueField)!;

    private static int Room(int[] parts) => parts.Sum() + (2 * parts.Length);

    private static int Start(int[] parts, int part) => Room(parts[..part]);

    private static ReadOnlySpan<byte> Read(HeapObject array, int[] parts, int part)
    {
        var start = Start(parts, part);
        var length = (array.Bytes[start] << 8) | array.Bytes[start + 1];
        return array.Bytes.AsSpan(start + 2, length);
    }

    private void Write(HeapObject array, int[] parts, int part, ReadOnlySpan<byte> value)
    {
        var room = parts[part];
        while (value.Length > room && value[0] == 0)
        {
            value = value[1..]; // numbers may come with leading zeros
        }

        if (value.IsEmpty || value.Length > room)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, $"{value.Length} bytes for a part of a {Shape.Family} key that takes 1 to {room}");
        }

        _vm.Write(array, Start(parts, part), [(byte)(value.Length >> 8), (byte)value.Length, .. value]);
    }
}
