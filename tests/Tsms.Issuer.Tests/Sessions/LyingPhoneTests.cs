using System.Net;
using Tsms.Api.Issuer;
using Tsms.Issuer.Data;

namespace Tsms.Issuer.Tests.Sessions;

/// <summary>Answers that a phone invents, drops, repeats, swaps or changes never make the issuer believe that its work was done.</summary>
public sealed class LyingPhoneTests
{
    private const string Establish = "establishTsmSecurityDomain";

    [Theory]
    [InlineData("invent", IssuerErrorCodes.CardRefused, "EXTERNAL AUTHENTICATE|INSTALL|R-MAC|MacMissing")]
    [InlineData("drop last", IssuerErrorCodes.CardRefused, "Missing")]
    [InlineData("drop all", IssuerErrorCodes.CardRefused, "Missing")]
    [InlineData("repeat", IssuerErrorCodes.CardRefused, "MacWrong")]
    [InlineData("swap", IssuerErrorCodes.CardRefused, "proves nothing")]
    [InlineData("change a digit", IssuerErrorCodes.CardRefused, "MacWrong")]
    [InlineData("one too many", IssuerErrorCodes.InvalidRequest, "answers to")]
    [InlineData("no hexadecimal", IssuerErrorCodes.InvalidRequest, "not hexadecimal")]
    [InlineData("half a status word", IssuerErrorCodes.CardRefused, "Malformed")]
    [InlineData("say full", IssuerErrorCodes.NoSpace, "6A84")]
    public async Task Finish_WithFalseAnswers_StaysUncertain(string lie, string code, string text)
    {
        await using var bench = await IssuerBench.StartAsync();
        var script = await bench.ReachScriptAsync(Establish);
        string[] honest = bench.Play(script);
        Assert.True(honest.Length >= 3);
        string[] told = lie switch
        {
            "invent" => [.. honest.Select(_ => "9000")],
            "drop last" => honest[..^1],
            "drop all" => [],
            "repeat" => [honest[0], honest[1], .. Enumerable.Repeat(honest[1], honest.Length - 2)],
            "swap" => [honest[1], honest[0], .. honest[2..]],
            "change a digit" => [.. honest[..^1], (honest[^1][0] == '0' ? "1" : "0") + honest[^1][1..]],
            "one too many" => [.. honest, "9000"],
            "no hexadecimal" => [.. honest[..^1], "90 00"],
            "half a status word" => [.. honest[..^1], "90"],
            "say full" => [.. honest[..^1], "6A84"],
            _ => throw new ArgumentOutOfRangeException(nameof(lie)),
        };

        var status = code == IssuerErrorCodes.InvalidRequest ? HttpStatusCode.BadRequest : HttpStatusCode.Conflict;
        var message = await RefusedException.ExpectAsync(status, code, () => bench.Client.ContinueAsync(script.SessionId, told));

        Assert.Contains(text.Split('|'), part => message.Contains(part, StringComparison.Ordinal));
        Assert.Equal(TsmDomainState.Uncertain, await bench.Host.DomainStateAsync());
    }

    [Theory]
    [InlineData("6A82", "6A82", IssuerErrorCodes.CardRefused)]
    [InlineData("", "", IssuerErrorCodes.CardRefused)]
    [InlineData("9000", "", IssuerErrorCodes.CardRefused)]
    [InlineData("9000", "9000", IssuerErrorCodes.CardRefused)]
    [InlineData("9000", "6A88", IssuerErrorCodes.CardRefused)]
    [InlineData("9000", "0000000000000000000030036000112233445566770011223344556677" + "9000", IssuerErrorCodes.CardNotGenuine)]
    [InlineData("9000", "00000000000000000000300202001122334455667700112233445566779000", IssuerErrorCodes.CardRefused)]
    [InlineData("9000", "0000000000000000000030036100112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF9000", IssuerErrorCodes.CardRefused)]
    public async Task Handshake_WithFalseAnswers_IsRefusedBeforeAnythingChanges(string selected, string updated, string code)
    {
        await using var bench = await IssuerBench.StartAsync();
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        var step = await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        await RefusedException.ExpectAsync(HttpStatusCode.Conflict, code, () => bench.Client.ContinueAsync(step.SessionId, selected, updated));
        Assert.Null(await bench.Host.DomainStateAsync());
        Assert.Empty(await bench.Host.HandoversAsync());
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => bench.Client.ContinueAsync(step.SessionId, selected, updated));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Handshake_WithAnotherNumberOfAnswers_IsMalformed(int count)
    {
        await using var bench = await IssuerBench.StartAsync();
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        var step = await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        await RefusedException.ExpectAsync(HttpStatusCode.BadRequest, IssuerErrorCodes.InvalidRequest, () => bench.Client.ContinueAsync(step.SessionId, [.. Enumerable.Repeat("9000", count)]));
    }

    [Fact]
    public async Task Handshake_WithOtherKeysThanTheCards_SaysThatTheCardIsNotGenuine()
    {
        await using var bench = await IssuerBench.StartAsync(wrongKeys: true);
        var memory = bench.Card.Memory;
        await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardNotGenuine, () => bench.RunAsync(Establish));
        Assert.Equal(memory, bench.Card.Memory);
        Assert.Null(await bench.Host.DomainStateAsync());
    }

    /// <summary>The parameter i travels unprotected: a phone that takes R-MAC out of it gets commands without R-MAC, and its answers are not believed.</summary>
    [Fact]
    public async Task Handshake_WithOptionsThatThePhoneTookAway_ProvesNothing()
    {
        await using var bench = await IssuerBench.StartAsync();
        var authorization = await bench.Client.AuthorizeAsync(bench.Cplc);
        var step = await bench.Client.OpenAsync(authorization.AuthorizationId, Establish);
        bench.Card.Reset();
        var answers = bench.Play(step);
        var changed = Convert.FromHexString(answers[1]);
        changed[12] = 0x10;
        var script = await bench.Client.ContinueAsync(step.SessionId, answers[0], Convert.ToHexString(changed));
        var message = await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardRefused, () => bench.Client.ContinueAsync(script.SessionId, [.. script.Commands.Select(_ => "9000")]));
        Assert.Contains("carries no MAC", message, StringComparison.Ordinal);
        Assert.NotEqual(TsmDomainState.Present, await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Establish_OnACardWithoutRoom_SaysSoAndLeavesNothing()
    {
        await using var roomy = await IssuerBench.StartAsync();
        var before = roomy.Card.Memory;
        await roomy.RunAsync(Establish);
        var used = before.PersistentTotal - before.PersistentFree;
        await using var bench = await IssuerBench.StartAsync(memory: (int)used + 40);
        var memory = bench.Card.Memory;
        await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.NoSpace, () => bench.RunAsync(Establish));
        Assert.Equal(memory, bench.Card.Memory);
    }
}
