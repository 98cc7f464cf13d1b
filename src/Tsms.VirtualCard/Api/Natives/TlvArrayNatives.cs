using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>The static methods of ConstructedBERTLV, which work on the bytes of an array.</summary>
internal static class TlvArrayNatives
{
    public static void Register(NativeClass tlv)
    {
        tlv["append([BS[BS)S"] = Append;
        tlv["find([BS[BS)S"] = call =>
        {
            var bytes = call.From(0);
            var header = call.Header(bytes, constructed: true);
            call.Return(Find(call, bytes, header, header.ValueOffset, 2));
        };
        tlv["findNext([BSS[BS)S"] = call =>
        {
            var bytes = call.From(0);
            var header = call.Header(bytes, constructed: true);
            var start = call.Short(2) - call.Short(1);
            for (var at = header.ValueOffset; at < header.Size; at += call.Header(bytes[at..]).Size)
            {
                if (at == start)
                {
                    call.Return(Find(call, bytes, header, at + call.Header(bytes[at..]).Size, 3));
                    return;
                }
            }

            throw call.Tlv(TlvErrors.InvalidParam);
        };
    }

    private static void Append(NativeCall call)
    {
        var source = call.From(0);
        var added = source[..call.Header(source).Size];
        var target = call.From(2);
        var header = call.Header(target, constructed: true);
        var length = header.ValueLength + added.Length;
        if (length > short.MaxValue)
        {
            throw call.Tlv(TlvErrors.SizeTooGreat);
        }

        byte[] grown = [.. BerEncoding.Header(target[..header.TagBytes], length), .. target[header.ValueOffset..header.Size], .. added];
        call.ReturnBytes(2, BerTlvNatives.Bounded(call, grown));
    }

    // An offset in the array, or -1. Without a tag the first one is taken.
    private static short Find(NativeCall call, ReadOnlySpan<byte> bytes, BerHeader whole, int from, int tagWord)
    {
        ReadOnlySpan<byte> tag = call.Reference(tagWord) is null ? [] : BerTagNatives.Read(call, tagWord, null);
        for (var at = from; at < whole.Size;)
        {
            var header = call.Header(bytes[at..]);
            if (tag.IsEmpty || bytes.Slice(at, header.TagBytes).SequenceEqual(tag))
            {
                return (short)(call.Short(1) + at);
            }

            at += header.Size;
        }

        return -1;
    }
}
