using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>GET STATUS: the registry as a host sees it, page by page (GP Card Specification 2.3.1, 11.4).</summary>
internal static class GetStatus
{
    /// <summary>Processes GET STATUS.</summary>
    /// <exception cref="CardFault">It is refused, or nothing matches (6A88).</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        var (p1, p2) = (context.Command.P1, context.Command.P2);
        Demand(p1 is 0x80 or 0x40 or 0x20 or 0x10, StatusWord.IncorrectP1P2, $"GET STATUS with P1 {p1:X2} is not supported");
        Demand(p2 <= 0x03, StatusWord.IncorrectP1P2, $"P2 of GET STATUS is 00 to 03, not {p2:X2}");

        // With P1 80 the search criteria are ignored (11.4.2.1).
        var (prefix, tags) = p1 == 0x80 && context.Command.Data.IsEmpty ? default : Criteria(context.Command.Data);
        var scope = new StatusScope(p1, IsTlv: (p2 & 0x02) != 0);
        if ((p2 & 0x01) != 0)
        {
            var cursor = context.Session.Status;
            Demand(p1 != 0x80 && cursor is not null && cursor.Scope == scope, StatusWord.ConditionsNotSatisfied,
                "GET STATUS [next] follows a [first] that had more");
            return Page(context, scope, cursor.Rest);
        }

