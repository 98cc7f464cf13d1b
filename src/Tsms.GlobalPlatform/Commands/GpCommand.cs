using System.Buffers;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Commands;

/// <summary>
/// The commands of GP Card Specification 2.3.1, chapter 11, as functions of their parameters. All are plain; a secure channel session wraps them. Le
/// is given where
/// the specification has it. Commands that are longer than a message come as lists.
/// </summary>
public static partial class GpCommand
{
    private const byte Cla = 0x80;

    /// <summary>Greatest number of data bytes of a short command without secure messaging.</summary>
    public const int MaxShortData = CommandApdu.MaxShortData;

    /// <summary>SELECT by name (11.9).</summary>
    /// <param name="aid">AID, or its beginning; <c>default</c> selects the issuer security domain.</param>
    /// <param name="next">The next application that the AID fits, instead of the first.</param>
    public static CommandApdu Select(Aid aid, bool next = false) => new(0x00, GpInstruction.Select, 0x04, next ? (byte)0x02 : (byte)0x00, aid.Bytes, 256);

    /// <summary>DELETE of an application or executable load file (11.2.2.3.1).</summary>
    /// <param name="aid">What is deleted.</param>
    /// <param name="related">Delete the instances of the load file too.</param>
    /// <param name="token">Delete token; empty for none.</param>
    public static CommandApdu Delete(Aid aid, bool related = false, ReadOnlyMemory<byte> token = default)
    {
        RequireAid(aid, nameof(aid));
        var data = new BerTlvWriter().Write(GpTag.Aid, aid.Span);
        if (!token.IsEmpty)
        {
            data.Write(0x9E, token.Span);
        }

        return new(Cla, GpInstruction.Delete, 0x00, related ? (byte)0x80 : (byte)0x00, data.ToArray(), 256);
    }

    /// <summary>DELETE of keys (11.2.2.3.2): of one key, or of all with an identifier or a version.</summary>
    /// <param name="keyVersion">Key version number, or null for all.</param>
    /// <param name="keyIdentifier">Key identifier, or null for all.</param>
    /// <exception cref="ArgumentException">Both are null.</exception>
    public static CommandApdu DeleteKey(byte? keyVersion, byte? keyIdentifier = null)
    {
        if (keyVersion is null && keyIdentifier is null)
        {
            throw new ArgumentException("DELETE of keys names a key version, a key identifier or both.", nameof(keyVersion));
        }

        var data = new BerTlvWriter();
        if (keyIdentifier is { } id)
        {
            data.Write(0xD0, [id]);
        }

        if (keyVersion is { } version)
        {
            data.Write(0xD2, [version]);
        }

        return new(Cla, GpInstruction.Delete, 0x00, 0x00, data.ToArray(), 256);
    }

    /// <summary>GET STATUS with answers in TLV form (11.4).</summary>
    /// <param name="scope">What is listed.</param>
    /// <param name="aidPrefix">Beginning of the AIDs asked for, 0 to 16 bytes; empty for all.</param>
    /// <param name="next">Goes on where the answer before ended with 6310.</param>
    /// <param name="allData">
    /// Asks with a tag list for all that the registry has (4F 9F70 C5 CF C4 CC, for load files 4F 9F70 CE 84 CC); cards that know no tag lists ignore
    /// it.
    /// </param>
    public static CommandApdu GetStatus(RegistryScope scope, ReadOnlyMemory<byte> aidPrefix = default, bool next = false, bool allData = true)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(aidPrefix.Length, Aid.MaxLength);
        var data = new BerTlvWriter().Write(GpTag.Aid, aidPrefix.Span);
        if (allData)
        {
            data.Write(0x5C, scope switch
            {
                RegistryScope.LoadFiles => [0x4F, 0x9F, 0x70, 0xCE, 0xCC],
                RegistryScope.LoadFilesAndModules => [0x4F, 0x9F, 0x70, 0xCE, 0x84, 0xCC],
                _ => [0x4F, 0x9F, 0x70, 0xC5, 0xCF, 0xC4, 0xCC],
            });
        }

        return new(Cla, GpInstruction.GetStatus, (byte)scope, next ? (byte)0x03 : (byte)0x02, data.ToArray(), 256);
    }

    /// <summary>SET STATUS (11.10).</summary>
    /// <param name="target">What kind of thing changes.</param>
    /// <param name="state">The state asked for; for applications of others only bit 8 counts: 80 locks, 00 unlocks.</param>
    /// <param name="aid">The application or security domain; ignored for the card.</param>
    public static CommandApdu SetStatus(StatusTarget target, byte state, Aid aid = default)
    {
        if (target != StatusTarget.Card)
        {
            RequireAid(aid, nameof(aid));
        }

        return new(Cla, GpInstruction.SetStatus, (byte)target, state, aid.Bytes);
    }

    /// <summary>GET DATA (11.3).</summary>
    /// <param name="tag">Tag of one or two bytes, for instance <see cref="GpTag.CardData"/>.</param>
    /// <exception cref="ArgumentException">The tag has more than two bytes.</exception>
    public static CommandApdu GetData(BerTag tag) =>
        tag.Length <= 2
            ? new(Cla, GpInstruction.GetData, (byte)(tag.Value >> 8), (byte)tag.Value, default, 256)
            : throw new ArgumentException($"GET DATA takes tags of one or two bytes, not {tag}.", nameof(tag));

    private static void RequireAid(Aid aid, string parameter)
    {
        if (aid.IsEmpty)
        {
            throw new ArgumentException("An AID of 5 to 16 bytes is needed.", parameter);
        }
    }

    // Lengths of parameters and tokens as ASN.1 BER-TLV has them, 1 to 3 bytes; of AIDs and hashes one byte.
    private static ArrayBufferWriter<byte> Lv(this ArrayBufferWriter<byte> writer, ReadOnlySpan<byte> value)
    {
        writer.Write(new BerTlvWriter().WriteLength(value.Length).WriteRaw(value).ToArray());
        return writer;
    }
}

/// <summary>P1 of GET STATUS (GP Card Specification 2.3.1, table 11-33).</summary>
public enum RegistryScope : byte
{
    /// <summary>80: the issuer security domain.</summary>
    IssuerSecurityDomain = 0x80,

    /// <summary>40: applications and supplementary security domains.</summary>
    Applications = 0x40,

    /// <summary>20: executable load files.</summary>
    LoadFiles = 0x20,

    /// <summary>10: executable load files with their modules.</summary>
    LoadFilesAndModules = 0x10,
}

/// <summary>P1 of SET STATUS (GP Card Specification 2.3.1, table 11-86).</summary>
public enum StatusTarget : byte
{
    /// <summary>80: the issuer security domain, which is the card.</summary>
    Card = 0x80,

    /// <summary>40: one application or supplementary security domain.</summary>
    Application = 0x40,

    /// <summary>60: a security domain and all applications below it, for locking and unlocking.</summary>
    SecurityDomainAndApplications = 0x60,
}
