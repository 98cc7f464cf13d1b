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

    /// <summary>B0: elliptic curve public key.</summary>
    EcPublic = 0xB0,

    /// <summary>B1: elliptic curve private key.</summary>
    EcPrivate = 0xB1,

    /// <summary>F0: reference to elliptic curve parameters.</summary>
    EcParameterReference = 0xF0,
}
