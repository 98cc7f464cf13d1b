using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.framework.tlv.BERTLV and PrimitiveBERTLV. A value grows as it needs to; tags and contained objects are kept by reference, as the API says.</summary>
internal static class BerTlvNatives
{
    public const string Base = "javacardx/framework/tlv/BERTLV";
    public const string Primitive = "javacardx/framework/tlv/PrimitiveBERTLV";
    public const int Tag = 0;
    private const int Value = 1; // of a primitive one: [B with room
    private const int Length = 2;

    public static void Register(NativeTable table)
    {
        var tlv = table.Class(Base, "tag:Ljavacardx/framework/tlv/BERTag;");
        tlv["<init>()V"] = _ => { };
        tlv["getInstance([BSS)Ljavacardx/framework/tlv/BERTLV;"] = call => call.Return(Make(call, call.Bytes(0, 1, 2)));
        tlv["toBytes([BS)S"] = call => call.ReturnBytes(1, Encode(call, call.This));
        tlv["getTag()Ljavacardx/framework/tlv/BERTag;"] = call => call.Return(TagOf(call, call.This));
        tlv["getLength()S"] = call => call.Return((short)Content(call, call.This, 0, new Budget()).Length);
        tlv["size()S"] = call => call.Return((short)Encode(call, call.This).Length);
        tlv["verifyFormat([BSS)Z"] = call =>
        {
            var bytes = call.Bytes(0, 1, 2);
            call.Return(BerEncoding.TryRead(bytes, out var header) == BerStatus.Ok && header.Size == bytes.Length);
        };
        tlv["getTag([BS[BS)S"] = call =>
        {
            var bytes = call.From(0);
            call.ReturnBytes(2, bytes[..call.Header(bytes).TagBytes]);
        };
        tlv["getLength([BS)S"] = call => call.Return((short)call.Header(call.From(0), tooLong: TlvErrors.LengthTooGreat).ValueLength);
        RegisterPrimitive(table.Class(Primitive, "value:[B", "length:S"));
        ConstructedTlvNatives.Register(table);
    }

    /// <summary>Makes the object for the bytes of one TLV, with everything inside.</summary>
    public static HeapObject Make(NativeCall call, ReadOnlySpan<byte> bytes)
    {
        var header = call.Whole(bytes);
        var made = call.Vm.NewObject(header.IsConstructed ? ConstructedTlvNatives.Constructed : Primitive);
        Fill(call, made, bytes, header);
        return made;
    }

    /// <summary>Sets tag and value of an object from its bytes.</summary>
    public static void Fill(NativeCall call, HeapObject tlv, ReadOnlySpan<byte> bytes, BerHeader header)
    {
        call.Vm.WriteReference(tlv, Tag, BerTagNatives.Make(call, bytes[..header.TagBytes]));
        var value = bytes.Slice(header.ValueOffset, header.ValueLength);
        if (header.IsConstructed)
        {
            ConstructedTlvNatives.SetChildren(call, tlv, value);
        }
        else
        {
            SetValue(call, tlv, value.ToArray());
        }
    }

    /// <summary>The tag object.</summary>
    /// <exception cref="JavaThrow">TLVException EMPTY_TLV.</exception>
    public static HeapObject TagOf(NativeCall call, HeapObject tlv) => call.Vm.ReadReference(tlv, Tag) ?? throw call.Tlv(TlvErrors.EmptyTlv);

    /// <summary>The bytes of an object.</summary>
    /// <exception cref="JavaThrow">TLVException EMPTY_TLV, TLV_SIZE_GREATER_THAN_32767.</exception>
    public static byte[] Encode(NativeCall call, HeapObject tlv) => Encode(call, tlv, 0, new Budget());

    /// <summary>An object that applets gave; it must be one of the two kinds.</summary>
    public static HeapObject Argument(NativeCall call, int word)
    {
        var tlv = call.Object(word);
        return tlv.Class!.IsA(call.Vm.ApiClass(Primitive)) || tlv.Class.IsA(call.Vm.ApiClass(ConstructedTlvNatives.Constructed))
            ? tlv
            : throw call.Tlv(TlvErrors.InvalidParam);
    }

    internal static byte[] Encode(NativeCall call, HeapObject tlv, int depth, Budget budget)
    {
        var tag = BerTagNatives.Value(call, TagOf(call, tlv));
        var content = Content(call, tlv, depth, budget);
        byte[] bytes = [.. BerEncoding.Header(tag, content.Length), .. content];
        call.Vm.Charge(40 + (bytes.Length / 4));
        budget.Left -= bytes.Length - content.Length;
        return budget.Left >= 0 && bytes.Length <= short.MaxValue ? bytes : throw call.Tlv(TlvErrors.SizeTooGreat);
    }

