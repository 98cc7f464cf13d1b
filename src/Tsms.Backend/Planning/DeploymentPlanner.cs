using Tsms.SmartCard;

namespace Tsms.Backend.Planning;

/// <summary>
/// The steps from what is to what shall be: a pure function of desired, recorded, observed and goal. Installing, terminating and recovering are this one
/// function. It names only AIDs of the journal's own items in deletions; foreign content is reported, never deleted.
/// </summary>
internal static class DeploymentPlanner
{
    /// <summary>Plans.</summary>
    /// <param name="desired">The Service's frozen flavor.</param>
    /// <param name="recorded">The journal of the card.</param>
    /// <param name="observed">What GET STATUS told in this process, or null when nobody looked.</param>
    /// <param name="goal">How far the Service shall come.</param>
    public static DeploymentPlan Plan(DesiredService desired, RecordedCard recorded, ObservedCard? observed, ServiceGoal goal)
    {
        if (goal.Present && Conflict(desired, recorded, observed) is { } conflict)
        {
            return new DeploymentPlan([], conflict);
        }

        var mine = recorded.Of(desired.Owner).ToList();
        if (observed is null && mine.Exists(item => item.NeedsLook))
        {
            return new DeploymentPlan([new PlanStep.Observe()]);
        }

        var doomed = goal.Present ? Doomed(desired, mine) : mine;
        var steps = new List<PlanStep>();
        steps.AddRange(Deletions(doomed, observed));
        if (goal.Present)
        {
            var kept = mine.Except(doomed).ToDictionary(item => item.Aid);
            steps.AddRange(Creations(desired, kept, goal));
        }

        return new DeploymentPlan(Frame(steps, desired, recorded, goal));
    }

    /// <summary>What surrounds the steps of the Service: the TSM's own domain and its keys.</summary>
    private static List<PlanStep> Frame(List<PlanStep> steps, DesiredService desired, RecordedCard recorded, ServiceGoal goal)
    {
        var leavesNothing = !goal.Present && recorded.Items.All(item => item.Owner == desired.Owner);
        if (leavesNothing)
        {
            // The domain goes as a whole, with whatever keys are in it.
            return recorded.TsmDomain == Presence.Absent ? steps : [.. steps, new PlanStep.RemoveTsmDomain()];
        }

        if (steps.Count == 0 && (!goal.Present || recorded is { TsmDomain: Presence.Present, KeysTurnedOver: true }))
        {
            return steps;
        }

        if (recorded.StrayKeys || recorded.KeysUnderWay)
        {
            steps.Insert(0, new PlanStep.DeleteStrayKeys());
        }

        if (recorded.TsmDomain != Presence.Present)
        {
            steps.Insert(0, new PlanStep.EstablishTsmDomain());
        }

        if (recorded.TsmDomain != Presence.Present || recorded.KeysTurnedOver != true)
        {
            steps.Add(new PlanStep.TurnOverKeys());
        }

        return steps;
    }

    /// <summary>Of the recorded items those that cannot stay: not proven, not wanted any more, of other content, or standing on something that goes.</summary>
    private static List<RecordedItem> Doomed(DesiredService desired, List<RecordedItem> mine)
    {
        var domainGoes = mine.Exists(item => item.Kind == ItemKind.Domain && (item.Certainty == Certainty.Unknown || item.Aid != desired.Domain));
        if (domainGoes)
        {
            return mine;
        }

        var doomed = new List<RecordedItem>();
        var goingFiles = new HashSet<Aid>();

        // Load order puts a file behind those it imports, so one pass carries the fate of a file to all that stand on it.
        var fingerprints = desired.LoadFiles.ToDictionary(f => f.Aid, f => f.Fingerprint);
        foreach (var item in mine.Where(i => i.Kind == ItemKind.LoadFile && (i.Certainty == Certainty.Unknown || !fingerprints.TryGetValue(i.Aid, out var wanted) || wanted != i.Fingerprint)))
        {
            goingFiles.Add(item.Aid);
        }

        foreach (var file in desired.InLoadOrder().Where(f => f.Imports.Any(goingFiles.Contains)))
        {
            goingFiles.Add(file.Aid);
        }

        var applications = desired.Applications.ToDictionary(a => a.Instance);
        foreach (var item in mine)
        {
            var goes = item.Kind switch
            {
                ItemKind.LoadFile => goingFiles.Contains(item.Aid),
                ItemKind.Application => item.Certainty == Certainty.Unknown || !applications.TryGetValue(item.Aid, out var wanted)
                    || wanted.Fingerprint != item.Fingerprint || goingFiles.Contains(wanted.LoadFile),
                _ => false,
            };
            if (goes)
            {
                doomed.Add(item);
            }
        }

        return doomed;
    }

