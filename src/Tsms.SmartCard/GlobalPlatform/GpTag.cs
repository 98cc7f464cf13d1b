using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>Tags of GlobalPlatform data objects (GP Card Specification 2.3.1, chapters 11 and H; Amendment D).</summary>
public static class GpTag
{
    /// <summary>42: issuer identification number.</summary>
    public static readonly BerTag IssuerIdentificationNumber = 0x42;

    /// <summary>45: card image number.</summary>
    public static readonly BerTag CardImageNumber = 0x45;

    /// <summary>4F: application identifier.</summary>
    public static readonly BerTag Aid = 0x4F;

    /// <summary>66: card data.</summary>
    public static readonly BerTag CardData = 0x66;

    /// <summary>67: card capability information (2.3).</summary>
    public static readonly BerTag CardCapability = 0x67;

    /// <summary>6F: file control information.</summary>
    public static readonly BerTag FileControlInformation = 0x6F;

    /// <summary>84: application's name inside the file control information; executable module in GET STATUS.</summary>
    public static readonly BerTag Name = 0x84;

    /// <summary>9F7F: card production life cycle data.</summary>
    public static readonly BerTag Cplc = 0x9F7F;

    /// <summary>9F70: life cycle state.</summary>
    public static readonly BerTag LifeCycleState = 0x9F70;

    /// <summary>C0: key information data; as template E0.</summary>
    public static readonly BerTag KeyInformation = 0xC0;

    /// <summary>E0: key information template.</summary>
    public static readonly BerTag KeyInformationTemplate = 0xE0;

    /// <summary>C1: sequence counter of a secure channel; confirmation counter is C2.</summary>
    public static readonly BerTag SequenceCounter = 0xC1;

    /// <summary>C4: load file data block; also the executable load file's AID in GET STATUS.</summary>
    public static readonly BerTag LoadFileDataBlock = 0xC4;

    /// <summary>C5: privileges in GET STATUS.</summary>
    public static readonly BerTag Privileges = 0xC5;

    /// <summary>C6: minimum non-volatile code memory; in C9's place, application specific parameters.</summary>
    public static readonly BerTag NonVolatileCodeMinimum = 0xC6;

    /// <summary>C7: volatile data memory, quota in bytes.</summary>
    public static readonly BerTag VolatileQuota = 0xC7;

    /// <summary>C8: non-volatile data memory, quota in bytes.</summary>
    public static readonly BerTag NonVolatileQuota = 0xC8;

    /// <summary>C9: application specific install parameters.</summary>
    public static readonly BerTag ApplicationSpecificParameters = 0xC9;

    /// <summary>CC: associated security domain in GET STATUS.</summary>
    public static readonly BerTag AssociatedSecurityDomain = 0xCC;

    /// <summary>CE: version of an executable load file.</summary>
    public static readonly BerTag LoadFileVersion = 0xCE;

    /// <summary>E2: DAP block.</summary>
    public static readonly BerTag DapBlock = 0xE2;

    /// <summary>E3: one entry of GET STATUS.</summary>
    public static readonly BerTag GetStatusEntry = 0xE3;

    /// <summary>EF: system specific parameters of INSTALL.</summary>
    public static readonly BerTag SystemSpecificParameters = 0xEF;

    /// <summary>FF21: extended card resources information.</summary>
    public static readonly BerTag ExtendedCardResources = 0xFF21;
}
