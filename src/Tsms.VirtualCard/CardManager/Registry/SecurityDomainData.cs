using System.Collections.Immutable;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager.Registry;

/// <summary>Keys and data objects of a security domain.</summary>
internal sealed record SecurityDomainData
{
    /// <summary>A domain without keys and data.</summary>
    public static readonly SecurityDomainData Empty = new();

    /// <summary>Keys in the order they were put.</summary>
    public ImmutableArray<CardKey> Keys { get; init; } = [];

    /// <summary>Sequence counter and failed authentications of each key version.</summary>
    public ImmutableSortedDictionary<byte, KeyVersionCounters> Counters { get; init; } = ImmutableSortedDictionary<byte, KeyVersionCounters>.Empty;

    /// <summary>Data objects by tag, values without tag and length.</summary>
    public ImmutableSortedDictionary<uint, ImmutableArray<byte>> DataObjects { get; init; } = ImmutableSortedDictionary<uint, ImmutableArray<byte>>.Empty;

    /// <summary>Receipts that the domain has made, 0 to FFFF (C.5).</summary>
    public int Confirmations { get; init; }

    /// <summary>What the domain accepts, by its install parameters.</summary>
    public DomainPolicy Policy { get; init; }

    /// <summary>The key with this version and identifier, or null.</summary>
    public CardKey? Find(byte version, byte id) => Keys.FirstOrDefault(k => k.Version == version && k.Id == id);

    /// <summary>The complete SCP03 key set of a version, or null; version 00 means the first one that is complete.</summary>
    public Scp03Keys? FindScp03(byte version)
    {
        foreach (var candidate in version == 0 ? Keys.Select(k => k.Version).Distinct() : [version])
        {
            if (FindAes(candidate, CardKey.Enc) is { } enc && FindAes(candidate, CardKey.Mac) is { } mac && FindAes(candidate, CardKey.Dek) is { } dek
                && enc.Length == mac.Length && enc.Length == dek.Length)
            {
                return new Scp03Keys(enc, mac, dek);
            }
        }

        return null;
    }

    /// <summary>Counters of a version; zeroes when it has none yet.</summary>
    public KeyVersionCounters CountersOf(byte version) => Counters.GetValueOrDefault(version, new KeyVersionCounters(0, 0));

    /// <summary>The same with the counters of <paramref name="later"/> where they are higher.</summary>
    public SecurityDomainData WithCountersOf(SecurityDomainData later)
    {
        var counters = Counters;
        foreach (var (version, counted) in later.Counters)
        {
            if (CountersOf(version).Max(counted) is var higher && higher != CountersOf(version))
            {
                counters = counters.SetItem(version, higher);
            }
        }

        return counters == Counters ? this : this with { Counters = counters };
    }

    private CardKey? FindAes(byte version, byte id) => Find(version, id) is { Type: KeyType.Aes } key && IsForScp03(key) ? key : null;

    /// <summary>
    /// Whether a key that tells what it is for (11.1.9) is for its place: secure messaging of commands or answers with confidentiality, with a checksum, and
    /// encipherment of data.
    /// </summary>
    private static bool IsForScp03(CardKey key) => key.Usage == 0 || key.Id switch
    {
        CardKey.Enc => (key.Usage & 0x30) != 0 && (key.Usage & 0x08) != 0,
        CardKey.Mac => (key.Usage & 0x30) != 0 && (key.Usage & 0x04) != 0,
        _ => (key.Usage & 0xC0) != 0 && (key.Usage & 0x08) != 0,
    };
}

/// <summary>What a security domain counts for a key version.</summary>
/// <param name="Sequence">SCP03 sequence counter, 24 bits; 0 when the set is new.</param>
/// <param name="Failures">Failed authentications since the last right one.</param>
internal readonly record struct KeyVersionCounters(int Sequence, int Failures)
{
    /// <summary>The higher of each.</summary>
    public KeyVersionCounters Max(KeyVersionCounters other) => new(Math.Max(Sequence, other.Sequence), Math.Max(Failures, other.Failures));
}
