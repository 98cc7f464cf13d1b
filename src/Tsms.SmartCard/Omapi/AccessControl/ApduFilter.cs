using System.Buffers.Binary;

namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Lets a command through whose header, masked, is the header of the filter (GP Secure Element Access Control, APDU-AR-DO).</summary>
/// <param name="Header">CLA INS P1 P2, CLA highest.</param>
/// <param name="Mask">The bits of the header that count.</param>
public readonly record struct ApduFilter(uint Header, uint Mask)
{
    /// <summary>True when the command with this header of 4 bytes is let through.</summary>
    public bool Permits(ReadOnlySpan<byte> header) => (BinaryPrimitives.ReadUInt32BigEndian(header) & Mask) == Header;
}
