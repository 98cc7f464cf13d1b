using System.Security.Cryptography;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>What a javacardx.crypto.Cipher computes: a Cipher.CIPHER_ code and a Cipher.PAD_ code.</summary>
/// <param name="Cipher">CIPHER_ code.</param>
/// <param name="Padding">PAD_ code.</param>
internal readonly record struct CipherSuite(byte Cipher, byte Padding)
{
    private const byte Rsa = 7;

    // Cipher.ALG_ constants. The AES codes for blocks of 192 and 256 bits are Rijndael beyond AES and stay out, as do ISO 9796 and ISO 14888.
    private static readonly Dictionary<byte, CipherSuite> ByAlgorithm = new()
    {
        [1] = new(3, 1),
        [2] = new(3, 2),
        [3] = new(3, 3),
        [4] = new(3, 6),
        [5] = new(4, 1),
        [6] = new(4, 2),
        [7] = new(4, 3),
        [8] = new(4, 6),
        [10] = new(Rsa, 7),
        [12] = new(Rsa, 1),
        [13] = new(1, 1),
        [14] = new(2, 1),
        [15] = new(Rsa, 9),
        [16] = new(6, 1),
        [17] = new(5, 1),
        [22] = new(1, 2),
        [23] = new(1, 3),
        [24] = new(1, 6),
        [25] = new(2, 2),
        [26] = new(2, 3),
        [27] = new(2, 6),
        [28] = new(9, 1),
        [0xF0] = new(8, 1),
    };

    /// <summary>The suite of an ALG_ constant.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public static CipherSuite Of(byte algorithm) => ByAlgorithm.TryGetValue(algorithm, out var suite) ? suite : throw Unknown();

    /// <summary>The suite of a CIPHER_ and a PAD_ constant.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public static CipherSuite Of(byte cipher, byte padding)
    {
        var suite = new CipherSuite(cipher, padding);
        var known = cipher switch
        {
            Rsa => padding is 1 or 7 or 9 or 13 or 14 or 15 or 16 or 17 or 18 or 19 or 20,
            >= 1 and <= 6 => padding is 1 or 2 or 3 or 6,
            8 or 9 => padding == 1,
            _ => false,
        };
        return known ? suite : throw Unknown();
    }

    /// <summary>The ALG_ constant; 0 when there is none for the combination.</summary>
    public byte Algorithm
    {
        get
        {
            var suite = this;
            return ByAlgorithm.FirstOrDefault(p => p.Value == suite).Key;
        }
    }

    /// <summary>Bytes of an initial vector that init takes; 0: none.</summary>
    public int VectorLength => Cipher switch
    {
        3 => 8,
        1 or 5 or 8 or 9 => 16,
        _ => 0,
    };

    /// <summary>True for the modes whose initial vector a reset leaves as init was given it; in CBC it brings zeros (Cipher, class description).</summary>
    public bool KeepsVector => Cipher is 8 or 9;

    /// <summary>Checks that a key goes with the cipher.</summary>
    /// <exception cref="CardCryptoException">IllegalValue, UninitializedKey.</exception>
    public void Check(CardKey key)
    {
        if (Cipher == Rsa)
        {
            key.Expect(KeyFamily.RsaPublic, KeyFamily.RsaPrivate, KeyFamily.RsaCrt).Ready();
        }
        else
        {
            key.Expect(Cipher switch
            {
                3 or 4 => KeyFamily.Des,
                5 or 6 => KeyFamily.Seed,
                _ => KeyFamily.Aes,
            }).Ready();
        }
    }

    /// <summary>Starts a message.</summary>
    public IStreamCipher Start(CardKey key, bool encrypt, ReadOnlySpan<byte> vector, RandomNumberGenerator random)
    {
        Check(key);
        if (Cipher == Rsa)
        {
            return new RsaCipher(key.Rsa(), key.Shape.Family != KeyFamily.RsaPublic, RsaPaddingMode, OaepDigest, encrypt, random);
        }

        var (algorithm, mode) = Cipher switch
        {
            1 => (BlockAlgorithm.Aes, BlockMode.Cbc),
            2 => (BlockAlgorithm.Aes, BlockMode.Ecb),
            3 => (BlockAlgorithm.Des, BlockMode.Cbc),
            4 => (BlockAlgorithm.Des, BlockMode.Ecb),
            5 => (BlockAlgorithm.Seed, BlockMode.Cbc),
            6 => (BlockAlgorithm.Seed, BlockMode.Ecb),
            8 => (BlockAlgorithm.Aes, BlockMode.Ctr),
            _ => (BlockAlgorithm.Aes, BlockMode.Cfb),
        };
        return new BlockCipherStream(algorithm, key.Value(0), mode, BlockPaddingMode(Padding), encrypt, vector);
    }

    /// <summary>The padding of a PAD_ constant for block ciphers.</summary>
    public static BlockPadding BlockPaddingMode(byte padding) => padding switch
    {
        2 or 4 => BlockPadding.Iso9797M1,
        3 or 5 => BlockPadding.Iso9797M2,
        6 => BlockPadding.Pkcs5,
        _ => BlockPadding.None,
    };

    private RsaCipherPadding RsaPaddingMode => Padding switch
    {
        1 => RsaCipherPadding.None,
        7 => RsaCipherPadding.Pkcs1,
        _ => RsaCipherPadding.Oaep,
    };

    private DigestAlgorithm OaepDigest => Padding switch
    {
        13 => DigestAlgorithm.Sha224,
        14 => DigestAlgorithm.Sha256,
        15 => DigestAlgorithm.Sha384,
        16 => DigestAlgorithm.Sha512,
        17 => DigestAlgorithm.Sha3With224,
        18 => DigestAlgorithm.Sha3With256,
        19 => DigestAlgorithm.Sha3With384,
        20 => DigestAlgorithm.Sha3With512,
        _ => DigestAlgorithm.Sha1,
    };

    private static CardCryptoException Unknown() => new(CryptoReason.NoSuchAlgorithm, "no such cipher");
}
