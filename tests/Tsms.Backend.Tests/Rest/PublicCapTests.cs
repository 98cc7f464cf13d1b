using Tsms.JavaCard;

namespace Tsms.Backend.Tests.Rest;

/// <summary>CAP files that others wrote, in the folder that TSMS_CAPS names; they are never committed.</summary>
public sealed class PublicCapTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task CreateElf_EveryPublicCap_IsTakenIn()
    {
        var folder = Environment.GetEnvironmentVariable("TSMS_CAPS");
        Assert.SkipUnless(Directory.Exists(folder), "TSMS_CAPS names no folder: set it to one with CAP and IJC files");
        var taken = 0;
        foreach (var file in Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".cap" or ".ijc").Order(StringComparer.Ordinal))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            if (bytes.Length > BackendFixture.MaxUpload)
            {
                continue;
            }

            var cap = CapFile.Read(bytes);
            var rids = cap.Applet?.Applets.Select(a => a.Aid).Append(cap.Aid).Select(a => Convert.ToHexString(a.Rid)).Distinct() ?? [Convert.ToHexString(cap.Aid.Rid)];
            var credentials = await backend.Providers.CreateAsync("Public", [.. rids], allowReservedRids: true, TestContext.Current.CancellationToken);
            var client = new Api.Admin.TsmsAdminClient(backend.Http, credentials.ClientId, credentials.ClientSecret);
            var elf = await client.CreateElfAsync(Path.GetFileName(file), bytes, TestContext.Current.CancellationToken);
            Assert.NotEqual("99.0.0", elf.TechnicalRequirements!.JavaCardVersion);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{Path.GetFileName(file)}: {elf.Aid} {elf.PackageVersion}, Java Card {elf.TechnicalRequirements.JavaCardVersion}, GP API {elf.TechnicalRequirements.GpApiVersion}");
            taken++;
        }

        Assert.True(taken > 0, $"{folder} has no CAP file");
    }
}
