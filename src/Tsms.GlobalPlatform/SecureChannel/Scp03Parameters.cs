using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// The parameter i of SCP03: what a card does in a secure channel (GP Amendment D 1.1.1, table 5-1; bit 1, S16, since 1.2, as sessions of OpenSCP and
/// GlobalPlatformPro have it).
/// The <c>default</c> value 00 is a valid one: random challenge, no R-MAC, S8.
/// </summary>
/// <param name="I">The byte as it stands in the key information of INITIALIZE UPDATE and in the card recognition data.</param>
public readonly record struct Scp03Parameters(byte I)
{
    private const byte S16Bit = 0x01;
    private const byte PseudoRandomBit = 0x10;
    private const byte RMacBit = 0x20;
    private const byte REncryptionBit = 0x40;

    /// <summary>Bit 5: the card challenge is derived from a sequence counter, so it can be foreseen.</summary>
    public bool PseudoRandomChallenge => (I & PseudoRandomBit) != 0;

    /// <summary>Bit 1: challenges, cryptograms and MACs have 16 bytes instead of 8.</summary>
    public bool S16 => (I & S16Bit) != 0;

    /// <summary>Bits 7 and 6 are 01 or 11: the card can put a MAC on its answers.</summary>
    public bool SupportsRMac => (I & RMacBit) != 0;

    /// <summary>Bits 7 and 6 are 11: the card can encipher its answers.</summary>
    public bool SupportsREncryption => SupportsRMac && (I & REncryptionBit) != 0;

    /// <summary>Bytes of a challenge, a cryptogram and a MAC on the wire: 8 or 16.</summary>
    public int FieldLength => S16 ? 16 : 8;

    /// <summary>True when no reserved bit is set and bits 7 and 6 are not 10.</summary>
    public bool IsValid => (I & 0x8E) == 0 && (I & (RMacBit | REncryptionBit)) != REncryptionBit;

    /// <summary>The highest level the card offers: 33, else 13, else 03.</summary>
    public SecurityLevel HighestLevel =>
        SupportsREncryption ? SecurityLevel.Full : SupportsRMac ? SecurityLevel.CMacCDecryptionRMac : SecurityLevel.CMacCDecryption;

    /// <summary>True when <paramref name="level"/> is one of 00, 01, 03, 11, 13, 33 (table 7-3) and the card supports what it asks for.</summary>
    public bool Permits(SecurityLevel level) => level switch
    {
        SecurityLevel.None or SecurityLevel.CMac or SecurityLevel.CMacCDecryption => true,
        SecurityLevel.CMacRMac or SecurityLevel.CMacCDecryptionRMac => SupportsRMac,
        SecurityLevel.Full => SupportsREncryption,
        _ => false,
    };

    /// <summary>
    /// Greatest number of plain command data bytes that fit one command after wrapping: with short APDUs 247 at C-MAC and 239 with C-DECRYPTION (S16:
    /// 239 and 223).
    /// </summary>
    /// <param name="level">The session's level.</param>
    /// <param name="wireLimit">Greatest Lc on the wire: 255 for short APDUs, up to 65,535 for extended ones.</param>
    public int MaxCommandData(SecurityLevel level, int wireLimit = 255)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wireLimit, 32);
        if (!level.HasFlag(SecurityLevel.CMac))
        {
            return wireLimit;
        }

        // C-DECRYPTION pads with 80 and zeroes to whole blocks (4.1.4), so at least one byte of the last block is lost.
        var room = wireLimit - FieldLength;
        return level.HasFlag(SecurityLevel.CDecryption) ? (room / 16 * 16) - 1 : room;
    }

    /// <summary>The byte and what it says, for people.</summary>
    public override string ToString() =>
        $"i={I:X2} ({(S16 ? "S16" : "S8")}, {(PseudoRandomChallenge ? "pseudo-random" : "random")} challenge, {(SupportsREncryption ? "R-MAC and R-ENCRYPTION" : SupportsRMac ? "R-MAC" : "no R-MAC")})";
}
