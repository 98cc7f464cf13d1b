using System.Collections.Immutable;
using CsCheck;
using Tsms.Backend.Planning;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Tests.Planning;

/// <summary>From one Flavor to another, and from any state that journal and card can be in: one plan reaches what is wanted, and names nothing of anybody else's.</summary>
public sealed class PlannerChangeTests
{
    private static readonly Guid Owner = new("11111111-1111-4111-8111-111111111111");
    private static readonly Aid Foreign = Aid.Parse("A0000009990001");

    // Two Flavors of one Service draw from the same five load files and instances: some stay, some go, some come with other content.
    private static readonly Gen<DesiredService> Flavors =
        from chosen in Gen.Bool.Array[5]
        from imports in Gen.Bool.Array[25]
        from hashes in Gen.Int[1, 2].Array[5]
        from instances in Gen.Bool.Array[5]
        from homes in Gen.Int[0, 4].Array[5]
        from prints in Gen.Int[1, 2].Array[5]
        from selectable in Gen.Bool.Array[5]
        from priorities in Gen.Int[1, 255].Array[5]
        from domain in Gen.Int[0, 9].Select(n => n == 0 ? 1 : 0)
        select Flavor(chosen, imports, hashes, instances, homes, prints, selectable, priorities, domain);

    private static readonly Gen<ServiceGoal> Goals = Gen.Int[0, 2].Select(i => new[] { ServiceGoal.Installed, ServiceGoal.Operational, ServiceGoal.Suspended }[i]);

    private static readonly Gen<Misfortune> Misfortunes =
        from refused in Gen.Int[-1, 12]
        from cut in Gen.Int[-1, 12]
        from kept in Gen.Int[-1, 12]
        select new Misfortune(refused, cut, kept);

    [Fact]
    public void Plan_FromOneFlavorToAnother_ReachesItAndThenHasNothingToDo() => Gen.Select(Flavors, Flavors, Goals).Sample((before, after, goal) =>
    {
        var (_, journal, card) = PlanRun.Play(before, RecordedCard.Untouched, ModelCard.With(Foreign), goal, Misfortune.None);
        (var done, journal, card) = PlanRun.Play(after, journal, card, goal, Misfortune.None);
        Assert.True(done);
        AssertExactly(after, goal, card);
        AssertSettled(after, goal, journal, card);
    });

    [Fact]
    public void Plan_FromOneFlavorToAnotherAfterAnyMisfortunes_ReachesIt() => Gen.Select(Flavors, Flavors, Misfortunes, Misfortunes).Sample((before, after, first, second) =>
    {
        var (_, journal, card) = PlanRun.Play(before, RecordedCard.Untouched, ModelCard.With(Foreign), ServiceGoal.Operational, first);
        (_, journal, card) = PlanRun.Play(after, journal, card, ServiceGoal.Operational, second);
        (var done, journal, card) = PlanRun.Play(after, journal, card, ServiceGoal.Operational, Misfortune.None);
        Assert.True(done, $"{first} {second}: {card}");
        AssertExactly(after, ServiceGoal.Operational, card, journal);
        AssertSettled(after, ServiceGoal.Operational, journal, card);

        // What was made anew is known, so it goes again.
        (done, journal, card) = PlanRun.Play(after, journal, card, ServiceGoal.Gone, Misfortune.None);
        Assert.True(done);
        Assert.True(card.IsEmpty, $"{first} {second}: {card}");
        Assert.True(journal.IsClean);
    });

    /// <summary>Only what differs is made anew: an instance that stays as it was keeps its data.</summary>
    [Fact]
    public void Plan_FromOneFlavorToAnother_LeavesAloneWhatStays() => Gen.Select(Flavors, Flavors).Sample((before, after) =>
    {
        var (_, journal, _) = PlanRun.Play(before, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Operational, Misfortune.None);
        var deleted = DeploymentPlanner.Plan(after, journal, null, ServiceGoal.Operational).Steps.OfType<PlanStep.Delete>().Select(d => d.Item.Aid).ToHashSet();
        if (before.Domain != after.Domain)
        {
            return;
        }

        foreach (var same in after.Applications.Where(a => before.Applications.Any(b => b.Instance == a.Instance && b.Fingerprint == a.Fingerprint) && Stays(before, after, a.LoadFile)))
        {
            Assert.DoesNotContain(same.Instance, deleted);
        }
    });

    /// <summary>A card that somebody wiped behind the TSM's back: what the journal doubts and the card does not have is made again.</summary>
    [Fact]
    public void Plan_WithAJournalInDoubtOfEverything_TakesTheCardsWord() => Gen.Select(Flavors, Gen.Int[0, 12]).Sample((service, kept) =>
    {
        var (_, journal, card) = PlanRun.Play(service, RecordedCard.Untouched, ModelCard.With(Foreign), ServiceGoal.Operational, new Misfortune(CutAt: kept));
        journal = journal with { Items = [.. journal.Items.Select(i => i with { Certainty = Certainty.Unknown })] };
        var (done, _, after) = PlanRun.Play(service, journal, card, ServiceGoal.Operational, Misfortune.None);
        Assert.True(done);
        AssertExactly(service, ServiceGoal.Operational, after);
    });

