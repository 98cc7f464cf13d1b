using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>Families of keys.</summary>
internal enum KeyFamily
{
    Des,
    Aes,
    Seed,
    Hmac,
    RsaPublic,
    RsaPrivate,
    RsaCrt,
    EcPublic,
    EcPrivate,
    EcParameters,
    GenericSecret,
    DsaPublic,
    DsaPrivate,
    DsaParameters,
    DhPublic,
    DhPrivate,
    DhParameters,
    XecPublic,
    XecPrivate,
}

/// <summary>What a key type of KeyBuilder means: family, where it lives, the class behind it and the room for each of its parts.</summary>
/// <param name="Family">Family.</param>
/// <param name="Transient">When its value is cleared.</param>
/// <param name="Bits">Size as KeyBuilder was asked for; of a key of KeyBuilder.buildXECKey the name of its parameters.</param>
/// <param name="IsBinary">True for a curve over a binary field.</param>
internal sealed record KeyShape(KeyFamily Family, TransientKind Transient, int Bits, bool IsBinary = false)
{
    private const int SubgroupBytes = 20; // DSA before FIPS 186-3: q has 160 bits
    private static readonly int[] BinarySizes = [113, 131, 163, 193];
    private static readonly int[] EcSizes = [112, 128, 160, 192, 224, 256, 320, 384, 512, 521];

    // Types that the API has in persistent memory only live in the others too, for buildKey with four arguments; these bits then stand before the type.
    private const byte InResetMemory = 0x40;
    private const byte InDeselectMemory = 0x80;
    private const byte TypeMask = 0x3F;

    /// <summary>What stands for the type of a public key of KeyBuilder.buildXECKey, for which the API has one constant, -1.</summary>
    public const byte XecPublicType = 44;

    /// <summary>The same for a private key.</summary>
    public const byte XecPrivateType = 45;

    /// <summary>The TYPE_ constant behind a type as <see cref="TypeOf"/> makes it: what Key.getType tells and profiles know.</summary>
    public static byte ConstantOf(byte type) => (byte)(type & TypeMask);

