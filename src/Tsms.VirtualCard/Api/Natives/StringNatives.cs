using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.framework.string.StringUtil.</summary>
internal static class StringNatives
{
    private const string IndexOutOfBounds = "java/lang/IndexOutOfBoundsException";
    private const short UnsupportedEncoding = 1;
    private const short IllegalNumberFormat = 2;
    private const short InvalidByteSequence = 3;

    public static void Register(NativeTable table)
    {
        var text = table.Class("javacardx/framework/string/StringUtil");
        RegisterCodePoints(text);
        RegisterNumbers(text);
        text["compare(Z[BSS[BSS)S"] = call => call.Return((short)Utf8Text.Compare(Folded(call, 1), Folded(call, 4)));
        text["indexOf([BSS[BSS)S"] = call =>
        {
            ChargeSearch(call);
            call.Return((short)call.Bytes(0, 1, 2).IndexOf(call.Bytes(3, 4, 5)));
        };
        text["replace([BSS[BSS[BSS[BS)S"] = call =>
        {
            ChargeSearch(call);
            var room = call.Object(9).Bytes.Length - call.Short(10);
            call.ReturnBytes(9, Utf8Text.Replace(call.Bytes(0, 1, 2), call.Bytes(3, 4, 5), call.Bytes(6, 7, 8), room) ?? throw call.Vm.ArrayIndex());
        };
        text["toLowerCase([BSS[BS)S"] = call => call.ReturnBytes(3, Utf8Text.ToCase(call.Bytes(0, 1, 2), upper: false));
        text["toUpperCase([BSS[BS)S"] = call => call.ReturnBytes(3, Utf8Text.ToCase(call.Bytes(0, 1, 2), upper: true));
        text["trim([BSS[BS)S"] = call => call.ReturnBytes(3, Utf8Text.Trim(call.Bytes(0, 1, 2)));
        text["check([BSS)Z"] = call => call.Return(Utf8Text.IsWellFormed(call.Bytes(0, 1, 2)));
        text["startsWith([BSS[BSSS)Z"] = call => call.Return(call.Bytes(0, 1, 2).StartsWith(Part(call)));
        text["endsWith([BSS[BSSS)Z"] = call => call.Return(call.Bytes(0, 1, 2).EndsWith(Part(call)));
        text["convertTo([BSS[BSB)S"] = call => Convert(call, TextEncodings.FromUtf8);
        text["convertFrom([BSS[BSB)S"] = call => Convert(call, TextEncodings.ToUtf8);
    }

    private delegate byte[]? Conversion(ReadOnlySpan<byte> text, byte encoding);

    private static void RegisterCodePoints(NativeClass text)
    {
        text["codePointCount([BSS)S"] = call => call.Return((short)Utf8Text.Count(call.Bytes(0, 1, 2)));
        text["codePointAt([BSSS[BS)S"] = call =>
        {
            var rest = call.Bytes(0, 1, 2)[Index(call, call.Short(3), 0, call.Short(2) - 1)..];
            call.ReturnBytes(4, rest[..Utf8Text.FirstLength(rest)]);
        };
        text["codePointBefore([BSSS[BS)S"] = call =>
        {
            var before = call.Bytes(0, 1, 2)[..Index(call, call.Short(3), 1, call.Short(2))];
            call.ReturnBytes(4, before[^Utf8Text.LastLength(before)..]);
        };
        text["offsetByCodePoints([BSSSS)S"] = call =>
        {
            var all = call.Bytes(0, 1, 2);
            call.Return((short)Move(call, all, Index(call, call.Short(3), 0, all.Length), call.Short(4)));
        };
        text["substring([BSSSS[BS)S"] = call =>
        {
            var all = call.Bytes(0, 1, 2);
            int count = call.Short(4);
            var start = Move(call, all, 0, Index(call, call.Short(3), 0, short.MaxValue));
            var end = count < 0 ? all.Length : Move(call, all, 0, count);
            call.ReturnBytes(5, all[start..Index(call, end, start, all.Length)]);
        };
    }

