using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>Loads, installs, selects and removes each CAP file of the folder that TSMS_CAPS names. The files are other people's and never part of the repository.</summary>
public sealed class PublicCapsRunTests(ITestOutputHelper output)
{
    [Fact]
    public void Run_EveryFile_LeavesMemoryAsItWas()
    {
        var folder = Environment.GetEnvironmentVariable("TSMS_CAPS");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "TSMS_CAPS names no folder with CAP files.");
        var all = new Dictionary<Aid, CapFile>();
        foreach (var file in Directory.GetFiles(folder!).Order(StringComparer.Ordinal))
        {
            if (CapFile.TryRead(File.ReadAllBytes(file), out var cap, out _))
            {
                all.TryAdd(cap.Aid, cap);
                Run(Path.GetFileName(file), cap, all);
            }
        }
    }

    private void Run(string name, CapFile cap, Dictionary<Aid, CapFile> all)
    {
        var card = new TestCard();
        var loaded = new List<CapFile>();
        try
        {
            Load(card, cap, all, loaded);
        }
        catch (CardFault e)
        {
            output.WriteLine($"{name}: load {e.Message}");
            return;
        }

        var before = card.Runtime.Memory;
        foreach (var module in cap.Applet?.Applets ?? [])
        {
            try
            {
                card.Install(cap, module.Aid);
            }
            catch (CardFault e)
            {
                output.WriteLine($"{name}: install {e.Message}");
                Assert.Equal(before, card.Runtime.Memory);
                continue;
            }

            var select = card.Runtime.Select(module.Aid, 0, alreadyActiveElsewhere: false);
            var answer = select ? card.Send(module.Aid, $"00A40400{module.Aid.Length:X2}{module.Aid}", selecting: true) : "refused";
            output.WriteLine($"{name}: select {answer} {card.Runtime.LastFault?.Message}");
            var image = card.Runtime.Save();
            Assert.Equal(image, TestCard.Restore(image).Runtime.Save());
            card.Runtime.Reset();
            card.Runtime.Uninstall(module.Aid);
            Assert.Equal(before, card.Runtime.Memory);
        }

        foreach (var package in Enumerable.Reverse(loaded))
        {
            card.Runtime.Unload(package.Aid);
        }

        Assert.Equal(new TestCard().Runtime.Memory, card.Runtime.Memory);
    }

    private static void Load(TestCard card, CapFile cap, Dictionary<Aid, CapFile> all, List<CapFile> loaded)
    {
        foreach (var import in cap.Import.Packages)
        {
            if (all.TryGetValue(import.Aid, out var library) && library != cap && !loaded.Contains(library))
            {
                Load(card, library, all, loaded);
            }
        }

        card.Runtime.Load(cap);
        loaded.Add(cap);
    }
}
