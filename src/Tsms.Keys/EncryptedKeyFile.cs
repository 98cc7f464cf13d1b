using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tsms.Keys;

/// <summary>
/// The bytes of a key file, and the key that opens it. Layout, integers big endian:
/// <code>
/// "TSMSKEYS" (8) · format (2) · iterations (4) · salt (16) · passphrase check (16) · nonce (12) · ciphertext length (4) · ciphertext · GCM tag (16)
/// · SHA-256 of all before (32)
/// </code>
/// PBKDF2-HMAC-SHA256 makes 32 bytes of passphrase and salt; HKDF-SHA256 makes of these the AES-256-GCM key and the passphrase check. All before the
/// ciphertext is
/// authenticated with it. The closing hash tells a damaged file from a wrong passphrase; it protects nothing.
/// </summary>
internal sealed class EncryptedKeyFile : IDisposable
{
    public const ushort Format = 1;
    public const int MinIterations = 600_000;
    public const int MaxIterations = 100_000_000;
    public const int HeaderLength = 8 + 2 + 4 + SaltLength + CheckLength + NonceLength + 4;
    private const int SaltLength = 16;
    private const int CheckLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly SecretBytes _key;
    private readonly byte[] _check;
    private readonly byte[] _salt;
    private readonly int _iterations;

    private EncryptedKeyFile(SecretBytes key, byte[] check, byte[] salt, int iterations) => (_key, _check, _salt, _iterations) = (key, check, salt, iterations);

    private static ReadOnlySpan<byte> Magic => "TSMSKEYS"u8;

    /// <summary>A new file's key: fresh salt.</summary>
    public static EncryptedKeyFile Create(ReadOnlySpan<char> passphrase, int iterations, RandomNumberGenerator random)
    {
        var salt = new byte[SaltLength];
        random.GetBytes(salt);
        return Derive(passphrase, salt, iterations);
    }

    /// <summary>Opens a file's bytes; the ring's secrets and the returned object are the caller's to dispose of.</summary>
    /// <exception cref="KeyStoreException">Damaged, of a newer format, or the passphrase is wrong.</exception>
    public static (EncryptedKeyFile File, KeyRing Ring) Open(ReadOnlySpan<byte> bytes, ReadOnlySpan<char> passphrase, string path)
    {
        if (bytes.Length < Magic.Length + 2 || !bytes.StartsWith(Magic))
        {
            throw new KeyStoreException(KeyStoreError.Damaged, $"{path} is no key file: it does not begin with TSMSKEYS.");
        }

        var format = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]);
        if (format > Format)
        {
            throw new KeyStoreException(
                KeyStoreError.NewerFormat, $"{path} has format {format}; this program knows up to {Format}. Use the version of the program that wrote it, or a later one.");
        }

        var ciphertext = bytes.Length - HeaderLength - TagLength - SHA256.HashSizeInBytes;
        if (format == 0 || ciphertext < 0 || BinaryPrimitives.ReadUInt32BigEndian(bytes[(HeaderLength - 4)..]) != ciphertext)
        {
            throw Damaged(path, $"its {bytes.Length} bytes do not fit the lengths in it");
        }

        var hashed = bytes[..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(hashed).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
        {
            throw Damaged(path, "its checksum is wrong");
        }

        var iterations = BinaryPrimitives.ReadInt32BigEndian(bytes[10..]);
        if (iterations is < MinIterations or > MaxIterations)
        {
            throw Damaged(path, $"it asks for {iterations} PBKDF2 iterations; {MinIterations} to {MaxIterations} are taken");
        }

        var file = Derive(passphrase, bytes.Slice(14, SaltLength).ToArray(), iterations);
        if (!CryptographicOperations.FixedTimeEquals(file._check, bytes.Slice(14 + SaltLength, CheckLength)))
        {
            file.Dispose();
            throw new KeyStoreException(KeyStoreError.WrongPassphrase, $"The passphrase does not open {path}.");
        }

        var plain = new byte[ciphertext];
        try
        {
            using var gcm = new AesGcm(file._key.Span, TagLength);
            gcm.Decrypt(
                bytes.Slice(HeaderLength - 4 - NonceLength, NonceLength),
                bytes.Slice(HeaderLength, ciphertext),
                bytes.Slice(HeaderLength + ciphertext, TagLength),
                plain,
                bytes[..HeaderLength]);
            return (file, KeyRing.Parse(plain));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            file.Dispose();
            throw Damaged(path, e is FormatException ? e.Message : "its authentication tag is wrong", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>The whole file for this ring, under a fresh nonce.</summary>
    public byte[] Seal(KeyRing ring, RandomNumberGenerator random)
    {
        var plain = ring.ToBytes();
        try
        {
            var bytes = new byte[HeaderLength + plain.Length + TagLength + SHA256.HashSizeInBytes];
            Magic.CopyTo(bytes);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(8), Format);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(10), _iterations);
            _salt.CopyTo(bytes, 14);
            _check.CopyTo(bytes, 14 + SaltLength);
            random.GetBytes(bytes, HeaderLength - 4 - NonceLength, NonceLength);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(HeaderLength - 4), plain.Length);
            using var gcm = new AesGcm(_key.Span, TagLength);
            gcm.Encrypt(
                bytes.AsSpan(HeaderLength - 4 - NonceLength, NonceLength),
                plain,
                bytes.AsSpan(HeaderLength, plain.Length),
                bytes.AsSpan(HeaderLength + plain.Length, TagLength),
                bytes.AsSpan(0, HeaderLength));
            SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes), bytes.AsSpan(bytes.Length - SHA256.HashSizeInBytes));
            return bytes;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    public void Dispose() => _key.Dispose();

    private static EncryptedKeyFile Derive(ReadOnlySpan<char> passphrase, byte[] salt, int iterations)
    {
        Span<byte> master = stackalloc byte[32];
        Span<byte> key = stackalloc byte[32];
        var check = new byte[CheckLength];
        var utf8 = new byte[Encoding.UTF8.GetByteCount(passphrase)];
        try
        {
            Encoding.UTF8.GetBytes(passphrase, utf8);
            Rfc2898DeriveBytes.Pbkdf2(utf8, salt, master, iterations, HashAlgorithmName.SHA256);
            HKDF.Expand(HashAlgorithmName.SHA256, master, key, "tsms key file: key"u8);
            HKDF.Expand(HashAlgorithmName.SHA256, master, check, "tsms key file: check"u8);
            return new(SecretBytes.CopyOf(key), check, salt, iterations);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
            CryptographicOperations.ZeroMemory(master);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static KeyStoreException Damaged(string path, string why, Exception? inner = null) =>
        new(KeyStoreError.Damaged, $"{path} is damaged: {why}. Restore it from a backup.", inner);
}
