using CsCheck;
using Tsms.Backend.Planning;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Tests.Planning;

/// <summary>The planner's promises, as properties over services, misfortunes and what else is on the card.</summary>
public sealed class DeploymentPlannerTests
{
    private static readonly Guid Owner = new("11111111-1111-4111-8111-111111111111");
    private static readonly Guid Neighbour = new("22222222-2222-4222-8222-222222222222");
    private static readonly Aid Foreign = Aid.Parse("A0000009990001");

    private static readonly Gen<DesiredService> Services =
        from files in Gen.Int[0, 4]
        from applications in files == 0 ? Gen.Const(0) : Gen.Int[0, 4]
        from imports in Gen.Bool.Array[16]
        from homes in Gen.Int[0, Math.Max(0, files - 1)].Array[4]
        from priorities in Gen.Int[1, 255].Array[4]
        from selectable in Gen.Bool.Array[4]
        from order in Gen.Shuffle(Enumerable.Range(0, files).ToArray())
        select Service(Owner, 0x10, files, applications, imports, homes, priorities, selectable, order);

    private static readonly Gen<ServiceGoal> Goals = Gen.Int[0, 2].Select(i => new[] { ServiceGoal.Installed, ServiceGoal.Operational, ServiceGoal.Suspended }[i]);

    private static readonly Gen<Misfortune> Misfortunes =
        from refused in Gen.Int[-1, 12]
        from cut in Gen.Int[-1, 12]
        from kept in Gen.Int[-1, 12]
        select new Misfortune(refused, cut, kept);

    [Fact]
    public void Plan_PlayedOnAnyCard_ReachesTheGoalAndThenHasNothingToDo() => Gen.Select(Services, Goals).Sample((service, goal) =>
    {
        var (done, journal, card) = PlanRun.Play(service, RecordedCard.Untouched, ModelCard.With(Foreign), goal, Misfortune.None);
        Assert.True(done);
        AssertReached(service, goal, card);
        Assert.Empty(DeploymentPlanner.Plan(service, journal, null, goal).Steps);
    });

    [Fact]
    public void Plan_TerminateAfterAnyMisfortune_LeavesTheCardAsItWas() => Gen.Select(Services, Goals, Misfortunes).Sample((service, goal, misfortune) =>
    {
        var (_, journal, card) = PlanRun.Play(service, RecordedCard.Untouched, ModelCard.With(Foreign), goal, misfortune);
        var (done, after, left) = PlanRun.Play(service, journal, card, ServiceGoal.Gone, Misfortune.None);
        Assert.True(done, $"{misfortune}: {left}");
        Assert.True(left.IsEmpty, $"{misfortune}: {left}");
        Assert.True(after.IsClean);
        Assert.Contains(Foreign, left.Foreign);
    });

    [Fact]
    public void Plan_SameGoalAgainAfterAnyMisfortune_ReachesIt() => Gen.Select(Services, Goals, Misfortunes).Sample((service, goal, misfortune) =>
    {
        var (_, journal, card) = PlanRun.Play(service, RecordedCard.Untouched, ModelCard.With(), goal, misfortune);
        var (done, _, after) = PlanRun.Play(service, journal, card, goal, Misfortune.None);
        Assert.True(done, $"{misfortune}: {after}");
        AssertReached(service, goal, after);
        Assert.False(after.StrayKeys);
    });

    [Fact]
    public void Plan_MisfortuneTwiceThenTerminate_LeavesTheNeighbourAlone() => Gen.Select(Services, Misfortunes, Misfortunes).Sample((service, first, second) =>
    {
        var neighbour = Service(Neighbour, 0x60, 2, 2, new bool[16], [0, 1, 0, 1], [1, 2, 3, 4], [true, true, true, true], [0, 1]);
        var (_, journal, card) = PlanRun.Play(neighbour, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Operational, Misfortune.None);
        (_, journal, card) = PlanRun.Play(service, journal, card, ServiceGoal.Operational, first);
        (_, journal, card) = PlanRun.Play(service, journal, card, ServiceGoal.Gone, second);
        (var done, journal, card) = PlanRun.Play(service, journal, card, ServiceGoal.Gone, Misfortune.None);
        Assert.True(done);
        AssertReached(neighbour, ServiceGoal.Operational, card);
        Assert.Single(card.Domains);
        Assert.Equal(2, card.LoadFiles.Count);
        Assert.Empty(DeploymentPlanner.Plan(neighbour, journal, null, ServiceGoal.Operational).Steps);
    });

    [Fact]
    public void Plan_AnyJournal_DeletesNothingThatIsNotItsOwn() => Gen.Select(Services, Misfortunes).Sample((service, misfortune) =>
    {
        var neighbour = Service(Neighbour, 0x60, 1, 1, new bool[16], [0, 0, 0, 0], [1, 1, 1, 1], [true, true, true, true], [0]);
        var (_, journal, card) = PlanRun.Play(neighbour, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Operational, Misfortune.None);
        (_, journal, card) = PlanRun.Play(service, journal, card, ServiceGoal.Operational, misfortune);
        foreach (var goal in new[] { ServiceGoal.Gone, ServiceGoal.Operational })
        {
            var plan = DeploymentPlanner.Plan(service, journal, card.Look(), goal);
            Assert.All(plan.Steps.OfType<PlanStep.Delete>(), delete => Assert.Equal(Owner, delete.Item.Owner));
            Assert.DoesNotContain(plan.Steps, step => step is PlanStep.RemoveTsmDomain);
        }
    });

