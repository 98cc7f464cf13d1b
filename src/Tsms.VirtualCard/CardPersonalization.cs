using System.Security.Cryptography;
using Tsms.VirtualCard.Profiles;

namespace Tsms.VirtualCard;

/// <summary>
/// What makes a card one certain card: the issuer's keys and its numbers. Holds secrets; whoever makes it disposes it, after the card was made.
/// </summary>
public sealed class CardPersonalization : IDisposable
{
    private readonly byte[] _enc;
    private readonly byte[] _mac;
    private readonly byte[] _dek;

    /// <summary>Copies the keys; the caller zeroes its own.</summary>
    /// <param name="keyVersion">Key version number of the issuer's SCP03 key set, 01 to 7F.</param>
    /// <param name="enc">Key-ENC: 16, 24 or 32 bytes.</param>
    /// <param name="mac">Key-MAC, as long.</param>
    /// <param name="dek">Key-DEK, as long.</param>
    /// <exception cref="ArgumentException">A length or the version is out of range.</exception>
    public CardPersonalization(byte keyVersion, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> dek)
    {
        if (keyVersion is < 1 or > 0x7F)
        {
            throw new ArgumentException($"A key version number is 01 to 7F, not {keyVersion:X2}.", nameof(keyVersion));
        }

        if (enc.Length is not (16 or 24 or 32) || mac.Length != enc.Length || dek.Length != enc.Length)
        {
            throw new ArgumentException($"The issuer's keys are three of 16, 24 or 32 bytes, not {enc.Length}, {mac.Length} and {dek.Length}.", nameof(enc));
        }

        KeyVersion = keyVersion;
        (_enc, _mac, _dek) = (enc.ToArray(), mac.ToArray(), dek.ToArray());
    }

    /// <summary>Key version number, 01 to 7F.</summary>
    public byte KeyVersion { get; }

    /// <summary>Serial number of the chip, 4 bytes, in CPLC and in the key diversification data. Default 00000001.</summary>
    public ReadOnlyMemory<byte> Serial { get; init; } = new byte[] { 0, 0, 0, 1 };

    /// <summary>
    /// Key diversification data, 10 bytes: what INITIALIZE UPDATE answers with and tag CF holds, so that the issuer finds the card's keys. Nothing: made from CPLC
    /// and serial number.
    /// </summary>
    public ReadOnlyMemory<byte> KeyDiversificationData { get; init; }

    /// <summary>Issuer identification number (tag 42), 1 to 16 bytes, or nothing.</summary>
    public ReadOnlyMemory<byte> IssuerIdentificationNumber { get; init; }

    /// <summary>Card image number (tag 45), 1 to 16 bytes, or nothing.</summary>
    public ReadOnlyMemory<byte> CardImageNumber { get; init; }

    /// <summary>Key-ENC.</summary>
    internal ReadOnlySpan<byte> Enc => _enc;

    /// <summary>Key-MAC.</summary>
    internal ReadOnlySpan<byte> Mac => _mac;

    /// <summary>Key-DEK.</summary>
    internal ReadOnlySpan<byte> Dek => _dek;

    /// <summary>Random keys and a random serial number, of the length the profile wants.</summary>
    public static CardPersonalization Random(CardProfile profile, RandomNumberGenerator random, byte keyVersion = 0x30)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(random);
        var keys = new byte[3 * profile.IssuerKeyLength];
        var serial = new byte[4];
        random.GetBytes(keys);
        random.GetBytes(serial);
        try
        {
            var length = profile.IssuerKeyLength;
            return new CardPersonalization(keyVersion, keys.AsSpan(0, length), keys.AsSpan(length, length), keys.AsSpan(2 * length, length)) { Serial = serial };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_enc);
        CryptographicOperations.ZeroMemory(_mac);
        CryptographicOperations.ZeroMemory(_dek);
    }

    /// <summary>Key version only.</summary>
    public override string ToString() => $"personalization with key version {KeyVersion:X2}";
}