        var entries = Entries(context, scope, prefix, tags).ToImmutableArray();
        Demand(!entries.IsEmpty, StatusWord.ReferencedDataNotFound, "nothing in the registry matches");
        return Page(context, scope, entries);
    }

    private static Outcome Page(CommandContext context, StatusScope scope, ImmutableArray<byte[]> entries)
    {
        var (count, length) = (0, 0);
        while (count < entries.Length && (count == 0 || length + entries[count].Length <= context.MaxResponseData))
        {
            length += entries[count++].Length;
        }

        var rest = entries[count..];
        return new Outcome
        {
            Data = entries[..count].SelectMany(e => e).ToArray(),
            Sw = rest.IsEmpty ? StatusWord.Success : StatusWord.MoreDataAvailable,
            Session = context.Session with { Status = rest.IsEmpty ? null : new StatusCursor(scope, rest) },
        };
    }

    private static (ReadOnlyMemory<byte> Prefix, HashSet<BerTag>? Tags) Criteria(ReadOnlyMemory<byte> data)
    {
        Demand(BerTlvReader.TryReadAll(data, out var tlvs, out var status, out var offset), StatusWord.WrongData,
            $"the search criteria are no BER-TLV at offset {offset}: {status}");
        Demand(tlvs.Count > 0 && tlvs[0].Tag == GpTag.Aid && tlvs[0].Value.Length <= Aid.MaxLength, StatusWord.WrongData,
            "the search criteria begin with an AID (4F) of 0 to 16 bytes");
        var list = tlvs.FirstOrDefault(t => t.Tag == 0x5C);
        return (tlvs[0].Value, list.Tag == 0x5C ? TagList(list.Value.Span) : null);
    }

    /// <summary>Tags one after the other without lengths (11.4.2.3).</summary>
    private static HashSet<BerTag> TagList(ReadOnlySpan<byte> list)
    {
        var tags = new HashSet<BerTag>();
        for (var at = 0; at < list.Length; at++)
        {
            uint tag = list[at];
            if ((tag & 0x1F) == 0x1F)
            {
                do
                {
                    Demand(++at < list.Length && tag <= 0xFFFFFF, StatusWord.WrongData, "the tag list is cut short");
                    tag = (tag << 8) | list[at];
                }
                while ((list[at] & 0x80) != 0);
            }

            tags.Add(tag);
        }

        return tags;
    }

    private static IEnumerable<byte[]> Entries(CommandContext context, StatusScope scope, ReadOnlyMemory<byte> prefix, HashSet<BerTag>? tags)
    {
        var (registry, domain) = (context.Registry, context.Domain);
        if (tags is null && scope.P1 is 0x80 or 0x40)
        {
            tags = [GpTag.Aid, GpTag.LifeCycleState, GpTag.Privileges, .. context.Profile.StatusTags.Select(t => (BerTag)Convert.ToUInt32(t, 16))];
        }

        // The domain itself and all below it, of the issuer's domain too (9.6.5 and 11.4.2.3).
        var all = domain.Has(Privileges.GlobalRegistry);
        bool Visible(Aid aid, Aid of) => all || (Acceptance.RelationOf(registry, domain, aid, of) & Relation.Tree) != 0;
        if (scope.P1 == 0x80)
        {
            Demand(all || domain.Aid == registry.IssuerDomain, StatusWord.ConditionsNotSatisfied,
                "the issuer's domain shows itself to itself or to a domain with the privilege Global Registry");
            return [scope.IsTlv ? Application(registry, registry.Issuer, tags!) : Bare(registry, registry.Issuer)];
        }

        return scope.P1 == 0x40
            ? registry.Applications
                .Where(a => a.Aid != registry.IssuerDomain && a.Aid.StartsWith(prefix.Span) && Visible(a.Aid, a.Domain))
                .Select(a => scope.IsTlv ? Application(registry, a, tags!) : Bare(registry, a))
            : registry.LoadFiles
                .Where(f => f.Aid.StartsWith(prefix.Span) && Visible(f.Aid, f.Domain))
                .Select(f => scope.IsTlv ? LoadFile(f, tags, withModules: scope.P1 == 0x10) : Bare(f, withModules: scope.P1 == 0x10));
    }

    /// <summary>The format before tags came (P2 00 and 01, deprecated; GP Card Specification 2.1.1, 9.4.3): LV AID · state · first byte of the privileges.</summary>
    private static byte[] Bare(CardRegistry registry, ApplicationEntry entry) =>
        [(byte)entry.Aid.Length, .. entry.Aid.Span, entry.Aid == registry.IssuerDomain ? registry.CardState : entry.State, PrivilegeBytes(entry.Privileges)[0]];

    /// <summary>LV AID · state · 00, and with modules their number and LV AIDs.</summary>
    private static byte[] Bare(LoadFileEntry entry, bool withModules)
    {
        byte[] head = [(byte)entry.Aid.Length, .. entry.Aid.Span, LifeCycle.Loaded, 0];
        return withModules ? [.. head, (byte)entry.Modules.Length, .. entry.Modules.SelectMany(m => (byte[])[(byte)m.Length, .. m.Span])] : head;
    }

    private static byte[] Application(CardRegistry registry, ApplicationEntry entry, HashSet<BerTag> tags)
    {
        var state = entry.Aid == registry.IssuerDomain ? registry.CardState : entry.State;
        return new BerTlvWriter().Write(GpTag.GetStatusEntry, w =>
        {
            Write(w, tags, GpTag.Aid, entry.Aid.Span);
            Write(w, tags, GpTag.LifeCycleState, [state]);
            Write(w, tags, GpTag.Privileges, PrivilegeBytes(entry.Privileges));
            foreach (var parameter in entry.ImplicitSelection)
            {
                Write(w, tags, 0xCF, [parameter]);
            }

            if (!entry.LoadFile.IsEmpty)
            {
                Write(w, tags, GpTag.LoadFileDataBlock, entry.LoadFile.Span);
                Write(w, tags, GpTag.Name, entry.Module.Span);
            }

            Write(w, tags, GpTag.AssociatedSecurityDomain, entry.Domain.Span);
        }).ToArray();
    }

    private static byte[] LoadFile(LoadFileEntry entry, HashSet<BerTag>? tags, bool withModules)
    {
        tags ??= [GpTag.Aid, GpTag.LifeCycleState, GpTag.Name];
        return new BerTlvWriter().Write(GpTag.GetStatusEntry, w =>
        {
            Write(w, tags, GpTag.Aid, entry.Aid.Span);
            Write(w, tags, GpTag.LifeCycleState, [LifeCycle.Loaded]);
            Write(w, tags, GpTag.LoadFileVersion, [entry.Major, entry.Minor]);
            foreach (var module in withModules ? entry.Modules : [])
            {
                Write(w, tags, GpTag.Name, module.Span);
            }

            Write(w, tags, GpTag.AssociatedSecurityDomain, entry.Domain.Span);
        }).ToArray();
    }

    private static void Write(BerTlvWriter writer, HashSet<BerTag> wanted, BerTag tag, ReadOnlySpan<byte> value)
    {
        if (wanted.Contains(tag))
        {
            writer.Write(tag, value);
        }
    }

    /// <summary>Privileges as three bytes.</summary>
    public static byte[] PrivilegeBytes(Privileges privileges) => [(byte)((uint)privileges >> 16), (byte)((uint)privileges >> 8), (byte)privileges];
}
