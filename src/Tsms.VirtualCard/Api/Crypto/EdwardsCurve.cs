using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>The curves of RFC 7748 and RFC 8032 by the names that javacard.security.NamedParameterSpec has for them. Keys are encoded as in these RFCs.</summary>
/// <param name="Name">NamedParameterSpec constant.</param>
/// <param name="KeyLength">Bytes of a private and of a public key.</param>
/// <param name="SignatureLength">Bytes of a signature; 0 where the curve is for agreement.</param>
internal sealed record EdwardsCurve(int Name, int KeyLength, int SignatureLength)
{
    private const int Ed25519Name = 0x101;
    private const int X25519Name = 0x103;
    private const int Ed448Name = 0x202;
    private const int X448Name = 0x204;

    private static readonly EdwardsCurve[] All =
    [
        new(Ed25519Name, Ed25519.SecretKeySize, Ed25519.SignatureSize),
        new(X25519Name, X25519.ScalarSize, 0),
        new(Ed448Name, Ed448.SecretKeySize, Ed448.SignatureSize),
        new(X448Name, X448.ScalarSize, 0),
    ];

    /// <summary>The curve of a name; null when there is none.</summary>
    public static EdwardsCurve? Find(int name) => Array.Find(All, c => c.Name == name);

    /// <summary>Makes a key pair.</summary>
    public (byte[] Secret, byte[] Open) GenerateKey(RandomNumberGenerator random)
    {
        var secret = new byte[KeyLength];
        random.GetBytes(secret);
        var open = new byte[KeyLength];
        switch (Name)
        {
            case Ed25519Name:
                Ed25519.GeneratePublicKey(secret, open);
                break;
            case Ed448Name:
                Ed448.GeneratePublicKey(secret, open);
                break;
            case X25519Name:
                X25519.ScalarMultBase(secret, open);
                break;
            default:
                X448.ScalarMultBase(secret, open);
                break;
        }

        return (secret, open);
    }

    /// <summary>The shared secret (RFC 7748, 6).</summary>
    /// <exception cref="CardCryptoException">IllegalValue: the other key has another length, or a small order.</exception>
    public byte[] Agree(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> other)
    {
        var shared = new byte[KeyLength];
        var works = other.Length == KeyLength && (Name == X25519Name
            ? X25519.CalculateAgreement(secret.ToArray(), 0, other.ToArray(), 0, shared, 0)
            : X448.CalculateAgreement(secret.ToArray(), 0, other.ToArray(), 0, shared, 0));
        return works ? shared : throw new CardCryptoException(CryptoReason.IllegalValue, $"{other.Length} bytes are no public key of the curve that agrees on anything");
    }

    /// <summary>Signs a message, or with <paramref name="isHash"/> what the prehash function made of it (RFC 8032, 5.1.6 and 5.2.6), without a context.</summary>
    public byte[] Sign(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> message, bool isHash)
    {
        var signature = new byte[SignatureLength];
        var (key, data) = (secret.ToArray(), message.ToArray());
        switch (Name, isHash)
        {
            case (Ed25519Name, false):
                Ed25519.Sign(key, 0, data, 0, data.Length, signature, 0);
                break;
            case (Ed25519Name, true):
                Ed25519.SignPrehash(key, 0, [], data, 0, signature, 0);
                break;
            case (_, false):
                Ed448.Sign(key, 0, [], data, 0, data.Length, signature, 0);
                break;
            default:
                Ed448.SignPrehash(key, 0, [], data, 0, signature, 0);
                break;
        }

        CryptographicOperations.ZeroMemory(key);
        return signature;
    }

    /// <summary>Verifies a signature.</summary>
    public bool Verify(ReadOnlySpan<byte> open, ReadOnlySpan<byte> message, bool isHash, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            return false;
        }

        var (key, data, given) = (open.ToArray(), message.ToArray(), signature.ToArray());
        return (Name, isHash) switch
        {
            (Ed25519Name, false) => Ed25519.Verify(given, 0, key, 0, data, 0, data.Length),
            (Ed25519Name, true) => Ed25519.VerifyPrehash(given, 0, key, 0, [], data, 0),
            (_, false) => Ed448.Verify(given, 0, key, 0, [], data, 0, data.Length),
            _ => Ed448.VerifyPrehash(given, 0, key, 0, [], data, 0),
        };
    }

    /// <summary>A digest whose result the signature is made of: the message itself, or the prehash function of the curve.</summary>
    public Org.BouncyCastle.Crypto.IDigest Digest(bool isHash) => (Name, isHash) switch
    {
        (_, false) => new Org.BouncyCastle.Crypto.Digests.NullDigest(),
        (Ed25519Name, true) => new Org.BouncyCastle.Crypto.Digests.Sha512Digest(),
        _ => new Org.BouncyCastle.Crypto.Digests.ShakeDigest(256), // 64 bytes of it (RFC 8032, 5.2)
    };
}
