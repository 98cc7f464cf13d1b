using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <content>INSTALL [for install], alone or with [make selectable] (GP Card Specification 2.3.1, 9.3.6).</content>
internal static partial class Install
{
    /// <summary>Privileges that only a domain may pass on that has them itself: they reach beyond its own tree (6.6.2).</summary>
    private const Privileges CardWide = Privileges.CardLock | Privileges.CardTerminate | Privileges.CvmManagement | Privileges.GlobalDelete | Privileges.GlobalLock
        | Privileges.GlobalRegistry | Privileges.FinalApplication | Privileges.CardReset;

    /// <summary>Privileges that this card gives nobody: it verifies no DAP and no tokens, makes no receipts and deciphers no load files.</summary>
    private const Privileges NotGiven = Privileges.MandatedDapVerification | Privileges.TokenManagement | Privileges.ReceiptGeneration
        | Privileges.CipheredLoadFileDataBlock | Privileges.FinalApplication | Privileges.PrivacyTrusted;

    private const Privileges ForDomainsOnly = Privileges.DapVerification | Privileges.DelegatedManagement | Privileges.AuthorizedManagement | Privileges.TrustedPath;

    private static Outcome ForInstall(CommandContext context, LvReader fields, bool selectable)
    {
        var fileAid = fields.ReadNeededAid("load file AID");
        var moduleAid = fields.ReadNeededAid("module AID");
        var aid = fields.ReadNeededAid("application AID");
        var privilegeField = fields.Read("privileges");
        var privileges = ToPrivileges(privilegeField.Span);
        var parameters = InstallParameters.Parse(fields.ReadLong("install parameters"));
        fields.ReadNoToken();
        fields.End();

        var registry = context.Registry;
        var file = registry.FindLoadFile(fileAid);
        Demand(file is not null && file.Modules.Contains(moduleAid), StatusWord.ReferencedDataNotFound, $"there is no module {moduleAid} in {fileAid}");
        Demand(parameters.Application is not null, StatusWord.WrongData, "install parameters hold C9");
        Demand(!registry.IsTaken(aid), StatusWord.ConditionsNotSatisfied, $"{aid} is on the card already");
        Demand(!file.IsBuiltIn || fileAid == GpAid.SecurityDomainLoadFile, StatusWord.ConditionsNotSatisfied, $"{moduleAid} is there once and for all");

        var isDomain = file.IsBuiltIn;
        CheckPrivileges(context, privileges, isDomain, selectable);
        DemandRoom((long)(parameters.C8 ?? 0) + (parameters.D8 ?? 0), context.Memory.PersistentFree, "non-volatile");
        DemandRoom((long)(parameters.C7 ?? 0) + (parameters.D7 ?? 0), context.Memory.TransientFree, "volatile");

        var domain = isDomain ? context.Domain : registry.FindDomain(file.Domain)!;
        Acceptance.Demand(context, isDomain ? CardOperation.InstallDomain : CardOperation.Install, file.Domain, registry.FindDomain(file.Domain)!.Domain);
        Acceptance.DemandHolds(registry, domain);

        var made = new ApplicationEntry(isDomain ? ApplicationKind.SecurityDomain : ApplicationKind.Applet, aid, fileAid, moduleAid, domain.Aid,
            selectable ? LifeCycle.Selectable : LifeCycle.Installed, privileges)
        {
            SecurityDomain = isDomain ? SecurityDomainData.Empty : null,
        };
        DemandOneCardReset(registry, made);
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Registry = registry with { Applications = registry.Applications.Add(made) },
            Work = isDomain ? [] : [new RuntimeWork.Install(fileAid, moduleAid, aid, InstallData(aid, privilegeField.Span, parameters.Application.Value), parameters.C7, parameters.C8)],
        };
    }

    /// <summary>Install parameters as an applet gets them: LV AID, LV privileges as they came, LV application specific parameters (JCRE 3.0.5, 3.1).</summary>
    private static byte[] InstallData(Aid aid, ReadOnlySpan<byte> privileges, ReadOnlyMemory<byte> application)
    {
        Demand(application.Length <= 255, StatusWord.WrongData, "application specific parameters have at most 255 bytes");
        return [(byte)aid.Length, .. aid.Span, (byte)privileges.Length, .. privileges, (byte)application.Length, .. application.Span];
    }

    private static void CheckPrivileges(CommandContext context, Privileges privileges, bool isDomain, bool selectable)
    {
        Demand(privileges.HasFlag(Privileges.SecurityDomain) == isDomain, StatusWord.WrongData, "the privilege Security Domain goes with the module of security domains, and only with it");
        Demand((privileges & NotGiven) == 0, StatusWord.WrongData, $"of the privileges {(uint)privileges:X6} this card does not give {(uint)(privileges & NotGiven):X6}");
        Demand(!privileges.HasFlag(Privileges.DapVerification), StatusWord.WrongData, "this card verifies no DAP");
        Demand(isDomain || (privileges & ForDomainsOnly) == 0, StatusWord.WrongData, "an applet cannot have privileges of security domains");
        Demand((privileges & (Privileges.DelegatedManagement | Privileges.AuthorizedManagement)) != (Privileges.DelegatedManagement | Privileges.AuthorizedManagement),
            StatusWord.WrongData, "delegated and authorized management exclude each other");
        Demand(((uint)privileges & 0x000007) == 0, StatusWord.WrongData, "privilege bits that are reserved are set");

        // Card Reset cannot be given before the application is selectable (11.5.2.3.2).
        Demand(selectable || !privileges.HasFlag(Privileges.CardReset), StatusWord.ConditionsNotSatisfied, "Card Reset goes with make selectable");
        var beyond = privileges & CardWide & ~context.Domain.Privileges;
        Demand(beyond == 0, StatusWord.ConditionsNotSatisfied, $"a domain cannot pass on the privileges {(uint)beyond:X6} that it has not");
    }
}
