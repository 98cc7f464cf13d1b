using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Fuzz;

/// <summary>
/// Nine of ten tries are commands on a card that keeps its state, over several channels with and without sessions; one is a mutated load file that is loaded and,
/// where the card takes it, installed and run. The card never fails inside, and no context writes what is another's. eng/fuzz runs it with a count.
/// </summary>
public sealed class CardFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Commands_OnStatefulChannels_NeverBreakTheCard()
    {
        var (count, chance) = (FuzzPlan.Count * 9 / 10, new Random(FuzzPlan.Seed));
        var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var writes = 0L;
        for (var done = 0; done < count;)
        {
            // A card goes through some thousand commands, then a fresh one comes: a card that was terminated by chance is of little use.
            using var card = CardUnderTest.Make();
            var watch = new HeapWatch(card);
            var commands = new CommandMutator(card, chance);
            for (var i = 0; i < 3000 && done < count; i++, done++)
            {
                var (sent, answer) = commands.Next();
                var sw = answer.Length >= 4 ? answer[^4..] : "mute";
                statuses[sw] = statuses.GetValueOrDefault(sw) + 1;
                Assert.True(card.LastFault is null, $"command {done} {sent}: {card.LastFault}");
                Assert.True(watch.Violation is null, $"command {done} {sent}: {watch.Violation}");
            }

            writes += watch.Writes;
        }

        output.WriteLine($"seed {FuzzPlan.Seed}: {count} commands, {writes} writes watched; {string.Join(", ", statuses.Select(s => $"{s.Key} {s.Value}"))}");
        Assert.True(statuses.GetValueOrDefault("9000") > count / 20, "Hardly any command was done: the mutations are too wild to reach anything.");
    }

    [Fact]
    public void LoadFiles_Mutated_NeverBreakTheCard()
    {
        var (count, chance) = (FuzzPlan.Count / 10, new Random(FuzzPlan.Seed + 1));
        var statuses = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var card = Host.NewCard();
        var watch = new HeapWatch(card);
        var host = new Host(card);
        Assert.Equal("9000", host.Open(0x01));
        var memory = card.Memory;
        for (var i = 0; i < count; i++)
        {
            var mutation = LoadFileMutator.Make(chance);
            var sw = Try(host, mutation);
            statuses[sw] = statuses.GetValueOrDefault(sw) + 1;
            Assert.True(card.LastFault is null, $"load file {i} ({mutation}): {card.LastFault}");
            Assert.True(watch.Violation is null, $"load file {i} ({mutation}): {watch.Violation}");
            Assert.True(memory == card.Memory, $"load file {i} ({mutation}): {card.Memory} instead of {memory}");
        }

        output.WriteLine($"seed {FuzzPlan.Seed}: {count} load files, {watch.Writes} writes watched; {string.Join(", ", statuses.Select(s => $"{s.Key} {s.Value}"))}");
    }

    /// <summary>Loads, installs, selects, sends, deletes; the status word of the last step that was refused, or 9000.</summary>
    private static string Try(Host host, Mutation mutation)
    {
        // The names that the mutated file has where it can be read at all: what the card goes by.
        var (package, module) = mutation.Names;
        var instance = module + "7F";
        host.Send(Story.ForLoad(package, ""));
        foreach (var block in Story.Blocks(BerTlvWriter.Encode(0xC4, mutation.Block), 240))
        {
            if (host.Send(block) is not "009000" and var refused)
            {
                return $"load {refused}";
            }
        }

        var installed = host.Send(Story.Install(package, module, instance));
        if (installed == "009000")
        {
            var user = new Host(host.Card, 1);
            user.Raw("00700001");
            user.Select(instance);
            foreach (var command in new[] { "8010000004DEADBEEF", "8020000000", "00B0000010", "80CA9F7F00", "80E2880003010101", "80500000080102030405060708" })
            {
                user.Raw(command);
            }

            host.Raw("00708001");
        }

        var deleted = host.Send(Story.Delete(package, related: true));
        Assert.Equal("009000", deleted);
        return $"install {installed}";
    }
}
