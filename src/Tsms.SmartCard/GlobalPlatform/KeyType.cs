namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>Key types as one byte of PUT KEY and of the key information template (GP Card Specification 2.3.1, table 11-16).</summary>
public enum KeyType : byte
{
    /// <summary>80: DES in any mode.</summary>
    Des = 0x80,

    /// <summary>82: triple DES in CBC mode.</summary>
    TripleDesCbc = 0x82,

    /// <summary>85: pre-shared key for TLS.</summary>
    PreSharedKey = 0x85,

    /// <summary>88: AES of 16, 24 or 32 bytes.</summary>
    Aes = 0x88,

    /// <summary>A0: RSA public exponent, clear.</summary>
    RsaPublicExponent = 0xA0,

    /// <summary>A1: RSA modulus, clear.</summary>
    RsaModulus = 0xA1,

    /// <summary>A2: RSA private key, modulus.</summary>
    RsaPrivateModulus = 0xA2,

    /// <summary>A3: RSA private key, exponent.</summary>
    RsaPrivateExponent = 0xA3,

    /// <summary>A4: RSA private key, prime P.</summary>
    RsaPrimeP = 0xA4,

    /// <summary>A5: RSA private key, prime Q.</summary>
    RsaPrimeQ = 0xA5,

    /// <summary>A6: RSA private key, inverse of Q modulo P.</summary>
    RsaInverseQ = 0xA6,

    /// <summary>A7: RSA private key, exponent modulo P - 1.</summary>
    RsaExponentP = 0xA7,

    /// <summary>A8: RSA private key, exponent modulo Q - 1.</summary>
    RsaExponentQ = 0xA8,

    /// <summary>B0: elliptic curve public key.</summary>
    EcPublic = 0xB0,

    /// <summary>B1: elliptic curve private key.</summary>
    EcPrivate = 0xB1,

    /// <summary>B2: elliptic curve field parameter P.</summary>
    EcFieldP = 0xB2,

    /// <summary>B3: elliptic curve coefficient A.</summary>
    EcCoefficientA = 0xB3,

    /// <summary>B4: elliptic curve coefficient B.</summary>
    EcCoefficientB = 0xB4,

    /// <summary>B5: elliptic curve generator G.</summary>
    EcGenerator = 0xB5,

    /// <summary>B6: order of the generator, N.</summary>
    EcOrder = 0xB6,

    /// <summary>B7: cofactor, k.</summary>
    EcCofactor = 0xB7,

    /// <summary>F0: reference to elliptic curve parameters.</summary>
    EcParameterReference = 0xF0,
}
