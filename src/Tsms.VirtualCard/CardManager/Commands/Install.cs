using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>INSTALL in its forms (GP Card Specification 2.3.1, 11.5; behaviour of 9.3.5 to 9.4.2).</summary>
internal static partial class Install
{
    private const byte CombinedFirst = 0x01;
    private const byte CombinedLast = 0x03;

    /// <summary>Processes INSTALL.</summary>
    /// <exception cref="CardFault">It is refused.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.DemandReady(context);
        var (p1, p2) = (context.Command.P1, context.Command.P2);
        var combined = p1 == 0x0E;
        Demand(combined ? p2 is CombinedFirst or CombinedLast : p2 == 0, StatusWord.IncorrectP1P2, $"P2 of INSTALL with P1 {p1:X2} is not {p2:X2}");
        Demand(p1 is 0x02 or 0x04 or 0x0C or 0x08 or 0x0E or 0x10 or 0x20 or 0x40, StatusWord.IncorrectP1P2, $"INSTALL with P1 {p1:X2} is not supported");
        Demand(!(combined && context.Profile.Lacks(CardFunction.CombinedLoad)) && !(p1 == 0x10 && context.Profile.Lacks(CardFunction.Extradition))
            && !(p1 == 0x40 && context.Profile.Lacks(CardFunction.RegistryUpdate)), StatusWord.IncorrectP1P2, $"the product has no INSTALL with P1 {p1:X2}");
        Acceptance.DemandUnrestricted(context, p1);
        var fields = new LvReader(context.Command.Data);
        return p1 switch
        {
            0x02 => ForLoad(context, fields, combined: false),
            0x0E => p2 == CombinedFirst ? ForLoad(context, fields, combined: true) : EndCombined(context, fields),
            0x08 => ForMakeSelectable(context, fields),
            0x10 => ForExtradition(context, fields),
            0x20 => ForPersonalization(context, fields),
            0x40 => ForRegistryUpdate(context, fields),
            _ => ForInstall(context, fields, selectable: p1 == 0x0C),
        };
    }

    private static Outcome ForMakeSelectable(CommandContext context, LvReader fields)
    {
        fields.ReadEmpty("first field");
        fields.ReadEmpty("second field");
        var aid = fields.ReadNeededAid("application AID");
        var privileges = ToPrivileges(fields.Read("privileges").Span, isDomain: false);
        var parameters = InstallParameters.Parse(fields.ReadLong("make selectable parameters"));
        var token = Token(context, fields, parameters);

        var application = FindApplication(context, aid);
        var delegated = Acceptance.Demand(context, CardOperation.MakeSelectable, aid, application.Domain);
        Acceptance.DemandHolds(context.Registry, context.Registry.FindDomain(application.Domain)!);
        var authority = Delegation.Authorize(context, delegated, token);

        // Only Card Reset is looked at here (11.5.2.3.3). What is selectable already may get that, or be selected by default from now on, and nothing else.
        var reset = privileges & Privileges.CardReset;
        Demand(
            application.State == LifeCycle.Installed || (application.IsSelectable && (reset != 0 || !parameters.ImplicitSelection.IsEmpty)),
            StatusWord.ConditionsNotSatisfied, $"{aid} is not in the state INSTALLED");
        DemandFree(context.Registry, aid, parameters);
        DemandPassedOn(context.Registry, authority, reset, application);
        var made = application with
        {
            State = application.State == LifeCycle.Installed ? LifeCycle.Selectable : application.State,
            Privileges = application.Privileges | reset,
            ImplicitSelection = [.. application.ImplicitSelection.Union(parameters.ImplicitSelection)],
        };
        var registry = Settle(context.Registry, context.Registry.With(made));
        var (answer, counted) = Delegation.Confirm(context, delegated, registry, parameters.TokenTemplate,
            [.. Delegation.Lv(application.LoadFile), .. Delegation.Lv(aid)]);
        return new Outcome { Data = answer, Registry = counted };
    }

    private static Outcome ForPersonalization(CommandContext context, LvReader fields)
    {
        fields.ReadEmpty("first field");
        fields.ReadEmpty("second field");
        var aid = fields.ReadNeededAid("application AID");
        fields.ReadEmpty("fourth field");
        fields.ReadEmpty("fifth field");
        fields.ReadEmpty("sixth field");
        fields.End();

        var application = FindApplication(context, aid);
        Acceptance.Demand(context, CardOperation.Personalize, aid, application.Domain);
        Demand(application.IsSelectable, StatusWord.ConditionsNotSatisfied, $"{aid} is locked or not selectable");
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Session = context.Session with { Personalizing = aid, NextStoreBlock = 0, Stored = [] },
        };
    }

    /// <summary>The token at the end of the fields, and that nothing comes after it.</summary>
    private static Token Token(CommandContext context, LvReader fields, InstallParameters parameters, ReadOnlySpan<byte> signedBefore = default)
    {
        var (value, before) = fields.ReadToken();
        fields.End();
        return new Token(value, (byte[])[.. signedBefore, .. CardManager.Token.Message(context.Command, before.Span)], parameters.TokenTemplate);
    }

    private static ApplicationEntry FindApplication(CommandContext context, Aid aid) =>
        context.Registry.Find(aid) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"there is no application {aid}");

    /// <summary>Refuses to select an application by default where another one is (6.4.1): on the same channel of the same interface.</summary>
    private static void DemandFree(CardRegistry registry, Aid aid, InstallParameters parameters)
    {
        foreach (var wanted in parameters.ImplicitSelection)
        {
            var holder = registry.Applications.FirstOrDefault(a => a.Aid != aid && a.ImplicitSelection.Any(p => (p & wanted & 0xC0) != 0 && ((p ^ wanted) & 0x1F) == 0));
            Demand(holder is null, StatusWord.ConditionsNotSatisfied, $"on channel {wanted & 0x1F} {holder?.Aid} is selected by default already");
        }
    }

    private static void DemandRoom(long needed, int free, string kind) =>
        Demand(needed <= free, StatusWord.NotEnoughMemory, $"{needed} bytes of {kind} memory are asked for, {free} are free");
}
