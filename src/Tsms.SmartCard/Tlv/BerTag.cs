using System.Globalization;

namespace Tsms.SmartCard.Tlv;

/// <summary>
/// A BER-TLV tag of one to four bytes as it stands on the wire, for instance 4F, 9F70 or 7F21 (ISO/IEC 8825-1, 8.1.2). The <c>default</c> value 00 is no tag.
/// </summary>
/// <param name="Value">The tag bytes, first byte highest.</param>
public readonly record struct BerTag(uint Value)
{
    /// <summary>Number of tag bytes, 1 to 4.</summary>
    public int Length => Value > 0xFFFFFF ? 4 : Value > 0xFFFF ? 3 : Value > 0xFF ? 2 : 1;

    /// <summary>True when the value is itself made of TLVs (bit 6 of the first tag byte).</summary>
    public bool IsConstructed => ((Value >> (8 * (Length - 1))) & 0x20) != 0;

    /// <summary>Tags are written as numbers: <c>0x9F70</c>.</summary>
    public static implicit operator BerTag(uint value) => new(value);

    /// <summary>Makes a tag of its number.</summary>
    public static BerTag FromUInt32(uint value) => new(value);

    /// <summary>The tag bytes as hexadecimal digits.</summary>
    public override string ToString() => Value.ToString(Length switch { 1 => "X2", 2 => "X4", 3 => "X6", _ => "X8" }, CultureInfo.InvariantCulture);
}
