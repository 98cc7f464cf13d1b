using Tsms.SmartCard.Omapi;

namespace Tsms.SmartCard.Tests.Omapi;

public sealed class ChannelTests
{
    private static readonly Aid s_applet = Aid.Parse("A000000001020304");
    private static readonly CallerIdentity s_agent = CallerIdentity.Privileged("agent");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<(ScriptedCard Card, CardSession Session)> OpenAsync(string script)
    {
        var card = new ScriptedCard(script);
        var service = new SecureElementService(s_agent, new CardTerminal(card));
        return (card, await service.Readers[0].OpenSessionAsync(Token));
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex);

    [Fact]
    public async Task OpenLogicalChannel_OfAnApplet_ManagesSelectsTransmitsAndCloses()
    {
        var (card, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040008A00000000102030400 > 6F009000
            8150000008010203040506070800 > 0A9000
            00708001 > 9000
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        var answer = await channel.TransmitAsync(Hex("8050000008010203040506070800"), Token);
        await session.CloseAsync(Token);

        Assert.Equal("6F009000", Convert.ToHexString(channel.SelectResponse.ToBytes()));
        Assert.Equal("0A9000", Convert.ToHexString(answer.ToBytes()));
        Assert.False(channel.IsBasic);
        Assert.True(channel.IsClosed);
        Assert.Equal("3B8001", Convert.ToHexString(session.Atr.Span));
        Assert.Empty(card.Left);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => channel.TransmitAsync(Hex("00B00000"), Token).AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());
    }

    [Fact]
    public async Task OpenBasicChannel_Twice_IsRefusedUntilTheFirstIsClosed()
    {
        var (card, session) = await OpenAsync("""
            00A4040008A00000000102030400 > 9000
            00B00000 > 9000
            00A4040000 > 9000
            00A4040000 > 9000
            """);
        var channel = await session.OpenBasicChannelAsync(s_applet, 0, Token);
        await Assert.ThrowsAsync<ChannelNotAvailableException>(() => session.OpenBasicChannelAsync(s_applet, 0, Token).AsTask());
        await channel.TransmitAsync(Hex("03B00000"), Token);
        await channel.CloseAsync(Token);
        await channel.CloseAsync(Token);
        var again = await session.OpenBasicChannelAsync(default, 0, Token);

        Assert.True(channel.IsBasic);
        Assert.True(again.IsBasic);
        Assert.Empty(card.Left);
    }

    [Theory]
    [InlineData("6A82")]
    [InlineData("6999")]
    [InlineData("6985")]
    public async Task OpenLogicalChannel_SelectRefused_ClosesTheChannelAndTellsTheStatusWord(string sw)
    {
        var (card, session) = await OpenAsync($"""
            0070000001 > 029000
            02A4040008A00000000102030400 > {sw}
            00708002 > 9000
            """);
        var refused = await Assert.ThrowsAsync<NoSuchElementException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());

