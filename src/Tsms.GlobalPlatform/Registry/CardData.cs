using System.Globalization;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Registry;

/// <summary>A secure channel protocol that a security domain offers.</summary>
/// <param name="Protocol">02, 03, 10, 11 ...</param>
/// <param name="I">Its parameter i, as far as one byte holds it.</param>
public readonly record struct SecureChannelOption(byte Protocol, byte I)
{
    /// <summary>The parameter i of SCP03; null for other protocols.</summary>
    public Scp03Parameters? Scp03 => Protocol == 0x03 ? new Scp03Parameters(I) : null;
}

/// <summary>
/// Card recognition data, tag 73 inside card data, tag 66 (GP Card Specification 2.3.1, H.2 and H.3): object identifiers below 1.2.840.114283.
/// </summary>
/// <param name="Version">Version of GlobalPlatform the card claims, for instance 2.3.1; empty when not told.</param>
/// <param name="SecureChannels">The protocols of the selected security domain.</param>
/// <param name="ObjectIdentifiers">All object identifiers in dotted form, by the tag (60, 63, 64, 65, 66 ...) they stand in.</param>
public sealed record CardData(string Version, IReadOnlyList<SecureChannelOption> SecureChannels, IReadOnlyList<KeyValuePair<BerTag, string>> ObjectIdentifiers)
{
    private const string VersionArc = "1.2.840.114283.2.";
    private const string SecureChannelArc = "1.2.840.114283.4.";

    /// <summary>Reads the answer to GET DATA 66, or the 73 inside it.</summary>
    /// <exception cref="FormatException">It is no such data.</exception>
    public static CardData Read(ReadOnlyMemory<byte> answer)
    {
        var inner = BerTlvReader.Find(answer, GpTag.CardData) ?? answer;
        if (BerTlvReader.Find(inner, 0x73) is not { } recognition)
        {
            throw new FormatException("The card data hold no card recognition data (tag 73).");
        }

        var identifiers = new List<KeyValuePair<BerTag, string>>();
        foreach (var tlv in BerTlvReader.ReadAll(recognition).Where(t => t.Tag.IsConstructed))
        {
            identifiers.AddRange(BerTlvReader.ReadAll(tlv.Value).Where(t => t.Tag == 0x06).Select(t => KeyValuePair.Create(tlv.Tag, Oid(t.Value.Span))));
        }

        var version = identifiers.FirstOrDefault(o => o.Key == 0x60 && o.Value.StartsWith(VersionArc, StringComparison.Ordinal)).Value;
        return new(
            version?[VersionArc.Length..] ?? "",
            [.. identifiers.Where(o => o.Key == 0x64).Select(o => Option(o.Value)).OfType<SecureChannelOption>()],
            identifiers);
    }

    private static SecureChannelOption? Option(string oid)
    {
        if (!oid.StartsWith(SecureChannelArc, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = oid[SecureChannelArc.Length..].Split('.');
        return parts.Length == 2 && byte.TryParse(parts[0], CultureInfo.InvariantCulture, out var protocol)
            && uint.TryParse(parts[1], CultureInfo.InvariantCulture, out var i) ? new(protocol, (byte)i) : null;
    }

    // ISO/IEC 8825-1, 8.19: base 128, bit 8 says that a further byte follows; the first number holds two arcs.
    private static string Oid(ReadOnlySpan<byte> bytes)
    {
        var arcs = new List<ulong>();
        ulong value = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (value > ulong.MaxValue >> 7)
            {
                throw new FormatException("An object identifier of the card data has an arc of more than 64 bits.");
            }

            value = (value << 7) | (uint)(bytes[i] & 0x7F);
            if ((bytes[i] & 0x80) == 0)
            {
                arcs.Add(value);
                value = 0;
            }
            else if (i == bytes.Length - 1)
            {
                throw new FormatException("An object identifier of the card data ends inside an arc.");
            }
        }

        if (arcs.Count == 0)
        {
            throw new FormatException("An object identifier of the card data is empty.");
        }

        var first = Math.Min(arcs[0] / 40, 2);
        return string.Join('.', arcs.Skip(1).Prepend(arcs[0] - (first * 40)).Prepend(first));
    }
}
