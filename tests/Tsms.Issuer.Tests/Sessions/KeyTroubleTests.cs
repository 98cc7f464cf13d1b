using System.Net;
using Tsms.Api.Issuer;
using Tsms.Keys;

namespace Tsms.Issuer.Tests.Sessions;

/// <summary>The issuer's own key store lacks a key or fails: the TSM is told so, the card is untouched, nothing stays behind.</summary>
public sealed class KeyTroubleTests
{
    private const string Establish = "establishTsmSecurityDomain";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Establish_WithoutThePartnersTransportKey_SaysWhichIsMissing()
    {
        await using var bench = await IssuerBench.StartAsync(issuersTransportKey: "misspelt");
        var memory = bench.Card.Memory;
        var text = await RefusedException.ExpectAsync(HttpStatusCode.InternalServerError, IssuerErrorCodes.KeyManagement, () => bench.RunAsync(Establish));
        Assert.Contains("misspelt", text, StringComparison.Ordinal);
        Assert.Equal(memory, bench.Card.Memory);
        Assert.Empty(await bench.Host.HandoversAsync());
        Assert.Null(await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Establish_WhoseIsdKeysWereDeleted_SaysWhichAreMissing()
    {
        await using var bench = await IssuerBench.StartAsync();
        await bench.Host.Keys.DeleteKeySetAsync(new KeySetReference("isd/1", IssuerBench.KeyVersion), Cancel);
        var text = await RefusedException.ExpectAsync(HttpStatusCode.InternalServerError, IssuerErrorCodes.KeyManagement, () => bench.RunAsync(Establish));
        Assert.Contains("isd/1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Establish_WhenTheKeyFileCannotBeWritten_LeavesTheCardAlone()
    {
        await using var bench = await IssuerBench.StartAsync(onDisk: true);
        var memory = bench.Card.Memory;
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        var step = await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        bench.Card.Reset();
        var answers = bench.Play(step);
        foreach (var file in Directory.EnumerateFiles(bench.Folder, "keys*"))
        {
            File.Delete(file);
        }

        Directory.CreateDirectory(Path.Combine(bench.Folder, "keys")); // a folder stands where the file has to go
        await RefusedException.ExpectAsync(HttpStatusCode.InternalServerError, IssuerErrorCodes.KeyManagement, () => bench.Client.ContinueAsync(step.SessionId, answers));
        Assert.Equal(memory, bench.Card.Memory);
        Assert.Empty(await bench.Host.HandoversAsync());
    }
}
