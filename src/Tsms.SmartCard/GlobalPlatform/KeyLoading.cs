using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>
/// How keys are loaded with STORE DATA in DGI format (GP Card Specification 2.3.1, 11.11.4, tables 11-91 to 11-93; GP Amendment D 1.1.1, 6.2.8 and
/// 7.3).
/// This is how a new security domain gets its first keys: INSTALL [for personalization] naming it, then STORE DATA in the session of the security
/// domain above it.
/// </summary>
/// <remarks>
/// <para>The layout of one SCP03 key set, as the standard has it. A DGI is two bytes of number, a length (one byte up to 254, else FF and two bytes)
/// and the value:</para>
/// <code>
/// 00B9 len                         key control reference template, clear
///   B9 len                         one per key, in the order of the 8113 that follow
///     95 01 key usage qualifier    38 Key-ENC, 34 Key-MAC, C8 Key-DEK (11.1.9)         mandatory
///     96 01 key access             00 security domain and its applications (11.1.10)   optional, default 00
///     80 01 key type               88 AES (11.1.8)                                     mandatory
///     81 01 key length             10, 18 or 20: bytes of the key in clear             mandatory
///     82 01 key identifier         01, 02, 03                                          mandatory
///     83 01 key version number     01..7F                                              mandatory
///     84 03 key check value        first 3 bytes of AES(key, 16 bytes of 01)           mandatory
/// 8113 len  enciphered key         once per B9, right after 00B9
/// </code>
/// <para>
/// Fact: an AES key is enciphered in CBC mode with an ICV of zeroes under the static Key-DEK of the security domain <i>that holds the secure
/// channel</i>
/// (6.2.8; a 24-byte key is padded to 32 with arbitrary bytes), each DGI by itself. A wrong key check value is answered 6982 (11.11.4.1).
/// A key set that is created or replaced whole starts its sequence counter at 0 (Amendment D, 6.2.2.1).
/// </para>
/// <para>
/// Ours, where the standard leaves a choice: the whole key set goes into one STORE DATA command where it fits (AES-128: 135 bytes, else 183), P1 is
/// <see cref="StoreDataFormat.LastBlock"/> + <see cref="StoreDataFormat.ApplicationDependentEncryption"/> + <see cref="StoreDataFormat.Dgi"/> = A8
/// because clear and enciphered
/// groups stand side by side; a card should take 88 as well. Key access 00 is written out. Keys have the identifiers 01, 02, 03 in the order ENC,
/// MAC, DEK.
/// </para>
/// </remarks>
public static class KeyLoading
{
    /// <summary>DGI 00B9: key control reference templates, clear.</summary>
    public const ushort KeyControlReferenceDgi = 0x00B9;

    /// <summary>DGI 8113: one secret key, enciphered under Key-DEK.</summary>
    public const ushort SecretKeyDgi = 0x8113;

    /// <summary>DGI 0070: BER-TLV data objects inside DGI formatting (11.11.2.3).</summary>
    public const ushort DataObjectsDgi = 0x0070;

    /// <summary>B9: control reference template of one key.</summary>
    public static readonly BerTag ControlReferenceTemplate = 0xB9;

    /// <summary>95: key usage qualifier, 1 or 2 bytes.</summary>
    public static readonly BerTag KeyUsageQualifier = 0x95;

    /// <summary>96: key access, 1 byte; 00 when absent.</summary>
    public static readonly BerTag KeyAccess = 0x96;

    /// <summary>80: key type, 1 byte.</summary>
    public static readonly BerTag KeyType = 0x80;

    /// <summary>81: key length in bytes, 1 or 2 bytes.</summary>
    public static readonly BerTag KeyLength = 0x81;

    /// <summary>82: key identifier, 1 byte.</summary>
    public static readonly BerTag KeyIdentifier = 0x82;

    /// <summary>83: key version number, 1 byte.</summary>
    public static readonly BerTag KeyVersion = 0x83;

    /// <summary>84: key check value, 3 bytes.</summary>
    public static readonly BerTag KeyCheckValue = 0x84;

    /// <summary>Key identifier of Key-ENC, 01.</summary>
    public const byte EncKeyIdentifier = 0x01;

    /// <summary>Key identifier of Key-MAC, 02.</summary>
    public const byte MacKeyIdentifier = 0x02;

    /// <summary>Key identifier of Key-DEK, 03.</summary>
    public const byte DekKeyIdentifier = 0x03;

    /// <summary>Bytes of a key check value of GlobalPlatform, 3 (GP Card Specification 2.3.1, B.6).</summary>
    public const int KeyCheckValueLength = 3;
}

/// <summary>Key usage qualifiers that GlobalPlatform uses (GP Card Specification 2.3.1, 11.1.9).</summary>
public static class KeyUsage
{
    /// <summary>38: C-ENC and R-ENC, a Key-ENC.</summary>
    public const byte Encryption = 0x38;

    /// <summary>34: C-MAC and R-MAC, a Key-MAC.</summary>
    public const byte Mac = 0x34;

    /// <summary>C8: C-DEK and R-DEK, a Key-DEK.</summary>
    public const byte DataEncryption = 0xC8;

    /// <summary>81: verifies tokens.</summary>
    public const byte Token = 0x81;

    /// <summary>44: makes receipts.</summary>
    public const byte Receipt = 0x44;

    /// <summary>84: verifies DAP blocks.</summary>
    public const byte Dap = 0x84;
}

/// <summary>Key access conditions (GP Card Specification 2.3.1, 11.1.10).</summary>
public static class KeyAccess
{
    /// <summary>00: the security domain and any application associated with it.</summary>
    public const byte SecurityDomainAndApplications = 0x00;

    /// <summary>01: the security domain alone.</summary>
    public const byte SecurityDomain = 0x01;

    /// <summary>02: the applications, but not the security domain.</summary>
    public const byte Applications = 0x02;
}

/// <summary>Bits of P1 of STORE DATA (GP Card Specification 2.3.1, table 11-89).</summary>
[Flags]
public enum StoreDataFormat : byte
{
    /// <summary>No information on structure or encryption, more blocks follow, no answer data: 00.</summary>
    None = 0,

    /// <summary>80: last block.</summary>
    LastBlock = 0x80,

    /// <summary>20: whether a value is enciphered depends on the data group.</summary>
    ApplicationDependentEncryption = 0x20,

    /// <summary>60: all values are enciphered.</summary>
    Encrypted = 0x60,

    /// <summary>08: the data are DGIs.</summary>
    Dgi = 0x08,

    /// <summary>10: the data are BER-TLVs.</summary>
    BerTlv = 0x10,

    /// <summary>01: ISO case 4, answer data may come.</summary>
    AnswerData = 0x01,
}
