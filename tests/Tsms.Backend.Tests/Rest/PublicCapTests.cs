using System.Security.Cryptography;
using Tsms.Api.Admin;
using Tsms.JavaCard;
using Tsms.JavaCard.Verification;

namespace Tsms.Backend.Tests.Rest;

/// <summary>CAP files that others wrote, in the folder that TSMS_CAPS names; they are never committed.</summary>
public sealed class PublicCapTests
{
    // By SHA-256, with what Oracle's off-card verifier says of it (tests/Tsms.JavaCard.Tests/Verification/offcard-verdicts.json).
    private static readonly Dictionary<string, string> KnownToFail = new()
    {
        ["7BB3B0171AEBD50C612DAD15917CCF249EFDCA094F128FE19EF2B9B1AF4BEC5D"] = "openjavacard-lib-fortuna.cap: a subclass of javacard.security.RandomData has methods of its own where later versions of the package have others",
    };

    [Fact]
    public async Task CreateElf_EveryPublicCap_IsTakenInUnlessItDoesNotVerify()
    {
        var folder = Environment.GetEnvironmentVariable("TSMS_CAPS");
        Assert.SkipUnless(Directory.Exists(folder), "TSMS_CAPS names no folder: set it to one with CAP and IJC files");
        await using var backend = new BackendFixture { With = o => o with { MaxUploadBytes = 1024 * 1024 } };
        await backend.InitializeAsync();
        var (taken, refused) = (0, new List<string>());
        foreach (var file in Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".cap" or ".ijc").Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            var cap = CapFile.Read(bytes);
            var rids = cap.Applet?.Applets.Select(a => a.Aid).Append(cap.Aid).Select(a => Convert.ToHexString(a.Rid)).Distinct() ?? [Convert.ToHexString(cap.Aid.Rid)];
            var credentials = await backend.Providers.CreateAsync("Public", [.. rids], allowReservedRids: true, TestContext.Current.CancellationToken);
            var client = new TsmsAdminClient(backend.Http, credentials.ClientId, credentials.ClientSecret);
            if (CapVerifier.Verify(cap).Findings.FirstOrDefault(f => f.Rule != VerificationRule.Import) is { } finding)
            {
                var e = await Assert.ThrowsAsync<AdminApiException>(() => client.CreateElfAsync(Path.GetFileName(file), bytes, TestContext.Current.CancellationToken));
                Assert.Equal(1013, e.Category);
                Assert.Contains($"does not verify: {finding.Rule}, {finding.Component}", e.Text, StringComparison.Ordinal);
                TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(file)}: refused, {e.Text}");
                refused.Add(Convert.ToHexString(SHA256.HashData(bytes)));
                continue;
            }

            var elf = await client.CreateElfAsync(Path.GetFileName(file), bytes, TestContext.Current.CancellationToken);
            Assert.NotEqual("99.0.0", elf.TechnicalRequirements!.JavaCardVersion);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{Path.GetFileName(file)}: {elf.Aid} {elf.PackageVersion}, Java Card {elf.TechnicalRequirements.JavaCardVersion}, GP API {elf.TechnicalRequirements.GpApiVersion}");
            taken++;
        }

        Assert.True(taken > 0, $"{folder} has no CAP file");
        TestContext.Current.TestOutputHelper?.WriteLine($"{taken} taken, {refused.Count} refused");
        Assert.All(refused, hash => Assert.Contains(hash, KnownToFail.Keys));
    }
}
