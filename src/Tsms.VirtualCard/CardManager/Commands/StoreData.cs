using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Access;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>STORE DATA, to the domain itself or to what INSTALL [for personalization] named (GP Card Specification 2.3.1, 11.11 and 7.3.2).</summary>
internal static class StoreData
{
    private const int MaxLength = 4096;

    /// <summary>Processes STORE DATA.</summary>
    /// <exception cref="CardFault">It is refused; the caller resets the block counter.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.DemandUsable(context);
        var (command, session) = (context.Command, context.Session);
        var last = (command.P1 & 0x80) != 0;
        Demand((command.P1 & 0x06) == 0 && (command.P1 & 0x18) != 0x18 && (command.P1 & 0x60) != 0x40, StatusWord.IncorrectP1P2,
            $"P1 {command.P1:X2} of STORE DATA has reserved bits");
        Demand(command.P2 == session.NextStoreBlock, StatusWord.IncorrectP1P2, $"block {command.P2} came, {session.NextStoreBlock} is due");
        var next = last
            ? session with { Personalizing = null, NextStoreBlock = 0, Stored = [] }
            : session with { NextStoreBlock = session.NextStoreBlock + 1 };

        if (session.Personalizing is { } aid)
        {
            var target = context.Registry.Find(aid);
            Demand(target is not null, StatusWord.ReferencedDataNotFound, $"{aid} has gone");
            return target.Kind switch
            {
                ApplicationKind.Applet => new Outcome { Session = next, Work = [new RuntimeWork.Personalize(aid, command.ToBytes(), (command.P1 & 1) != 0)] },
                ApplicationKind.AccessRuleMaster => ToRules(context, next, last),
                _ => ToDomain(context, target, next, last),
            };
        }

        if (context.Domain.Kind == ApplicationKind.AccessRuleMaster)
        {
            return ToRules(context, next, last);
        }

        Acceptance.Demand(context, CardOperation.ManageOwnKeysAndData, context.Domain.Aid, context.Domain.Domain);
        return ToDomain(context, context.Domain, next, last);
    }

    /// <summary>Commands to the ARA-M; what comes in several STORE DATA is done at once with the last.</summary>
    private static Outcome ToRules(CommandContext context, DomainSession next, bool last)
    {
        var data = Gathered(context);
        return last
            ? AccessRuleMaster.Personalize(context.Registry, data.AsMemory()) with { Session = next }
            : new Outcome { Session = next with { Stored = data } };
    }

    private static ImmutableArray<byte> Gathered(CommandContext context)
    {
        ImmutableArray<byte> data = [.. context.Session.Stored, .. context.Command.Data.Span];
        Demand(data.Length <= MaxLength, StatusWord.NotEnoughMemory, $"STORE DATA takes {MaxLength} bytes in one chain");
        return data;
    }

    private static Outcome ToDomain(CommandContext context, ApplicationEntry domain, DomainSession next, bool last)
    {
        var data = Gathered(context);
        if (!last)
        {
            return new Outcome { Session = next with { Stored = data } };
        }

        // What a domain takes as BER-TLV is public; a command that says otherwise would be stored as it came.
        var isGroups = (context.Command.P1 & 0x18) == 0x08;
        Demand((context.Command.P1 & 0x60) != 0x60 || isGroups, StatusWord.WrongData, "data objects of a security domain come in clear, and P1 says that they are enciphered (table 11-89)");
        var changed = (context.Command.P1 & 0x18) switch
        {
            0x08 => DataGroups.Store(context, domain, data.AsMemory()),
            _ => WithObjects(context, domain, data.AsMemory()),
        };
        return new Outcome { Session = next, Registry = context.Registry.With(changed, domain.Aid) };
    }

    /// <summary>
    /// Stores BER-TLV data objects; 4F gives the issuer's domain another name. What the domain makes itself cannot be stored (11.11.2.3).
    /// </summary>
    public static ApplicationEntry WithObjects(CommandContext context, ApplicationEntry domain, ReadOnlyMemory<byte> data)
    {
        Demand(BerTlvReader.TryReadAll(data, out var tlvs, out var status, out var offset) && tlvs.Count > 0, StatusWord.WrongData,
            $"the data are no BER-TLV at offset {offset}: {status}");
        var isIssuer = domain.Aid == context.Registry.IssuerDomain;
        var objects = domain.SecurityDomain!.DataObjects;
        var name = domain.Aid;
        foreach (var tlv in tlvs)
        {
            if (isIssuer && tlv.Tag == GpTag.Aid)
            {
                Demand(Aid.TryFrom(tlv.Value.Span, out name) && (name == domain.Aid || !context.Registry.IsTaken(name)), StatusWord.WrongData,
                    "the name of the issuer's domain (4F) has 5 to 16 bytes and is no other's");
                continue;
            }

            var storable = tlv.Tag.Value is 0x42 or 0x45 or 0x66 or 0x5F50 || (isIssuer && tlv.Tag.Value is 0x67);
            Demand(storable, StatusWord.WrongData, $"the data object {tlv.Tag} cannot be stored");
            Demand(tlv.Value.Length is > 0 and <= 255, StatusWord.WrongData, $"the data object {tlv.Tag} has {tlv.Value.Length} bytes");
            objects = objects.SetItem(tlv.Tag.Value, [.. tlv.Value.Span]);
        }

        return domain with { Aid = name, SecurityDomain = domain.SecurityDomain with { DataObjects = objects } };
    }
}
