using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Access;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager;

/// <summary>Makes the registry that a card leaves the factory with.</summary>
internal static class CardMaker
{
    /// <summary>Executable load file of the ARA-M. Its module has the AID of its only instance.</summary>
    public static readonly Aid AccessRuleLoadFile = Aid.Parse("A00000015141434C");

    /// <summary>
    /// The issuer's domain with its keys and numbers, the load file for security domains and, where the profile has one, the ARA-M with its first
    /// rules.
    /// </summary>
    /// <exception cref="FormatException">A rule of the profile is malformed.</exception>
    /// <exception cref="ArgumentException">Keys or numbers do not fit the profile.</exception>
    public static CardRegistry Make(CardProfile profile, CardPersonalization personalization)
    {
        if (personalization.Enc.Length != profile.IssuerKeyLength || personalization.Serial.Length != 4
            || personalization.IssuerIdentificationNumber.Length > 16 || personalization.CardImageNumber.Length > 16
            || personalization.KeyDiversificationData.Length is not (0 or GetData.DiversificationLength))
        {
            throw new ArgumentException(
                $"Profile '{profile.Name}' wants issuer keys of {profile.IssuerKeyLength} bytes (there are {personalization.Enc.Length}), "
                + "a serial number of 4, IIN and CIN of at most 16, key diversification data of 10 or none.",
                nameof(personalization));
        }

        var isd = Aid.Parse(profile.IssuerSecurityDomain);
        var version = personalization.KeyVersion;
        var objects = ImmutableSortedDictionary<uint, ImmutableArray<byte>>.Empty.Add(GetData.SerialTag, [.. personalization.Serial.Span]);
        objects = personalization.KeyDiversificationData.IsEmpty ? objects : objects.Add(GetData.DiversificationTag, [.. personalization.KeyDiversificationData.Span]);
        objects = Add(objects, GpTag.IssuerIdentificationNumber, personalization.IssuerIdentificationNumber);
        objects = Add(objects, GpTag.CardImageNumber, personalization.CardImageNumber);
        var issuer = new ApplicationEntry(ApplicationKind.SecurityDomain, isd, GpAid.SecurityDomainLoadFile, GpAid.SecurityDomainModule, isd, LifeCycle.Personalized,
            (Privileges)Convert.ToUInt32(profile.IssuerPrivileges, 16))
        {
            SecurityDomain = new SecurityDomainData
            {
                Keys =
                [
                    new CardKey(version, CardKey.Enc, KeyType.Aes, personalization.Enc),
                    new CardKey(version, CardKey.Mac, KeyType.Aes, personalization.Mac),
                    new CardKey(version, CardKey.Dek, KeyType.Aes, personalization.Dek),
                ],
                Counters = ImmutableSortedDictionary<byte, KeyVersionCounters>.Empty.Add(version, new KeyVersionCounters(0, 0)),
                DataObjects = objects,
            },
        };
        var registry = new CardRegistry
        {
            CardState = profile.CardState,
            IssuerDomain = isd,
            LoadFiles = [new LoadFileEntry(GpAid.SecurityDomainLoadFile, isd, 1, 0, [GpAid.SecurityDomainModule], [], IsBuiltIn: true)],
            Applications = [issuer],
        };
        return profile.AccessRules is { } rules ? WithAccessRules(registry, rules) : registry;
    }

    private static CardRegistry WithAccessRules(CardRegistry registry, ImmutableArray<string> rules)
    {
        var master = GpAid.AccessRuleApplicationMaster;
        var entry = new ApplicationEntry(
            ApplicationKind.AccessRuleMaster, master, AccessRuleLoadFile, master, registry.IssuerDomain, LifeCycle.Selectable, Privileges.None);
        return registry with
        {
            LoadFiles = registry.LoadFiles.Add(new LoadFileEntry(AccessRuleLoadFile, registry.IssuerDomain, 1, 0, [master], [], IsBuiltIn: true)),
            Applications = registry.Applications.Add(entry),
            AccessRules = rules.Aggregate(AccessRules.None, (all, hex) => all.Add(Rule(hex))),
        };
    }

    private static AccessRule Rule(string hex)
    {
        try
        {
            return BerTlvReader.TryReadAll(Convert.FromHexString(hex), out var tlv, out _, out _) && tlv is [{ Tag.Value: 0xE2 }]
                ? AccessRule.Parse(tlv[0].Value)
                : throw new FormatException($"'{hex}' is no access rule: a REF-AR-DO (E2) is needed.");
        }
        catch (CardFault fault)
        {
            throw new FormatException($"'{hex}' is no access rule: {fault.Reason}.", fault);
        }
    }

    private static ImmutableSortedDictionary<uint, ImmutableArray<byte>> Add(
        ImmutableSortedDictionary<uint, ImmutableArray<byte>> objects, BerTag tag, ReadOnlyMemory<byte> value) =>
        value.IsEmpty ? objects : objects.Add(tag.Value, [.. value.Span]);
}