    /// <summary>Whatever the card shows beside ours, no step names it.</summary>
    [Fact]
    public void Plan_WithAnythingElseOnTheCard_NamesItInNoStep() =>
        Gen.Select(Flavors, Misfortunes, Gen.Int[0, 0xFFFF].Array[0, 20], Gen.Bool).Sample((service, misfortune, others, gone) =>
        {
            var (_, journal, card) = PlanRun.Play(service, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Operational, misfortune);
            var strangers = others.Select(n => Aid.From([0xA0, 0, 0, 9, 0x97, (byte)(n >> 8), (byte)n])).Distinct().ToList();
            var look = card.Look();
            var seen = look with
            {
                Applications = look.Applications!.Concat(strangers.Select(s => KeyValuePair.Create(s, (byte)0x07))).ToDictionary(),
                LoadFiles = look.LoadFiles is null ? null : look.LoadFiles.Concat(strangers).ToHashSet(),
            };
            journal = Journal.See(journal, Owner, seen);
            var plan = DeploymentPlanner.Plan(service, journal, seen, gone ? ServiceGoal.Gone : ServiceGoal.Operational);
            Assert.Null(plan.Conflict);
            Assert.DoesNotContain(plan.Steps.SelectMany(Names), strangers.Contains);
        });

    [Fact]
    public void Plan_Twice_IsTheSame() => Gen.Select(Flavors, Flavors, Misfortunes, Goals).Sample((before, after, misfortune, goal) =>
    {
        var (_, journal, card) = PlanRun.Play(before, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Operational, misfortune);
        Assert.Equal(
            DeploymentPlanner.Plan(after, journal, card.Look(), goal).Steps,
            DeploymentPlanner.Plan(after, journal, card.Look(), goal).Steps);
    });

    // The journal tells what is on the card: nothing is left to do, and nothing there is taken for somebody else's. What answered "not found", which no R-MAC proves, is asked for
    // again with whatever comes next.
    private static void AssertSettled(DesiredService service, ServiceGoal goal, RecordedCard journal, ModelCard card)
    {
        var plan = DeploymentPlanner.Plan(service, journal, null, goal);
        if (plan.BeginsWithObservation)
        {
            plan = DeploymentPlanner.Plan(service, Journal.See(journal, service.Owner, card.Look()), card.Look(), goal);
        }

        Assert.Null(plan.Conflict);
        Assert.All(plan.Steps, step => Assert.True(
            step is PlanStep.DeleteStrayKeys || (step is PlanStep.Delete { MayBeAbsent: true, Item: { Kind: ItemKind.LoadFile, Aid: var aid } } && !card.LoadFiles.ContainsKey(aid)), $"{step}"));
    }

    private static bool Stays(DesiredService before, DesiredService after, Aid file) =>
        after.LoadFiles.Single(f => f.Aid == file) is var wanted
        && before.LoadFiles.Any(f => f.Aid == file && f.Fingerprint == wanted.Fingerprint)
        && wanted.Imports.All(i => Stays(before, after, i));

    private static IEnumerable<Aid> Names(PlanStep step) => step switch
    {
        PlanStep.CreateDomain create => [create.Domain],
        PlanStep.PlaceKeys place => [place.Domain],
        PlanStep.Load load => [load.File.Aid, load.Domain],
        PlanStep.Install install => [install.Application.Instance, install.Application.LoadFile, install.Domain],
        PlanStep.MakeSelectable make => [make.Application.Instance],
        PlanStep.SetLock set => [set.Application],
        PlanStep.Delete delete => [delete.Item.Aid],
        _ => [],
    };

    // Keys that went astray and whose deletion was refused are known to the journal, and go with the next steps.
    private static void AssertExactly(DesiredService service, ServiceGoal goal, ModelCard card, RecordedCard? journal = null)
    {
        Assert.Equal([service.Domain], card.Domains.Keys);
        Assert.True(card.Domains[service.Domain] && card.TsmDomain && card.TurnedOver && (!card.StrayKeys || journal?.StrayKeys == true));
        Assert.Equal(service.LoadFiles.Select(f => (f.Aid, f.Fingerprint)).Order(), card.LoadFiles.Select(f => (f.Key, f.Value.Print)).Order());
        Assert.Equal(
            service.Applications.Select(a => (a.Instance, a.Fingerprint, goal.Selectable && a.MakeSelectable, goal.Locked && goal.Selectable && a.MakeSelectable)).Order(),
            card.Applications.Select(a => (a.Key, a.Value.Print, a.Value.Selectable, a.Value.Locked)).Order());
    }

    private static DesiredService Flavor(
        bool[] chosen, bool[] imports, int[] hashes, bool[] instances, int[] homes, int[] prints, bool[] selectable, int[] priorities, int domain)
    {
        Aid Name(int kind, int i) => Aid.From([0xA0, 0, 0, 9, 0x98, 0x10, (byte)kind, (byte)i]);
        var files = Enumerable.Range(0, 5).Where(i => chosen[i]).ToList();
        var loadFiles = files.Select(i =>
        {
            // The imports stand in the binary: other imports, another hash.
            var imported = files.Where(j => j < i && imports[(5 * i) + j]).Select(j => Name(1, j)).ToImmutableList();
            return new DesiredLoadFile(Name(1, i), $"hash {i} {hashes[i]} {string.Join(',', imported)}", imported);
        }).ToList();
        var applications = Enumerable.Range(0, 5).Where(i => instances[i] && chosen[homes[i]]).Select(i => new DesiredApplication(
            Name(2, i), Name(3, homes[i]), Name(1, homes[i]), Privileges.None, "C900", selectable[i], priorities[i], $"print {i} {prints[i]} {homes[i]} {selectable[i]}"));
        return new DesiredService(Owner, Name(0, domain), loadFiles, [.. applications]);
    }
}
