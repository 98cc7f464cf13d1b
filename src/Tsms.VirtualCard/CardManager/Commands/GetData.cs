using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>GET DATA of a security domain; free to all (GP Card Specification 2.3.1, 11.3).</summary>
internal static class GetData
{
    private const byte TagList = 0x5C;

    /// <summary>Processes GET DATA.</summary>
    /// <exception cref="CardFault">6A88: there is no such data object.</exception>
    public static Outcome Process(CommandContext context)
    {
        // A class of ISO asks for the value alone (11.3.3.1), where the product knows it at all.
        var isIso = new ClassByte(context.Command.Cla).IsInterindustry;
        CommandContext.Demand(!isIso || !context.Profile.Lacks(CardFunction.InterindustryData), StatusWord.ClaNotSupported, "the product has GET DATA with class 80 alone");
        if (context.Command is { P1: 0x2F, P2: 0x00 })
        {
            return Applications(context);
        }

        // Nothing but a tag list (11.3.2.2); what it asks for is told whole.
        CommandContext.Demand(context.Command.Data.IsEmpty || context.Command.Data.Span[0] == TagList, StatusWord.WrongData, "the data of GET DATA are a tag list (5C), or none");
        var tag = (uint)((context.Command.P1 << 8) | context.Command.P2);
        var value = Value(context, tag) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"there is no data object {tag:X}");
        return new Outcome { Data = isIso ? value : BerTlvWriter.Encode(tag, value) };
    }

    private static byte[]? Value(CommandContext context, uint tag)
    {
        var (domain, profile) = (context.Domain, context.Profile);
        var data = domain.SecurityDomain!;
        if (profile.LacksObject(tag))
        {
            return null;
        }

        if (data.DataObjects.TryGetValue(tag, out var stored))
        {
            return [.. stored];
        }

        return tag switch
        {
            0x4F => domain.Aid.Span.ToArray(),
            0x66 => ManagementData(profile),
            0x67 when domain.Aid == context.Registry.IssuerDomain =>
                profile.CardCapability is { } capability ? Convert.FromHexString(capability) : Capability(profile),
            0x9F7F => ProductionData(context.Registry, profile),
            0xCF => Diversification(context.Registry, profile),
            0xE0 => KeyInformation(data),
            0xC1 when new Scp03Options(profile.Scp03Options).PseudoRandomChallenge =>
                data.FindScp03(0) is { } set ? Sequence(data.CountersOf(set.Version).Sequence) : null,
            0xC2 when domain.Has(Privileges.ReceiptGeneration) => [(byte)(data.Confirmations >> 8), (byte)data.Confirmations],
            0xD3 => [(byte)context.SecurityLevel],
            0xFF21 => Resources(context),
            _ => null,
        };
    }

    /// <summary>
    /// 2F00: the applications of the domain, with the privilege Global Registry all of the card, as application templates (11.3.3.1.3). A tag list 5C00 asks for
    /// it.
    /// </summary>
    private static Outcome Applications(CommandContext context)
    {
        CommandContext.Demand(context.Command.Data.Span.SequenceEqual((ReadOnlySpan<byte>)[0x5C, 0x00]), StatusWord.WrongData, "2F00 is asked for with the tag list 5C00");
        var all = context.Domain.Has(Privileges.GlobalRegistry);
        var writer = new BerTlvWriter();
        foreach (var application in context.Registry.Applications.Where(a => all || a.Domain == context.Domain.Aid))
        {
            writer.Write(0x61, w => w.Write(GpTag.Aid, application.Aid.Span));
        }

        return new Outcome { Data = writer.ToArray() };
    }

    /// <summary>CPLC with the serial number of this card, which the issuer's domain keeps.</summary>
    public static byte[] ProductionData(CardRegistry registry, CardProfile profile)
    {
        var cplc = Convert.FromHexString(profile.Cplc);
        registry.Issuer.SecurityDomain!.DataObjects[SerialTag].AsSpan().CopyTo(cplc.AsSpan(12));
        return cplc;
    }

    /// <summary>Where the issuer's domain keeps the serial number of the chip; no tag a host can ask for, since it has three bytes.</summary>
    public const uint SerialTag = 0x010000;

    /// <summary>Where the issuer's domain keeps key diversification data that its issuer has chosen.</summary>
    public const uint DiversificationTag = 0x010001;

    /// <summary>Bytes of the key diversification data.</summary>
    public const int DiversificationLength = 10;

    /// <summary>
    /// Key diversification data of INITIALIZE UPDATE: what the issuer has chosen, else IC fabricator, IC type, batch, serial number, as CPLC has them.
    /// </summary>
    public static byte[] Diversification(CardRegistry registry, CardProfile profile)
    {
        if (registry.Issuer.SecurityDomain!.DataObjects.TryGetValue(DiversificationTag, out var chosen))
        {
            return [.. chosen];
        }

        var cplc = ProductionData(registry, profile);
        return [.. cplc.AsSpan(0, 4), .. cplc.AsSpan(16, 2), .. cplc.AsSpan(12, 4)];
    }

    /// <summary>Card data as the product has them, else made from its versions.</summary>
    public static byte[] ManagementData(CardProfile profile) => profile.CardData is { } card ? Convert.FromHexString(card) : CardData(profile);

    /// <summary>Card recognition data: OIDs {1 2 840 114283 …} of card management 2.x.y, identification scheme, and secure channel (H.2).</summary>
    private static byte[] CardData(CardProfile profile)
    {
        byte[] root = [0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B];
        byte[] version = [.. profile.GlobalPlatformVersion.Split('.').Select(p => byte.Parse(p, System.Globalization.CultureInfo.InvariantCulture))];
        return new BerTlvWriter().Write(0x73, w => w
            .Write(0x06, [.. root, 1])
            .Write(0x60, i => i.Write(0x06, [.. root, 2, .. version]))
            .Write(0x63, i => i.Write(0x06, [.. root, 3]))
            .Write(0x64, i => i.Write(0x06, [.. root, 4, 3, profile.Scp03Options]))).ToArray();
    }

    /// <summary>
    /// What the card can (H.4): SCP03 with its options and key lengths, privileges to be had, hashes and ciphers of load files, signatures of tokens, receipts and
    /// DAP blocks, curves.
    /// </summary>
    private static byte[] Capability(CardProfile profile)
    {
        // RSA 1024, longer RSA, CMAC with AES-128, 192, 256, ECDSA with 256 and 384 bits; 512 and 521 bits (tables H-9 and H-10).
        byte[] signatures = [0xFB, 0x03];
        var (domains, applets) = Install.Given(profile);
        var writer = new BerTlvWriter()
            .Write(0xA0, w => w.Write(0x80, [3]).Write(0x81, [profile.Scp03Options]).Write(0x82, [7]))
            .Write(0x81, GetStatus.PrivilegeBytes(domains))
            .Write(0x82, GetStatus.PrivilegeBytes(applets))
            .Write(0x83, [1, 2, 3, 4]);
        if (!profile.Lacks(CardFunction.CipheredLoad))
        {
            writer.Write(0x84, [0x8E]);
        }

        if (!profile.Lacks(CardFunction.DelegatedManagement))
        {
            writer.Write(0x85, signatures).Write(0x86, signatures);
        }

        if (!profile.Lacks(CardFunction.DapVerification))
        {
            writer.Write(0x87, signatures);
        }

        return writer.Write(0x88, EcCurves.References).ToArray();
    }

    /// <summary>
    /// Identifier and version, then type and length of each component, basic format (table 11-28 and the rules for EC keys after it). Every domain has the template:
    /// without keys one empty object stands in it, as on cards whose new domains hosts look at before they put keys into them.
    /// </summary>
    private static byte[] KeyInformation(SecurityDomainData data) => data.Keys.IsEmpty
        ? [0xC0, 0x00]
        : [.. data.Keys.SelectMany(k => BerTlvWriter.Encode(GpTag.KeyInformation, [k.Id, k.Version, .. k.Components.SelectMany(Information)]))];

    private static byte[] Information(KeyComponent component) => component.Type switch
    {
        KeyType.EcParameterReference => [(byte)component.Type, .. component.Value],
        KeyType.EcPublic => [(byte)component.Type, (byte)(component.Length - 1)],
        >= KeyType.EcFieldP and <= KeyType.EcCofactor => [],
        _ => [(byte)component.Type, component.Length > 255 ? (byte)0 : (byte)component.Length],
    };

    private static byte[] Sequence(int counter) => [(byte)(counter >> 16), (byte)(counter >> 8), (byte)counter];

    /// <summary>Number of applications, free non-volatile and volatile memory (ETSI TS 102 226, 8.2.1.7.2).</summary>
    private static byte[] Resources(CommandContext context)
    {
        var persistent = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(persistent, context.Memory.PersistentFree);
        var transient = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(transient, context.Memory.TransientFree);
        var applications = context.Registry.Applications.Count(a => !a.IsSecurityDomain && a.Kind == ApplicationKind.Applet);
        return new BerTlvWriter().Write(0x81, [(byte)Math.Min(255, applications)]).Write(0x82, persistent).Write(0x83, transient).ToArray();
    }
}
