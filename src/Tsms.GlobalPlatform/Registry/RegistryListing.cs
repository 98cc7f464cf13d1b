using System.Buffers;
using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.Registry;

/// <summary>
/// Gathers the answers of consecutive GET STATUS commands into one list (GP Card Specification 2.3.1, 11.4): 6310 says that more is to come with the
/// next-occurrence
/// form, 6A88 that nothing matches. Entries may run over the end of an answer, as some cards cut them.
/// </summary>
/// <param name="maxBytes">Greatest number of bytes taken in all, against cards that never end; default 1 MiB.</param>
public sealed class RegistryListing(int maxBytes = 1 << 20)
{
    private readonly ArrayBufferWriter<byte> _data = new();

    /// <summary>True when the last answer said that no more comes.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Number of answers taken.</summary>
    public int Pages { get; private set; }

    /// <summary>Takes the next answer; returns true when another GET STATUS with <c>next</c> is needed.</summary>
    /// <exception cref="InvalidOperationException">The listing is complete already.</exception>
    /// <exception cref="FormatException">The status word is none of 9000, 6310 and 6A88, or the card sends without end.</exception>
    public bool Add(ReadOnlySpan<byte> data, StatusWord sw)
    {
        if (IsComplete)
        {
            throw new InvalidOperationException("The listing is complete; no further answer belongs to it.");
        }

        if (!sw.IsSuccess && sw != StatusWord.MoreDataAvailable && sw != StatusWord.ReferencedDataNotFound)
        {
            throw new FormatException($"GET STATUS answered {sw}; 9000, 6310 or 6A88 make a listing.");
        }

        if (_data.WrittenCount + data.Length > maxBytes || (sw == StatusWord.MoreDataAvailable && data.IsEmpty))
        {
            throw new FormatException($"GET STATUS does not end: {Pages + 1} answers, {_data.WrittenCount + data.Length} bytes, the last of {data.Length}.");
        }

        Pages++;
        _data.Write(data);
        IsComplete = sw != StatusWord.MoreDataAvailable;
        return !IsComplete;
    }

    /// <summary>The entries of the whole list.</summary>
    /// <exception cref="InvalidOperationException">More answers are to come.</exception>
    /// <exception cref="FormatException">The data are malformed.</exception>
    public IReadOnlyList<RegistryEntry> ToEntries() =>
        IsComplete
            ? RegistryEntry.ReadAll(_data.WrittenSpan.ToArray())
            : throw new InvalidOperationException($"The listing is not complete after {Pages} answers: send GET STATUS for the next occurrence.");
}
