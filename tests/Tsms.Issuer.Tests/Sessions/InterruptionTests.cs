using System.Net;
using Tsms.Api.Issuer;
using Tsms.Issuer.Data;
using Tsms.SmartCard;

namespace Tsms.Issuer.Tests.Sessions;

/// <summary>Sessions that broke off: whatever was left behind, the next one gets through, and no handed-over key stays in the key store.</summary>
public sealed class InterruptionTests
{
    private const string Establish = "establishTsmSecurityDomain";
    private const string Remove = "removeTsmSecurityDomain";

    [Fact]
    public async Task Establish_BrokenOffAfterAnyCommand_IsMadeByTheNext()
    {
        for (var played = 0; ; played++)
        {
            await using var bench = await IssuerBench.StartAsync();
            var memory = bench.Card.Memory;
            var script = await bench.ReachScriptAsync(Establish);
            if (played > script.Commands.Count)
            {
                Assert.True(played > 4, "EXTERNAL AUTHENTICATE, INSTALL and the first keys make three commands at least.");
                return;
            }

            bench.Play(script with { Commands = [.. script.Commands.Take(played)] });
            Assert.Equal(TsmDomainState.Uncertain, await bench.Host.DomainStateAsync());

            var (again, last) = await bench.RunAsync(Establish);

            Assert.True(last.Done);
            Assert.Equal(script.Commands.Count + 1, again.Commands.Count); // it clears up first
            Assert.Equal(TsmDomainState.Present, await bench.Host.DomainStateAsync());
            Assert.Empty(await bench.Host.HandoversAsync());
            (await bench.OpenTsmDomainAsync(again.HandedOverKeys!)).Dispose();
            await bench.RunAsync(Remove);
            Assert.Equal(memory, bench.Card.Memory);
        }
    }

    [Fact]
    public async Task Establish_WithPowerLostAtAnyWrite_IsMadeByTheNext()
    {
        for (var writes = 0; ; writes++)
        {
            await using var bench = await IssuerBench.StartAsync();
            var script = await bench.ReachScriptAsync(Establish);
            bench.Card.CutPowerAfterWrites(writes);
            if (bench.Play(script).All(answer => answer.Length > 0))
            {
                Assert.True(writes >= 2, $"The script makes {writes} writes.");
                return;
            }

            var (_, last) = await bench.RunAsync(Establish);
            Assert.True(last.Done);
            await bench.RunAsync(Remove);
        }
    }

    [Fact]
    public async Task Remove_AfterAnInterruptedEstablishment_ClearsTheCard()
    {
        await using var bench = await IssuerBench.StartAsync();
        var memory = bench.Card.Memory;
        var script = await bench.ReachScriptAsync(Establish);
        bench.Play(script); // and no answer reaches the issuer

        var (_, last) = await bench.RunAsync(Remove);

        Assert.True(last.Done);
        Assert.Equal(memory, bench.Card.Memory);
        Assert.Equal(TsmDomainState.Absent, await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Remove_WhoseAnswerWasLost_StaysUncertainAndEstablishGetsThrough()
    {
        await using var bench = await IssuerBench.StartAsync();
        await bench.RunAsync(Establish);
        bench.Play(await bench.ReachScriptAsync(Remove));
        Assert.Equal(TsmDomainState.Uncertain, await bench.Host.DomainStateAsync());

        // Not found carries no R-MAC and proves nothing.
        await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardRefused, () => bench.RunAsync(Remove));
        Assert.Equal(TsmDomainState.Uncertain, await bench.Host.DomainStateAsync());
        Assert.True((await bench.RunAsync(Establish)).Last.Done);
    }

    [Fact]
    public async Task OpenSession_WhileAnotherOfTheCardRuns_EndsThatOne()
    {
        await using var bench = await IssuerBench.StartAsync();
        var abandoned = await bench.ReachScriptAsync(Establish);
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        Assert.Empty(await bench.Host.HandoversAsync());
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => bench.Client.ContinueAsync(abandoned.SessionId, "9000"));
    }

    [Fact]
    public async Task Continue_TwiceAtTheSameTime_FinishesOnce()
    {
        await using var bench = await IssuerBench.StartAsync();
        var script = await bench.ReachScriptAsync(Establish);
        var answers = bench.Play(script);
        var calls = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            try
            {
                return (await bench.Client.ContinueAsync(script.SessionId, answers)).Done ? "done" : "more";
            }
            catch (RefusedException e)
            {
                return e.Code;
            }
        }));
        Assert.Equal(["done", .. Enumerable.Repeat(IssuerErrorCodes.UnknownSession, 3)], calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Continue_AfterTheEnd_IsUnknown()
    {
        await using var bench = await IssuerBench.StartAsync();
        var (_, last) = await bench.RunAsync(Establish);
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => bench.Client.ContinueAsync(last.SessionId));
    }

    [Fact]
    public async Task Remove_WhileContentIsBelow_IsRefusedByTheCard()
    {
        await using var bench = await IssuerBench.StartAsync();
        var (made, _) = await bench.RunAsync(Establish);
        using (var session = await bench.OpenTsmDomainAsync(made.HandedOverKeys!))
        {
            var install = session.Wrap(Tsms.GlobalPlatform.Commands.GpCommand.InstallAndMakeSelectable(
                Aid.Parse("A0000001515350"), Aid.Parse("A000000151535041"), Aid.Parse("F054534D53EE01"), SmartCard.GlobalPlatform.Privileges.SecurityDomain, Tsms.GlobalPlatform.Commands.InstallParameters.Empty));
            Assert.True(install.VerifyResponse(bench.Card.Process(install.Bytes)).IsVerified);
        }

        var text = await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardRefused, () => bench.RunAsync(Remove));
        Assert.Contains("6985", text, StringComparison.Ordinal);
        await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardRefused, () => bench.RunAsync(Establish));
        Assert.Contains(await bench.ApplicationsAsync(), e => e.Aid == Aid.Parse("F054534D53EE01"));
    }
}