    /// <summary>
    /// In the reverse order of making: instances, load files, the domain. A domain that still holds something refuses to go, and so does a load file that another
    /// imports (GP Card Specification 2.3.1, 9.5.2).
    /// </summary>
    private static IEnumerable<PlanStep> Deletions(List<RecordedItem> doomed, ObservedCard? observed)
    {
        // Whoever made the domain made it empty, and it cannot go before what it holds: where it is proven absent, so are its load files. There may be two, when
        // a Flavor moved to another domain and that broke off; then it takes both.
        var domains = doomed.FindAll(i => i.Kind == ItemKind.Domain);
        var domainGone = observed is not null && domains.Count > 0 && domains.TrueForAll(i => observed.IsAbsent(i.Kind, i.Aid));
        foreach (var kind in new[] { ItemKind.Application, ItemKind.LoadFile, ItemKind.Domain })
        {
            foreach (var item in ImportersFirst(doomed.Where(i => i.Kind == kind).Reverse()))
            {
                if (!(domainGone || observed?.IsAbsent(kind, item.Aid) == true))
                {
                    yield return new PlanStep.Delete(item, item.Certainty == Certainty.Unknown && observed?.Sees(item.Aid) != true);
                }
            }
        }
    }

    // What broke off may have been made anew, so that the order of making is not that of the imports any more. Imports in a circle, of which no two were ever there at once,
    // are left as they stand.
    private static IEnumerable<RecordedItem> ImportersFirst(IEnumerable<RecordedItem> items)
    {
        var left = items.ToList();
        while (left.Count > 0)
        {
            var next = left.Find(item => !left.Exists(other => other != item && other.Imports?.Contains(item.Aid) == true)) ?? left[0];
            left.Remove(next);
            yield return next;
        }
    }

    private static IEnumerable<PlanStep> Creations(DesiredService desired, Dictionary<Aid, RecordedItem> kept, ServiceGoal goal)
    {
        if (!kept.TryGetValue(desired.Domain, out var domain))
        {
            yield return new PlanStep.CreateDomain(desired.Domain);
        }

        if (domain?.Keyed != true)
        {
            yield return new PlanStep.PlaceKeys(desired.Domain);
        }

        foreach (var file in desired.InLoadOrder().Where(f => !kept.ContainsKey(f.Aid)))
        {
            yield return new PlanStep.Load(file, desired.Domain);
        }

        foreach (var application in desired.InInstallOrder())
        {
            var selectable = goal.Selectable && application.MakeSelectable;
            var there = kept.GetValueOrDefault(application.Instance);
            if (there is null)
            {
                yield return new PlanStep.Install(application, desired.Domain, selectable);
            }
            else if (selectable && there.Selectable != true)
            {
                yield return new PlanStep.MakeSelectable(application);
            }

            if ((selectable || there?.Selectable == true) && (there?.Locked ?? false) != goal.Locked)
            {
                yield return new PlanStep.SetLock(application.Instance, goal.Locked);
            }
        }
    }

    private static AidConflict? Conflict(DesiredService desired, RecordedCard recorded, ObservedCard? observed)
    {
        var wanted = desired.LoadFiles.Select(f => f.Aid).Concat(desired.Applications.Select(a => a.Instance)).Prepend(desired.Domain);
        foreach (var aid in wanted)
        {
            var item = recorded.Find(aid);
            if (item is not null && item.Owner != desired.Owner)
            {
                return new AidConflict(aid, true);
            }

            if (item is null && observed?.Sees(aid) == true)
            {
                return new AidConflict(aid, false);
            }
        }

        return null;
    }
}
