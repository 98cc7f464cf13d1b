using System.Buffers.Binary;

namespace Tsms.SmartCard;

/// <summary>
/// A command APDU in one of the four cases of ISO/IEC 7816-3, 12.1: without data (1), with an answer (2), with data (3), with both (4).
/// </summary>
/// <param name="Cla">Class byte.</param>
/// <param name="Ins">Instruction byte.</param>
/// <param name="P1">First parameter.</param>
/// <param name="P2">Second parameter.</param>
/// <param name="Data">Command data, 0 to 65,535 bytes. The caller must not change it afterwards.</param>
/// <param name="Ne">Greatest number of answer bytes expected, 1 to 65,536; 256 is written as Le 00, 65,536 as 0000. Null: none, no Le field.</param>
public sealed record CommandApdu(byte Cla, byte Ins, byte P1, byte P2, ReadOnlyMemory<byte> Data = default, int? Ne = null)
{
    /// <summary>Greatest number of data bytes in the short form.</summary>
    public const int MaxShortData = 255;

    /// <summary>The four header bytes.</summary>
    public byte[] Header => [Cla, Ins, P1, P2];

    /// <summary>
    /// True when the command came in the extended form, whether it had to or not; a C-MAC covers Lc as it stands on the wire. Tells two commands apart for nobody
    /// else: it is no part of equality.
    /// </summary>
    public bool IsExtended { get; init; }

    /// <summary>True when data or answer do not fit the short form.</summary>
    public bool NeedsExtended => Data.Length > MaxShortData || Ne > 256;

    /// <summary>Reads a command; false with <paramref name="error"/> saying what is wrong with which byte.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out CommandApdu command, out string error)
    {
        command = null!;
        error = "";
        var b = bytes.Span;
        if (b.Length < 4)
        {
            error = $"A command APDU has at least 4 bytes (CLA INS P1 P2), this one {b.Length}.";
            return false;
        }

        // CLA INS P1 P2 · nothing | Le | Lc data | Lc data Le          short: 1-byte lengths, Le 00 = 256
        //               · 00 Le Le | 00 Lc Lc data | 00 Lc Lc data Le Le   extended: 2-byte lengths, Le 0000 = 65,536
        CommandApdu Make(int dataAt, int dataLength, int? ne) => new(bytes.Span[0], bytes.Span[1], bytes.Span[2], bytes.Span[3], bytes.Slice(dataAt, dataLength), ne)
        {
            IsExtended = dataAt == 7,
        };
        switch (b.Length)
        {
            case 4:
                command = Make(4, 0, null);
                return true;
            case 5:
                command = Make(5, 0, b[4] == 0 ? 256 : b[4]);
                return true;
        }

        if (b[4] != 0)
        {
            int lc = b[4];
            if (b.Length == 5 + lc)
            {
                command = Make(5, lc, null);
                return true;
            }

            if (b.Length == 6 + lc)
            {
                command = Make(5, lc, b[^1] == 0 ? 256 : b[^1]);
                return true;
            }

            error = $"Lc at offset 4 says {lc} data bytes, but {b.Length - 5} bytes follow it.";
            return false;
        }

        if (b.Length < 7)
        {
            error = $"Lc at offset 4 is 00, the sign of the extended form, but only {b.Length - 5} bytes follow it.";
            return false;
        }

        int extended = BinaryPrimitives.ReadUInt16BigEndian(b[5..]);
        if (b.Length == 7)
        {
            command = Make(7, 0, extended == 0 ? 65536 : extended);
            return true;
        }

        if (extended != 0 && b.Length == 7 + extended)
        {
            command = Make(7, extended, null);
            return true;
        }

        if (extended != 0 && b.Length == 9 + extended)
        {
            int ne = BinaryPrimitives.ReadUInt16BigEndian(b[^2..]);
            command = Make(7, extended, ne == 0 ? 65536 : ne);
            return true;
        }

        error = $"Extended Lc at offset 5 says {extended} data bytes, but {b.Length - 7} bytes follow it.";
        return false;
    }

    /// <summary>Reads a command.</summary>
    /// <exception cref="FormatException">The bytes are none; the message says which byte is wrong.</exception>
    public static CommandApdu Parse(ReadOnlyMemory<byte> bytes) => TryParse(bytes, out var command, out var error) ? command : throw new FormatException(error);

    /// <summary>The bytes of the command, in the short form where it fits, else in the extended one.</summary>
    public byte[] ToBytes() => ToBytes(NeedsExtended);

    /// <summary>The bytes of the command in the form asked for.</summary>
    /// <exception cref="InvalidOperationException">The short form is asked for and does not fit, or a length is out of range.</exception>
    public byte[] ToBytes(bool extended)
    {
        if (Data.Length > 65535 || Ne is < 1 or > 65536)
        {
            throw new InvalidOperationException($"A command APDU has 0 to 65,535 data bytes and expects 1 to 65,536, not {Data.Length} and {Ne}.");
        }

        if (!extended && NeedsExtended)
        {
            throw new InvalidOperationException($"{Data.Length} data bytes and {Ne} expected bytes do not fit a short APDU.");
        }

        var lengthOfLc = Data.IsEmpty ? 0 : extended ? 3 : 1;
        var lengthOfLe = Ne is null ? 0 : !extended ? 1 : Data.IsEmpty ? 3 : 2;
        var bytes = new byte[4 + lengthOfLc + Data.Length + lengthOfLe];
        bytes[0] = Cla;
        bytes[1] = Ins;
        bytes[2] = P1;
        bytes[3] = P2;
        if (lengthOfLc == 1)
        {
            bytes[4] = (byte)Data.Length;
        }
        else if (lengthOfLc == 3)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(5), (ushort)Data.Length);
        }

        Data.Span.CopyTo(bytes.AsSpan(4 + lengthOfLc));
        if (lengthOfLe == 1)
        {
            bytes[^1] = (byte)Ne!.Value;
        }
        else if (lengthOfLe > 1)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(bytes.Length - 2), (ushort)Ne!.Value);
        }

        return bytes;
    }

    /// <summary>Header and lengths; never the data, which may be secret.</summary>
    public override string ToString() => $"{Cla:X2} {Ins:X2} {P1:X2} {P2:X2} Lc={Data.Length} Ne={Ne?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"}";

    /// <inheritdoc/>
    public bool Equals(CommandApdu? other) =>
        other is not null && (Cla, Ins, P1, P2, Ne) == (other.Cla, other.Ins, other.P1, other.P2, other.Ne) && Data.Span.SequenceEqual(other.Data.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cla, Ins, P1, P2, Data.Length, Ne);
}
