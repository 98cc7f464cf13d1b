using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>What stands before the load file data block (GP Card Specification 2.3.1, table 11-58).</summary>
/// <param name="Daps">Signatures, each with the domain that is to verify it.</param>
/// <param name="Icv">Initial chaining value of a ciphered block (D3); empty: zeroes.</param>
/// <param name="IsCiphered">True for D4, false for C4.</param>
/// <param name="DataAt">Where the block begins.</param>
/// <param name="Total">Where it ends, which is the length of the load file.</param>
internal sealed record LoadFileHead(ImmutableArray<(Aid Domain, ImmutableArray<byte> Signature)> Daps, ImmutableArray<byte> Icv, bool IsCiphered, int DataAt, int Total)
{
    /// <summary>Most bytes of tags before the load file data block.</summary>
    public const int MaxLength = 8192;

    // E2 { 4F domain C3 signature } ... · C4 length, or · D3 ICV · D4 length
    /// <summary>Reads the head from the beginning of a load file; null while more of it has to come.</summary>
    /// <exception cref="Runtime.CardFault">6A80: it is malformed; 6A84: larger than any card.</exception>
    public static LoadFileHead? Read(ReadOnlyMemory<byte> prefix)
    {
        var daps = ImmutableArray.CreateBuilder<(Aid, ImmutableArray<byte>)>();
        ImmutableArray<byte> icv = [];
        var at = 0;
        while (at < prefix.Length && TryReadHeader(prefix.Span, ref at, out var tag, out var length))
        {
            if (tag is 0xC4 or 0xD4)
            {
                Demand(length <= int.MaxValue - at, StatusWord.NotEnoughMemory, "the load file data block is larger than any card");
                Demand(tag == 0xD4 || icv.IsEmpty, StatusWord.WrongData, "an ICV (D3) stands before a ciphered block (D4)");
                return new LoadFileHead(daps.ToImmutable(), icv, tag == 0xD4, at, at + length);
            }

            Demand(tag is 0xE2 or 0xD3, StatusWord.WrongData, $"a load file holds E2, C4, D3 and D4, not {tag:X2}");
            Demand(length <= MaxLength && at + length <= MaxLength, StatusWord.WrongData, "what stands before the load file data block is too long");
            if (length > prefix.Length - at)
            {
                return null;
            }

            var value = prefix.Slice(at, length);
            at += length;
            if (tag == 0xE2)
            {
                daps.Add(Dap(value));
                continue;
            }

            Demand(length is 8 or 16 && icv.IsEmpty, StatusWord.WrongData, "an ICV (D3) has 8 or 16 bytes");
            icv = [.. value.Span];
        }

        return null;
    }

    private static (Aid Domain, ImmutableArray<byte> Signature) Dap(ReadOnlyMemory<byte> value)
    {
        Demand(BerTlvReader.TryReadAll(value, out var parts, out _, out _)
            && parts is [{ Tag.Value: 0x4F }, { Tag.Value: 0xC3, Value.IsEmpty: false }], StatusWord.WrongData, "a DAP block (E2) holds 4F and C3");
        Demand(Aid.TryFrom(parts[0].Value.Span, out var domain), StatusWord.WrongData, "an AID has 5 to 16 bytes");
        return (domain, [.. parts[1].Value.Span]);
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, ref int at, out byte tag, out int length)
    {
        tag = bytes[at];
        length = 0;
        if (at + 1 >= bytes.Length)
        {
            return false;
        }

        length = bytes[at + 1];
        var more = length < 0x80 ? 0 : length - 0x80;
        Demand(length != 0x80 && more <= 4, StatusWord.WrongData, "a length is not coded as BER");
        if (at + 2 + more > bytes.Length)
        {
            return false;
        }

        if (more > 0)
        {
            long value = 0;
            for (var i = 0; i < more; i++)
            {
                value = (value << 8) | bytes[at + 2 + i];
            }

            length = (int)Math.Min(value, int.MaxValue);
        }

        at += 2 + more;
        return true;
    }
}
