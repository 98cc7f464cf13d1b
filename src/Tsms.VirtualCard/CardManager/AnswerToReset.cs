namespace Tsms.VirtualCard.CardManager;

/// <summary>The answer to reset of a contact card (ISO/IEC 7816-3, 8.2).</summary>
internal static class AnswerToReset
{
    /// <summary>Most historical bytes that an answer to reset has.</summary>
    public const int MaxHistoricalBytes = 15;

    /// <summary>The same answer with other historical bytes; one that is malformed comes back as it is.</summary>
    /// <param name="atr">TS T0, interface bytes, historical bytes, TCK where a protocol other than T=0 is offered.</param>
    /// <param name="historical">0 to 15 bytes.</param>
    public static byte[] WithHistoricalBytes(ReadOnlySpan<byte> atr, ReadOnlySpan<byte> historical)
    {
        if (atr.Length < 2 || historical.Length > MaxHistoricalBytes)
        {
            return atr.ToArray();
        }

        var (at, offered) = Interface(atr);
        if (at < 0)
        {
            return atr.ToArray();
        }

        var needsCheck = offered.Any(protocol => protocol != 0);
        byte[] answer = [atr[0], (byte)((atr[1] & 0xF0) | historical.Length), .. atr[2..at], .. historical];
        return needsCheck ? [.. answer, answer.Skip(1).Aggregate((byte)0, (sum, next) => (byte)(sum ^ next))] : answer;
    }

    /// <summary>True when it offers T=0 and no T=1: commands are then carried over one direction at a time. A malformed one offers T=1.</summary>
    public static bool OffersT0Only(ReadOnlySpan<byte> atr)
    {
        var (at, offered) = atr.Length < 2 ? (-1, []) : Interface(atr);
        return at >= 0 && !offered.Contains(1) && (offered.Count == 0 || offered.Contains(0));
    }

    // Y in the upper half of T0 and of each TD says which of TA TB TC TD follow. Where the historical bytes begin, negative: malformed; the protocols.
    private static (int At, List<int> Offered) Interface(ReadOnlySpan<byte> atr)
    {
        var offered = new List<int>();
        var at = 2;
        var follows = atr[1] >> 4;
        while (follows != 0)
        {
            var last = at + System.Numerics.BitOperations.PopCount((uint)follows) - 1;
            if (last >= atr.Length)
            {
                return (-1, offered);
            }

            at = last + 1;
            if ((follows & 8) == 0)
            {
                break;
            }

            offered.Add(atr[last] & 0x0F);
            follows = atr[last] >> 4;
        }

        return (at, offered);
    }
}
