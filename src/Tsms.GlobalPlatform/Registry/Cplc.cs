using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Registry;

/// <summary>Card production life cycle data, tag 9F7F: 42 bytes in fixed order, big endian, dates as the maker counts them.</summary>
/// <param name="Bytes">The 42 bytes.</param>
public sealed record Cplc(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Number of bytes.</summary>
    public const int Length = 42;

    /// <summary>Maker of the chip, bytes 0 and 1.</summary>
    public ushort IcFabricator => Word(0);

    /// <summary>Type of the chip, bytes 2 and 3.</summary>
    public ushort IcType => Word(2);

    /// <summary>Operating system, bytes 4 and 5.</summary>
    public ushort OperatingSystem => Word(4);

    /// <summary>Release date of the operating system, bytes 6 and 7.</summary>
    public ushort OperatingSystemDate => Word(6);

    /// <summary>Release level of the operating system, bytes 8 and 9.</summary>
    public ushort OperatingSystemLevel => Word(8);

    /// <summary>Serial number of the chip, bytes 12 to 15.</summary>
    public ReadOnlyMemory<byte> IcSerialNumber => Bytes.Slice(12, 4);

    /// <summary>Batch of the chip, bytes 16 and 17.</summary>
    public ushort IcBatch => Word(16);

    /// <summary>What tells one chip from all others: fabricator, type, serial number and batch.</summary>
    public ReadOnlyMemory<byte> UniqueIdentifier => (byte[])[.. Bytes.Span[..4], .. Bytes.Span[12..18]];

    /// <summary>Reads the answer to GET DATA 9F7F, with or without its tag.</summary>
    /// <exception cref="FormatException">It has not 42 bytes.</exception>
    public static Cplc Read(ReadOnlyMemory<byte> answer)
    {
        var value = CardObjects.Value(answer, GpTag.Cplc);
        return value.Length == Length ? new(value) : throw new FormatException($"Card production life cycle data have 42 bytes, not {value.Length}.");
    }

    private ushort Word(int at) => (ushort)((Bytes.Span[at] << 8) | Bytes.Span[at + 1]);
}