    [Fact]
    public void Plan_AidOfAnotherService_IsAConflictAndNoSteps()
    {
        var neighbour = Small(Neighbour, 0x10);
        var (_, journal, _) = PlanRun.Play(neighbour, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Installed, Misfortune.None);
        var plan = DeploymentPlanner.Plan(Small(Owner, 0x10), journal, null, ServiceGoal.Installed);
        Assert.Equal(new AidConflict(neighbour.Domain, true), plan.Conflict);
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void Plan_LoadFileThatIsThereAndNotOurs_IsAConflict()
    {
        var service = Small(Owner, 0x10);
        var seen = new ObservedCard(new Dictionary<Aid, byte>(), new HashSet<Aid> { service.LoadFiles[0].Aid });
        var plan = DeploymentPlanner.Plan(service, RecordedCard.Untouched with { TsmDomain = Presence.Present }, seen, ServiceGoal.Installed);
        Assert.Equal(new AidConflict(service.LoadFiles[0].Aid, false), plan.Conflict);
    }

    [Fact]
    public void Plan_FirstServiceOnACard_MakesDomainKeysFilesInstancesAndTurnsOverLast()
    {
        var plan = DeploymentPlanner.Plan(Small(Owner, 0x10), RecordedCard.Untouched, null, ServiceGoal.Operational);
        Assert.Collection(
            plan.Steps,
            s => Assert.IsType<PlanStep.EstablishTsmDomain>(s),
            s => Assert.IsType<PlanStep.CreateDomain>(s),
            s => Assert.IsType<PlanStep.PlaceKeys>(s),
            s => Assert.IsType<PlanStep.Load>(s),
            s => Assert.True(Assert.IsType<PlanStep.Install>(s).Selectable),
            s => Assert.IsType<PlanStep.TurnOverKeys>(s));
    }

    [Fact]
    public void Plan_NewInstallParameters_ReplacesThatInstanceAlone()
    {
        var service = Small(Owner, 0x10);
        var (_, journal, _) = PlanRun.Play(service, RecordedCard.Untouched, ModelCard.With(), ServiceGoal.Operational, Misfortune.None);
        var changed = service with { Applications = [service.Applications[0] with { Fingerprint = "other" }] };
        var plan = DeploymentPlanner.Plan(changed, journal, null, ServiceGoal.Operational);
        Assert.Collection(
            plan.Steps,
            s => Assert.Equal(service.Applications[0].Instance, Assert.IsType<PlanStep.Delete>(s).Item.Aid),
            s => Assert.IsType<PlanStep.Install>(s));
    }

    [Fact]
    public void InLoadOrder_ImportsInACircle_SaysSo()
    {
        var (a, b) = (Aid.Parse("A00000099901"), Aid.Parse("A00000099902"));
        var service = new DesiredService(Owner, Foreign, [new(a, "", [b]), new(b, "", [a])], []);
        Assert.Contains("circle", Assert.Throws<InvalidOperationException>(service.InLoadOrder).Message, StringComparison.Ordinal);
    }

    private static void AssertReached(DesiredService service, ServiceGoal goal, ModelCard card)
    {
        Assert.True(card.TsmDomain && card.TurnedOver);
        Assert.True(card.Domains[service.Domain]);
        Assert.All(service.LoadFiles, file => Assert.Equal(file.Fingerprint, card.LoadFiles[file.Aid].Print));
        foreach (var wanted in service.Applications)
        {
            var there = card.Applications[wanted.Instance];
            Assert.Equal(wanted.Fingerprint, there.Print);
            Assert.Equal(goal.Selectable && wanted.MakeSelectable, there.Selectable);
            Assert.Equal(goal.Locked && wanted.MakeSelectable, there.Locked);
        }
    }

    private static DesiredService Small(Guid owner, byte at) =>
        Service(owner, at, 1, 1, new bool[16], [0, 0, 0, 0], [1, 1, 1, 1], [true, true, true, true], [0]);

    private static DesiredService Service(
        Guid owner, byte at, int files, int applications, bool[] imports, int[] homes, int[] priorities, bool[] selectable, int[] order)
    {
        Aid Name(int kind, int i) => Aid.From([0xA0, 0, 0, 9, 0x98, at, (byte)kind, (byte)i]);
        var all = Enumerable.Range(0, files)
            .Select(i => new DesiredLoadFile(Name(1, i), $"hash {at} {i}", [.. Enumerable.Range(0, i).Where(j => imports[(4 * i) + j]).Select(j => Name(1, j))]))
            .ToList();
        return new DesiredService(
            owner, Name(0, 0), [.. order.Select(i => all[i])],
            [.. Enumerable.Range(0, applications).Select(i => new DesiredApplication(
                Name(2, i), Name(3, i), Name(1, homes[i]), Privileges.None, "C900", selectable[i], priorities[i], $"print {at} {i}"))]);
    }
}
