using System.Net;
using Tsms.Api.Issuer;
using Tsms.Issuer.Data;

namespace Tsms.Issuer.Tests.Sessions;

/// <summary>How long permissions last, and what outlives the issuer's process.</summary>
public sealed class LifetimeTests
{
    private const string Establish = "establishTsmSecurityDomain";
    private const string Remove = "removeTsmSecurityDomain";

    [Fact]
    public async Task OpenSession_AtTheEndOfTheAuthorization_IsLetInAndAfterItNot()
    {
        await using var bench = await IssuerBench.StartAsync();
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        bench.Time.Advance(TimeSpan.FromMinutes(30));
        await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        bench.Time.Advance(TimeSpan.FromTicks(1));
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => bench.Client.OpenAsync(authorization.AuthorizationId, Establish));
    }

    [Fact]
    public async Task Continue_OfALapsedSession_SendsNoScript()
    {
        await using var bench = await IssuerBench.StartAsync();
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        var step = await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        bench.Card.Reset();
        var answers = bench.Play(step);
        bench.Time.Advance(TimeSpan.FromMinutes(31));
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => bench.Client.ContinueAsync(step.SessionId, answers));
        Assert.Null(await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Finish_AfterTheLapse_StillCountsWhatTheCardProved()
    {
        await using var bench = await IssuerBench.StartAsync();
        var script = await bench.ReachScriptAsync(Establish);
        var answers = bench.Play(script);
        bench.Time.Advance(TimeSpan.FromHours(2));
        Assert.True((await bench.Client.ContinueAsync(script.SessionId, answers)).Done);
        Assert.Equal(TsmDomainState.Present, await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Restart_KeepsCardsAuthorizationsAndDomains()
    {
        await using var bench = await IssuerBench.StartAsync(onDisk: true);
        await bench.RunAsync(Establish);
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc, "terminate");

        await bench.RestartAsync();

        Assert.True(await bench.Host.Cards.ContainsAsync(bench.Cplc, TestContext.Current.CancellationToken));
        Assert.Equal(TsmDomainState.Present, await bench.Host.DomainStateAsync());
        var step = await bench.Client.OpenAsync(authorization.AuthorizationId, Remove);
        bench.Card.Reset();
        step = await bench.Client.ContinueAsync(step.SessionId, bench.Play(step));
        Assert.True((await bench.Client.ContinueAsync(step.SessionId, bench.Play(step))).Done);
    }

    [Fact]
    public async Task Restart_InTheMiddleOfASession_RemembersTheDoubtAndForgetsTheKeys()
    {
        await using var bench = await IssuerBench.StartAsync(onDisk: true);
        var script = await bench.ReachScriptAsync(Establish);
        var answers = bench.Play(script);
        Assert.Single(await bench.Host.HandoversAsync());

        await bench.RestartAsync();

        Assert.Empty(await bench.Host.HandoversAsync());
        Assert.Equal(TsmDomainState.Uncertain, await bench.Host.DomainStateAsync());
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => bench.Client.ContinueAsync(script.SessionId, answers));
        Assert.True((await bench.RunAsync(Establish)).Last.Done);
    }
}
