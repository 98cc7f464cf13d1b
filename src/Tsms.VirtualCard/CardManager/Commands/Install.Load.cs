using Tsms.SmartCard;
using Tsms.VirtualCard.CardManager.Registry;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <content>INSTALL [for load], and the first and last INSTALL of a combined process (GP Card Specification 2.3.1, 9.3.5 and 9.3.8).</content>
internal static partial class Install
{
    private static Outcome ForLoad(CommandContext context, LvReader fields, bool combined)
    {
        var file = fields.ReadNeededAid("load file AID");
        var domain = fields.ReadAid("security domain AID");
        var hash = fields.Read("load file data block hash");
        var parameters = InstallParameters.Parse(fields.ReadLong("load parameters"));
        var token = Token(context, fields, parameters);

        Demand(hash.Length is 0 or 20 or 32 or 48 or 64, StatusWord.WrongData,
            $"a load file data block hash has 0, 20, 32, 48 or 64 bytes, not {hash.Length}");
        var target = domain.IsEmpty ? context.Domain : context.Registry.FindDomain(domain);
        Demand(target is not null, StatusWord.ReferencedDataNotFound, $"there is no security domain {domain}");
        var delegated = Acceptance.Demand(context, CardOperation.Load, target.Aid, target.Domain);

        // In a combined process the token comes with the last INSTALL; what it signs begins here (C.4.7).
        Demand(!combined || token.Value.IsEmpty, StatusWord.WrongData, "the token of a combined process comes with its last INSTALL");
        if (!combined)
        {
            Delegation.Authorize(context, delegated, token);
        }

        Demand(!delegated || !hash.IsEmpty, StatusWord.ConditionsNotSatisfied, "with a token the hash of the load file data block is mandatory (C.2)");
        Acceptance.DemandHolds(context.Registry, target);
        Acceptance.DemandAccepted(context, target, DomainPolicy.RefusesExtraditionTo);
        Demand(!context.Registry.IsTaken(file), StatusWord.ConditionsNotSatisfied, $"{file} is on the card already");
        DemandRoom((long)(parameters.Code ?? 0) + (parameters.Persistent ?? 0), context.Memory.PersistentFree, "non-volatile");
        DemandRoom(parameters.Volatile ?? 0, context.Memory.TransientFree, "volatile");
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Session = context.Session with
            {
                Load = new LoadUnderWay(file, target.Aid, [.. hash.Span])
                {
                    IsDelegated = delegated,
                    TokenTemplate = [.. parameters.TokenTemplate.Span],
                    Combined = combined ? [.. token.Signed.Span] : null,
                },
            },
        };
    }

    /// <summary>The last INSTALL of a combined process: load file and application come to be at once, or not at all.</summary>
    private static Outcome EndCombined(CommandContext context, LvReader fields)
    {
        var load = context.Session.Load;
        Demand(load is { Combined: not null, Ready: not null }, StatusWord.ConditionsNotSatisfied,
            "the last INSTALL of a combined process comes after its first and all LOADs");
        return ForInstall(context, fields, selectable: true, load);
    }
}
