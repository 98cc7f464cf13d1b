using System.Security.Cryptography;
using System.Text.Json;
using Tsms.JavaCard.Exports;
using Tsms.JavaCard.Verification;

namespace Tsms.JavaCard.Tests.Verification;

/// <summary>
/// Public CAP files of other people (the folder that TSMS_CAPS names) against the verdict of the off-card verifier that offcard-verdicts.json states;
/// docs/coverage/verifier.md explains the differences.
/// </summary>
public sealed class OffCardVerdictTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("TSMS_CAPS") is { Length: > 0 } folder ? folder : null;
    private static readonly Verdicts Known = JsonSerializer.Deserialize<Verdicts>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Verification", "offcard-verdicts.json")), JsonSerializerOptions.Web)!;

    [Fact]
    public void Verify_EveryPublicFile_HasTheVerdictOfTheOffCardVerifier()
    {
        Assert.SkipWhen(Folder is null, "Name a folder with CAP files in TSMS_CAPS.");
        var files = Directory.EnumerateFiles(Folder!).Where(f => Path.GetExtension(f).ToUpperInvariant() is ".CAP" or ".IJC").Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetFileName(f), Bytes: File.ReadAllBytes(f))).ToList();
        var exports = Exports(files.Select(f => f.Bytes));
        var (same, different, unknown) = (0, new List<string>(), 0);
        foreach (var (name, bytes) in files)
        {
            var report = CapVerifier.Verify(bytes, exports);
            var hash = Convert.ToHexString(SHA256.HashData(bytes));
            if (!Known.Files.TryGetValue(hash, out var verdict))
            {
                unknown++;
            }
            else if (verdict.Valid == report.IsValid)
            {
                same++;
            }
            else if (!Known.Differences.ContainsKey(hash))
            {
                different.Add($"{name}: the off-card verifier says {verdict.Valid} {verdict.Reason}; here {string.Join("; ", report.Findings)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{files.Count} files: {same} verdicts the same, {different.Count} different without an explanation, {unknown} not known.");
        Assert.Empty(different);
    }

    [Fact]
    public void Verdicts_Differences_AreOfKnownFiles() => Assert.All(Known.Differences.Keys, hash => Assert.Contains(hash, Known.Files.Keys));

    // What libraries in the folder export, each after those that it imports.
    private static ExportLookup Exports(IEnumerable<byte[]> files)
    {
        var lookup = ExportLookup.Api;
        var open = files.Select(f => CapFile.TryRead(f, out var cap, out _) ? cap : null).OfType<CapFile>()
            .Where(c => c is { Export: not null, Descriptor: not null } && !lookup.TryFind(c.Aid, out _)).DistinctBy(c => c.Aid).ToList();
        while (open.Find(c => c.Import.Packages.All(p => lookup.TryFind(p.Aid, out _))) is { } next)
        {
            lookup = lookup.With(ExportFile.Of(next, lookup));
            open.Remove(next);
        }

        return lookup;
    }

    private sealed record Verdicts(string Verifier, Dictionary<string, string> Differences, Dictionary<string, Verdict> Files);

    private sealed record Verdict(string Name, bool Valid, string? Reason);
}
