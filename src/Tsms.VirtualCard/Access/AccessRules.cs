using System.Collections.Immutable;
using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Access;

/// <summary>One rule: whom it is about and what it grants, as the value of a REF-AR-DO stands on the wire.</summary>
/// <param name="Reference">Value of the REF-DO (E1): AID reference and device application identifier.</param>
/// <param name="Rule">Value of the AR-DO (E3): APDU and NFC event access rules.</param>
internal sealed record AccessRule(ImmutableArray<byte> Reference, ImmutableArray<byte> Rule)
{
    /// <summary>The encoded REF-AR-DO (E2).</summary>
    public byte[] Encode() => new BerTlvWriter().Write(AccessTag.RefArDo, w => w.Write(AccessTag.RefDo, Reference.AsSpan()).Write(AccessTag.ArDo, Rule.AsSpan())).ToArray();

    /// <summary>The AID reference inside the reference: 4F, or C0 for the default application.</summary>
    public BerTlv AidReference => BerTlvReader.ReadAll(Reference.AsMemory())[0];

    /// <summary>Reads and checks the value of a REF-AR-DO (GP Secure Element Access Control 1.1, 6.1.1 to 6.1.4).</summary>
    /// <exception cref="CardFault">6A80: something in it is malformed.</exception>
    public static AccessRule Parse(ReadOnlyMemory<byte> value)
    {
        var parts = Tlv(value);
        Demand(parts.Count == 2 && parts[0].Tag == AccessTag.RefDo && parts[1].Tag == AccessTag.ArDo, "a REF-AR-DO holds E1 and E3");
        CheckReference(parts[0].Value);
        CheckRule(parts[1].Value);
        return new AccessRule([.. parts[0].Value.Span], [.. parts[1].Value.Span]);
    }

    /// <summary>Checks the value of a REF-DO: 4F (0 or 5 to 16 bytes) or C0 (empty), then C1 (0, 20 or 32 bytes), then what platforms add.</summary>
    public static void CheckReference(ReadOnlyMemory<byte> value)
    {
        var parts = Tlv(value);
        Demand(parts.Count >= 2, "a REF-DO holds an AID reference and C1");
        CheckAid(parts[0]);
        Demand(parts[1].Tag == 0xC1 && parts[1].Value.Length is 0 or 20 or 32, "a device application identifier (C1) has 0, 20 or 32 bytes");
    }

    /// <summary>Checks an AID-REF-DO.</summary>
    public static void CheckAid(BerTlv tlv) => Demand(
        (tlv.Tag == AccessTag.Aid && tlv.Value.Length is 0 or (>= Aid.MinLength and <= Aid.MaxLength)) || (tlv.Tag == AccessTag.DefaultApplication && tlv.Value.IsEmpty),
        "an AID reference is 4F with 0 or 5 to 16 bytes, or an empty C0");

    /// <summary>Reads TLVs.</summary>
    /// <exception cref="CardFault">6A80: they are malformed.</exception>
    public static IReadOnlyList<BerTlv> Tlv(ReadOnlyMemory<byte> value)
    {
        Demand(BerTlvReader.TryReadAll(value, out var tlvs, out var status, out var offset), $"no BER-TLV at offset {offset}: {status}");
        return tlvs;
    }

    private static void CheckRule(ReadOnlyMemory<byte> value)
    {
        foreach (var part in Tlv(value))
        {
            var ok = part.Tag.Value switch
            {
                0xD0 => part.Value.Length == 1 ? part.Value.Span[0] <= 1 : part.Value.Length > 0 && part.Value.Length % 8 == 0,
                0xD1 => part.Value.Length == 1 && part.Value.Span[0] <= 1,
                _ => true,
            };
            Demand(ok, $"the access rule {part.Tag} is malformed");
        }
    }

    private static void Demand([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, string reason)
    {
        if (!condition)
        {
            throw new CardFault(StatusWord.WrongData, reason);
        }
    }
}

/// <summary>All rules with the tag by which a device sees that they changed.</summary>
/// <param name="Rules">The rules, in the order they were stored.</param>
/// <param name="RefreshTag">8 bytes; other ones after every change.</param>
internal sealed record AccessRules(ImmutableArray<AccessRule> Rules, ImmutableArray<byte> RefreshTag)
{
    /// <summary>No rule: every access is denied.</summary>
    public static readonly AccessRules None = new([], [0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Adds a rule; one with the same reference is replaced.</summary>
    public AccessRules Add(AccessRule rule)
    {
        var rest = Rules.RemoveAll(r => r.Reference.AsSpan().SequenceEqual(rule.Reference.AsSpan()));
        return Changed(rest.Add(rule));
    }

    /// <summary>Removes the rules that <paramref name="match"/> names; null when there is none.</summary>
    public AccessRules? Remove(Predicate<AccessRule> match)
    {
        var rest = Rules.RemoveAll(match);
        return rest.Length == Rules.Length ? null : Changed(rest);
    }

    /// <summary>The same rules under a new tag.</summary>
    public AccessRules Touch() => Changed(Rules);

    /// <summary>The rules one after another, as the value of FF40.</summary>
    public byte[] Encode(Predicate<AccessRule> match) => [.. Rules.Where(r => match(r)).SelectMany(r => r.Encode())];

    // The tag is a function of what was before and what is now: nothing has to be drawn, and equal rules reached on another way differ.
    private AccessRules Changed(ImmutableArray<AccessRule> rules) =>
        new(rules, [.. SHA256.HashData([.. RefreshTag, .. rules.SelectMany(r => r.Encode())]).AsSpan(0, 8)]);
}
