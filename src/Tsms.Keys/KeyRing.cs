namespace Tsms.Keys;

/// <summary>One key set: ENC, MAC and DEK one after another.</summary>
internal sealed record KeySetEntry(KeySetReference Reference, Diversification Diversification, bool IsTestProfile, SecretBytes Keys)
{
    public int KeyLength => Keys.Length / 3;

    /// <summary>The key with number 1 (ENC), 2 (MAC) or 3 (DEK).</summary>
    public ReadOnlySpan<byte> Key(int number) => Keys.Span.Slice((number - 1) * KeyLength, KeyLength);
}

/// <summary>A named symmetric key.</summary>
internal sealed record SecretKeyEntry(string Name, SecretKeyPurpose Purpose, SecretBytes Key);

/// <summary>An EC P-256 key pair: PKCS#8 and SubjectPublicKeyInfo.</summary>
internal sealed record SigningKeyEntry(string Name, SecretBytes PrivateKey, byte[] PublicKey);

/// <summary>All that a software key store holds. A change is made on a copy, written, and then takes the place of the one before.</summary>
internal sealed partial class KeyRing
{
    public SortedDictionary<(string Name, byte Version), KeySetEntry> KeySets { get; } = new(ByName);

    /// <summary>At most one per name.</summary>
    public SortedDictionary<string, KeySetEntry> Pending { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SecretKeyEntry> SecretKeys { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SigningKeyEntry> SigningKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything secret, for zeroing.</summary>
    public IEnumerable<SecretBytes> Secrets =>
    [
        .. KeySets.Values.Select(k => k.Keys), .. Pending.Values.Select(k => k.Keys),
        .. SecretKeys.Values.Select(k => k.Key), .. SigningKeys.Values.Select(k => k.PrivateKey),
    ];

    private static IComparer<(string Name, byte Version)> ByName { get; } = Comparer<(string Name, byte Version)>.Create((a, b) =>
        string.CompareOrdinal(a.Name, b.Name) is var byName && byName != 0 ? byName : a.Version.CompareTo(b.Version));

    /// <summary>A copy that shares the entries.</summary>
    public KeyRing Copy()
    {
        var copy = new KeyRing();
        foreach (var (key, entry) in KeySets)
        {
            copy.KeySets.Add(key, entry);
        }

        foreach (var (key, entry) in Pending)
        {
            copy.Pending.Add(key, entry);
        }

        foreach (var (key, entry) in SecretKeys)
        {
            copy.SecretKeys.Add(key, entry);
        }

        foreach (var (key, entry) in SigningKeys)
        {
            copy.SigningKeys.Add(key, entry);
        }

        return copy;
    }
}
