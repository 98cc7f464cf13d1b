using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>DELETE of card content and of keys (GP Card Specification 2.3.1, 11.2 and 9.5).</summary>
internal static class Delete
{
    /// <summary>Processes DELETE.</summary>
    /// <exception cref="CardFault">It is refused.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.DemandUsable(context);
        var command = context.Command;
        Demand(command.P1 == 0 && (command.P2 & 0x7F) == 0, StatusWord.IncorrectP1P2, "P1 of DELETE is 00, P2 is 00 or 80");
        Demand(BerTlvReader.TryReadAll(command.Data, out var tlvs, out var status, out var offset), StatusWord.WrongData,
            $"the data of DELETE are no BER-TLV at offset {offset}: {status}");
        Demand(tlvs.Count > 0, StatusWord.WrongData, "DELETE names something");
        return tlvs[0].Tag == GpTag.Aid ? Content(context, tlvs) : Keys(context, tlvs);
    }

    /// <summary>4F AID · B6 template · 9E token (table 11-23).</summary>
    private static Outcome Content(CommandContext context, IReadOnlyList<BerTlv> tlvs)
    {
        Acceptance.DemandReady(context);
        Acceptance.DemandUnrestricted(context, 0x01);
        Demand(Aid.TryFrom(tlvs[0].Value.Span, out var aid), StatusWord.WrongData, "an AID has 5 to 16 bytes");
        Demand(tlvs.Skip(1).Select(t => t.Tag.Value).ToArray() is [] or [0xB6] or [0x9E] or [0xB6, 0x9E], StatusWord.WrongData, "after the AID only B6 and 9E may come");
        var data = context.Command.Data;
        var template = tlvs.FirstOrDefault(t => t.Tag == 0xB6).Value;
        var token = tlvs.FirstOrDefault(t => t.Tag == 0x9E);
        var before = data[..^(token.Tag == 0x9E ? token.Encoded.Length : 0)];
        var signed = new Token(token.Value, Token.Message(context.Command, before.Span), template);
        var related = context.Command.P2 == 0x80;
        if (context.Registry.FindLoadFile(aid) is { } file)
        {
            return LoadFile(context, file, related, signed);
        }

        var registry = context.Registry;
        var application = registry.Find(aid);
        Demand(application is not null, StatusWord.ReferencedDataNotFound, $"there is nothing named {aid}");
        var delegated = DemandAllowed(context, aid, application.Domain);
        Delegation.Authorize(context, delegated, signed);
        DemandDeletable(context, application);
        var next = Install.Settle(registry, registry with { Applications = registry.Applications.Remove(application) });
        var (answer, counted) = Delegation.Confirm(context, delegated, next, template, Delegation.Lv(aid));
        return new Outcome
        {
            Data = answer,
            Registry = counted,
            Work = [application.Kind == ApplicationKind.Applet ? new RuntimeWork.Uninstall(aid) : new RuntimeWork.ForgetNames()],
        };
    }

    private static Outcome LoadFile(CommandContext context, LoadFileEntry file, bool related, Token token)
    {
        var registry = context.Registry;
        var delegated = DemandAllowed(context, file.Aid, file.Domain);
        Delegation.Authorize(context, delegated, token);
        Demand(!file.IsBuiltIn, StatusWord.ConditionsNotSatisfied, $"{file.Aid} belongs to the card");
        Demand(registry.LoadFiles.All(f => f.Aid == file.Aid || !f.Imports.Contains(file.Aid)), StatusWord.ConditionsNotSatisfied,
            $"another load file imports {file.Aid}");

        var instances = registry.Applications.Where(a => a.LoadFile == file.Aid).ToImmutableArray();
        Demand(related || instances.IsEmpty, StatusWord.ConditionsNotSatisfied, $"{file.Aid} has {instances.Length} instances");
        foreach (var instance in instances)
        {
            DemandAllowed(context, instance.Aid, instance.Domain);
            DemandDeletable(context, instance);
        }

        var next = Install.Settle(registry,
            registry with { LoadFiles = registry.LoadFiles.Remove(file), Applications = registry.Applications.RemoveRange(instances) });
        var (answer, counted) = Delegation.Confirm(context, delegated, next, token.Template, Delegation.Lv(file.Aid));
        return new Outcome
        {
            Data = answer,
            Registry = counted,
            Work = [.. instances.Reverse().Select(i => new RuntimeWork.Uninstall(i.Aid)), new RuntimeWork.Unload(file.Aid)],
        };
    }

    private static bool DemandAllowed(CommandContext context, Aid aid, Aid domain)
    {
        var delegated = Acceptance.Demand(context, CardOperation.Delete, aid, domain);
        var owner = context.Registry.FindDomain(domain)!;
        Acceptance.DemandAccepted(context, owner, DomainPolicy.RefusesDeletion);

        // The domain has a say, and in the state LOCKED none to give, unless the privilege passes over it (9.5.1).
        Demand(!owner.IsLocked || context.Domain.Has(Privileges.GlobalDelete), StatusWord.ConditionsNotSatisfied, $"the security domain {domain} is LOCKED");
        return delegated;
    }

    private static void DemandDeletable(CommandContext context, ApplicationEntry application)
    {
        var registry = context.Registry;
        Demand(application.Aid != registry.IssuerDomain && application.Kind != ApplicationKind.AccessRuleMaster, StatusWord.ConditionsNotSatisfied,
            $"{application.Aid} belongs to the card");
        Demand(!context.Selected.Contains(application.Aid), StatusWord.ConditionsNotSatisfied, $"{application.Aid} is selected on a channel");
        Demand(!application.IsSecurityDomain
            || (registry.Applications.All(a => a.Aid == application.Aid || a.Domain != application.Aid) && registry.LoadFiles.All(f => f.Domain != application.Aid)),
            StatusWord.ConditionsNotSatisfied, $"the security domain {application.Aid} still holds content");
    }

    /// <summary>DELETE [key]: D0 identifier, D2 version; one may be left out (table 11-24).</summary>
    private static Outcome Keys(CommandContext context, IReadOnlyList<BerTlv> tlvs)
    {
        Acceptance.Demand(context, CardOperation.ManageOwnKeysAndData, context.Domain.Aid, context.Domain.Domain);
        Demand(tlvs.All(t => t.Tag.Value is 0xD0 or 0xD2 && t.Value.Length == 1) && tlvs.Select(t => t.Tag).Distinct().Count() == tlvs.Count,
            StatusWord.WrongData, "DELETE names an AID (4F), or a key by identifier (D0) and version (D2)");
        byte? id = tlvs.Any(t => t.Tag == 0xD0) ? tlvs.First(t => t.Tag == 0xD0).Value.Span[0] : null;
        byte? version = tlvs.Any(t => t.Tag == 0xD2) ? tlvs.First(t => t.Tag == 0xD2).Value.Span[0] : null;

        var data = context.Domain.SecurityDomain!;
        var gone = data.Keys.Where(k => (id is null || k.Id == id) && (version is null || k.Version == version)).ToList();
        Demand(gone.Count > 0, StatusWord.ReferencedDataNotFound, "there is no such key");
        var kept = data.Keys.RemoveRange(gone);
        var changed = data with { Keys = kept, Counters = data.Counters.RemoveRange(data.Counters.Keys.Where(v => kept.All(k => k.Version != v))) };
        Demand(changed.FindScp03(0) is not null || data.FindScp03(0) is null, StatusWord.ConditionsNotSatisfied,
            "the last key set of a security domain is not deleted: it would be out of reach");
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Registry = context.Registry.With(context.Domain with { SecurityDomain = changed }),
        };
    }
}
