using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>The session keys S-ENC, S-MAC and S-RMAC of one secure channel (GP Amendment D 1.1.1, 6.2.1). Zeroed when disposed of.</summary>
public sealed class Scp03SessionKeys : IDisposable
{
    private readonly byte[] _enc;
    private readonly byte[] _mac;
    private readonly byte[] _rmac;
    private bool _disposed;

    private Scp03SessionKeys(byte[] enc, byte[] mac, byte[] rmac) => (_enc, _mac, _rmac) = (enc, mac, rmac);

    internal ReadOnlySpan<byte> Enc => Live(_enc);

    internal ReadOnlySpan<byte> Mac => Live(_mac);

    internal ReadOnlySpan<byte> Rmac => Live(_rmac);

    /// <summary>Takes keys that a key store derived by itself, for instance in hardware; they are copied. Each has 16, 24 or 32 bytes.</summary>
    /// <exception cref="ArgumentException">A length is another, or the lengths differ.</exception>
    public static Scp03SessionKeys FromKeys(ReadOnlySpan<byte> enc, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> rmac)
    {
        if (!AesKeys.IsKeyLength(enc.Length) || mac.Length != enc.Length || rmac.Length != enc.Length)
        {
            throw new ArgumentException($"Session keys have 16, 24 or 32 bytes, all the same, not {enc.Length}, {mac.Length} and {rmac.Length}.");
        }

        return new(enc.ToArray(), mac.ToArray(), rmac.ToArray());
    }

    /// <summary>Derives the session keys from static keys; for key stores that hold them in memory.</summary>
    /// <param name="staticEnc">Key-ENC, 16, 24 or 32 bytes. The caller zeroes it.</param>
    /// <param name="staticMac">Key-MAC, as long as Key-ENC. The caller zeroes it.</param>
    /// <param name="hostChallenge">8 or 16 bytes.</param>
    /// <param name="cardChallenge">As long as the host challenge.</param>
    public static Scp03SessionKeys Derive(
        ReadOnlySpan<byte> staticEnc, ReadOnlySpan<byte> staticMac, ReadOnlySpan<byte> hostChallenge, ReadOnlySpan<byte> cardChallenge)
    {
        byte[] context = [.. hostChallenge, .. cardChallenge];
        return new(
            Scp03Kdf.Derive(staticEnc, Scp03DerivationConstant.SessionEnc, context, staticEnc.Length * 8),
            Scp03Kdf.Derive(staticMac, Scp03DerivationConstant.SessionMac, context, staticMac.Length * 8),
            Scp03Kdf.Derive(staticMac, Scp03DerivationConstant.SessionRmac, context, staticMac.Length * 8));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_enc);
        CryptographicOperations.ZeroMemory(_mac);
        CryptographicOperations.ZeroMemory(_rmac);
    }

    /// <summary>Says that there are keys, not which.</summary>
    public override string ToString() => "SCP03 session keys";

    private ReadOnlySpan<byte> Live(byte[] key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return key;
    }
}
