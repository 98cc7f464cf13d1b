namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>Security level of a secure channel session, P1 of EXTERNAL AUTHENTICATE (GP Amendment D 1.1.2, table 7-5).</summary>
[Flags]
public enum SecurityLevel : byte
{
    /// <summary>00: authenticated, messages in clear.</summary>
    None = 0x00,

    /// <summary>01: C-MAC, commands carry a MAC.</summary>
    CMac = 0x01,

    /// <summary>02: C-DECRYPTION, command data are enciphered; only with C-MAC.</summary>
    CDecryption = 0x02,

    /// <summary>10: R-MAC, answers carry a MAC; only with C-MAC.</summary>
    RMac = 0x10,

    /// <summary>20: R-ENCRYPTION, answer data are enciphered; only with R-MAC and C-DECRYPTION.</summary>
    REncryption = 0x20,

    /// <summary>03: C-MAC and C-DECRYPTION.</summary>
    CMacCDecryption = 0x03,

    /// <summary>11: C-MAC and R-MAC.</summary>
    CMacRMac = 0x11,

    /// <summary>13: C-MAC, C-DECRYPTION and R-MAC.</summary>
    CMacCDecryptionRMac = 0x13,

    /// <summary>33: all four.</summary>
    Full = 0x33,
}
