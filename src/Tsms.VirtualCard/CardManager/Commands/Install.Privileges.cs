using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <content>Who may be given which privileges, and the two that only one application holds (GP Card Specification 2.3.1, 6.6.2).</content>
internal static partial class Install
{
    /// <summary>Privileges that reach beyond a domain's own tree: only a domain may pass them on that has them itself.</summary>
    public const Privileges CardWide = Privileges.CardLock | Privileges.CardTerminate | Privileges.CvmManagement | Privileges.GlobalDelete | Privileges.GlobalLock
        | Privileges.GlobalRegistry | Unique;

    /// <summary>Privileges that one application has; where none has them, the issuer's domain.</summary>
    private const Privileges Unique = Privileges.FinalApplication | Privileges.CardReset;

    private const Privileges ForDomainsOnly = Privileges.DapVerification | Privileges.MandatedDapVerification | Privileges.DelegatedManagement
        | Privileges.AuthorizedManagement | Privileges.TrustedPath | Privileges.TokenManagement | Privileges.ReceiptGeneration
        | Privileges.CipheredLoadFileDataBlock;

    private const Privileges Reserved = (Privileges)0x000007 | Privileges.PrivacyTrusted;

    /// <summary>Privileges that the product gives to security domains, and to applets.</summary>
    public static (Privileges Domains, Privileges Applets) Given(CardProfile profile)
    {
        var none = Reserved
            | (profile.Lacks(CardFunction.DelegatedManagement)
                ? Privileges.DelegatedManagement | Privileges.TokenManagement | Privileges.ReceiptGeneration : Privileges.None)
            | (profile.Lacks(CardFunction.DapVerification) ? Privileges.DapVerification | Privileges.MandatedDapVerification : Privileges.None)
            | (profile.Lacks(CardFunction.CipheredLoad) ? Privileges.CipheredLoadFileDataBlock : Privileges.None)
            | (profile.Lacks(CardFunction.GlobalServices) ? Privileges.GlobalService : Privileges.None);
        var domains = (Privileges)0xFFFFFF & ~none;
        return (domains, domains & ~ForDomainsOnly & ~Privileges.SecurityDomain);
    }

    /// <summary>
    /// Privileges as they are coded. With one byte the others are as before they were invented: a domain is on a trusted path, nothing else (table 6-2).
    /// </summary>
    private static Privileges ToPrivileges(ReadOnlySpan<byte> bytes, bool isDomain) => bytes.Length switch
    {
        1 => (Privileges)((uint)bytes[0] << 16) | (isDomain ? Privileges.TrustedPath : Privileges.None),
        3 => (Privileges)(((uint)bytes[0] << 16) | ((uint)bytes[1] << 8) | bytes[2]),
        _ => throw new CardFault(StatusWord.WrongData, $"privileges have 1 or 3 bytes, not {bytes.Length}"),
    };

    /// <summary>Refuses combinations that no application of this card may have; what it <paramref name="had"/> already, it may keep.</summary>
    private static void CheckPrivileges(CardProfile profile, Privileges privileges, bool isDomain, Privileges had = Privileges.None)
    {
        Demand(privileges.HasFlag(Privileges.SecurityDomain) == isDomain, StatusWord.WrongData,
            "the privilege Security Domain goes with the module of security domains, and only with it");
        var (domains, applets) = Given(profile);
        var unknown = privileges & ~domains & ~had;
        Demand(unknown == 0, StatusWord.WrongData, $"of the privileges {(uint)privileges:X6} this card gives none of {(uint)unknown:X6}");
        Demand(isDomain || (privileges & ~applets) == 0, StatusWord.WrongData, "an applet cannot have privileges of security domains");
        Demand(!privileges.HasFlag(Privileges.MandatedDapVerification) || privileges.HasFlag(Privileges.DapVerification), StatusWord.WrongData,
            "mandated DAP verification is coded with DAP verification (table 11-7)");
        foreach (var other in new[] { Privileges.AuthorizedManagement, Privileges.TokenManagement, Privileges.ReceiptGeneration })
        {
            Demand((privileges & (other | Privileges.DelegatedManagement)) != (other | Privileges.DelegatedManagement), StatusWord.WrongData,
                $"{other} and delegated management exclude each other");
        }
    }

    /// <summary>Refuses privileges that whoever permits the command cannot pass on to <paramref name="receiver"/>.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="authority">The domain that permits: the acting one, or the one that verified the token.</param>
    /// <param name="added">Privileges that the receiver gets and has not yet.</param>
    /// <param name="receiver">Who gets them; null when it is new.</param>
    private static void DemandPassedOn(CardRegistry registry, ApplicationEntry authority, Privileges added, ApplicationEntry? receiver)
    {
        var beyond = added & CardWide & ~authority.Privileges;
        Demand(beyond == 0, StatusWord.ConditionsNotSatisfied, $"a domain cannot pass on the privileges {(uint)beyond:X6} that it has not");
        Demand(!added.HasFlag(Privileges.MandatedDapVerification) || authority.Aid == registry.IssuerDomain || authority.Has(Privileges.MandatedDapVerification),
            StatusWord.ConditionsNotSatisfied, "DAP verification is made mandatory for the card by the issuer's domain");

        // Card Reset and Final Application come from the issuer's domain while it has them, and from nobody else.
        var taken = added & Unique & ~registry.Issuer.Privileges;
        Demand(taken == 0 || receiver?.Aid == registry.IssuerDomain, StatusWord.ConditionsNotSatisfied,
            $"the privileges {(uint)taken:X6} belong to another application already");
    }

    /// <summary>Whoever loses Card Reset or Final Application to another is the issuer's domain, and whoever gets it back too (6.6.2); it is never nobody's.</summary>
    public static CardRegistry Settle(CardRegistry before, CardRegistry after)
    {
        foreach (var privilege in new[] { Privileges.CardReset, Privileges.FinalApplication })
        {
            bool IsHeld(CardRegistry registry) => registry.Applications.Any(a => a.Aid != registry.IssuerDomain && a.Has(privilege));
            if (IsHeld(after))
            {
                after = after.With(after.Issuer with { Privileges = after.Issuer.Privileges & ~privilege });
            }
            else if (IsHeld(before) || before.Issuer.Has(privilege))
            {
                after = after.With(after.Issuer with { Privileges = after.Issuer.Privileges | privilege });
            }
        }

        return after;
    }
}
