using System.Diagnostics;
using System.Net;
using Npgsql;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>A real PostgreSQL server that crashes under a serving backend and comes back: honest answers meanwhile, and none is needed afterwards to go on.</summary>
public sealed class DatabaseAwayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_StoppedAndStarted_IsToldByReadinessAndAnswersAndNeedsNoRestart()
    {
        Assert.SkipUnless(TestDatabase.IsPostgres, "runs where the tests run on PostgreSQL: it starts a server of its own");
        await using var cluster = await Cluster.StartAsync();
        await using var backend = new BackendFixture
        {
            With = o => o with
            {
                Database = BackendDatabase.Postgres,
                ConnectionString = new NpgsqlConnectionStringBuilder(cluster.Connection) { Database = "away", Timeout = 5 }.ToString(),
            },
        };
        await backend.InitializeAsync();
        var tenant = await backend.NewTenantAsync();
        var service = await tenant.Client.CreateServiceAsync(new Service { Name = "before" }, Cancellation);
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(backend, "ready"));

        // Several connections lie in the pool when the server goes.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.Client.ListServicesAsync(Cancellation)));
        await cluster.RunAsync("halt");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync(backend, "ready"));
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(backend, "live"));
        foreach (var (method, path, body) in new[] { ("GET", "/services", null), ("POST", "/services", "{\"name\":\"A\"}"), ("DELETE", $"/services/{service.Id}", null) })
        {
            using var answer = await tenant.SendAsync(method, path, body is null ? null : Tenant.Json(body));
            Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
            Assert.Equal(
                "Internal server error: the database does not answer. (nothing was changed; please try again)",
                await RestAssert.FaultAsync(2000, tenant.SendAsync(method, path, body is null ? null : Tenant.Json(body))));
        }

        // Nobody guessed while nobody could be checked.
        await RestAssert.FaultAsync(2000, OwnBackend.AuthAsync(backend.Http, tenant.Credentials));
        await cluster.RunAsync("resume");
        Assert.Equal(HttpStatusCode.OK, await HealthAsync(backend, "ready"));
        Assert.Equal([service.Id], (await tenant.Client.ListServicesAsync(Cancellation)).Select(s => s.Id));
        await tenant.Client.CreateServiceAsync(new Service { Name = "after" }, Cancellation);
        await OwnBackend.TokenAsync(backend.Http, tenant.Credentials);
    }

    private static async Task<HttpStatusCode> HealthAsync(BackendFixture backend, string which)
    {
        using var answer = await backend.Http.GetAsync(new Uri($"/health/{which}", UriKind.Relative), Cancellation);
        return answer.StatusCode;
    }

    /// <summary>A server of its own, by eng/postgres.</summary>
    private sealed class Cluster(string directory) : IAsyncDisposable
    {
        public string Connection { get; private set; } = "";

        public static async Task<Cluster> StartAsync()
        {
            var cluster = new Cluster(Directory.CreateTempSubdirectory("tsms-cluster-").FullName);
            cluster.Connection = (await cluster.RunAsync("start")).Trim();
            return cluster;
        }

        public async Task<string> RunAsync(string verb)
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "eng", "postgres")))
            {
                root = root.Parent ?? throw new InvalidOperationException("eng/postgres is not above the tests.");
            }

            // What it starts keeps its output open, so the output goes through a file.
            var output = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(directory)}.{verb}");
            // DURABLE: a server that acknowledges commits before it writes them may forget the last ones in a crash.
            var start = new ProcessStartInfo("bash", ["-c", "\"$0\" \"$1\" \"$2\" > \"$3\" 2>&1", Path.Combine(root.FullName, "eng", "postgres"), verb, directory, output])
            {
                Environment = { ["DURABLE"] = "1" },
            };
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(Cancellation);
            var text = await File.ReadAllTextAsync(output, CancellationToken.None);
            File.Delete(output);
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"eng/postgres {verb}: {text}");
        }

        public async ValueTask DisposeAsync() => await RunAsync("stop");
    }
}
