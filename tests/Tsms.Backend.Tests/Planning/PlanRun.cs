using Tsms.Backend.Planning;

namespace Tsms.Backend.Tests.Planning;

/// <summary>What befalls one command list on its way, chosen by a test.</summary>
/// <param name="RefusedAt">The card refuses this step of the list for want of room, and runs on; -1: none.</param>
/// <param name="CutAt">The power goes before this step; -1: never.</param>
/// <param name="AnswersKept">So many answers reach the TSM; -1: all.</param>
internal sealed record Misfortune(int RefusedAt = -1, int CutAt = -1, int AnswersKept = -1)
{
    public static readonly Misfortune None = new();
}

/// <summary>Plays plans against the model card the way a process does: intend all, send all, settle by what came back.</summary>
internal static class PlanRun
{
    /// <summary>Plans and plays until the goal is reached or a list failed. False: it failed.</summary>
    public static (bool Done, RecordedCard Journal, ModelCard Card) Play(
        DesiredService desired, RecordedCard journal, ModelCard card, ServiceGoal goal, Misfortune misfortune)
    {
        ObservedCard? seen = null;
        if (journal.TsmDomain == Presence.Unknown)
        {
            journal = journal with { TsmDomain = card.TsmDomain ? Presence.Present : Presence.Absent };
        }

        for (var round = 0; round < 3; round++)
        {
            var plan = DeploymentPlanner.Plan(desired, journal, seen, goal);
            Assert.Null(plan.Conflict);
            if (plan.BeginsWithObservation)
            {
                seen = card.Look();
                journal = Journal.See(journal, desired.Owner, seen);
                continue;
            }

            // The issuer's work is a list of its own; what is ours is only intended once the TSM's domain is proven.
            if (plan.Steps is [PlanStep.EstablishTsmDomain first, ..])
            {
                (var established, journal, card) = PlayList(desired, journal, card, [first], misfortune.RefusedAt == 0 || misfortune.CutAt == 0 ? misfortune : Misfortune.None);
                if (!established)
                {
                    return (false, journal, card);
                }
            }

            (var done, journal, card) = PlayList(desired, journal, card, [.. plan.SessionSteps], misfortune);
            if (done && plan.Steps is [.., PlanStep.RemoveTsmDomain last])
            {
                (_, journal, card) = PlayList(desired, journal, card, [last], Misfortune.None);
            }

            return (done, journal, card);
        }

        throw new InvalidOperationException("The plan observes for ever.");
    }

    private static (bool Done, RecordedCard Journal, ModelCard Card) PlayList(
        DesiredService desired, RecordedCard journal, ModelCard card, IReadOnlyList<PlanStep> steps, Misfortune misfortune)
    {
        foreach (var step in steps)
        {
            journal = Journal.Intend(journal, desired.Owner, step);
        }

        var done = true;
        for (var i = 0; i < steps.Count && i != misfortune.CutAt; i++)
        {
            var after = i == misfortune.RefusedAt ? null : card.Try(steps[i]);
            card = after ?? card.Refuse(steps[i]);
            var proven = after is not null && (misfortune.AnswersKept < 0 || i < misfortune.AnswersKept);
            journal = Journal.Settle(journal, steps[i], proven ? StepOutcome.Proven : StepOutcome.Unproven);
            var optional = steps[i] is PlanStep.Delete { MayBeAbsent: true } or PlanStep.DeleteStrayKeys;
            if (!proven && !optional && misfortune == Misfortune.None)
            {
                Assert.Fail($"{steps[i]} was refused by {card}; the plan: {string.Join(" | ", steps)}");
            }

            done &= proven || optional;
        }

        return (done && misfortune.CutAt < 0, journal, card);
    }
}
