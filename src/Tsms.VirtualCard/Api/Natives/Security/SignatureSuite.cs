using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>What a javacard.security.Signature computes: a MessageDigest.ALG_ code, a Signature.SIG_CIPHER_ code and a Cipher.PAD_ code.</summary>
/// <param name="Digest">Digest; Null for MACs of block ciphers.</param>
/// <param name="Cipher">SIG_CIPHER_ code.</param>
/// <param name="Padding">PAD_ code.</param>
internal readonly record struct SignatureSuite(DigestAlgorithm Digest, byte Cipher, byte Padding)
{
    private const byte DesMac4 = 1;
    private const byte DesMac8 = 2;
    private const byte Rsa = 3;
    private const byte DsaCipher = 4;
    private const byte Ecdsa = 5;
    private const byte AesMac = 6;
    private const byte Hmac = 7;
    private const byte SeedMac = 8;
    private const byte EcdsaPlain = 9;
    private const byte AesCmac = 10;
    private const byte EdDsa = 13; // since Java Card 3.1; 3.2 has one constant for each curve
    private const byte EdDsaPh = 14;
    private const byte EdDsa25519 = 15;
    private const byte EdDsa448 = 16;
    private const byte EdDsaPh25519 = 17;
    private const byte EdDsaPh448 = 18;
    private const byte Pkcs1 = 7;
    private const byte Pss = 8;
    private const byte Rfc2409 = 12;

    private static readonly Dictionary<byte, SignatureSuite> ByAlgorithm = new()
    {
        [1] = new(DigestAlgorithm.Null, DesMac4, 1),
        [2] = new(DigestAlgorithm.Null, DesMac8, 1),
        [3] = new(DigestAlgorithm.Null, DesMac4, 2),
        [4] = new(DigestAlgorithm.Null, DesMac8, 2),
        [5] = new(DigestAlgorithm.Null, DesMac4, 3),
        [6] = new(DigestAlgorithm.Null, DesMac8, 3),
        [7] = new(DigestAlgorithm.Null, DesMac4, 6),
        [8] = new(DigestAlgorithm.Null, DesMac8, 6),
        [10] = new(DigestAlgorithm.Sha1, Rsa, Pkcs1),
        [11] = new(DigestAlgorithm.Md5, Rsa, Pkcs1),
        [13] = new(DigestAlgorithm.Ripemd160, Rsa, Pkcs1),
        [14] = new(DigestAlgorithm.Sha1, DsaCipher, 0),
        [15] = new(DigestAlgorithm.Sha1, Rsa, Rfc2409),
        [16] = new(DigestAlgorithm.Md5, Rsa, Rfc2409),
        [17] = new(DigestAlgorithm.Sha1, Ecdsa, 0),
        [18] = new(DigestAlgorithm.Null, AesMac, 1),
        [19] = new(DigestAlgorithm.Null, DesMac4, 5),
        [20] = new(DigestAlgorithm.Null, DesMac8, 5),
        [21] = new(DigestAlgorithm.Sha1, Rsa, Pss),
        [22] = new(DigestAlgorithm.Md5, Rsa, Pss),
        [23] = new(DigestAlgorithm.Ripemd160, Rsa, Pss),
        [24] = new(DigestAlgorithm.Sha1, Hmac, 0),
        [25] = new(DigestAlgorithm.Sha256, Hmac, 0),
        [26] = new(DigestAlgorithm.Sha384, Hmac, 0),
        [27] = new(DigestAlgorithm.Sha512, Hmac, 0),
        [28] = new(DigestAlgorithm.Md5, Hmac, 0),
        [29] = new(DigestAlgorithm.Ripemd160, Hmac, 0),
        [32] = new(DigestAlgorithm.Null, SeedMac, 1),
        [33] = new(DigestAlgorithm.Sha256, Ecdsa, 0),
        [34] = new(DigestAlgorithm.Sha384, Ecdsa, 0),
        [37] = new(DigestAlgorithm.Sha224, Ecdsa, 0),
        [38] = new(DigestAlgorithm.Sha512, Ecdsa, 0),
        [39] = new(DigestAlgorithm.Sha224, Rsa, Pkcs1),
        [40] = new(DigestAlgorithm.Sha256, Rsa, Pkcs1),
        [41] = new(DigestAlgorithm.Sha384, Rsa, Pkcs1),
        [42] = new(DigestAlgorithm.Sha512, Rsa, Pkcs1),
        [43] = new(DigestAlgorithm.Sha224, Rsa, Pss),
        [44] = new(DigestAlgorithm.Sha256, Rsa, Pss),
        [45] = new(DigestAlgorithm.Sha384, Rsa, Pss),
        [46] = new(DigestAlgorithm.Sha512, Rsa, Pss),
        [47] = new(DigestAlgorithm.Null, DesMac4, 4),
        [48] = new(DigestAlgorithm.Null, DesMac8, 4),
        [49] = new(DigestAlgorithm.Null, AesCmac, 0),
    };

    /// <summary>The suite of an ALG_ constant.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public static SignatureSuite Of(byte algorithm) => ByAlgorithm.TryGetValue(algorithm, out var suite) ? suite : throw Unknown();

    /// <summary>The suite of three constants.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public static SignatureSuite Of(byte digest, byte cipher, byte padding)
    {
        var algorithm = (DigestAlgorithm)digest;
        var hasDigest = digest is >= 1 and <= 11;
        var known = cipher switch
        {
            DesMac4 or DesMac8 => digest == 0 && padding is >= 1 and <= 6,
            AesMac or SeedMac => digest == 0 && padding is 1 or 2 or 3 or 6,
            AesCmac => digest == 0 && padding <= 1,
            Rsa => hasDigest && padding is Pkcs1 or Pss or Rfc2409,
            DsaCipher or Ecdsa or EcdsaPlain => hasDigest && padding <= 1,
            Hmac => hasDigest && padding <= 1,
            EdDsa or EdDsaPh or EdDsa25519 or EdDsa448 or EdDsaPh25519 or EdDsaPh448 => algorithm is DigestAlgorithm.Null or DigestAlgorithm.Sha512 && padding <= 1,
            _ => false,
        };
        var normal = cipher is >= EdDsa or AesCmac or DsaCipher or Ecdsa or EcdsaPlain or Hmac ? (byte)0 : padding;
        return known ? new SignatureSuite(algorithm, cipher, normal) : throw Unknown();
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

    /// <summary>True for a MAC, which one key makes and verifies.</summary>
    public bool IsMac => Cipher is not (Rsa or DsaCipher or Ecdsa or EcdsaPlain) && !IsEdwards;

    /// <summary>True for EdDSA, whose digest is the curve's own.</summary>
    public bool IsEdwards => Cipher is >= EdDsa and <= EdDsaPh448;

    private bool IsPrehashed => Cipher is EdDsaPh or EdDsaPh25519 or EdDsaPh448;

    /// <summary>Bytes of an initial vector that init takes; 0: none.</summary>
    public int VectorLength => Cipher switch
    {
        DesMac4 or DesMac8 => 8,
        AesMac or SeedMac => 16,
        _ => 0,
    };

    /// <summary>Checks that a key goes with the algorithm and the direction.</summary>
    /// <exception cref="CardCryptoException">IllegalValue, UninitializedKey.</exception>
    public void Check(CardKey key, bool sign)
    {
        switch (Cipher)
        {
            case Rsa when sign:
                key.Expect(KeyFamily.RsaPrivate, KeyFamily.RsaCrt);
                break;
            case DsaCipher:
                key.Expect(sign ? KeyFamily.DsaPrivate : KeyFamily.DsaPublic);
                break;
            case Ecdsa or EcdsaPlain:
                key.Expect(sign ? KeyFamily.EcPrivate : KeyFamily.EcPublic);
                break;
            case >= EdDsa and <= EdDsaPh448:
                key.Expect(sign ? KeyFamily.XecPrivate : KeyFamily.XecPublic);
                CheckCurve(EdwardsCurve.Find(key.Shape.Bits)!);
                break;
            default:
                key.Expect(Cipher switch
                {
                    Rsa => KeyFamily.RsaPublic,
                    Hmac => KeyFamily.Hmac,
                    AesMac or AesCmac => KeyFamily.Aes,
                    SeedMac => KeyFamily.Seed,
                    _ => KeyFamily.Des,
                });
                break;
        }

        key.Ready();
    }

    private void CheckCurve(EdwardsCurve curve)
    {
        var length = Cipher switch
        {
            EdDsa25519 or EdDsaPh25519 => 64,
            EdDsa448 or EdDsaPh448 => 114,
            _ => curve.SignatureLength,
        };
        if (curve.SignatureLength == 0 || curve.SignatureLength != length)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "the curve of the key is not that of the signature");
        }
    }

    /// <summary>What takes in the message that is signed.</summary>
    public Org.BouncyCastle.Crypto.IDigest StartDigest(CardKey key) => IsEdwards ? EdwardsCurve.Find(key.Shape.Bits)!.Digest(IsPrehashed) : CardDigest.Create(Digest);

    /// <summary>Greatest length of a signature in bytes.</summary>
    public int Length(CardKey key) => Cipher switch
    {
        DesMac4 => 4,
        DesMac8 => 8,
        Rsa => key.RsaLength(),
        DsaCipher => EcDsa.MaxDerLength((key.GroupParameters().Q!.BitLength + 7) / 8),
        Ecdsa => EcDsa.MaxDerLength(key.EcParameters().OrderLength),
        EcdsaPlain => 2 * key.EcParameters().OrderLength,
        Hmac => CardDigest.Length(Digest),
        >= EdDsa and <= EdDsaPh448 => EdwardsCurve.Find(key.Shape.Bits)!.SignatureLength,
        _ => 16,
    };

    /// <summary>Starts a MAC.</summary>
    public ICardMac StartMac(CardKey key, ReadOnlySpan<byte> vector) => Cipher switch
    {
        Hmac => new HmacStream(Digest, key.Value(0)),
        AesCmac => new CmacStream(key.Value(0)),
        AesMac => new CbcMac(BlockAlgorithm.Aes, key.Value(0), CipherSuite.BlockPaddingMode(Padding), 16, false, vector),
        SeedMac => new CbcMac(BlockAlgorithm.Seed, key.Value(0), CipherSuite.BlockPaddingMode(Padding), 16, false, vector),
        _ => new CbcMac(
            BlockAlgorithm.Des, key.Value(0), CipherSuite.BlockPaddingMode(Padding), Cipher == DesMac4 ? 4 : 8, Padding is 4 or 5, vector),
    };

    /// <summary>Signs a digest.</summary>
    public byte[] Sign(CardKey key, ReadOnlySpan<byte> hash, System.Security.Cryptography.RandomNumberGenerator random)
    {
        if (Cipher == DsaCipher)
        {
            return Dsa.Sign(key.Group(), key.Value(0), hash, random);
        }

        if (IsEdwards)
        {
            return key.Edwards().Sign(key.Value(0), hash, IsPrehashed);
        }

        if (Cipher != Rsa)
        {
            return EcDsa.Sign(key.Ec(), key.Secret(), hash, Cipher == EcdsaPlain, random);
        }

        var rsa = key.Rsa();
        var signature = new byte[rsa.Length];
        if (Padding == Pss)
        {
            RsaSignature.SignPss(rsa, Digest, hash, random, signature);
        }
        else
        {
            RsaSignature.SignPkcs1(rsa, Digest, hash, Padding == Pkcs1, signature);
        }

        return signature;
    }

    /// <summary>Verifies the signature of a digest.</summary>
    public bool Verify(CardKey key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (Cipher == DsaCipher)
        {
            return Dsa.Verify(key.Group(), key.Value(0), hash, signature);
        }

        if (IsEdwards)
        {
            return key.Edwards().Verify(key.Value(0), hash, IsPrehashed, signature);
        }

        if (Cipher != Rsa)
        {
            return EcDsa.Verify(key.Ec(), key.Value(0), hash, signature, Cipher == EcdsaPlain);
        }

        return Padding == Pss
            ? RsaSignature.VerifyPss(key.Rsa(), Digest, hash, signature)
            : RsaSignature.VerifyPkcs1(key.Rsa(), Digest, hash, Padding == Pkcs1, signature);
    }

    private static CardCryptoException Unknown() => new(CryptoReason.NoSuchAlgorithm, "no such signature");
}
