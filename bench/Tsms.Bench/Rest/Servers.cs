using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;

namespace Tsms.Bench.Rest;

/// <summary>A backend on a free port of loopback with one service provider and 1,000 Services.</summary>
internal sealed record BackendServer(WebApplication App, HttpClient Http, string Directory, Guid Service) : IAsyncDisposable
{
    public const int Services = 1000;

    public static async Task<BackendServer> StartAsync(string? postgres)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("tsms-bench-").FullName;
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var options = new TsmsBackendOptions { Urls = "http://127.0.0.1:0", DataDirectory = directory, MaxRequestsPerMinute = 10_000_000, MaxEntities = 1_000_000, MaxStorageBytes = 1L << 40 };
        builder.AddTsmsBackend(postgres is null ? options : options with { Database = BackendDatabase.Postgres, ConnectionString = postgres });
        var app = builder.Build();
        app.MapTsmsAdmin();
        await app.StartAsync();
        var credentials = await app.Services.GetRequiredService<ProviderAdmin>().CreateAsync("Bench", ["F054534D53"]);
        var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var client = new TsmsAdminClient(http, credentials.ClientId, credentials.ClientSecret);
        var service = Guid.Empty;
        await Parallel.ForAsync(0, Services, new ParallelOptions { MaxDegreeOfParallelism = LoadRun.Clients }, async (i, cancellationToken) =>
            service = (await client.CreateServiceAsync(new Service { Name = $"Service {i}" }, cancellationToken)).Id!.Value);

        http.DefaultRequestHeaders.Authorization = new("Bearer", await client.AuthenticateAsync());
        return new BackendServer(app, http, directory, service);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>The framework's own ceiling: an endpoint that reads the request and answers bytes and headers that were made before.</summary>
internal sealed record BareServer(WebApplication App, HttpClient Http) : IAsyncDisposable
{
    private static readonly string[] s_methods = ["GET", "POST"];

    // What the server writes by itself.
    private static readonly HashSet<string> s_own = ["Date", "Server", "Content-Length"];

    /// <summary>Answers everything with what this answer has, and its client sends what that of <paramref name="measured"/> does.</summary>
    public static async Task<BareServer> StartAsync(HttpResponseMessage answer, BackendServer measured)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var content = await answer.Content.ReadAsByteArrayAsync();
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => !s_own.Contains(h.Key)).Select(h => KeyValuePair.Create(h.Key, new StringValues([.. h.Value]))).ToArray();
        app.MapMethods("/{**path}", s_methods, (RequestDelegate)(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            foreach (var (name, value) in headers)
            {
                context.Response.Headers[name] = value;
            }

            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted);
        }));
        await app.StartAsync();
        var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        http.DefaultRequestHeaders.Authorization = measured.Http.DefaultRequestHeaders.Authorization;
        return new BareServer(app, http);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>The CAP that is uploaded: a sample applet, brought to 20 KB by a custom component that readers pass over, and different each time.</summary>
internal static class BenchCap
{
    private const int Size = 20 * 1024;

    public static byte[] Next(byte[] sample)
    {
        using var file = new MemoryStream();
        file.Write(sample);
        using (var zip = new System.IO.Compression.ZipArchive(file, System.IO.Compression.ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("META-INF/padding", System.IO.Compression.CompressionLevel.NoCompression).Open();
            entry.Write(RandomNumberGenerator.GetBytes(Math.Max(32, Size - sample.Length - 200)));
        }

        return file.ToArray();
    }
}