    private static byte[] Content(NativeCall call, HeapObject tlv, int depth, Budget budget)
    {
        TagOf(call, tlv);
        if (depth > BerEncoding.MaxDepth)
        {
            throw call.Tlv(TlvErrors.SizeTooGreat);
        }

        if (!tlv.Class!.IsA(call.Vm.ApiClass(Primitive)))
        {
            return ConstructedTlvNatives.Content(call, tlv, depth, budget);
        }

        var value = Read(call, tlv).ToArray();
        budget.Left -= value.Length;
        return budget.Left >= 0 ? value : throw call.Tlv(TlvErrors.SizeTooGreat);
    }

    private static void RegisterPrimitive(NativeClass tlv)
    {
        tlv["<init>(S)V"] = call =>
        {
            if (call.Short(1) < 0)
            {
                throw call.Tlv(TlvErrors.InvalidParam);
            }

            call.Vm.WriteReference(call.This, Value, call.Vm.NewArray(ObjectKind.ByteArray, call.Short(1)));
        };
        tlv["init([BSS)S"] = call =>
        {
            var bytes = call.Bytes(1, 2, 3).ToArray();
            Fill(call, call.This, bytes, call.Whole(bytes, constructed: false));
            call.Return((short)Encode(call, call.This).Length);
        };
        tlv["init(Ljavacardx/framework/tlv/PrimitiveBERTag;[BSS)S"] = call =>
        {
            var tag = call.Object(1);
            BerTagNatives.Value(call, tag);
            SetValue(call, call.This, call.Bytes(2, 3, 4).ToArray());
            call.Vm.WriteReference(call.This, Tag, tag);
            call.Return((short)Encode(call, call.This).Length);
        };
        tlv["appendValue([BSS)S"] = call => Change(call, [.. Existing(call), .. call.Bytes(1, 2, 3)]);
        tlv["replaceValue([BSS)S"] = call =>
        {
            Existing(call);
            Change(call, call.Bytes(1, 2, 3).ToArray());
        };
        tlv["getValue([BS)S"] = call => call.ReturnBytes(1, Existing(call));
        tlv["getValueOffset([BS)S"] = call => call.Return((short)(call.Short(1) + call.Header(call.From(0), constructed: false).ValueOffset));
        tlv["toBytes([BS[BSS[BS)S"] = call =>
            call.ReturnBytes(5, Bounded(call, [.. BerEncoding.Header(BerTagNatives.Read(call, 0, constructed: false), call.Bytes(2, 3, 4).Length), .. call.Bytes(2, 3, 4)]));
        tlv["appendValue([BS[BSS)S"] = call =>
        {
            var bytes = call.From(0);
            var header = call.Header(bytes, constructed: false);
            var more = call.Bytes(2, 3, 4);
            byte[] grown = [.. BerEncoding.Header(bytes[..header.TagBytes], Math.Min(short.MaxValue, header.ValueLength + more.Length)),
                .. bytes[header.ValueOffset..header.Size], .. more];
            call.ReturnBytes(0, Bounded(call, grown));
        };
    }

    internal static byte[] Bounded(NativeCall call, byte[] bytes) => bytes.Length <= short.MaxValue ? bytes : throw call.Tlv(TlvErrors.SizeTooGreat);

    private static ReadOnlySpan<byte> Existing(NativeCall call)
    {
        TagOf(call, call.This);
        return Read(call, call.This);
    }

    private static ReadOnlySpan<byte> Read(NativeCall call, HeapObject tlv) =>
        call.Vm.ReadReference(tlv, Value) is { } value ? value.Bytes.AsSpan(0, Math.Clamp(tlv.Words[Length], (short)0, (short)value.Bytes.Length)) : [];

    private static void Change(NativeCall call, byte[] value)
    {
        if (value.Length > short.MaxValue - BerEncoding.MaxTagBytes - 3)
        {
            throw call.Tlv(TlvErrors.InsufficientStorage);
        }

        SetValue(call, call.This, value);
        call.Return((short)Encode(call, call.This).Length);
    }

    // The capacity is that of the array: it grows when it must and never shrinks.
    // Value and length are of one making, whenever power is lost.
    private static void SetValue(NativeCall call, HeapObject tlv, byte[] value)
    {
        var before = call.Vm.ReadReference(tlv, Value);
        var room = before is not null && before.Bytes.Length >= value.Length ? before : call.Vm.NewArray(ObjectKind.ByteArray, value.Length);
        var vm = call.Vm;
        vm.Whole(() =>
        {
            vm.WriteReference(tlv, Value, room);
            vm.Write(room, 0, value);
            vm.WriteWord(tlv, Length, (short)value.Length);
        });
    }

    /// <summary>Bytes that a TLV may still take while it is put together, so that objects contained many times over cannot make it grow without end.</summary>
    internal sealed class Budget
    {
        public int Left { get; set; } = short.MaxValue;
    }
}
