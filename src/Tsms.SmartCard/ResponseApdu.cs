namespace Tsms.SmartCard;

/// <summary>A response APDU: data and a status word (ISO/IEC 7816-4, 5.1).</summary>
/// <param name="Data">Response data, 0 to 65,536 bytes.</param>
/// <param name="Sw">The status word.</param>
public sealed record ResponseApdu(ReadOnlyMemory<byte> Data, StatusWord Sw)
{
    /// <summary>A response without data.</summary>
    public ResponseApdu(StatusWord sw) : this(default, sw)
    {
    }

    /// <summary>Reads a response; false when it has fewer than two bytes.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out ResponseApdu response)
    {
        var ok = bytes.Length >= 2;
        response = ok ? new ResponseApdu(bytes[..^2], new StatusWord((ushort)((bytes.Span[^2] << 8) | bytes.Span[^1]))) : null!;
        return ok;
    }

    /// <summary>Reads a response.</summary>
    /// <exception cref="FormatException">Fewer than two bytes.</exception>
    public static ResponseApdu Parse(ReadOnlyMemory<byte> bytes) =>
        TryParse(bytes, out var response) ? response : throw new FormatException($"A response APDU has at least 2 bytes (SW1 SW2), this one {bytes.Length}.");

    /// <summary>Data followed by the status word.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Data.Length + 2];
        Data.Span.CopyTo(bytes);
        bytes[^2] = Sw.Sw1;
        bytes[^1] = Sw.Sw2;
        return bytes;
    }

    /// <summary>Length and status word; never the data, which may be secret.</summary>
    public override string ToString() => $"{Data.Length} bytes, {Sw}";

    /// <inheritdoc/>
    public bool Equals(ResponseApdu? other) => other is not null && Sw == other.Sw && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Data.Length, Sw);
}
