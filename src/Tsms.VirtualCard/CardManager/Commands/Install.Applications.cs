using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <content>INSTALL [for install], alone or with [make selectable] (GP Card Specification 2.3.1, 9.3.6).</content>
internal static partial class Install
{
    private static Outcome ForInstall(CommandContext context, LvReader fields, bool selectable, LoadUnderWay? load = null)
    {
        // In a combined process the load file AID may be left out (11.5.2.3.2).
        var fileAid = fields.ReadAid("load file AID");
        fileAid = fileAid.IsEmpty && load is not null ? load.LoadFile : fileAid;
        Demand(!fileAid.IsEmpty && (load is null || fileAid == load.LoadFile), StatusWord.WrongData, "the load file AID is missing, or another than was loaded");
        var moduleAid = fields.ReadNeededAid("module AID");
        var aid = fields.ReadNeededAid("application AID");
        var privilegeField = fields.Read("privileges");
        var parameters = InstallParameters.Parse(fields.ReadLong("install parameters"));
        var token = Token(context, fields, parameters, load?.Combined is { } first ? first.AsSpan() : default);

        // What a combined process has loaded is there from now on, in this command's eyes.
        var registry = load?.Ready is { } ready ? context.Registry with { LoadFiles = context.Registry.LoadFiles.Add(ready.Entry) } : context.Registry;
        var file = registry.FindLoadFile(fileAid);
        Demand(file is not null && file.Modules.Contains(moduleAid), StatusWord.ReferencedDataNotFound, $"there is no module {moduleAid} in {fileAid}");
        Demand(parameters.Application is not null, StatusWord.WrongData, "install parameters hold C9");
        Demand(!registry.IsTaken(aid), StatusWord.ConditionsNotSatisfied, $"{aid} is on the card already");
        Demand(!file.IsBuiltIn || fileAid == GpAid.SecurityDomainLoadFile, StatusWord.ConditionsNotSatisfied, $"{moduleAid} is there once and for all");

        var isDomain = file.IsBuiltIn;
        var privileges = ToPrivileges(privilegeField.Span, isDomain);
        CheckPrivileges(context.Profile, privileges, isDomain);
        Demand(selectable || (!privileges.HasFlag(Privileges.CardReset) && parameters.ImplicitSelection.IsEmpty), StatusWord.ConditionsNotSatisfied,
            "Card Reset and implicit selection go with make selectable (11.5.2.3.2)");
        DemandFree(registry, aid, parameters);
        var quota = parameters.ToQuota();

        // What is reserved counts within the quota (9.7).
        DemandRoom(Math.Max(parameters.Persistent ?? 0, quota.PersistentReserve), context.Memory.PersistentFree, "non-volatile");
        DemandRoom(Math.Max(parameters.Volatile ?? 0, quota.VolatileReserve), context.Memory.TransientFree, "volatile");

        var owner = registry.FindDomain(file.Domain);
        Demand(owner is not null, StatusWord.ConditionsNotSatisfied, $"the security domain {file.Domain} of the load file has gone");
        var domain = isDomain ? context.Domain : owner;
        var delegated = Acceptance.Demand(context, isDomain ? CardOperation.InstallDomain : CardOperation.Install, file.Domain, owner.Domain);
        var authority = Delegation.Authorize(context, delegated, token);
        Acceptance.DemandHolds(registry, domain);
        DemandPassedOn(registry, authority, privileges, receiver: null);

        var made = new ApplicationEntry(isDomain ? ApplicationKind.SecurityDomain : ApplicationKind.Applet, aid, fileAid, moduleAid, domain.Aid,
            selectable ? LifeCycle.Selectable : LifeCycle.Installed, privileges)
        {
            SecurityDomain = isDomain ? SecurityDomainData.Empty with { Policy = PolicyOf(parameters.Application.Value) } : null,
            ImplicitSelection = parameters.ImplicitSelection,
            Services = parameters.Services ?? [],
            Quota = isDomain ? default : quota,
        };
        var next = Settle(context.Registry, registry with { Applications = registry.Applications.Add(made) });
        byte[] receipt = [.. Delegation.Lv(fileAid), .. Delegation.Lv(aid), .. load is null ? [] : Delegation.Lv(domain.Aid)];
        var (answer, counted) = Delegation.Confirm(context, delegated, next, parameters.TokenTemplate, receipt);
        ImmutableArray<RuntimeWork> work = load?.Ready is { } loaded ? [new RuntimeWork.Load(loaded.Package)] : [];
        return new Outcome
        {
            Data = answer,
            Session = context.Session with { Load = null },
            Registry = counted,
            Work = isDomain
                ? work
                : work.Add(new RuntimeWork.Install(fileAid, moduleAid, aid, InstallData(aid, privilegeField.Span, parameters.Application.Value), quota)),
        };
    }

    /// <summary>
    /// Install parameters as an applet gets them: LV AID, LV privileges as they came, LV application specific parameters (JCRE 3.0.5, 3.1).
    /// </summary>
    private static byte[] InstallData(Aid aid, ReadOnlySpan<byte> privileges, ReadOnlyMemory<byte> application)
    {
        Demand(application.Length <= 255, StatusWord.WrongData, "application specific parameters have at most 255 bytes");
        return [(byte)aid.Length, .. aid.Span, (byte)privileges.Length, .. privileges, (byte)application.Length, .. application.Span];
    }

    /// <summary>What a domain accepts, by its own parameters (GP UICC Configuration 1.0.1, 4.3.2): a value of zeroes refuses, any other accepts.</summary>
    private static DomainPolicy PolicyOf(ReadOnlyMemory<byte> parameters)
    {
        Demand(BerTlvReader.TryReadAll(parameters, out var tlvs, out var status, out var offset), StatusWord.WrongData,
            $"the parameters of a security domain (C9) are no BER-TLV at offset {offset}: {status}");
        var policy = DomainPolicy.None;
        foreach (var tlv in tlvs)
        {
            var refuses = !tlv.Value.IsEmpty && tlv.Value.Span.IndexOfAnyExcept((byte)0) < 0;
            policy |= (refuses, tlv.Tag.Value) switch
            {
                (true, 0x82) => DomainPolicy.RefusesExtraditionTo,
                (true, 0x83) => DomainPolicy.RefusesDeletion,
                (true, 0x87) => DomainPolicy.RefusesExtraditionFrom,
                _ => DomainPolicy.None,
            };
        }

        return policy;
    }
}
