using System.Buffers.Binary;
using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>Reads the rules out of Response-ALL-REF-AR-DO (GP Secure Element Access Control 1.1, tables 4-2 and 6-3 to 6-9).</summary>
internal static class AccessRuleReader
{
    private static readonly BerTag AllRules = 0xFF40;
    private static readonly BerTag Rule = 0xE2;
    private static readonly BerTag Reference = 0xE1;
    private static readonly BerTag AccessRules = 0xE3;
    private static readonly BerTag AidReference = 0x4F;
    private static readonly BerTag DefaultApplicationReference = 0xC0;
    private static readonly BerTag DeviceAppReference = 0xC1;
    private static readonly BerTag PackageReference = 0xCA;
    private static readonly BerTag ApduRule = 0xD0;

    /// <summary>The rules in the card's order. Rules with a package name are UICC carrier privileges and no access rules; they are left out.</summary>
    /// <exception cref="FormatException">The bytes are no such object, or a rule is malformed; then none counts.</exception>
    public static IReadOnlyList<AccessRule> Read(ReadOnlyMemory<byte> bytes)
    {
        var all = BerTlvReader.Find(bytes, AllRules) ?? throw new FormatException("The answer to GET DATA FF40 holds no FF40.");
        var rules = new List<AccessRule>();
        foreach (var tlv in BerTlvReader.ReadAll(all))
        {
            if (tlv.Tag != Rule)
            {
                continue;
            }

            var reference = BerTlvReader.Find(tlv.Value, Reference) ?? throw new FormatException("An access rule has no REF-DO (E1).");
            var access = BerTlvReader.Find(tlv.Value, AccessRules) ?? throw new FormatException("An access rule has no AR-DO (E3).");
            if (BerTlvReader.Find(reference, PackageReference) is null)
            {
                rules.Add(ReadRule(reference, access));
            }
        }

        return rules;
    }

    private static AccessRule ReadRule(ReadOnlyMemory<byte> reference, ReadOnlyMemory<byte> access)
    {
        var aid = BerTlvReader.Find(reference, AidReference);
        var isDefault = BerTlvReader.Find(reference, DefaultApplicationReference) is not null;
        var hash = BerTlvReader.Find(reference, DeviceAppReference) ?? default;
        if (aid is null == !isDefault)
        {
            throw new FormatException("A REF-DO has exactly one of AID-REF-DO 4F and C0.");
        }

        if (hash.Length is not (0 or CallerIdentity.Sha1Length or CallerIdentity.Sha256Length))
        {
            throw new FormatException($"A DeviceAppID-REF-DO has 0, 20 or 32 bytes, not {hash.Length}.");
        }

        var application = default(Aid);
        if (aid is { IsEmpty: false } bytes && !Aid.TryFrom(bytes.Span, out application))
        {
            throw new FormatException($"An AID-REF-DO has 0 or 5 to 16 bytes, not {bytes.Length}.");
        }

        var target = isDefault ? RuleTarget.DefaultApplication : application.IsEmpty ? RuleTarget.AllApplications : RuleTarget.Application;
        var (policy, filters) = ReadPolicy(BerTlvReader.Find(access, ApduRule));
        return new AccessRule(target, application, Convert.ToHexString(hash.Span), policy, filters);
    }

    private static (ApduPolicy Policy, IReadOnlyList<ApduFilter> Filters) ReadPolicy(ReadOnlyMemory<byte>? apduRule)
    {
        switch (apduRule)
        {
            case null:
                return (ApduPolicy.Unspecified, []);
            case { Length: 1 } one when one.Span[0] <= 1:
                return (one.Span[0] == 0 ? ApduPolicy.Never : ApduPolicy.Always, []);
            case { Length: > 0 } many when many.Length % 8 == 0:
                var filters = new ApduFilter[many.Length / 8];
                for (var i = 0; i < filters.Length; i++)
                {
                    var pair = many.Span.Slice(8 * i, 8);
                    filters[i] = new ApduFilter(BinaryPrimitives.ReadUInt32BigEndian(pair), BinaryPrimitives.ReadUInt32BigEndian(pair[4..]));
                }

                return (ApduPolicy.Filtered, filters);
            default:
                throw new FormatException($"An APDU-AR-DO is 00, 01 or pairs of header and mask of 8 bytes, not {apduRule.Value.Length} bytes.");
        }
    }
}
