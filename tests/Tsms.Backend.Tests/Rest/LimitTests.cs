using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>What one provider may take, and how it is told.</summary>
public sealed class LimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_MoreThanTheMinutesWorth_AreRefusedUntilThereIsRoom()
    {
        await using var own = await OwnBackend.StartAsync(o => o with { MaxRequestsPerMinute = 60 });
        var (greedy, other) = (await own.NewProviderAsync(), await own.NewProviderAsync());
        var (token, otherToken) = (await OwnBackend.TokenAsync(own.Http, greedy), await OwnBackend.TokenAsync(own.Http, other));
        for (var i = 0; i < 60; i++)
        {
            await RestAssert.SuccessAsync(OwnBackend.AccountAsync(own.Http, token));
        }

        using (var answer = await OwnBackend.AccountAsync(own.Http, token))
        {
            Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
            Assert.Equal(
                "Invalid request: too many requests. (60 per minute are allowed; try again in 1 s)",
                await RestAssert.FaultAsync(1002, OwnBackend.AccountAsync(own.Http, token)));
        }

        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(own.Http, otherToken));
        own.Time.Advance(TimeSpan.FromSeconds(1));
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(own.Http, token));
        await RestAssert.FaultAsync(1002, OwnBackend.AccountAsync(own.Http, token));

        // The operator gives it more.
        await own.Providers.SetLimitsAsync(greedy.Id, 6000, null, Cancellation);
        own.Time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 100; i++)
        {
            await RestAssert.SuccessAsync(OwnBackend.AccountAsync(own.Http, token));
        }

        await RestAssert.FaultAsync(1002, OwnBackend.AccountAsync(own.Http, token));
    }

    [Fact]
    public async Task Storage_Full_SaysWhatWouldFit()
    {
        await using var own = await OwnBackend.StartAsync(o => o with { MaxStorageBytes = 1024 * 1024 });
        var provider = await own.NewProviderAsync();
        var client = new TsmsAdminClient(own.Http, provider.ClientId, provider.ClientSecret);
        var first = await client.CreatePersoScriptAsync("a", Bytes(600_000, 1), Cancellation);
        var e = await Assert.ThrowsAsync<AdminApiException>(() => client.CreatePersoScriptAsync("b", Bytes(600_000, 2), Cancellation));
        Assert.Equal(1014, e.Category);
        Assert.Equal(
            "Upload failed: 0.58MB exceeds maximum upload file size of 0.42MB. (your storage holds 600000 of 1048576 bytes, this needs 600000 more; delete files or ask the operator)", e.Text);

        // Replacing counts the difference, and deleting gives back.
        await client.ModifyPersoScriptAsync(first.Id!.Value, null, Bytes(1024 * 1024, 3), Cancellation);
        Assert.Equal(1024 * 1024, (await own.Providers.ListAsync(Cancellation)).Single().UsedStorageBytes);
        await Assert.ThrowsAsync<AdminApiException>(() => client.CreateCertAsync("c", SampleFiles.Certificate, Cancellation));
        await client.DeletePersoScriptAsync(first.Id.Value, Cancellation);
        await client.CreateCertAsync("c", SampleFiles.Certificate, Cancellation);

        await own.Providers.SetLimitsAsync(provider.Id, null, 10, Cancellation);
        e = await Assert.ThrowsAsync<AdminApiException>(() => client.CreatePersoScriptAsync("d", Bytes(11, 4), Cancellation));
        Assert.EndsWith($"(your storage holds {SampleFiles.Certificate.Length} of 10 bytes, this needs 11 more; delete files or ask the operator)", e.Text, StringComparison.Ordinal);
        Assert.Equal((null, 10L), (await own.Providers.ListAsync(Cancellation)).Select(p => (p.MaxRequestsPerMinute, p.MaxStorageBytes!.Value)).Single());
    }

    [Fact]
    public async Task Entities_MoreThanAllowed_AreRefusedPerKind()
    {
        await using var own = await OwnBackend.StartAsync(o => o with { MaxEntities = 10 });
        var provider = await own.NewProviderAsync();
        var client = new TsmsAdminClient(own.Http, provider.ClientId, provider.ClientSecret);
        var service = (await client.CreateServiceAsync(new Service { Name = "0" }, Cancellation)).Id!.Value;
        await ElevenAsync(1, i => client.CreateServiceAsync(new Service { Name = $"{i}" }, Cancellation));
        await ElevenAsync(0, _ => client.CreateFlavorAsync(service, new Flavor(), Cancellation));
        await ElevenAsync(0, _ => client.CreateVersionAsync(service, new ServiceVersion { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>>() }, null, Cancellation));
        await ElevenAsync(0, _ => client.CreateElfAsync("a", SampleCaps.CarKey, Cancellation));
        await ElevenAsync(0, i => client.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = $"F054534D53{i:X2}" }, Cancellation));
        await ElevenAsync(0, _ => client.CreatePersoScriptAsync("a", SampleFiles.Script, Cancellation));
        await ElevenAsync(0, _ => client.CreateCertAsync("a", SampleFiles.Certificate, Cancellation));
        var certificate = (await client.ListCertsAsync(Cancellation))[0].Id;
        await ElevenAsync(0, _ => client.CreateSposConfigAsync(new SposConfig { Url = "https://a.example", CertificateId = certificate }, Cancellation));
    }

    [Fact]
    public async Task SetLimits_OutOfRange_IsRefused()
    {
        await using var own = await OwnBackend.StartAsync(o => o);
        var provider = await own.NewProviderAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => own.Providers.SetLimitsAsync(provider.Id, 0, null, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => own.Providers.SetLimitsAsync(provider.Id, null, -1, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => own.Providers.SetLimitsAsync(World.Nobody, 1, 1, Cancellation));
    }

    private static async Task ElevenAsync(int from, Func<int, Task> create)
    {
        for (var i = from; i < 10; i++)
        {
            await create(i);
        }

        var e = await Assert.ThrowsAsync<AdminApiException>(() => create(10));
        Assert.Equal(1002, e.Category);
        Assert.StartsWith("Invalid request: no more than 10 ", e.Text, StringComparison.Ordinal);
    }

    private static byte[] Bytes(int length, byte value)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, value);
        return bytes;
    }
}
