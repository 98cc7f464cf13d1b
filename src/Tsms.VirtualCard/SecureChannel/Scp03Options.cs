using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>The parameter i of SCP03 (GP Amendment D 1.2, table 5-1).</summary>
/// <param name="Value">The byte as INITIALIZE UPDATE returns it.</param>
internal readonly record struct Scp03Options(byte Value)
{
    /// <summary>01: challenges, cryptograms and MACs have 16 bytes instead of 8 (GP Amendment D 1.2, S16 mode).</summary>
    public bool IsS16 => (Value & 0x01) != 0;

    /// <summary>Bytes of a challenge, a cryptogram and a MAC: 8 or 16.</summary>
    public int BlockLength => IsS16 ? 16 : 8;

    /// <summary>10: the card challenge is pseudo-random, derived from a sequence counter.</summary>
    public bool PseudoRandomChallenge => (Value & 0x10) != 0;

    /// <summary>20: R-MAC is supported.</summary>
    public bool RMac => (Value & 0x20) != 0;

    /// <summary>40: R-ENCRYPTION is supported; only with R-MAC.</summary>
    public bool REncryption => (Value & 0x60) == 0x60;

    /// <summary>True when a session of this level can be opened under these options; the level 00 is left to the card's policy.</summary>
    public bool Supports(byte level) => (SecurityLevel)level switch
    {
        SecurityLevel.None or SecurityLevel.CMac or SecurityLevel.CMacCDecryption => true,
        SecurityLevel.CMacRMac or SecurityLevel.CMacCDecryptionRMac => RMac,
        SecurityLevel.Full => REncryption,
        _ => false,
    };
}
