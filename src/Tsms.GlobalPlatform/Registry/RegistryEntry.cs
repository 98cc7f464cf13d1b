using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Registry;

/// <summary>
/// One entry of the card's registry as GET STATUS tells it (GP Card Specification 2.3.1, tables 11-36 and 11-37). What the card does not tell is
/// empty.
/// </summary>
/// <param name="Aid">AID of the application, security domain or load file.</param>
/// <param name="LifeCycle">Life cycle state, see <see cref="Tsms.SmartCard.GlobalPlatform.LifeCycle"/>.</param>
/// <param name="Privileges">Privileges; none for load files.</param>
/// <param name="ImplicitSelection">Implicit selection parameters (11.1.7).</param>
/// <param name="LoadFile">AID of the application's executable load file; <c>default</c> when not told.</param>
/// <param name="SecurityDomain">AID of the associated security domain; <c>default</c> when not told.</param>
/// <param name="Version">Version of a load file, on Java Card major and minor; empty when not told.</param>
/// <param name="Modules">AIDs of a load file's modules.</param>
public sealed record RegistryEntry(
    Aid Aid,
    byte LifeCycle,
    Privileges Privileges,
    IReadOnlyList<byte> ImplicitSelection,
    Aid LoadFile,
    Aid SecurityDomain,
    ReadOnlyMemory<byte> Version,
    IReadOnlyList<Aid> Modules)
{
    /// <summary>True when the entry is an application with the Security Domain privilege.</summary>
    public bool IsSecurityDomain => Privileges.HasFlag(Privileges.SecurityDomain);

    /// <summary>Reads the data of a whole listing: E3 templates one after another.</summary>
    /// <exception cref="FormatException">The data are no such templates; the message says what is wrong where.</exception>
    public static IReadOnlyList<RegistryEntry> ReadAll(ReadOnlyMemory<byte> data)
    {
        var entries = new List<RegistryEntry>();
        foreach (var tlv in BerTlvReader.ReadAll(data))
        {
            if (tlv.Tag != GpTag.GetStatusEntry)
            {
                throw new FormatException($"GET STATUS entry {entries.Count} has tag {tlv.Tag} instead of E3.");
            }

            entries.Add(Read(tlv.Value, entries.Count));
        }

        return entries;
    }

    private static RegistryEntry Read(ReadOnlyMemory<byte> value, int index)
    {
        Aid aid = default, loadFile = default, securityDomain = default;
        byte state = 0;
        uint privileges = 0;
        ReadOnlyMemory<byte> version = default;
        var implicitSelection = new List<byte>();
        var modules = new List<Aid>();
        foreach (var tlv in BerTlvReader.ReadAll(value))
        {
            var bytes = tlv.Value.Span;
            switch (tlv.Tag.Value)
            {
                case 0x4F:
                    aid = ReadAid(tlv, index);
                    break;
                case 0x9F70 when bytes.Length >= 1:
                    state = bytes[0]; // some cards add bytes of their own
                    break;
                case 0xC5 when bytes.Length is 1 or 3:
                    privileges = (uint)(bytes[0] << 16) | (bytes.Length == 3 ? (uint)((bytes[1] << 8) | bytes[2]) : 0);
                    break;
                case 0xCF when bytes.Length == 1:
                    implicitSelection.Add(bytes[0]);
                    break;
                case 0xC4:
                    loadFile = ReadAid(tlv, index);
                    break;
                case 0xCC:
                    securityDomain = ReadAid(tlv, index);
                    break;
                case 0xCE:
                    version = tlv.Value;
                    break;
                case 0x84:
                    modules.Add(ReadAid(tlv, index));
                    break;
                case 0x9F70 or 0xC5 or 0xCF:
                    throw new FormatException($"GET STATUS entry {index}: tag {tlv.Tag} has {bytes.Length} bytes.");
            }
        }

        return aid.IsEmpty
            ? throw new FormatException($"GET STATUS entry {index} has no AID (tag 4F).")
            : new(aid, state, (Privileges)privileges, implicitSelection, loadFile, securityDomain, version, modules);
    }

    private static Aid ReadAid(BerTlv tlv, int index) =>
        Aid.TryFrom(tlv.Value.Span, out var aid)
            ? aid
            : tlv.Value.IsEmpty && tlv.Tag != GpTag.Aid
                ? default
                : throw new FormatException($"GET STATUS entry {index}: tag {tlv.Tag} holds {tlv.Value.Length} bytes, an AID has 5 to 16.");
}
