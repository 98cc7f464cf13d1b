using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.SmartCard.Tests.Omapi;

public sealed class AccessRuleEnforcerTests
{
    private const string SelectMaster = """
        0070000001 > 019000
        01A4040009A00000015141434C0000 > 9000
        """;

    private const string SelectApplet = """
        0070000001 > 019000
        01A4040008A00000000102030400 > 9000
        """;

    private static readonly Aid s_applet = Aid.Parse("A000000001020304");
    private static readonly CallerIdentity s_app = CallerIdentity.OfHashes([Enumerable.Repeat((byte)0x11, 20).ToArray()], "app");

    private static string Hash => string.Concat(Enumerable.Repeat("11", 20));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<CardSession> OpenAsync(ICard card, CallerIdentity caller, IAccessEnforcer? enforcer = null) =>
        await new SecureElementService(caller, new CardTerminal(card, enforcer)).Readers[0].OpenSessionAsync(Token);

    [Fact]
    public async Task OpenLogicalChannel_WithARuleForThisApp_ReadsTheRulesOnceForARefreshTag()
    {
        var card = new ScriptedCard($"""
            {SelectMaster}
            81CADF2000 > DF2008 0102030405060708 9000
            81CAFF4000 > FF4029 E227 E120 4F08A000000001020304 C114{Hash} E303 D00101 9000
            00708001 > 9000
            {SelectApplet}
            {SelectMaster.Replace("> 01", "> 02", StringComparison.Ordinal).Replace("01A4", "02A4", StringComparison.Ordinal)}
            82CADF2000 > DF2008 0102030405060708 9000
            00708002 > 9000
            {SelectApplet.Replace("> 01", "> 02", StringComparison.Ordinal).Replace("01A4", "02A4", StringComparison.Ordinal)}
            """);
        var session = await OpenAsync(card, s_app);
        await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        await session.OpenLogicalChannelAsync(s_applet, 0, Token);
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task OpenLogicalChannel_WithAFilter_LetsOnlyItsCommandsThrough()
    {
        var card = new ScriptedCard($"""
            {SelectMaster}
            81CADF2000 > DF2008 0102030405060708 9000
            81CAFF4000 > FF4012 E210 E102 4F00 E30A D008 80B00000FFFF0000 9000
            00708001 > 9000
            {SelectApplet}
            81B00102 > 9000
            """);
        var channel = await (await OpenAsync(card, s_app)).OpenLogicalChannelAsync(s_applet, 0, Token);
        await channel.TransmitAsync(Convert.FromHexString("80B00102"), Token);
        await Assert.ThrowsAsync<AccessDeniedException>(() => channel.TransmitAsync(Convert.FromHexString("80B10102"), Token).AsTask());
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task OpenLogicalChannel_WithLongRules_ReadsThemOnWithFf60()
    {
        var card = new ScriptedCard($"""
            {SelectMaster}
            81CADF2000 > DF2008 0102030405060708 9000
            81CAFF4000 > FF400B E209 E102 9000
            81CAFF6000 > 4F00 E303 D00101 9000
            00708001 > 9000
            {SelectApplet}
            """);
        await (await OpenAsync(card, s_app)).OpenLogicalChannelAsync(s_applet, 0, Token);
        Assert.Empty(card.Left);
    }

    [Theory]
    [InlineData("81CADF2000 > DF2008 0102030405060708 9000 | 81CAFF4000 > 6A88", "no access rule")]
    [InlineData("81CADF2000 > 6A88", "cannot be read")]
    [InlineData("81CADF2000 > DF2008 0102030405060708 9000 | 81CAFF4000 > 6F00", "cannot be read")]
    [InlineData("81CADF2000 > DF2008 0102030405060708 9000 | 81CAFF4000 > FF4005E203E10100 9000", "cannot be read")]
    [InlineData("81CADF2000 > DF2008 0102030405060708 9000 | 81CAFF4000 > FF4009E2 9000 | 81CAFF6000 > 6A88", "cannot be read")]
    public async Task OpenLogicalChannel_WithoutReadableRules_IsDeniedBeforeTheAppletIsReached(string script, string reason)
    {
        var card = new ScriptedCard($"{SelectMaster}\n{script.Replace('|', '\n')}\n00708001 > 9000");
        var session = await OpenAsync(card, s_app, new AccessRuleEnforcer(fullAccessWithoutMaster: true));
        var denied = await Assert.ThrowsAsync<AccessDeniedException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());
        Assert.Contains(reason, denied.Message, StringComparison.Ordinal);
        Assert.Empty(card.Left);
    }

    private const string NoMaster = """
        0070000001 > 019000
        01A4040009A00000015141434C0000 > 6A82
        00708001 > 9000
        """;

    [Fact]
    public async Task OpenLogicalChannel_WithoutAraM_IsDenied()
    {
        var card = new ScriptedCard(NoMaster);
        var session = await OpenAsync(card, s_app);
        await Assert.ThrowsAsync<AccessDeniedException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task OpenLogicalChannel_WithoutAraMOnAPhoneThatThenAllowsAll_IsAllowed()
    {
        var card = new ScriptedCard($"{NoMaster}\n{SelectApplet}");
        await (await OpenAsync(card, s_app, new AccessRuleEnforcer(fullAccessWithoutMaster: true))).OpenLogicalChannelAsync(s_applet, 0, Token);
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task OpenLogicalChannel_ByAPrivilegedCaller_AsksNoRules()
    {
        var card = new ScriptedCard(SelectApplet);
        await (await OpenAsync(card, CallerIdentity.Privileged("agent"))).OpenLogicalChannelAsync(s_applet, 0, Token);
        Assert.Empty(card.Left);
    }

    [Fact]
    public async Task OpenLogicalChannel_WithoutAChannelForTheRules_IsNoChannel()
    {
        var session = await OpenAsync(new ScriptedCard("0070000001 > 6881"), s_app);
        await Assert.ThrowsAsync<ChannelNotAvailableException>(() => session.OpenLogicalChannelAsync(s_applet, 0, Token).AsTask());
    }
}
