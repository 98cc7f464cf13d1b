using Tsms.SmartCard.Tests.Omapi;
using Tsms.SmartCard.Tracing;

namespace Tsms.SmartCard.Tests.Tracing;

public sealed class TraceCardTests
{
    private static readonly CancellationToken Cancel = CancellationToken.None;

    [Fact]
    public async Task Trace_OfOpenCommands_NamesThemAndTheirTlvs()
    {
        var log = await TraceAsync(
            "00A4040008A00000015100000000 > 6F0A8408A0000001510000009000",
            "80F24002024F0000 > E3134F08A0000001510000009F70010FC5039EFE809000",
            "0070000001 > 016881",
            "80CA00E000 > 6A88");

        Assert.Contains("SELECT A000000151000000", log, StringComparison.Ordinal);
        Assert.Contains("      6F (file control information)", log, StringComparison.Ordinal);
        Assert.Contains("        84 (name): A000000151000000", log, StringComparison.Ordinal);
        Assert.Contains("GET STATUS applications", log, StringComparison.Ordinal);
        Assert.Contains("        9F70 (life cycle state): 0F", log, StringComparison.Ordinal);
        Assert.Contains("MANAGE CHANNEL open", log, StringComparison.Ordinal);
        Assert.Contains("6881  logical channel not supported or not open", log, StringComparison.Ordinal);
        Assert.Contains("6A88  referenced data not found", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8482330010DEADBEEFDEADBEEFDEADBEEFDEADBEEF", "9000")] // cryptogram
    [InlineData("80D8000008DEADBEEFDEADBEEF", "DEADBEEF9000")] // keys
    [InlineData("80E2880008DEADBEEFDEADBEEF", "9000")] // personalization
    [InlineData("0020000004DEADBEEF", "63C2")] // a PIN
    [InlineData("8020000004DEADBEEF", "DEADBEEF9000")] // an application's own command
    [InlineData("84E6200008DEADBEEFDEADBEEF00", "DEADBEEF9000")] // secure messaging
    [InlineData("E0E6200008DEADBEEFDEADBEEF00", "DEADBEEF9000")] // the same on channel 4
    [InlineData("80500000080102030405060708", "DEADBEEF9000")] // card challenge and cryptogram
    public async Task Trace_OfWhatMayBeSecret_TellsItsLengthAlone(string command, string answer)
    {
        var log = await TraceAsync($"{command} > {answer}");

        Assert.DoesNotContain("DEADBEEF", log, StringComparison.Ordinal);
        Assert.Contains(" bytes>", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_OfGetResponse_IsAsSecretAsTheCommandBeforeIt()
    {
        var log = await TraceAsync(
            "84CA00E008010203040506070800 > 6104",
            "00C0000002 > DEAD6102",
            "00C0000002 > BEEF9000",
            "80CA00E000 > 6102",
            "00C0000002 > CAFE9000");

        Assert.DoesNotContain("DEAD", log, StringComparison.Ordinal);
        Assert.DoesNotContain("BEEF", log, StringComparison.Ordinal);
        Assert.Contains("CAFE", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_OfASessionThatEnciphersNothing_ShowsWhatIsNoSecret()
    {
        var log = await TraceAsync(
            "8482110010DEADBEEFDEADBEEFDEADBEEFDEADBEEF > 9000",
            "84F240020A4F00B04D2ACBA509979000 > E3134F08A0000001510000009F70010FC5039EFE8001020304050607089000",
            "84E60C002807A000000151535008A00000015153504107D0D1D2D3D4D5010180038101FF00010203040506070800 > 009000",
            "84D8000008DEADBEEFDEADBEEF > DEADBEEF9000",
            "00A40400 > 9000",
            "84F240020A4F00DEADBEEFDEADBEEF00 > 6982");

        Assert.Contains("E3134F08A000000151000000", log, StringComparison.Ordinal);
        Assert.Contains("application D0D1D2D3D4D501, privileges 80, parameters <3 bytes>", log, StringComparison.Ordinal);
        Assert.DoesNotContain("DEADBEEF", log, StringComparison.Ordinal);
        Assert.DoesNotContain("8101FF", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_OfALostCard_SaysSoAndPassesTheErrorOn()
    {
        var log = new StringWriter();
        await using var card = new TraceCard(new ScriptedCard("0070000001 > !"), log, TimeProvider.System);

        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(Convert.FromHexString("0070000001"), Cancel));
        Assert.Contains("1 < The card was removed.", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_OfBytesThatAreNoCommand_SaysWhatIsWrong()
    {
        var log = await TraceAsync("00A404 > 6700");

        Assert.Contains("3 bytes that are no command", log, StringComparison.Ordinal);
    }

    [Fact]
    public void StatusWords_OfNobody_AreExplainedByTheirFirstByte()
    {
        Assert.Equal("16 more bytes with GET RESPONSE", StatusWordText.Explain(new(0x6110)));
        Assert.Equal("verification failed, 3 tries left", StatusWordText.Explain(new(0x63C3)));
        Assert.Equal("wrong Le, 256 is right", StatusWordText.Explain(new(0x6C00)));
        Assert.Equal("of the application", StatusWordText.Explain(new(0x9F17)));
    }

    private static async Task<string> TraceAsync(params string[] script)
    {
        var log = new StringWriter();
        var scripted = new ScriptedCard(string.Join('\n', script));
        await using var card = new TraceCard(scripted, log, TimeProvider.System);
        await card.ResetAsync(Cancel);
        foreach (var line in script)
        {
            await card.TransmitAsync(Convert.FromHexString(line.Split(" > ")[0]), Cancel);
        }

        await card.PowerOffAsync(Cancel);
        Assert.Empty(scripted.Left);
        Assert.Contains("reset, answer to reset 3B8001", log.ToString(), StringComparison.Ordinal);
        return log.ToString();
    }
}
