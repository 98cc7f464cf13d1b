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
    /// <summary>Runs all. TSMS_TEST_POSTGRES names the PostgreSQL server; without it PostgreSQL is left out.</summary>
    /// <param name="only">Runs those whose name begins so; null for all.</param>
    public static async Task<int> RunAsync(string? only)
    {
        var postgres = Environment.GetEnvironmentVariable("TSMS_TEST_POSTGRES");
        Console.WriteLine(
            $"{LoadRun.Clients} clients, {LoadRun.Rounds} turns of {LoadRun.Turn.TotalSeconds} s each, {Environment.ProcessorCount} cores for client, server and database, load {LoadAverage()}");
        Console.WriteLine("| request | server | req/s | p50 ms | p99 ms | processor µs | of the ceiling by rate | by processor time |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var scenario in Scenarios().Where(s => s.Name.StartsWith(only ?? "", StringComparison.Ordinal)))
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
        await using var server = postgres is null ? null : await BackendServer.StartAsync(postgres);
        using var sample = await sqlite.Http.SendAsync(scenario.Request(sqlite));
        await using var bare = await BareServer.StartAsync(sample, sqlite);
        var targets = new List<LoadTarget>
        {
            new("bare framework", bare.Http, () => scenario.Request(sqlite)),
            new("SQLite", sqlite.Http, () => scenario.Request(sqlite)),
        };
        if (server is not null)
        {
            targets.Add(new LoadTarget("PostgreSQL", server.Http, () => scenario.Request(server)));
        }

        var results = await LoadRun.MeasureAsync(targets);
        foreach (var (target, result) in targets.Zip(results))
        {
            Print(scenario.Name, target.Name, result, results[0]);
        }
    }

    // By processor time PostgreSQL's own is left out, which is spent in other processes; SQLite computes in this one.
    private static void Print(string request, string server, LoadResult result, LoadResult ceiling)
    {
        var ratios = result == ceiling ? "| | " : string.Create(CultureInfo.InvariantCulture, $"| {result.Rate / ceiling.Rate:P0} | {ceiling.Processor / result.Processor:P0} ");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {request} | {server} | {result.Rate:F0} | {result.P50:F2} | {result.P99:F2} | {result.Processor:F0} {ratios}|"));
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

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Database(string server) => $"{server};Database=tsms_bench_{Environment.ProcessId}";

    private sealed record Scenario(string Name, Func<BackendServer, HttpRequestMessage> Request);
}
