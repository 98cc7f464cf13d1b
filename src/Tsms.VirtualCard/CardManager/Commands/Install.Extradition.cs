using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <content>INSTALL [for extradition] and [for registry update] (GP Card Specification 2.3.1, 9.4).</content>
internal static partial class Install
{
    private static Outcome ForExtradition(CommandContext context, LvReader fields)
    {
        var to = fields.ReadNeededAid("security domain AID");
        fields.ReadEmpty("second field");
        var what = fields.ReadNeededAid("application or load file AID");
        fields.ReadEmpty("fourth field");
        var parameters = InstallParameters.Parse(fields.ReadLong("extradition parameters"));
        var token = Token(context, fields, parameters);

        var registry = context.Registry;
        var application = registry.Find(what);
        var file = registry.FindLoadFile(what);
        Demand(application is not null || file is not null, StatusWord.ReferencedDataNotFound, $"there is no application or load file {what}");
        var from = application?.Domain ?? file!.Domain;
        var delegated = DemandExtraditable(context, to, what, from, isFile: file is not null);
        Delegation.Authorize(context, delegated, token);
        Demand(file is null or { IsBuiltIn: false }, StatusWord.ConditionsNotSatisfied, $"{what} belongs to the card");
        var next = application is not null
            ? registry.With(application with { Domain = to })
            : registry with { LoadFiles = registry.LoadFiles.Replace(file!, file! with { Domain = to }) };
        var (answer, counted) = Delegation.Confirm(context, delegated, next, parameters.TokenTemplate,
            [.. Delegation.Lv(from), .. Delegation.Lv(what), .. Delegation.Lv(to)]);
        return new Outcome { Data = answer, Registry = counted };
    }

    /// <summary>That a domain may take something out of one domain and put it into another; true when a token must permit it.</summary>
    private static bool DemandExtraditable(CommandContext context, Aid to, Aid what, Aid from, bool isFile)
    {
        var registry = context.Registry;
        var domain = registry.FindDomain(to);
        Demand(domain is not null, StatusWord.ReferencedDataNotFound, $"there is no security domain {to}");
        var delegated = Acceptance.Demand(context, CardOperation.ExtraditeFrom, what, from) | Acceptance.Demand(context, CardOperation.ExtraditeTo, to, domain.Domain);
        Acceptance.DemandHolds(registry, domain);
        Acceptance.DemandHolds(registry, registry.FindDomain(from)!);
        Acceptance.DemandAccepted(context, domain, DomainPolicy.RefusesExtraditionTo);
        Acceptance.DemandAccepted(context, registry.FindDomain(from), DomainPolicy.RefusesExtraditionFrom);
        Demand(!isFile || !domain.Has(Privileges.DapVerification), StatusWord.ConditionsNotSatisfied,
            "a load file is not extradited to a domain that verifies DAPs (9.4.1)");

        // A domain that is extradited to itself is the root of a hierarchy (7.2); the issuer's is one for ever.
        Demand(what != registry.IssuerDomain, StatusWord.ConditionsNotSatisfied, $"{what} is the issuer's domain and not subject to extradition");
        Demand(to == what || registry.PathToRoot(domain).All(d => d.Aid != what), StatusWord.ConditionsNotSatisfied, $"{what} cannot go below what is below it");
        return delegated;
    }

    private static Outcome ForRegistryUpdate(CommandContext context, LvReader fields)
    {
        var to = fields.ReadAid("security domain AID");
        fields.ReadEmpty("second field");
        var aid = fields.ReadAid("application AID");
        var privilegeField = fields.Read("privileges");
        var parameters = InstallParameters.Parse(fields.ReadLong("registry update parameters"));
        var token = Token(context, fields, parameters);
        if (aid.IsEmpty)
        {
            Demand(to.IsEmpty && privilegeField.IsEmpty && parameters.Restrict is not null, StatusWord.WrongData,
                "a registry update without an application restricts the card (D9), and does nothing else");
            return RestrictCard(context, parameters, token);
        }

        var registry = context.Registry;
        var application = FindApplication(context, aid);
        Demand(!to.IsEmpty || !privilegeField.IsEmpty || !parameters.ImplicitSelection.IsEmpty || parameters.Services is not null || parameters.Restrict is not null,
            StatusWord.WrongData, "the registry update changes nothing");
        var delegated = Acceptance.Demand(context, CardOperation.UpdateRegistry, aid, application.Domain);
        Acceptance.DemandHolds(registry, registry.FindDomain(application.Domain)!);
        if (!to.IsEmpty)
        {
            Acceptance.DemandUnrestricted(context, 0x10);
            delegated |= DemandExtraditable(context, to, aid, application.Domain, isFile: false);
        }

        var authority = Delegation.Authorize(context, delegated, token);
        Demand(parameters.Restrict is null || application.IsSecurityDomain, StatusWord.WrongData, "functions of a security domain are restricted, not of an applet");
        DemandFree(registry, aid, parameters);
        var privileges = application.Privileges;
        if (!privilegeField.IsEmpty)
        {
            privileges = ToPrivileges(privilegeField.Span, application.IsSecurityDomain);
            CheckPrivileges(context.Profile, privileges, application.IsSecurityDomain, application.Privileges);
            DemandPassedOn(registry, authority, privileges & ~application.Privileges, application);
        }

        var made = application with
        {
            Privileges = privileges,
            Domain = to.IsEmpty ? application.Domain : to,
            ImplicitSelection = [.. application.ImplicitSelection.Union(parameters.ImplicitSelection)],
            Services = parameters.Services ?? application.Services,
            Restrictions = (byte)(application.Restrictions | (parameters.Restrict ?? 0)),
        };
        var next = Settle(registry, registry.With(made));
        byte[] receipt =
        [
            .. to.IsEmpty ? [0] : Delegation.Lv(application.Domain), .. Delegation.Lv(aid), .. to.IsEmpty ? [0] : Delegation.Lv(to),
            .. Delegation.Lv(privilegeField.Span), .. Delegation.Lv(parameters.Field.Span),
        ];
        var (answer, counted) = Delegation.Confirm(context, delegated, next, parameters.TokenTemplate, receipt);
        return new Outcome { Data = answer, Registry = counted };
    }

    private static Outcome RestrictCard(CommandContext context, InstallParameters parameters, Token token)
    {
        var registry = context.Registry;
        var delegated = Acceptance.Demand(context, CardOperation.RestrictCard, registry.IssuerDomain, registry.IssuerDomain);
        Delegation.Authorize(context, delegated, token);
        var next = registry with { Restrictions = (byte)(registry.Restrictions | parameters.Restrict!.Value) };
        var (answer, counted) = Delegation.Confirm(context, delegated, next, parameters.TokenTemplate,
            [0, 0, 0, 0, .. Delegation.Lv(parameters.Field.Span)]);
        return new Outcome { Data = answer, Registry = counted };
    }
}
