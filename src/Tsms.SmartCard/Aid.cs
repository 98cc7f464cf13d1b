using System.Diagnostics.CodeAnalysis;

namespace Tsms.SmartCard;

/// <summary>
/// An application identifier of 5 to 16 bytes: a registered application provider identifier (RID) of 5 bytes and a proprietary
/// extension (PIX) of up to 11 (ISO/IEC 7816-4, 8.2.1.2). The <c>default</c> value names nothing: <see cref="IsEmpty"/> is true and its length is 0.
/// </summary>
public readonly struct Aid : IEquatable<Aid>, IComparable<Aid>
{
    /// <summary>Shortest AID, in bytes.</summary>
    public const int MinLength = 5;

    /// <summary>Longest AID, in bytes.</summary>
    public const int MaxLength = 16;

    private readonly byte[]? _bytes;

    private Aid(byte[] bytes) => _bytes = bytes;

    /// <summary>The bytes of the AID; 5 to 16 of them, none for <c>default</c>. The memory belongs to the AID and never changes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The bytes of the AID as a span.</summary>
    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>Length in bytes: 5 to 16, or 0 for <c>default</c>.</summary>
    public int Length => _bytes?.Length ?? 0;

    /// <summary>True for <c>default</c>, which names nothing.</summary>
    public bool IsEmpty => _bytes is null;

    /// <summary>The first 5 bytes, the registered application provider identifier.</summary>
    public ReadOnlySpan<byte> Rid => IsEmpty ? default : Span[..5];

    /// <summary>Takes 5 to 16 bytes; they are copied.</summary>
    /// <exception cref="ArgumentException">The length is not 5 to 16 bytes.</exception>
    public static Aid From(ReadOnlySpan<byte> bytes) =>
        TryFrom(bytes, out var aid) ? aid : throw new ArgumentException($"An AID has 5 to 16 bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Takes 5 to 16 bytes; they are copied. False when the length is another.</summary>
    public static bool TryFrom(ReadOnlySpan<byte> bytes, out Aid aid)
    {
        var ok = bytes.Length is >= MinLength and <= MaxLength;
        aid = ok ? new Aid(bytes.ToArray()) : default;
        return ok;
    }

    /// <summary>Reads 10 to 32 hexadecimal digits.</summary>
    /// <exception cref="FormatException">The text is not hexadecimal or the length is not 5 to 16 bytes.</exception>
    public static Aid Parse(string hex) =>
        TryParse(hex, out var aid) ? aid : throw new FormatException($"'{hex}' is not an AID: 10 to 32 hexadecimal digits are needed.");

    /// <summary>Reads 10 to 32 hexadecimal digits; false when the text is something else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out Aid aid)
    {
        aid = default;
        if (hex is null || hex.Length is < 2 * MinLength or > 2 * MaxLength || hex.Length % 2 != 0)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[MaxLength];
        return Convert.FromHexString(hex, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && TryFrom(bytes[..written], out aid);
    }

    /// <summary>True when this AID begins with <paramref name="prefix"/>: the match of SELECT by partial name (ISO/IEC 7816-4, 11.2.2).</summary>
    public bool StartsWith(ReadOnlySpan<byte> prefix) => Span.StartsWith(prefix);

    /// <inheritdoc/>
    public bool Equals(Aid other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Aid other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>Orders by bytes, then by length.</summary>
    public int CompareTo(Aid other) => Span.SequenceCompareTo(other.Span);

    /// <summary>The AID as upper-case hexadecimal digits; empty for <c>default</c>.</summary>
    public override string ToString() => Convert.ToHexString(Span);

    /// <summary>True when both name the same.</summary>
    public static bool operator ==(Aid left, Aid right) => left.Equals(right);

    /// <summary>True when they name different things.</summary>
    public static bool operator !=(Aid left, Aid right) => !left.Equals(right);

    /// <summary>Orders by bytes.</summary>
    public static bool operator <(Aid left, Aid right) => left.CompareTo(right) < 0;

    /// <summary>Orders by bytes.</summary>
    public static bool operator <=(Aid left, Aid right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by bytes.</summary>
    public static bool operator >(Aid left, Aid right) => left.CompareTo(right) > 0;

    /// <summary>Orders by bytes.</summary>
    public static bool operator >=(Aid left, Aid right) => left.CompareTo(right) >= 0;
}
