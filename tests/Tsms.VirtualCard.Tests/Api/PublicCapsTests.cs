using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>Which CAP files of the folder that TSMS_CAPS names find all they refer to in the API. The files are other people's and never part of the repository.</summary>
public sealed class PublicCapsTests(ITestOutputHelper output)
{
    // What a file may be refused for, and why: decisions, not debts.
    private static readonly Dictionary<string, string> Decisions = new()
    {
        ["extended format"] = "CAP files in the extended format are not loaded.",
        ["is a package of the card"] = "A CAP may not replace a package of the card.",
    };

    [Fact]
    public void Link_EveryFile_FindsWhatItRefersTo()
    {
        var folder = Environment.GetEnvironmentVariable("TSMS_CAPS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "TSMS_CAPS names no folder with CAP files.");
        var vm = new ApiMachine().Vm;
        var known = vm.ApiPackages.ToDictionary(p => p.Aid);
        var files = Directory.GetFiles(folder!).Where(f => f.EndsWith(".cap", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".ijc", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).ToList();
        var total = files.Count;
        var refused = new List<string>();
        var waiting = new List<(string Name, CapFile Cap)>();
        foreach (var file in files)
        {
            try
            {
                waiting.Add((Path.GetFileName(file), CapFile.Read(File.ReadAllBytes(file))));
            }
            catch (CapFormatException e)
            {
                refused.Add($"{Path.GetFileName(file)}: {e.Message}");
            }
        }

        while (waiting.Count > 0)
        {
            var names = waiting.Select(w => w.Cap.Aid).ToHashSet();
            var next = Math.Max(0, waiting.FindIndex(w => !w.Cap.Import.Packages.Any(p => names.Contains(p.Aid) && !known.ContainsKey(p.Aid))));
            var (name, cap) = waiting[next];
            waiting.RemoveAt(next);
            if (Refusal(cap, known) is { } reason)
            {
                refused.Add($"{name}: {reason}");
            }
        }

        output.WriteLine($"{total - refused.Count} of {total} files link.");
        refused.ForEach(output.WriteLine);
        Assert.All(refused, r => Assert.Contains(Decisions.Keys, d => r.Contains(d, StringComparison.Ordinal)));
    }

    private static string? Refusal(CapFile cap, Dictionary<Aid, PackageInfo> known)
    {
        if (known.TryGetValue(cap.Aid, out var same) && same.IsApi)
        {
            return $"{same.Name} is a package of the card";
        }

        try
        {
            var linker = new PackageLinker(cap, 1, aid => known.GetValueOrDefault(aid));
            var package = linker.Link();
            linker.Resolve();
            known.TryAdd(cap.Aid, package);
            return null;
        }
        catch (CardFault e)
        {
            return e.Reason;
        }
    }
}