    /// <summary>The shape of a KeyBuilder.TYPE_ constant, or of what <see cref="TypeOf"/> makes.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm: no such type or size.</exception>
    public static KeyShape Of(byte type, int bits)
    {
        if ((type & ~TypeMask) != 0)
        {
            return Of(ConstantOf(type), bits) with { Transient = (type & InResetMemory) != 0 ? TransientKind.ClearOnReset : TransientKind.ClearOnDeselect };
        }

        var (family, transient) = type switch
        {
            1 => (KeyFamily.Des, TransientKind.ClearOnReset),
            2 => (KeyFamily.Des, TransientKind.ClearOnDeselect),
            3 => (KeyFamily.Des, TransientKind.None),
            4 => (KeyFamily.RsaPublic, TransientKind.None),
            5 => (KeyFamily.RsaPrivate, TransientKind.None),
            6 => (KeyFamily.RsaCrt, TransientKind.None),
            7 => (KeyFamily.DsaPublic, TransientKind.None),
            8 => (KeyFamily.DsaPrivate, TransientKind.None),
            9 or 11 => (KeyFamily.EcPublic, TransientKind.None),
            10 or 12 => (KeyFamily.EcPrivate, TransientKind.None),
            13 => (KeyFamily.Aes, TransientKind.ClearOnReset),
            14 => (KeyFamily.Aes, TransientKind.ClearOnDeselect),
            15 => (KeyFamily.Aes, TransientKind.None),
            16 => (KeyFamily.Seed, TransientKind.ClearOnReset),
            17 => (KeyFamily.Seed, TransientKind.ClearOnDeselect),
            18 => (KeyFamily.Seed, TransientKind.None),
            19 => (KeyFamily.Hmac, TransientKind.ClearOnReset),
            20 => (KeyFamily.Hmac, TransientKind.ClearOnDeselect),
            21 => (KeyFamily.Hmac, TransientKind.None),
            22 => (KeyFamily.RsaPrivate, TransientKind.ClearOnReset),
            23 => (KeyFamily.RsaPrivate, TransientKind.ClearOnDeselect),
            24 => (KeyFamily.RsaCrt, TransientKind.ClearOnReset),
            25 => (KeyFamily.RsaCrt, TransientKind.ClearOnDeselect),
            26 => (KeyFamily.DsaPrivate, TransientKind.ClearOnReset),
            27 => (KeyFamily.DsaPrivate, TransientKind.ClearOnDeselect),
            28 or 30 => (KeyFamily.EcPrivate, TransientKind.ClearOnReset),
            29 or 31 => (KeyFamily.EcPrivate, TransientKind.ClearOnDeselect),
            32 => (KeyFamily.DhPublic, TransientKind.None),
            33 => (KeyFamily.DhPublic, TransientKind.ClearOnDeselect),
            34 => (KeyFamily.DhPublic, TransientKind.ClearOnReset),
            35 => (KeyFamily.DhPrivate, TransientKind.None),
            36 => (KeyFamily.DhPrivate, TransientKind.ClearOnDeselect),
            37 => (KeyFamily.DhPrivate, TransientKind.ClearOnReset),
            38 => (KeyFamily.DhParameters, TransientKind.None),
            39 => (KeyFamily.DsaParameters, TransientKind.None),
            40 or 41 => (KeyFamily.EcParameters, TransientKind.None),
            42 => (KeyFamily.GenericSecret, TransientKind.None),
            XecPublicType => (KeyFamily.XecPublic, TransientKind.None),
            XecPrivateType => (KeyFamily.XecPrivate, TransientKind.None),
            _ => throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"no key type {type}"),
        };
        var shape = new KeyShape(family, transient, bits, type is 9 or 10 or 28 or 29 or 40);
        return shape.HasSize ? shape : throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"no {family} key of {bits} bits");
    }

    /// <summary>The TYPE_ constant of an ALG_TYPE_ constant and a kind of memory (JCSystem.MEMORY_TYPE_), as KeyBuilder.buildKey with four arguments takes them.</summary>
    /// <exception cref="CardCryptoException">NoSuchAlgorithm.</exception>
    public static byte TypeOf(byte algorithmicType, byte memory) => (algorithmicType, memory) switch
    {
        (1, 0) => 3,
        (1, 1 or 2) => memory,
        (2, 0) => 15,
        (2, 1 or 2) => (byte)(12 + memory),
        (3, 0) => 7,
        (4, 0) => 8,
        (4, 1 or 2) => (byte)(25 + memory),
        (5, 0) => 9,
        (6, 0) => 10,
        (6, 1 or 2) => (byte)(27 + memory),
        (7, 0) => 11,
        (8, 0) => 12,
        (8, 1 or 2) => (byte)(29 + memory),
        (9, 0) => 21,
        (9, 1 or 2) => (byte)(18 + memory),
        (10, 0) => 18,
        (10, 1 or 2) => (byte)(15 + memory),
        (11, 0) => 4,
        (12, 0) => 5,
        (12, 1 or 2) => (byte)(21 + memory),
        (13, 0) => 6,
        (13, 1 or 2) => (byte)(23 + memory),
        (14, 0) => 32,
        (14, 1) => 34,
        (14, 2) => 33,
        (15, 0) => 35,
        (15, 1) => 37,
        (15, 2) => 36,
        (16, 0) => 40,
        (17, 0) => 41,
        (18, 0) => 39,
        (19, 0) => 38,
        (20, 0) => 42,
        (3 or 5 or 7 or 11 or 16 or 17 or 18 or 19 or 20, 1) => (byte)(InResetMemory | TypeOf(algorithmicType, 0)),
        (3 or 5 or 7 or 11 or 16 or 17 or 18 or 19 or 20, 2) => (byte)(InDeselectMemory | TypeOf(algorithmicType, 0)),
        _ => throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"no keys of the algorithmic type {algorithmicType} in memory {memory}"),
    };

    /// <summary>The type of a key of KeyBuilder.buildXECKey in a kind of memory.</summary>
    public static byte XecTypeOf(bool isPrivate, TransientKind memory) => (byte)((isPrivate ? XecPrivateType : XecPublicType) | memory switch
    {
        TransientKind.ClearOnReset => InResetMemory,
        TransientKind.ClearOnDeselect => InDeselectMemory,
        _ => 0,
    });

    /// <summary>The internal class of the family.</summary>
    public string ClassName => Family switch
    {
        KeyFamily.Des => "javacard/security/DESKey$Card",
        KeyFamily.Aes => "javacard/security/AESKey$Card",
        KeyFamily.Seed => "javacard/security/KoreanSEEDKey$Card",
        KeyFamily.Hmac => "javacard/security/HMACKey$Card",
        KeyFamily.RsaPublic => "javacard/security/RSAPublicKey$Card",
        KeyFamily.RsaPrivate => "javacard/security/RSAPrivateKey$Card",
        KeyFamily.RsaCrt => "javacard/security/RSAPrivateCrtKey$Card",
        KeyFamily.EcPublic => "javacard/security/ECPublicKey$Card",
        KeyFamily.EcPrivate => "javacard/security/ECPrivateKey$Card",
        KeyFamily.DsaPublic => "javacard/security/DSAPublicKey$Card",
        KeyFamily.DsaPrivate => "javacard/security/DSAPrivateKey$Card",
        KeyFamily.DsaParameters => "javacard/security/DSAKey$Card",
        KeyFamily.DhPublic => "javacard/security/DHPublicKey$Card",
        KeyFamily.DhPrivate => "javacard/security/DHPrivateKey$Card",
        KeyFamily.DhParameters => "javacard/security/DHKey$Card",
        KeyFamily.GenericSecret => "javacard/security/GenericSecretKey$Card",
        KeyFamily.XecPublic => "javacard/security/XECPublicKey$Card",
        KeyFamily.XecPrivate => "javacard/security/XECPrivateKey$Card",
        _ => "javacard/security/ECKey$Card",
    };

    /// <summary>True for a key that has a domain besides its value.</summary>
    public bool HasDomain => IsEc || IsDsa || IsDh;

    /// <summary>True for a key over an elliptic curve.</summary>
    public bool IsEc => Family is KeyFamily.EcPublic or KeyFamily.EcPrivate or KeyFamily.EcParameters;

    /// <summary>True for a DSA key.</summary>
    public bool IsDsa => Family is KeyFamily.DsaPublic or KeyFamily.DsaPrivate or KeyFamily.DsaParameters;

    /// <summary>True for a Diffie-Hellman key.</summary>
    public bool IsDh => Family is KeyFamily.DhPublic or KeyFamily.DhPrivate or KeyFamily.DhParameters;

    /// <summary>True when keys of the other shape can have the same domain.</summary>
    public bool SharesDomainWith(KeyShape other) =>
        HasDomain && (IsEc, IsDsa, IsDh, Bits, IsBinary) == (other.IsEc, other.IsDsa, other.IsDh, other.Bits, other.IsBinary);

    /// <summary>True for an RSA key.</summary>
    public bool IsRsa => Family is KeyFamily.RsaPublic or KeyFamily.RsaPrivate or KeyFamily.RsaCrt;

    /// <summary>True for a key of KeyBuilder.buildXECKey.</summary>
    public bool IsXec => Family is KeyFamily.XecPublic or KeyFamily.XecPrivate;

    /// <summary>Bytes of the size, rounded up.</summary>
    public int Bytes => IsXec ? EdwardsCurve.Find(Bits)?.KeyLength ?? 0 : (Bits + 7) / 8;

    /// <summary>Room for each part of the value.</summary>
    public int[] ValueParts => Family switch
    {
        KeyFamily.Hmac => [Math.Max(128, Bytes)],
        KeyFamily.RsaPublic or KeyFamily.RsaPrivate => [Bytes, Bytes], // modulus, exponent
        KeyFamily.RsaCrt => [(Bytes + 1) / 2, (Bytes + 1) / 2, (Bytes + 1) / 2, (Bytes + 1) / 2, (Bytes + 1) / 2], // P, Q, PQ, DP1, DQ1
        KeyFamily.EcPublic => [1 + (2 * Bytes)], // W
        KeyFamily.EcPrivate => [Bytes + 1], // S
        KeyFamily.DsaPrivate => [SubgroupBytes], // X
        KeyFamily.EcParameters or KeyFamily.DsaParameters or KeyFamily.DhParameters => [],
        _ => [Bytes],
    };

    /// <summary>Room for p (of a binary field: three exponents of two bytes), a, b, G, r, k of a curve; for P, G, Q of a group.</summary>
    public int[] DomainParts => IsEc ? [IsBinary ? 6 : Bytes, Bytes, Bytes, 1 + (2 * Bytes), Bytes + 1, 2]
        : IsDsa ? [Bytes, Bytes, SubgroupBytes]
        : IsDh ? [Bytes, Bytes, Bytes]
        : [];

    /// <summary>How many of the parts of the domain, from the first on, must be set: neither k of a curve nor Q of Diffie-Hellman.</summary>
    public int RequiredDomainParts => IsDsa ? 3 : Math.Max(0, DomainParts.Length - 1);

    private bool HasSize => Family switch
    {
        KeyFamily.Des => Bits is 64 or 128 or 192,
        KeyFamily.Aes => Bits is 128 or 192 or 256,
        KeyFamily.Seed => Bits == 128,
        KeyFamily.Hmac or KeyFamily.GenericSecret => Bits is > 0 and <= 2048,
        KeyFamily.DsaPublic or KeyFamily.DsaPrivate or KeyFamily.DsaParameters => Bits is 512 or 768 or 1024,
        KeyFamily.DhPublic or KeyFamily.DhPrivate or KeyFamily.DhParameters => Bits is 1024 or 2048,
        KeyFamily.XecPublic or KeyFamily.XecPrivate => EdwardsCurve.Find(Bits) is not null,
        KeyFamily.RsaPublic or KeyFamily.RsaPrivate or KeyFamily.RsaCrt => Bits is >= 512 and <= 4096 && Bits % 32 == 0,
        _ => (IsBinary ? BinarySizes : EcSizes).Contains(Bits),
    };
}
