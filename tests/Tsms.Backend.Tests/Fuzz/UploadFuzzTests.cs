using System.Text.Json;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Tests.Rest;
using Tsms.JavaCard;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>
/// Mutated CAP files and forms over HTTP, to a backend that verifies what it takes in and to one that does not: taken in as the file reads, or refused with a category
/// of uploads. eng/fuzz upload COUNT runs it with a count.
/// </summary>
[Collection("Fuzz")]
public sealed class UploadFuzzTests(ITestOutputHelper output)
{
    private const string Files = "/executable-load-files";

    private static readonly CapMutator s_mutator = new(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "applets"), "*.cap").Order(StringComparer.Ordinal).Select(File.ReadAllBytes));

    [Fact]
    public async Task Upload_MutatedCapsAndForms_AreTakenOrRefused()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var verifying = await Target.StartAsync(CapVerification.Known);
        await using var trusting = await Target.StartAsync(CapVerification.Off);

        var run = new FuzzRun("upload", FuzzPlan.Count, FuzzPlan.Seed, output.WriteLine);
        await run.RunAsync(
            chance =>
            {
                var trusted = chance.OneIn(2);
                var (file, what) = s_mutator.Make(chance);
                var (form, type, shape) = FormMutator.Make(file, chance);
                var target = trusted ? trusting : verifying;
                var (method, path) = chance.Next(4) == 0 ? ("PUT", $"{Files}/{(chance.OneIn(2) ? target.World.Elf : target.Free)}") : ("POST", Files);
                return new FuzzInput(
                    $"{(trusted ? "trusting" : "verifying")}; {what}; {shape}", method == "PUT" ? "modifyElfAndOverwriteBinary" : "createElfAndUploadBinary", method, path, form, type)
                {
                    Chunked = chance.OneIn(8),
                };
            },
            (input, guard) => (input.What.StartsWith('t') ? trusting : verifying).SendAsync(input, guard),
            cancellation);

        // Mutations that are all refused reach nothing, and such as are all taken change nothing.
        if (FuzzPlan.Count >= 1000)
        {
            Assert.InRange(run.Of("verified, taken"), FuzzPlan.Count / 50, FuzzPlan.Count / 4);
            Assert.InRange(run.Of("trusted, taken"), FuzzPlan.Count / 50, FuzzPlan.Count / 4);
        }
    }

    private sealed class Target(BackendFixture backend, CapVerification verification, World world, Guid free) : IAsyncDisposable
    {
        public World World => world;

        public Guid Free => free;

        public static async Task<Target> StartAsync(CapVerification verification)
        {
            var backend = new BackendFixture { With = o => o with { CapVerification = verification, MaxRequestsPerMinute = 10_000_000, AnswerCacheBytes = 1024 * 1024 } };
            await backend.InitializeAsync();
            var world = await World.CreateAsync(backend);
            return new Target(backend, verification, world, (await world.Tenant.Client.CreateElfAsync("Vault.cap", SampleCaps.Vault)).Id!.Value);
        }

        public async Task<string> SendAsync(FuzzInput input, CancellationToken cancellationToken)
        {
            var prefix = verification == CapVerification.Off ? "trusted" : "verified";
            using var request = input.ToRequest(world.Tenant.Token);
            using var answer = await backend.Http.SendAsync(request, cancellationToken);
            var category = await FuzzAnswer.ReadAsync(answer, input, cancellationToken);
            if (category > 0)
            {
                return $"{prefix}, {category}";
            }

            var elf = JsonSerializer.Deserialize(await answer.Content.ReadAsByteArrayAsync(cancellationToken), AdminJson.Default.ExecutableLoadFile)!;
            if (input.Method == "POST")
            {
                await CompareAsync(elf, cancellationToken);
                await world.Tenant.Client.DeleteElfAsync(elf.Id!.Value, cancellationToken);
            }

            return $"{prefix}, taken";
        }

        // What was answered is what the stored file says.
        private async Task CompareAsync(ExecutableLoadFile elf, CancellationToken cancellationToken)
        {
            var cap = CapFile.Read(await world.Tenant.Client.GetElfBinaryAsync(elf.Id!.Value, cancellationToken));
            var modules = await world.Tenant.Client.ListEmsAsync(elf.Id.Value, cancellationToken);
            Assert.Equal((cap.Aid.ToString(), cap.Header.Version.ToString()), (elf.Aid, elf.PackageVersion));
            Assert.Equal(cap.Import.Packages.Select(p => p.Aid.ToString()), elf.ImportedPackages!);
            Assert.Equal((cap.Applet?.Applets ?? []).Select(a => a.Aid.ToString()).Distinct().Order(StringComparer.Ordinal), modules.Select(m => m.Aid!));
        }

        public ValueTask DisposeAsync() => backend.DisposeAsync();
    }
}
