using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Reads the access rule application master of a card, the ARA-M (GP Secure Element Access Control 1.1, 4.1).</summary>
internal static class AccessRuleMaster
{
    /// <summary>Greatest size of all rules together that is read, in bytes.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary>The refresh tag, 8 bytes; it changes with every change of the rules.</summary>
    /// <exception cref="FormatException">The card gives none.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadRefreshTagAsync(IEnforcerChannel channel, CancellationToken cancellationToken)
    {
        var answer = await channel.TransmitAsync(GetData(0xDF20), cancellationToken).ConfigureAwait(false);
        return answer.Sw.IsSuccess && BerTlvReader.Find(answer.Data, 0xDF20) is { Length: 8 } tag
            ? tag
            : throw new FormatException($"GET DATA DF20 was answered {answer}; a refresh tag of 8 bytes is needed.");
    }

    /// <summary>All rules: GET DATA FF40, and FF60 for what did not fit.</summary>
    /// <exception cref="FormatException">The card gives none, or they are malformed.</exception>
    public static async ValueTask<IReadOnlyList<AccessRule>> ReadRulesAsync(IEnforcerChannel channel, CancellationToken cancellationToken)
    {
        var answer = await channel.TransmitAsync(GetData(0xFF40), cancellationToken).ConfigureAwait(false);
        if (answer.Sw == StatusWord.ReferencedDataNotFound)
        {
            return [];
        }

        var bytes = new List<byte>();
        for (var next = answer; ; next = await channel.TransmitAsync(GetData(0xFF60), cancellationToken).ConfigureAwait(false))
        {
            if (!next.Sw.IsSuccess || next.Data.IsEmpty || bytes.Count > MaxLength)
            {
                throw new FormatException($"GET DATA of all access rules was answered {next} after {bytes.Count} bytes.");
            }

            bytes.AddRange(next.Data.Span);
            ReadOnlyMemory<byte> read = bytes.ToArray();
            if (new BerTlvReader(read).TryRead(out _) != BerStatus.Truncated)
            {
                return AccessRuleReader.Read(read);
            }
        }
    }

    private static CommandApdu GetData(ushort tag) => new(0x80, GpInstruction.GetData, (byte)(tag >> 8), (byte)tag, default, 256);
}
