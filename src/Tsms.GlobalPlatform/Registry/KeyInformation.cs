using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Registry;

/// <summary>One component of a key: its type and its length in bytes (0: 256 or more, or a parameter reference).</summary>
/// <param name="KeyType">Type (GP Card Specification 2.3.1, 11.1.8); in the extended form the second byte.</param>
/// <param name="Length">Length in bytes.</param>
public readonly record struct KeyComponent(byte KeyType, int Length);

/// <summary>One key of the key information template E0 (GP Card Specification 2.3.1, 11.3.3.1.1).</summary>
/// <param name="KeyIdentifier">Key identifier.</param>
/// <param name="KeyVersion">Key version number.</param>
/// <param name="Components">Its components.</param>
public sealed record KeyInformation(byte KeyIdentifier, byte KeyVersion, IReadOnlyList<KeyComponent> Components)
{
    /// <summary>Reads the answer to GET DATA E0, template included.</summary>
    /// <exception cref="FormatException">It is no such template; the message says which key is wrong.</exception>
    public static IReadOnlyList<KeyInformation> ReadTemplate(ReadOnlyMemory<byte> answer)
    {
        if (BerTlvReader.Find(answer, GpTag.KeyInformationTemplate) is not { } template)
        {
            throw new FormatException("The key information has no template E0.");
        }

        return [.. BerTlvReader.ReadAll(template).Where(t => t.Tag == GpTag.KeyInformation && !t.Value.IsEmpty).Select(t => Read(t.Value.Span))];
    }

    /// <summary>The versions that have AES keys with the identifiers 01, 02 and 03: usable for SCP03. In rising order.</summary>
    public static IReadOnlyList<byte> Scp03Versions(IEnumerable<KeyInformation> keys) =>
    [
        .. keys.Where(k => k.KeyIdentifier is 1 or 2 or 3 && k.Components.Count == 1 && k.Components[0].KeyType == (byte)KeyType.Aes)
            .GroupBy(k => k.KeyVersion).Where(g => g.Select(k => k.KeyIdentifier).Distinct().Count() == 3).Select(g => g.Key).Order(),
    ];

    private static KeyInformation Read(ReadOnlySpan<byte> b)
    {
        // identifier · version · (type · length)+           or, type FF xx: (FF xx · length, 2 bytes)+ · L key usage · L key access
        if (b.Length < 4)
        {
            throw new FormatException($"A key information of {b.Length} bytes is too short; identifier, version, type and length are needed.");
        }

        var components = new List<KeyComponent>();
        var extended = b[2] == 0xFF;
        var size = extended ? 4 : 2;
        var at = 2;
        while (b.Length - at >= size && (!extended || b[at] == 0xFF))
        {
            components.Add(extended ? new(b[at + 1], (b[at + 2] << 8) | b[at + 3]) : new(b[at], b[at + 1]));
            at += size;
        }

        return components.Count == 0 || (!extended && at != b.Length)
            ? throw new FormatException($"The information of key {b[0]:X2} version {b[1]:X2} ends inside a component.")
            : new(b[0], b[1], components);
    }
}
