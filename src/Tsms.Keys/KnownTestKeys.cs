namespace Tsms.Keys;

/// <summary>Recognises keys that everybody knows: 40 41 42 ... 4F, the default of GlobalPlatform products, in all sizes.</summary>
public static class KnownTestKeys
{
    /// <summary>
    /// True when the key is 40..4F, repeated up to 24 or 32 bytes, or running on past 4F. All bytes are looked at, so that the time tells nothing of
    /// other keys.
    /// </summary>
    public static bool IsKnown(ReadOnlySpan<byte> key)
    {
        int repeated = 0, running = 0;
        for (var i = 0; i < key.Length; i++)
        {
            repeated |= key[i] ^ (0x40 + (i % 16));
            running |= key[i] ^ (0x40 + i);
        }

        return key.Length >= 16 && (repeated == 0 || running == 0);
    }
}
