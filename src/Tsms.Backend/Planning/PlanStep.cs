using Tsms.SmartCard;

namespace Tsms.Backend.Planning;

/// <summary>One step of a plan. Those of the issuer are played in the issuer's session, all others in the session of the TSM's security domain.</summary>
internal abstract record PlanStep
{
    /// <summary>The issuer makes the TSM's domain and gives it its first keys.</summary>
    public sealed record EstablishTsmDomain : PlanStep;

    /// <summary>The issuer removes the TSM's domain, in which nothing is left. A termination never fails for it.</summary>
    public sealed record RemoveTsmDomain : PlanStep;

    /// <summary>GET STATUS; what follows is planned anew with what was seen.</summary>
    public sealed record Observe : PlanStep;

    /// <summary>The domain's keys become random ones that the TSM alone has. Last in a session: the key that enciphers keys stays unambiguous until then.</summary>
    public sealed record TurnOverKeys : PlanStep;

    /// <summary>Keys that went into the TSM's domain by mistake go.</summary>
    public sealed record DeleteStrayKeys : PlanStep;

    /// <summary>A security domain for the Service.</summary>
    public sealed record CreateDomain(Aid Domain) : PlanStep;

    /// <summary>INSTALL [for personalization] and STORE DATA: the domain's first keys.</summary>
    public sealed record PlaceKeys(Aid Domain) : PlanStep;

    /// <summary>INSTALL [for load] and LOADs.</summary>
    public sealed record Load(DesiredLoadFile File, Aid Domain) : PlanStep;

    /// <summary>INSTALL [for install], with make selectable in the same command when <paramref name="Selectable"/>.</summary>
    public sealed record Install(DesiredApplication Application, Aid Domain, bool Selectable) : PlanStep;

    /// <summary>INSTALL [for make selectable].</summary>
    public sealed record MakeSelectable(DesiredApplication Application) : PlanStep;

    /// <summary>SET STATUS to LOCKED, or back from it.</summary>
    public sealed record SetLock(Aid Application, bool Locked) : PlanStep;

    /// <summary>DELETE of one item of ours. <paramref name="MayBeAbsent"/>: 6A88 is as good as success; all that follows is refused or harmless if it was not.</summary>
    public sealed record Delete(RecordedItem Item, bool MayBeAbsent) : PlanStep;
}

/// <summary>A plan: steps in their order, or the reason why there can be none.</summary>
/// <param name="Steps">The steps.</param>
/// <param name="Conflict">AIDs that somebody else has; then there are no steps.</param>
internal sealed record DeploymentPlan(IReadOnlyList<PlanStep> Steps, AidConflict? Conflict = null)
{
    public static readonly DeploymentPlan Empty = new([]);

    /// <summary>True when the plan begins with a look at the card and goes on when that is known.</summary>
    public bool BeginsWithObservation => Steps is [PlanStep.Observe, ..];

    /// <summary>The steps of the TSM's own session.</summary>
    public IEnumerable<PlanStep> SessionSteps => Steps.Where(s => s is not (PlanStep.EstablishTsmDomain or PlanStep.RemoveTsmDomain));
}

/// <summary>An AID that is needed and taken. <paramref name="ByOtherService"/>: by another service of this TSM; else by somebody whom the journal does not know.</summary>
internal sealed record AidConflict(Aid Aid, bool ByOtherService);
