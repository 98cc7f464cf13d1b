using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>Reasons of TLVException, and how the natives of javacardx.framework.tlv read arrays.</summary>
internal static class TlvErrors
{
    public const short InvalidParam = 1;
    public const short IllegalSize = 2;
    public const short EmptyTag = 3;
    public const short EmptyTlv = 4;
    public const short MalformedTag = 5;
    public const short MalformedTlv = 6;
    public const short InsufficientStorage = 7;
    public const short TagNumberTooGreat = 9;
    public const short SizeTooGreat = 10;
    public const short LengthTooGreat = 11;
    private const int Parsing = 16; // eighths of a byte code for each byte

    /// <summary>TLVException with a reason.</summary>
    public static JavaThrow Tlv(this NativeCall call, short reason) => call.Vm.Throw("javacardx/framework/tlv/TLVException", reason);

    /// <summary>The bytes of an array from an offset to its end.</summary>
    /// <exception cref="JavaThrow">NullPointerException, SecurityException, ArrayIndexOutOfBoundsException.</exception>
    public static ReadOnlySpan<byte> From(this NativeCall call, int array)
    {
        var bytes = call.Object(array);
        int offset = call.Short(array + 1);
        return call.Slice(bytes, offset, bytes.Bytes.Length - Math.Max(0, offset));
    }

    /// <summary>The size of the tag at the start of an array's bytes.</summary>
    public static int TagSize(this NativeCall call, ReadOnlySpan<byte> bytes)
    {
        var status = BerEncoding.TryReadTag(bytes, out var size);
        return status switch
        {
            BerStatus.Ok => size,
            BerStatus.Short => throw call.Vm.ArrayIndex(),
            BerStatus.LongTag => throw call.Tlv(IllegalSize),
            _ => throw call.Tlv(MalformedTag),
        };
    }

    /// <summary>The header of the object that an array holds at an offset; the object must be well-formed and, if asked for, of a type.</summary>
    public static BerHeader Header(this NativeCall call, ReadOnlySpan<byte> bytes, bool? constructed = null, short tooLong = SizeTooGreat)
    {
        var status = BerEncoding.TryRead(bytes, out var header);
        call.Vm.Charge(status == BerStatus.Ok ? header.Size : bytes.Length, Parsing);
        return status switch
        {
            BerStatus.Short => throw call.Vm.ArrayIndex(),
            BerStatus.LongValue => throw call.Tlv(tooLong),
            BerStatus.Ok when constructed is null || constructed == header.IsConstructed => header,
            _ => throw call.Tlv(MalformedTlv),
        };
    }

    /// <summary>The header of an object that must fill the bytes given.</summary>
    public static BerHeader Whole(this NativeCall call, ReadOnlySpan<byte> bytes, bool? constructed = null)
    {
        call.Vm.Charge(bytes.Length, Parsing);
        return BerEncoding.TryRead(bytes, out var header) == BerStatus.Ok
            && header.Size == bytes.Length
            && (constructed is null || constructed == header.IsConstructed)
                ? header
                : throw call.Tlv(MalformedTlv);
    }

    /// <summary>Keeps bytes in a field that refers to a byte array: in the array that is there, if it has just this length, or in a new one.</summary>
    public static void Keep(this NativeCall call, HeapObject target, int field, ReadOnlySpan<byte> value)
    {
        if (call.Vm.ReadReference(target, field) is not { } array || array.Bytes.Length != value.Length)
        {
            array = call.Vm.NewArray(ObjectKind.ByteArray, value.Length);
            call.Vm.WriteReference(target, field, array);
        }

        call.Vm.Write(array, 0, value);
    }
}
