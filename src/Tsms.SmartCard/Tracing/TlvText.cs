using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Tracing;

/// <summary>BER-TLVs as indented lines with the names of GlobalPlatform's tags, for people.</summary>
public static class TlvText
{
    private const int MaxDepth = 8;
    private const int MaxLines = 200;

    private static readonly Dictionary<uint, string> s_names = new()
    {
        [0x42] = "issuer identification number", [0x45] = "card image number", [0x4F] = "AID", [0x5C] = "tag list", [0x66] = "card data", [0x67] = "card capability",
        [0x6F] = "file control information", [0x73] = "management data", [0x84] = "name", [0x9F65] = "maximum length of command data", [0x9F6E] = "production life cycle data",
        [0x9F70] = "life cycle state", [0x9F7F] = "card production life cycle data", [0xA5] = "proprietary data", [0xC0] = "key information", [0xC1] = "sequence counter",
        [0xC2] = "confirmation counter", [0xC4] = "load file", [0xC5] = "privileges", [0xC9] = "application parameters", [0xCC] = "security domain", [0xCE] = "version",
        [0xCF] = "implicit selection", [0xE0] = "key information template", [0xE1] = "access rule reference", [0xE2] = "access rule or DAP block", [0xE3] = "registry entry or access rule",
        [0xEF] = "system parameters", [0xFF21] = "card resources", [0xFF40] = "all access rules", [0xDF20] = "refresh tag", [0x06] = "object identifier",
    };

    /// <summary>The lines; none when the bytes are no sequence of whole TLVs that begins with a known tag.</summary>
    /// <param name="bytes">What is read.</param>
    /// <param name="indent">Spaces before the first level.</param>
    public static IReadOnlyList<string> Lines(ReadOnlyMemory<byte> bytes, int indent = 0)
    {
        var lines = new List<string>();
        if (BerTlvReader.TryReadAll(bytes, out var tlvs, out _, out _) && tlvs.Count > 0 && s_names.ContainsKey(tlvs[0].Tag.Value))
        {
            Add(lines, tlvs, indent, 0);
        }

        return lines;
    }

    private static void Add(List<string> lines, IReadOnlyList<BerTlv> tlvs, int indent, int depth)
    {
        foreach (var tlv in tlvs)
        {
            if (lines.Count == MaxLines)
            {
                lines.Add(new string(' ', indent) + "...");
                return;
            }

            var name = s_names.TryGetValue(tlv.Tag.Value, out var known) ? $" ({known})" : "";
            var inner = tlv.Tag.IsConstructed && depth < MaxDepth && BerTlvReader.TryReadAll(tlv.Value, out var nested, out _, out _) && nested.Count > 0 ? nested : null;
            lines.Add($"{new string(' ', indent + (2 * depth))}{tlv.Tag}{name}{(inner is null ? ": " + Convert.ToHexString(tlv.Value.Span) : "")}");
            if (inner is not null)
            {
                Add(lines, inner, indent, depth + 1);
            }
        }
    }
}
