namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>Privileges of an application, three bytes, first byte highest (GP Card Specification 2.3.1, 6.6.1 and tables 11-7 to 11-9).</summary>
[Flags]
public enum Privileges : uint
{
    /// <summary>No privilege: 000000.</summary>
    None = 0,

    /// <summary>Byte 1, bit 8: the application is a security domain.</summary>
    SecurityDomain = 0x800000,

    /// <summary>Byte 1, bits 8 and 7: verifies DAP blocks.</summary>
    DapVerification = 0x400000,

    /// <summary>Byte 1, bit 6: delegated management.</summary>
    DelegatedManagement = 0x200000,

    /// <summary>Byte 1, bit 5: may lock the card.</summary>
    CardLock = 0x100000,

    /// <summary>Byte 1, bit 4: may terminate the card.</summary>
    CardTerminate = 0x080000,

    /// <summary>Byte 1, bit 3: selected when no other application is (formerly Default Selected).</summary>
    CardReset = 0x040000,

    /// <summary>Byte 1, bit 2: manages the cardholder verification method.</summary>
    CvmManagement = 0x020000,

    /// <summary>Byte 1, bit 1: mandated DAP verification.</summary>
    MandatedDapVerification = 0x010000,

    /// <summary>Byte 2, bit 8: a security domain that a path to the root trusts.</summary>
    TrustedPath = 0x008000,

    /// <summary>Byte 2, bit 7: authorized management.</summary>
    AuthorizedManagement = 0x004000,

    /// <summary>Byte 2, bit 6: verifies tokens.</summary>
    TokenManagement = 0x002000,

    /// <summary>Byte 2, bit 5: may delete anything.</summary>
    GlobalDelete = 0x001000,

    /// <summary>Byte 2, bit 4: may lock any application.</summary>
    GlobalLock = 0x000800,

    /// <summary>Byte 2, bit 3: sees the whole registry.</summary>
    GlobalRegistry = 0x000400,

    /// <summary>Byte 2, bit 2: selected when the card leaves its states of normal use.</summary>
    FinalApplication = 0x000200,

    /// <summary>Byte 2, bit 1: offers services to other applications.</summary>
    GlobalService = 0x000100,

    /// <summary>Byte 3, bit 8: makes receipts.</summary>
    ReceiptGeneration = 0x000080,

    /// <summary>Byte 3, bit 7: deciphers load files.</summary>
    CipheredLoadFileDataBlock = 0x000040,

    /// <summary>Byte 3, bit 6: may activate itself for contactless use.</summary>
    ContactlessActivation = 0x000020,

    /// <summary>Byte 3, bit 5: may activate itself for contactless use without a user.</summary>
    ContactlessSelfActivation = 0x000010,

    /// <summary>Byte 3, bit 4: may be trusted with the privacy framework (GP Amendment G).</summary>
    PrivacyTrusted = 0x000008,
}
