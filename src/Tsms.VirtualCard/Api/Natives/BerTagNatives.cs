using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.framework.tlv.BERTag and its two subclasses: the bytes of a tag in an array.</summary>
internal static class BerTagNatives
{
    public const string Base = "javacardx/framework/tlv/BERTag";
    public const string Constructed = "javacardx/framework/tlv/ConstructedBERTag";
    public const string Primitive = "javacardx/framework/tlv/PrimitiveBERTag";
    private const int Bytes = 0;

    public static void Register(NativeTable table)
    {
        var tag = table.Class(Base, "bytes:[B");
        tag["<init>()V"] = _ => { };
        tag["getInstance([BS)Ljavacardx/framework/tlv/BERTag;"] = call => call.Return(Make(call, Read(call, 0, null)));
        tag["size()B"] = call => call.Return((short)Value(call, call.This).Length);
        tag["toBytes([BS)S"] = call => call.ReturnBytes(1, Value(call, call.This));
        tag["tagNumber()S"] = call => Number(call, Value(call, call.This));
        tag["isConstructed()Z"] = call => call.Return((Value(call, call.This)[0] & 0x20) != 0);
        tag["tagClass()B"] = call => call.Return((short)(Value(call, call.This)[0] >> 6));
        tag["equals(Ljavacardx/framework/tlv/BERTag;)Z"] = Compare;
        tag["equals(Ljava/lang/Object;)Z"] = Compare;
        tag["toBytes(SZS[BS)S"] = call =>
        {
            Check(call, call.Short(0), call.Short(2));
            call.ReturnBytes(3, BerEncoding.Tag(call.Short(0), call.Boolean(1), call.Short(2)));
        };
        tag["size([BS)B"] = call => call.Return((short)Read(call, 0, null).Length);
        tag["tagNumber([BS)S"] = call => Number(call, Read(call, 0, null));
        tag["isConstructed([BS)Z"] = call => call.Return((Read(call, 0, null)[0] & 0x20) != 0);
        tag["tagClass([BS)B"] = call => call.Return((short)(Read(call, 0, null)[0] >> 6));
        tag["verifyFormat([BS)Z"] = call => call.Return(BerEncoding.TryReadTag(call.From(0), out _) switch
        {
            BerStatus.Ok => true,
            BerStatus.Short => throw call.Vm.ArrayIndex(),
            _ => false,
        });
        RegisterSubclass(table.Class(Constructed), constructed: true);
        RegisterSubclass(table.Class(Primitive), constructed: false);
    }

    /// <summary>The bytes of a tag object.</summary>
    /// <exception cref="JavaThrow">TLVException EMPTY_TAG.</exception>
    public static ReadOnlySpan<byte> Value(NativeCall call, HeapObject tag) =>
        call.Vm.ReadReference(tag, Bytes) is { } bytes ? bytes.Bytes : throw call.Tlv(TlvErrors.EmptyTag);

    /// <summary>A tag object of the class that goes with the bytes.</summary>
    public static HeapObject Make(NativeCall call, ReadOnlySpan<byte> value)
    {
        var made = call.Vm.NewObject((value[0] & 0x20) != 0 ? Constructed : Primitive);
        call.Keep(made, Bytes, value);
        return made;
    }

    /// <summary>The tag in an array; null takes both types.</summary>
    public static ReadOnlySpan<byte> Read(NativeCall call, int array, bool? constructed)
    {
        var bytes = call.From(array);
        var tag = bytes[..call.TagSize(bytes)];
        return constructed is null || constructed == ((tag[0] & 0x20) != 0) ? tag : throw call.Tlv(TlvErrors.MalformedTag);
    }

    private static void RegisterSubclass(NativeClass tag, bool constructed)
    {
        tag["<init>()V"] = _ => { };
        tag["init([BS)V"] = call => call.Keep(call.This, Bytes, Read(call, 1, constructed));
        tag["init(BS)V"] = call =>
        {
            Check(call, (sbyte)call.Byte(1), call.Short(2));
            call.Keep(call.This, Bytes, BerEncoding.Tag(call.Byte(1), constructed, call.Short(2)));
        };
    }

    private static void Check(NativeCall call, int tagClass, int number)
    {
        if (tagClass is < 0 or > 3 || number < 0)
        {
            throw call.Tlv(TlvErrors.InvalidParam);
        }
    }

    private static void Number(NativeCall call, ReadOnlySpan<byte> tag) =>
        call.Return(BerEncoding.TagNumber(tag) is <= short.MaxValue and var number ? (short)number : throw call.Tlv(TlvErrors.TagNumberTooGreat));

    // Neither null nor an empty tag is an error here.
    private static void Compare(NativeCall call)
    {
        var other = call.Reference(1);
        var mine = call.Vm.ReadReference(call.This, Bytes);
        call.Return(other == call.This || (other is not null
            && call.Vm.MayUse(other)
            && other.Class?.IsA(call.Vm.ApiClass(Base)) == true
            && mine is not null
            && call.Vm.ReadReference(other, Bytes) is { } theirs
            && mine.Bytes.AsSpan().SequenceEqual(theirs.Bytes)));
    }
}
