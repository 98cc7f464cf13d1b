using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;

namespace Tsms.Bench.Rest;

/// <summary>Adds up the time that commands took in the database, as its driver saw it.</summary>
internal sealed class DatabaseClock : DbCommandInterceptor
{
    private long _ticks;

    public double Seconds => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

    public void Reset() => Interlocked.Exchange(ref _ticks, 0);

    public override ValueTask<DbDataReader> ReaderExecutedAsync(DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _ticks, eventData.Duration.Ticks);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _ticks, eventData.Duration.Ticks);
        return ValueTask.FromResult(result);
    }
}

/// <summary>A backend on a free port of loopback with one service provider and 1,000 Services.</summary>
internal sealed record BackendServer(WebApplication App, HttpClient Http, DatabaseClock Clock, string Directory, Guid Service) : IAsyncDisposable
{
    public const int Services = 1000;

    public static async Task<BackendServer> StartAsync(string? postgres)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("tsms-bench-").FullName;
        var clock = new DatabaseClock();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IInterceptor>(clock);
        var options = new TsmsBackendOptions { Urls = "http://127.0.0.1:0", DataDirectory = directory, MaxRequestsPerMinute = 10_000_000, MaxEntities = 1_000_000, MaxStorageBytes = 1L << 40 };
        builder.AddTsmsBackend(postgres is null ? options : options with { Database = BackendDatabase.Postgres, ConnectionString = postgres });
        var app = builder.Build();
        app.MapTsmsAdmin();
        await app.StartAsync();
        var credentials = await app.Services.GetRequiredService<ProviderAdmin>().CreateAsync("Bench", ["F054534D53"]);
        var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var client = new TsmsAdminClient(http, credentials.ClientId, credentials.ClientSecret);
        var service = Guid.Empty;
        for (var i = 0; i < Services; i++)
        {
            service = (await client.CreateServiceAsync(new Service { Name = $"Service {i}" })).Id!.Value;
        }

        http.DefaultRequestHeaders.Authorization = new("Bearer", await client.AuthenticateAsync());
        return new BackendServer(app, http, clock, directory, service);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}

/// <summary>The framework's own ceiling: a minimal API that reads the request and answers bytes that were made before.</summary>
internal sealed record BareServer(WebApplication App, HttpClient Http) : IAsyncDisposable
{
    private static readonly string[] s_methods = ["GET", "POST"];

    public static async Task<BareServer> StartAsync(byte[] answer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapMethods("/{**path}", s_methods, (RequestDelegate)(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        }));
        await app.StartAsync();
        return new BareServer(app, new HttpClient { BaseAddress = new Uri(app.Urls.Single()) });
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
