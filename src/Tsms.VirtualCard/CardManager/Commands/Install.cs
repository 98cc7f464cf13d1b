using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>INSTALL in its forms (GP Card Specification 2.3.1, 11.5; behaviour of 9.3.5 to 9.4.1).</summary>
internal static partial class Install
{
    /// <summary>Processes INSTALL.</summary>
    /// <exception cref="CardFault">It is refused.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.DemandReady(context);
        Demand(context.Command.P2 == 0, StatusWord.IncorrectP1P2, "P2 of INSTALL is 00: combined loading is not supported");
        var fields = new LvReader(context.Command.Data);
        return context.Command.P1 switch
        {
            0x02 => ForLoad(context, fields),
            0x04 => ForInstall(context, fields, selectable: false),
            0x0C => ForInstall(context, fields, selectable: true),
            0x08 => ForMakeSelectable(context, fields),
            0x10 => ForExtradition(context, fields),
            0x20 => ForPersonalization(context, fields),
            _ => throw new CardFault(StatusWord.IncorrectP1P2, $"INSTALL with P1 {context.Command.P1:X2} is not supported"),
        };
    }

    private static Outcome ForLoad(CommandContext context, LvReader fields)
    {
        var file = fields.ReadNeededAid("load file AID");
        var domain = fields.ReadAid("security domain AID");
        var hash = fields.Read("load file data block hash");
        var parameters = InstallParameters.Parse(fields.ReadLong("load parameters"));
        fields.ReadNoToken();
        fields.End();

        Demand(hash.Length is 0 or 20 or 32 or 48 or 64, StatusWord.WrongData, $"a load file data block hash has 0, 20, 32, 48 or 64 bytes, not {hash.Length}");
        var target = domain.IsEmpty ? context.Domain : context.Registry.FindDomain(domain);
        Demand(target is not null, StatusWord.ReferencedDataNotFound, $"there is no security domain {domain}");
        Acceptance.Demand(context, CardOperation.Load, target.Aid, target.Domain);
        Acceptance.DemandHolds(context.Registry, target);
        Demand(!context.Registry.IsTaken(file), StatusWord.ConditionsNotSatisfied, $"{file} is on the card already");
        DemandRoom((long)(parameters.C6 ?? 0) + (parameters.C8 ?? 0), context.Memory.PersistentFree, "non-volatile");
        DemandRoom(parameters.C7 ?? 0, context.Memory.TransientFree, "volatile");
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Session = context.Session with { Load = new LoadUnderWay(file, target.Aid, [.. hash.Span], 0, [], 0) },
        };
    }

    private static Outcome ForMakeSelectable(CommandContext context, LvReader fields)
    {
        fields.ReadEmpty("first field");
        fields.ReadEmpty("second field");
        var aid = fields.ReadNeededAid("application AID");
        var privileges = ToPrivileges(fields.Read("privileges").Span);
        InstallParameters.Parse(fields.ReadLong("make selectable parameters"));
        fields.ReadNoToken();
        fields.End();

        var application = FindApplication(context, aid);
        Acceptance.Demand(context, CardOperation.MakeSelectable, aid, application.Domain);
        Demand(application.State == LifeCycle.Installed, StatusWord.ConditionsNotSatisfied, $"{aid} is not in the state INSTALLED");

        // Only Card Reset is looked at here (11.5.2.3.3).
        var made = application with { State = LifeCycle.Selectable, Privileges = application.Privileges | (privileges & Privileges.CardReset) };
        DemandOneCardReset(context.Registry, made);
        return new Outcome { Data = Outcome.NoConfirmation, Registry = context.Registry.With(made) };
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

    private static Outcome ForExtradition(CommandContext context, LvReader fields)
    {
        var to = fields.ReadNeededAid("security domain AID");
        fields.ReadEmpty("second field");
        var what = fields.ReadNeededAid("application or load file AID");
        fields.ReadEmpty("fourth field");
        InstallParameters.Parse(fields.ReadLong("extradition parameters"));
        fields.ReadNoToken();
        fields.End();

        var registry = context.Registry;
        var domain = registry.FindDomain(to);
        Demand(domain is not null, StatusWord.ReferencedDataNotFound, $"there is no security domain {to}");
        var application = registry.Find(what);
        var file = registry.FindLoadFile(what);
        Demand(application is not null || file is not null, StatusWord.ReferencedDataNotFound, $"there is no application or load file {what}");
        Acceptance.Demand(context, CardOperation.ExtraditeFrom, what, application?.Domain ?? file!.Domain);
        Acceptance.Demand(context, CardOperation.ExtraditeTo, to, domain.Domain);
        Acceptance.DemandHolds(registry, domain);
        Demand(application is null || registry.PathToRoot(domain).All(d => d.Aid != what), StatusWord.ConditionsNotSatisfied, $"{what} cannot go below itself");
        Demand(file is null or { IsBuiltIn: false }, StatusWord.ConditionsNotSatisfied, $"{what} belongs to the card");
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Registry = application is not null
                ? registry.With(application with { Domain = to })
                : registry with { LoadFiles = registry.LoadFiles.Replace(file!, file! with { Domain = to }) },
        };
    }

    private static ApplicationEntry FindApplication(CommandContext context, Aid aid) =>
        context.Registry.Find(aid) ?? throw new CardFault(StatusWord.ReferencedDataNotFound, $"there is no application {aid}");

    private static void DemandRoom(long needed, int free, string kind) =>
        Demand(needed <= free, StatusWord.NotEnoughMemory, $"{needed} bytes of {kind} memory are asked for, {free} are free");

    /// <summary>One byte leaves the second and third zero (11.5.2.3.2 lets a card choose defaults; this one has none).</summary>
    private static Privileges ToPrivileges(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => (Privileges)((uint)bytes[0] << 16),
        3 => (Privileges)(((uint)bytes[0] << 16) | ((uint)bytes[1] << 8) | bytes[2]),
        _ => throw new CardFault(StatusWord.WrongData, $"privileges have 1 or 3 bytes, not {bytes.Length}"),
    };

    private static void DemandOneCardReset(CardRegistry registry, ApplicationEntry made) =>
        Demand(!made.Has(Privileges.CardReset) || registry.Applications.All(a => a.Aid == made.Aid || a.Aid == registry.IssuerDomain || !a.Has(Privileges.CardReset)),
            StatusWord.ConditionsNotSatisfied, "another application is selected by default already");
}
