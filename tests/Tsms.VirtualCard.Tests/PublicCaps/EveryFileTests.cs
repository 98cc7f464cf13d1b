using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>Every CAP file of the folder goes through LOAD, INSTALL, SELECT and DELETE of a whole card and leaves nothing behind.</summary>
public sealed class EveryFileTests(ITestOutputHelper output)
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    [Fact]
    public void EveryFile_LoadsInstallsTakesSelectAndLeavesNoTrace()
    {
        var (caps, unreadable) = PublicCapFolder.Read();
        unreadable.ToList().ForEach(u => Tell("not readable", u));
        var api = CardApi.Create().Packages.Select(p => p.Aid).ToHashSet();
        var byAid = caps.Where(c => !api.Contains(c.File.Aid)).ToLookup(c => c.File.Aid);
        var failures = new List<string>();
        foreach (var cap in caps)
        {
            // Strangers use one AID for different packages: the one from the same place is meant.
            Run(cap, byAid.ToDictionary(g => g.Key, g => g.MaxBy(c => CommonStart(c.Name, cap.Name))!), failures);
        }

        output.WriteLine(string.Join(", ", _counts.Select(c => $"{c.Value} {c.Key}")) + $" of {caps.Count + unreadable.Count} files.");
        Assert.Empty(failures);
    }

    private static int CommonStart(string left, string right) => left.Zip(right).TakeWhile(pair => pair.First == pair.Second).Count();

    private void Tell(string outcome, string line)
    {
        _counts[outcome] = _counts.GetValueOrDefault(outcome) + 1;
        output.WriteLine($"{outcome}: {line}");
    }

    private void Run(PublicCap cap, Dictionary<Aid, PublicCap> libraries, List<string> failures)
    {
        var card = new PublicCard();
        var (outcome, told) = Use(card, cap, libraries);
        Tell(outcome, $"{cap.Name}: {told}");
        if (outcome is "failed" or "load refused without a decision")
        {
            failures.Add($"{cap.Name}: {told}");
        }

        if (card.Clear() is { } left)
        {
            failures.Add($"{cap.Name}: {left}");
        }

        card.Card.Dispose();
    }

    private static (string Outcome, string Told) Use(PublicCard card, PublicCap cap, Dictionary<Aid, PublicCap> libraries)
    {
        var loaded = new HashSet<Aid>();
        if (!LoadImports(card, cap.File, libraries, loaded) || card.Load(cap.File) is not "9000")
        {
            var reason = Reason(cap.File, libraries);
            return (PublicCapFacts.Decision(reason) is { } decision ? $"refused at load ({decision})" : "load refused without a decision", reason);
        }

        var modules = cap.File.Applet?.Applets.ToArray() ?? [];
        if (modules.Length == 0)
        {
            return ("libraries", "loaded");
        }

        var told = new List<string>();
        var installed = 0;
        foreach (var module in modules)
        {
            var sw = card.Install(cap.File, module.Aid);
            if (sw != "9000" && PublicCapFacts.Parameters.TryGetValue(module.Aid.ToString(), out var parameters))
            {
                var without = sw;
                sw = card.Install(cap.File, module.Aid, parameters);
                told.Add($"install {without} without parameters, {sw} with {parameters}");
            }

            if (sw != "9000")
            {
                told.Add($"install {sw}: {InstallReason(cap.File, module.Aid, libraries)}");
                continue;
            }

            installed++;
            var answer = card.Select(module.Aid);
            told.Add($"select {answer[^4..]}");
        }

        return (installed > 0 ? "run" : told.All(PublicCapFacts.IsRefusalOfTheApplet) ? "refused by the applet at install" : "failed", string.Join("; ", told));
    }

    private static bool LoadImports(PublicCard card, CapFile cap, Dictionary<Aid, PublicCap> libraries, HashSet<Aid> loaded)
    {
        foreach (var import in cap.Import.Packages)
        {
            if (libraries.TryGetValue(import.Aid, out var library)
                && library.File.Aid != cap.Aid
                && loaded.Add(import.Aid)
                && (!LoadImports(card, library.File, libraries, loaded) || card.Load(library.File) != "9000"))
            {
                return false;
            }
        }

        return true;
    }

    // The status word tells little: the runtime alone is asked for its reason.
    private static string Reason(CapFile cap, Dictionary<Aid, PublicCap> libraries)
    {
        try
        {
            Prepare(cap, libraries);
            return "the runtime alone takes it";
        }
        catch (CardFault e)
        {
            return e.Message;
        }
    }

    private static string InstallReason(CapFile cap, Aid module, Dictionary<Aid, PublicCap> libraries)
    {
        try
        {
            Prepare(cap, libraries).Install(cap, module);
            return "the runtime alone takes it";
        }
        catch (CardFault e)
        {
            return e.Message;
        }
    }

    private static TestCard Prepare(CapFile cap, Dictionary<Aid, PublicCap> libraries)
    {
        var card = new TestCard();
        Load(card, cap, libraries, []);
        return card;
    }

    private static void Load(TestCard card, CapFile cap, Dictionary<Aid, PublicCap> libraries, HashSet<Aid> loaded)
    {
        foreach (var import in cap.Import.Packages)
        {
            if (libraries.TryGetValue(import.Aid, out var library) && library.File.Aid != cap.Aid && loaded.Add(import.Aid))
            {
                Load(card, library.File, libraries, loaded);
            }
        }

        card.Runtime.Load(cap);
    }
}
