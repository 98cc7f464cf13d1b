namespace Tsms.Keys;

/// <summary>Names a key set in a key store.</summary>
/// <param name="Name">1 to 200 characters, chosen by whoever made the set, for instance <c>sd/CARD-17/A000...</c>; told apart by case.</param>
/// <param name="Version">Key version number on the card, 01 to 7F.</param>
public readonly record struct KeySetReference(string Name, byte Version)
{
    /// <summary>Name and version, for people.</summary>
    public override string ToString() => $"{Name} (version {Version:X2})";
}

/// <summary>How the keys of one card are made from a key set.</summary>
public enum Diversification
{
    /// <summary>They are the key set itself; diversification data count for nothing.</summary>
    None = 0,

    /// <summary>
    /// KDF3: NIST SP 800-108 in counter mode with AES-CMAC; input of a block: counter (1 byte) · 00 00 00 · key number (01 ENC, 02 MAC, 03 DEK) · 00
    /// · 10 bytes of key
    /// diversification data. The three keys of the set are the three master keys; they may be equal.
    /// </summary>
    Kdf3 = 1,
}

/// <summary>What may be told of a key set.</summary>
/// <param name="Reference">Its name and version.</param>
/// <param name="KeyLength">Bytes of each key: 16, 24 or 32.</param>
/// <param name="Diversification">How card keys are made of it.</param>
/// <param name="IsTestProfile">Marked as belonging to a test profile.</param>
/// <param name="CheckValues">Key check values of ENC, MAC and DEK, 3 bytes each, as hexadecimal digits (GP Amendment D 1.1.1, 7.2.2).</param>
public sealed record KeySetInfo(KeySetReference Reference, int KeyLength, Diversification Diversification, bool IsTestProfile, IReadOnlyList<string> CheckValues);

/// <summary>A key set under a transport key.</summary>
/// <param name="KeyVersion">Key version number, 01 to 7F.</param>
/// <param name="KeyLength">Bytes of each key in clear: 16, 24 or 32.</param>
/// <param name="Ciphertext">AES key wrap (RFC 3394) of ENC, MAC and DEK one after another: three keys and 8 bytes.</param>
public sealed record WrappedKeySet(byte KeyVersion, int KeyLength, ReadOnlyMemory<byte> Ciphertext);

/// <summary>What a named secret key is for; it does nothing else.</summary>
public enum SecretKeyPurpose
{
    /// <summary>Wraps key sets: AES of 16, 24 or 32 bytes.</summary>
    Transport = 1,

    /// <summary>HMAC-SHA256 over records, 16 to 64 bytes.</summary>
    Mac = 2,
}

/// <summary>What may be told of a named secret key.</summary>
/// <param name="Name">Its name, 1 to 200 characters; told apart by case, apart from key sets.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="KeyLength">Bytes.</param>
/// <param name="CheckValue">For transport keys the AES key check value as hexadecimal digits; empty for others.</param>
public sealed record SecretKeyInfo(string Name, SecretKeyPurpose Purpose, int KeyLength, string CheckValue);

/// <summary>Form of an ECDSA signature.</summary>
public enum SignatureFormat
{
    /// <summary>r and s, 32 bytes each, as JWS ES256 has it (RFC 7518, 3.4).</summary>
    Raw = 0,

    /// <summary>ASN.1 DER, SEQUENCE of r and s (RFC 3279, 2.2.3).</summary>
    Der = 1,
}
