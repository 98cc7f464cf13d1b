using System.Globalization;
using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.Registry;
using Tsms.JavaCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.Cli.Cards;

/// <summary>Puts a card's inventory into words.</summary>
internal static class CardDescriber
{
    public static CardDescription Describe(string reader, ReadOnlyMemory<byte> atr, CardInventory card)
    {
        var notes = card.Notes.ToList();
        return new CardDescription(
            reader,
            Convert.ToHexString(atr.Span),
            card.IssuerSecurityDomain.IsEmpty ? null : card.IssuerSecurityDomain.ToString(),
            card.CardState is { } state ? CardStateOf(state) : null,
            card.CardData is { Version.Length: > 0 } data ? data.Version : null,
            [.. card.CardData?.SecureChannels.Select(c => $"SCP{Hex(c.Protocol)} i={Hex(c.I)}") ?? []],
            card.Production is { } cplc ? ProductionOf(cplc) : null,
            Text(card.IssuerIdentificationNumber),
            Text(card.CardImageNumber),
            Text(card.Capability),
            card.Resources is { } memory ? new(memory.FreeNonVolatile, memory.FreeVolatile, memory.Applications) : null,
            card.Root is { } root ? Domain(root, isRoot: true) : null,
            [.. card.OtherRoots.OrderBy(d => d.Entry.Aid).Select(d => Domain(d, isRoot: false))],
            card.AccessRules is { } rules ? RulesOf(rules, notes) : null,
            notes);
    }

    /// <summary>States of the card (GP Card Specification 2.3.1, 5.1.1).</summary>
    private static string CardStateOf(byte state) => state switch
    {
        LifeCycle.CardOpReady => "OP_READY",
        LifeCycle.CardInitialized => "INITIALIZED",
        LifeCycle.CardSecured => "SECURED",
        LifeCycle.CardLocked => "CARD_LOCKED",
        LifeCycle.CardTerminated => "TERMINATED",
        _ => Hex(state),
    };

    // the issuer's domain has the card's state (table 11-6), the others those of security domains (table 11-5)
    private static DomainDescription Domain(DomainNode node, bool isRoot) => new(
        node.Entry.Aid.ToString(),
        isRoot ? CardStateOf(node.Entry.LifeCycle) : StateOf(node.Entry),
        PrivilegesOf(node.Entry.Privileges),
        [.. node.Keys.OrderBy(k => k.KeyVersion).ThenBy(k => k.KeyIdentifier).Select(k => new KeyDescription(Hex(k.KeyVersion), Hex(k.KeyIdentifier), [.. k.Components.Select(ComponentOf)]))],
        [.. node.LoadFiles.OrderBy(f => f.Aid).Select(LoadFile)],
        [
            .. node.Applications.OrderBy(a => a.Aid).Select(a => new ApplicationDescription(
                a.Aid.ToString(), StateOf(a), PrivilegesOf(a.Privileges), a.LoadFile.IsEmpty ? null : a.LoadFile.ToString())),
        ],
        [.. node.Domains.OrderBy(d => d.Entry.Aid).Select(d => Domain(d, isRoot: false))]);

    private static string StateOf(RegistryEntry application) =>
        (application.LifeCycle & LifeCycle.LockedBit) != 0 ? $"LOCKED ({Unlocked((byte)(application.LifeCycle & ~LifeCycle.LockedBit))})" : Unlocked(application.LifeCycle);

    private static string Unlocked(byte state) => state switch
    {
        LifeCycle.Installed => "INSTALLED",
        LifeCycle.Selectable => "SELECTABLE",
        LifeCycle.Personalized => "PERSONALIZED",
        _ => $"state {Hex(state)}",
    };

    private static LoadFileDescription LoadFile(RegistryEntry file) => new(
        file.Aid.ToString(),
        file.LifeCycle == LifeCycle.Loaded ? "LOADED" : $"state {Hex(file.LifeCycle)}",
        WellKnownPackage.Find(file.Aid)?.Name,
        file.Version.IsEmpty ? null : string.Join('.', file.Version.ToArray()),
        [.. file.Modules.Select(m => m.ToString())]);

    private static List<string> PrivilegesOf(Privileges privileges) =>
        [.. Enum.GetValues<Privileges>().Where(p => p != Privileges.None && privileges.HasFlag(p)).OrderDescending().Select(p => Words(p.ToString()))];

    /// <summary>AuthorizedManagement to authorized management.</summary>
    private static string Words(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : char.ToLowerInvariant(c).ToString()));

    private static string ComponentOf(KeyComponent component)
    {
        var type = (KeyType)component.KeyType switch
        {
            KeyType.Aes => "AES",
            KeyType.Des => "DES",
            KeyType.TripleDesCbc => "3DES",
            KeyType.PreSharedKey => "pre-shared key",
            KeyType.RsaPublicExponent => "RSA public exponent",
            KeyType.RsaModulus => "RSA modulus",
            KeyType.EcPublic => "EC public key",
            KeyType.EcPrivate => "EC private key",
            KeyType.EcParameterReference => "EC curve reference",
            _ => $"type {Hex(component.KeyType)}",
        };
        return component.Length == 0 ? type : string.Create(CultureInfo.InvariantCulture, $"{type} {component.Length} bytes");
    }

    private static CardProduction ProductionOf(Cplc cplc) => new(
        Hex(cplc.IcFabricator), Hex(cplc.IcType), Hex(cplc.OperatingSystem), Hex(cplc.OperatingSystemLevel), Convert.ToHexString(cplc.IcSerialNumber.Span), Hex(cplc.IcBatch),
        Convert.ToHexString(cplc.Bytes.Span));

    private static IReadOnlyList<AccessRuleInfo>? RulesOf(IReadOnlyList<ReadOnlyMemory<byte>> rules, List<string> notes)
    {
        try
        {
            return AccessRuleInfo.ReadAll(rules);
        }
        catch (FormatException e)
        {
            notes.Add($"The access rules are malformed, so that a phone denies everything: {e.Message}");
            return null;
        }
    }

    private static string? Text(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? null : Convert.ToHexString(bytes.Span);

    private static string Hex(byte value) => value.ToString("X2", CultureInfo.InvariantCulture);

    private static string Hex(ushort value) => value.ToString("X4", CultureInfo.InvariantCulture);
}
