using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Backend.Hosting;
using Tsms.Backend.Notifications;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Notices reach a real receiver: signed, tried again, once it is there.</summary>
public sealed class OutboxTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private OperatorConsole Console => backend.Services.GetRequiredService<OperatorConsole>();

    private OutboxSender Sender => backend.Services.GetRequiredService<OutboxSender>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_OfARetiredProfile_ArrivesSigned()
    {
        await using var receiver = await Receiver.StartAsync();
        var (world, profile) = await RetireAsync(receiver.Address);
        Assert.Equal(1, await Sender.SendDueAsync(Token));

        var (body, headers) = Assert.Single(receiver.Received);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(Notices.ProfileRetiredKind, json.RootElement.GetProperty("kind").GetString());
        Assert.Equal(world.Tenant.Credentials.Id, json.RootElement.GetProperty("spId").GetGuid());
        Assert.Equal(profile, json.RootElement.GetProperty("secureComponentProfile").GetProperty("id").GetGuid());
        Assert.Equal(headers[OutboxSender.IdHeader].ToString(), json.RootElement.GetProperty("id").GetString());
        Assert.True(await IsSignedAsync(body, headers[OutboxSender.SignatureHeader].ToString()));
        Assert.False(await IsSignedAsync([.. body, 0x20], headers[OutboxSender.SignatureHeader].ToString()));
        var notice = Assert.Single(await Console.Webhooks.ListNoticesAsync(world.Tenant.Credentials.Id, Token));
        Assert.Equal((1, null, true), (notice.Attempts, notice.NextAttempt, notice.DeliveryDate is not null));
        Assert.Equal(0, await Sender.SendDueAsync(Token));
    }

    [Fact]
    public async Task Notice_RefusedByItsReceiver_IsTriedAgainLater()
    {
        await using var receiver = await Receiver.StartAsync(HttpStatusCode.InternalServerError, HttpStatusCode.Found);
        var (world, _) = await RetireAsync(receiver.Address);
        Assert.Equal(0, await Sender.SendDueAsync(Token));
        Assert.Equal(0, await Sender.SendDueAsync(Token));
        Assert.Single(receiver.Received);
        backend.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, await Sender.SendDueAsync(Token));
        var waiting = Assert.Single(await Console.Webhooks.ListNoticesAsync(world.Tenant.Credentials.Id, Token));
        Assert.Equal((2, "the receiver answered 302"), (waiting.Attempts, waiting.LastError));
        Assert.Equal(backend.Time.GetUtcNow() + TimeSpan.FromSeconds(20), waiting.NextAttempt);
        backend.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(1, await Sender.SendDueAsync(Token));
        Assert.Equal(3, receiver.Received.Count);
        Assert.Single(receiver.Received.Select(r => Convert.ToHexString(r.Body)).Distinct());
    }

    [Fact]
    public async Task Notice_WithoutAWebhook_WaitsForOne()
    {
        var (world, _) = await RetireAsync(null);
        await Sender.SendDueAsync(Token);
        Assert.Equal(0, Assert.Single(await Console.Webhooks.ListNoticesAsync(world.Tenant.Credentials.Id, Token)).Attempts);
        await using var receiver = await Receiver.StartAsync();
        await Console.Webhooks.SetAsync(world.Tenant.Credentials.Id, receiver.Address, Token);
        Assert.Equal(receiver.Address, await Console.Webhooks.FindAsync(world.Tenant.Credentials.Id, Token));
        Assert.Equal(1, await Sender.SendDueAsync(Token));
    }

    [Fact]
    public async Task Notice_ToAReceiverThatIsAway_IsGivenUpAfterDays()
    {
        var away = await Receiver.StartAsync();
        var (world, _) = await RetireAsync(away.Address);
        await away.DisposeAsync();
        for (var i = 0; i < OutboxSender.MaxAttempts; i++)
        {
            await Sender.SendDueAsync(Token);
            backend.Time.Advance(TimeSpan.FromHours(6));
        }

        var notice = Assert.Single(await Console.Webhooks.ListNoticesAsync(world.Tenant.Credentials.Id, Token));
        Assert.Equal((OutboxSender.MaxAttempts, null, null), (notice.Attempts, notice.NextAttempt, notice.DeliveryDate));
        Assert.NotNull(notice.LastError);
    }

    [Fact]
    public async Task Senders_ManyAtOnce_SendOnce()
    {
        await using var receiver = await Receiver.StartAsync();
        await RetireAsync(receiver.Address);
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Sender.SendDueAsync(Token)));
        Assert.Equal(1, sent.Sum());
        Assert.Single(receiver.Received);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(8, 1280)]
    [InlineData(12, 20480)]
    [InlineData(13, 21600)]
    [InlineData(100, 21600)]
    public void PauseAfter_Attempts_DoublesUpToSixHours(int attempts, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), OutboxSender.PauseAfter(attempts));

    [Theory]
    [InlineData("http://192.0.2.1/")]
    [InlineData("ftp://localhost/")]
    [InlineData("https://user:pw@sp.example/")]
    [InlineData("https://sp.example/#x")]
    [InlineData("/relative")]
    public async Task SetWebhook_ToAWrongAddress_IsRefused(string url)
    {
        var tenant = await backend.NewTenantAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => Console.Webhooks.SetAsync(tenant.Credentials.Id, new Uri(url, UriKind.RelativeOrAbsolute), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Console.Webhooks.SetAsync(World.Nobody, new Uri("https://sp.example/"), Token));
    }

    // A service provider whose Flavor is deployed to a profile that is retired now.
    private async Task<(World World, Guid Profile)> RetireAsync(Uri? webhook)
    {
        var world = await World.CreateAsync(backend);
        var id = world.Tenant.Credentials.Id;
        if (webhook is not null)
        {
            await Console.Webhooks.SetAsync(id, webhook, Token);
        }

        var profile = (await Console.Profiles.AddAsync(ProfileAdminTests.Json(Guid.NewGuid(), $"{id}"), "x.json", Token)).Id;
        await RestAssert.SuccessAsync(world.Tenant.JsonAsync(
            "POST", $"/services/{world.Service}/versions/{world.Tag}/secure-component-profiles", $$"""{"{{profile}}":"{{world.PublishedFlavor}}"}"""));
        await Console.Profiles.RetireAsync(profile, backend.Time.GetUtcNow(), Token);
        return (world, profile);
    }

    // What a receiver does: fetch the key that the header names, put the body between the points, verify (RFC 7515, appendix F).
    private async Task<bool> IsSignedAsync(byte[] body, string signature)
    {
        var parts = signature.Split('.');
        Assert.Equal((3, ""), (parts.Length, parts[1]));
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var keys = JsonDocument.Parse(await backend.Http.GetStringAsync("/.well-known/jwks.json", Token));
        var key = keys.RootElement.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == header.RootElement.GetProperty("kid").GetString());
        Assert.False(key.TryGetProperty("d", out _));
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
        });
        return ecdsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{Base64Url.EncodeToString(body)}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256);
    }

    /// <summary>A service provider's server on loopback. It answers with the given statuses first, then 204.</summary>
    private sealed class Receiver(WebApplication app) : IAsyncDisposable
    {
        public ConcurrentQueue<(byte[] Body, IHeaderDictionary Headers)> Received { get; } = new();

        public Uri Address => new($"{app.Urls.Single()}/notices");

        public static async Task<Receiver> StartAsync(params HttpStatusCode[] first)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            var receiver = new Receiver(app);
            var answers = new ConcurrentQueue<HttpStatusCode>(first);
            app.MapPost("/notices", (RequestDelegate)(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                receiver.Received.Enqueue((body.ToArray(), new HeaderDictionary(context.Request.Headers.ToDictionary(h => h.Key, h => h.Value))));
                context.Response.StatusCode = answers.TryDequeue(out var status) ? (int)status : 204;
                context.Response.Headers.Location = "/elsewhere";
            }));
            await app.StartAsync(Token);
            return receiver;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
