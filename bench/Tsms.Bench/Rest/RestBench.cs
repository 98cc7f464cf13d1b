using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Tsms.Api.Admin;

namespace Tsms.Bench.Rest;

/// <summary>
/// The REST-API's requests per second on each database, against the bare framework's ceiling for the same bytes in the same run. Client and server share the machine, so the
/// figures compare with each other and with nothing else.
/// </summary>
internal static class RestBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(5);

    /// <summary>Runs all. TSMS_TEST_POSTGRES names the PostgreSQL server; without it PostgreSQL is left out.</summary>
    public static async Task<int> RunAsync()
    {
        var postgres = Environment.GetEnvironmentVariable("TSMS_TEST_POSTGRES");
        Console.WriteLine($"{LoadRun.Clients} clients, {Measured.TotalSeconds} s each, {Environment.ProcessorCount} cores for client, server and database");
        Console.WriteLine("| request | server | req/s | p50 ms | p99 ms | of the ceiling | without the database's time |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        foreach (var scenario in Scenarios())
        {
            await RunAsync(scenario, string.IsNullOrEmpty(postgres) ? null : Database(postgres));
        }

        if (string.IsNullOrEmpty(postgres))
        {
            Console.WriteLine("Left out: PostgreSQL. Name a server in TSMS_TEST_POSTGRES.");
        }

        return 0;
    }

    private static async Task RunAsync(Scenario scenario, string? postgres)
    {
        await using var sqlite = await BackendServer.StartAsync(null);
        using var sample = await sqlite.Http.SendAsync(scenario.Request(sqlite));
        await using var bare = await BareServer.StartAsync(await sample.Content.ReadAsByteArrayAsync());
        var ceiling = await LoadRun.MeasureAsync(bare.Http, () => scenario.Request(sqlite), WarmUp, Measured);
        Print(scenario.Name, "bare framework", ceiling, null, 0);
        Print(scenario.Name, "SQLite", await MeasureAsync(scenario, sqlite), ceiling, sqlite.Clock.Seconds);
        if (postgres is not null)
        {
            await using var server = await BackendServer.StartAsync(postgres);
            Print(scenario.Name, "PostgreSQL", await MeasureAsync(scenario, server), ceiling, server.Clock.Seconds);
        }
    }

    private static Task<LoadResult> MeasureAsync(Scenario scenario, BackendServer server) =>
        LoadRun.MeasureAsync(server.Http, () => scenario.Request(server), WarmUp, Measured, server.Clock.Reset);

    private static void Print(string request, string server, LoadResult result, LoadResult? ceiling, double databaseSeconds)
    {
        // All clients wait for the database at once: its time counts once per client.
        var without = result.Requests / Math.Max(0.001, result.Elapsed - (databaseSeconds / LoadRun.Clients));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {request} | {server} | {result.Rate:F0} | {result.P50:F2} | {result.P99:F2} | {Part(result.Rate)} | {Part(without)} |"));

        string Part(double rate) => ceiling is null ? "" : (rate / ceiling.Rate).ToString("P0", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<Scenario> Scenarios()
    {
        var sample = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vault.cap"));
        yield return new Scenario("get a Service", server => new HttpRequestMessage(HttpMethod.Get, $"{AdminPaths.Base}/services/{server.Service}"));
        yield return new Scenario($"list {BackendServer.Services} Services", _ => new HttpRequestMessage(HttpMethod.Get, $"{AdminPaths.Base}/services"));
        yield return new Scenario("create a Service", _ => new HttpRequestMessage(HttpMethod.Post, $"{AdminPaths.Base}/services")
        {
            Content = new StringContent("""{"name":"one more"}""", Encoding.UTF8, "application/json"),
        });
        yield return new Scenario("upload a CAP of 20 KB", _ =>
        {
            var form = new MultipartFormDataContent { { new StringContent("a.cap"), "elfFilename" } };
            var file = new ByteArrayContent(BenchCap.Next(sample));
            file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(file, "elfFile", "a.cap");
            return new HttpRequestMessage(HttpMethod.Post, $"{AdminPaths.Base}/executable-load-files") { Content = form };
        });
    }

    private static string Database(string server) => $"{server};Database=tsms_bench_{Environment.ProcessId}";

    private sealed record Scenario(string Name, Func<BackendServer, HttpRequestMessage> Request);
}