        Assert.Equal(sw, refused.Sw.ToString());
        Assert.Equal(s_applet, refused.Aid);
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task OpenLogicalChannel_P2NotSupported_IsAMissingFeature()
    {
        var (card, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040C08A00000000102030400 > 6A86
            00708001 > 9000
            """);
        await Assert.ThrowsAsync<CardFeatureUnsupportedException>(() => session.OpenLogicalChannelAsync(s_applet, 0x0C, Token).AsTask());
        Assert.Empty(card.Left);
    }

    [Theory]
    [InlineData("6881")]
    [InlineData("6A81")]
    [InlineData("6D00")]
    public async Task OpenLogicalChannel_ManageChannelRefused_IsNoChannel(string sw)
    {
        var (_, session) = await OpenAsync($"0070000001 > {sw}");
        var refused = await Assert.ThrowsAsync<ChannelNotAvailableException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());
        Assert.Contains(sw, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9000")]
    [InlineData("009000")]
    [InlineData("149000")]
    [InlineData("01029000")]
    public async Task OpenLogicalChannel_AnswerIsNoChannelNumber_IsATransportError(string answer)
    {
        var (_, session) = await OpenAsync($"0070000001 > {answer}");
        await Assert.ThrowsAsync<TransportException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());
    }

    [Theory]
    [InlineData("0070000001")]
    [InlineData("00708001")]
    [InlineData("4170000001")]
    [InlineData("00A4040008A00000000102030400")]
    [InlineData("0CA4040008A00000000102030400")]
    public async Task Transmit_OfSelectByNameOrManageChannel_IsDenied(string command)
    {
        var (_, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040008A00000000102030400 > 9000
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        await Assert.ThrowsAsync<AccessDeniedException>(() => channel.TransmitAsync(Hex(command), Token).AsTask());
    }

    [Theory]
    [InlineData("70000001")]
    [InlineData("708002")]
    [InlineData("A4040008A00000015100000000")]
    public async Task Transmit_InAnyClass_NeverSelectsOrManagesChannels(string rest)
    {
        foreach (var cla in Enumerable.Range(0, 0x80))
        {
            var (card, session) = await OpenAsync("""
                0070000001 > 019000
                01A4040008A00000000102030400 > 9000
                """);
            var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
            var error = await Record.ExceptionAsync(() => channel.TransmitAsync(Hex($"{cla:X2}{rest}"), Token).AsTask());
            Assert.True(error is AccessDeniedException or ArgumentException, $"CLA {cla:X2}: {error?.GetType().Name ?? "sent"}");
            Assert.Empty(card.Left);
        }
    }

    [Theory]
    [InlineData("A0A40000023F00", "A1A40000023F00")]
    [InlineData("00A4000C023F00", "01A4000C023F00")]
    [InlineData("80A4040008A00000000102030400", "81A4040008A00000000102030400")]
    [InlineData("8070000001", "8170000001")]
    public async Task Transmit_OfProprietaryAndFileCommands_ReachesTheCard(string command, string sent)
    {
        var (card, session) = await OpenAsync($"""
            0070000001 > 019000
            01A4040008A00000000102030400 > 9000
            {sent} > 9000
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        await channel.TransmitAsync(Hex(command), Token);
        Assert.Empty(card.Left);
    }

    [Theory]
    [InlineData("00B0")]
    [InlineData("FFB00000")]
    [InlineData("00610000")]
    [InlineData("00900000")]
    [InlineData("00B0000005AA")]
    [InlineData("20A4040008A00000000102030400")]
    [InlineData("2070000001")]
    [InlineData("30708002")]
    [InlineData("3FB00000")]
    public async Task Transmit_OfWhatIsNoCommand_IsAnArgumentError(string command)
    {
        var (_, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040008A00000000102030400 > 9000
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        await Assert.ThrowsAsync<ArgumentException>(() => channel.TransmitAsync(Hex(command), Token).AsTask());
    }

    [Fact]
    public async Task Transmit_Answered61And6C_CollectsTheWholeAnswer()
    {
        var (card, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040008A00000000102030400 > 6102
            01C0000002 > AABB9000
            81CA006600 > 6C03
            81CA006603 > 0102036102
            81C0000002 > 04056101
            81C0000001 > 069000
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        var answer = await channel.TransmitAsync(Hex("80CA006600"), Token);

        Assert.Equal("AABB9000", Convert.ToHexString(channel.SelectResponse.ToBytes()));
        Assert.Equal("0102030405069000", Convert.ToHexString(answer.ToBytes()));
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task Transmit_CardLost_EndsTheChannelAndTheNextOpeningPowersUp()
    {
        var (card, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040008A00000000102030400 > 9000
            01B00000 > !
            0070000001 > 019000
            01A4040008A00000000102030400 > 9000
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        await Assert.ThrowsAsync<TransportException>(() => channel.TransmitAsync(Hex("00B00000"), Token).AsTask());
        await Assert.ThrowsAsync<TransportException>(() => channel.TransmitAsync(Hex("00B00000"), Token).AsTask());
        await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        await Assert.ThrowsAsync<TransportException>(() => channel.TransmitAsync(Hex("00B00000"), Token).AsTask());
        await channel.CloseAsync(Token);

        Assert.Equal(2, card.Resets);
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task SelectNext_WithAndWithoutFurtherApplications_TellsThem()
    {
        var (card, session) = await OpenAsync("""
            0070000001 > 019000
            01A4040008A00000000102030400 > 9000
            01A4040208A00000000102030400 > 84019000
            01A4040208A00000000102030400 > 6A82
            01A4040208A00000000102030400 > 6D00
            """);
        var channel = await session.OpenLogicalChannelAsync(s_applet, 0, Token);

        Assert.True(await channel.SelectNextAsync(Token));
        Assert.False(await channel.SelectNextAsync(Token));
        Assert.Equal("84019000", Convert.ToHexString(channel.SelectResponse.ToBytes()));
        await Assert.ThrowsAsync<CardFeatureUnsupportedException>(() => channel.SelectNextAsync(Token).AsTask());
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task IsPresent_OfAnEmptyReader_IsFalse()
    {
        var card = new ScriptedCard("") { IsAbsent = true };
        var service = new SecureElementService(s_agent, new CardTerminal(card));

        Assert.False(await service.Readers[0].IsPresentAsync(Token));
        await Assert.ThrowsAsync<TransportException>(() => service.Readers[0].OpenSessionAsync(Token).AsTask());
        card.IsAbsent = false;
        Assert.True(await service.FindReader("eSE1")!.IsPresentAsync(Token));
        Assert.Null(service.FindReader("SIM1"));
    }
}