    private static void RegisterNumbers(NativeClass text)
    {
        text["valueOf(Z[BS)S"] = call => call.ReturnBytes(1, call.Boolean(0) ? "true"u8 : "false"u8);
        text["parseBoolean([BSS)Z"] = call => call.Return(call.Reference(0) is not null && Utf8Text.ToCase(call.Bytes(0, 1, 2), upper: false).AsSpan().SequenceEqual("true"u8));
        text["valueOf(S[BS)S"] = call => call.ReturnBytes(1, NumberText.Write(call.Short(0)));
        text["parseShortInteger([BSS)S"] = call =>
            call.Return((short)(NumberText.TryRead(call.Bytes(0, 1, 2), short.MinValue, short.MaxValue, out var value) ? value : throw Error(call, IllegalNumberFormat)));
        text["valueOf([S[BS)S"] = call =>
        {
            var words = call.Object(0).Words;
            if (words.Length is 0 or > 4)
            {
                throw Error(call, IllegalNumberFormat);
            }

            long value = words[0];
            foreach (var word in words[1..])
            {
                value = (value << 16) | (ushort)word;
            }

            call.ReturnBytes(1, NumberText.Write(value));
        };
        text["parseLongInteger([BSS[SS)S"] = ParseLong;
    }

    // Words of zero ahead of the number are left out.
    private static void ParseLong(NativeCall call)
    {
        if (!NumberText.TryRead(call.Bytes(0, 1, 2), long.MinValue, long.MaxValue, out var value))
        {
            throw Error(call, IllegalNumberFormat);
        }

        short[] words = [(short)(value >> 48), (short)(value >> 32), (short)(value >> 16), (short)value];
        words = [.. words[..3].SkipWhile(w => w == 0), words[3]];
        var target = call.Object(3);
        int offset = call.Short(4);
        if (offset < 0 || offset + words.Length > target.Words.Length)
        {
            throw call.Vm.ArrayIndex();
        }

        for (var i = 0; i < words.Length; i++)
        {
            call.Vm.WriteWord(target, offset + i, words[i]);
        }

        call.Return((short)words.Length);
    }

    // At worst a text is compared with what is sought at each of its places.
    private static void ChargeSearch(NativeCall call) => call.Vm.Charge((long)Math.Max(0, (int)call.Short(2)) * Math.Max(0, (int)call.Short(5)) / 256);

    private static JavaThrow Error(NativeCall call, short reason) => call.Vm.Throw("javacardx/framework/string/StringException", reason);

    private static int Index(NativeCall call, int index, int least, int greatest) =>
        index >= least && index <= greatest ? index : throw call.Vm.Throw(IndexOutOfBounds);

    private static int Move(NativeCall call, ReadOnlySpan<byte> text, int index, int codePoints) =>
        Utf8Text.TryMove(text, ref index, codePoints) ? index : throw call.Vm.Throw(IndexOutOfBounds);

    private static ReadOnlySpan<byte> Folded(NativeCall call, int array)
    {
        var text = call.Bytes(array, array + 1, array + 2);
        return call.Boolean(0) ? Utf8Text.ToCase(text, upper: false) : text;
    }

    // The first code points of the second string, all of it when the number is negative.
    private static ReadOnlySpan<byte> Part(NativeCall call)
    {
        var part = call.Bytes(3, 4, 5);
        int count = call.Short(6);
        return count < 0 ? part : part[..Move(call, part, 0, count)];
    }

    private static void Convert(NativeCall call, Conversion convert)
    {
        var encoding = call.Byte(5);
        var text = call.Bytes(0, 1, 2);
        if (!TextEncodings.IsKnown(encoding))
        {
            throw Error(call, UnsupportedEncoding);
        }

        call.ReturnBytes(3, convert(text, encoding) ?? throw Error(call, InvalidByteSequence));
    }
}
