using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Transports;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Sdk.Tests;

/// <summary>The OMAPI-shaped access and the agent on a card that is one: the virtual secure component.</summary>
public sealed class VirtualCardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static InProcessCard NewCard()
    {
        byte[] key = [.. Enumerable.Range(0x40, 16).Select(i => (byte)i)];
        using var personalization = new CardPersonalization(0x30, key, key, key) { IssuerIdentificationNumber = new byte[] { 0x12, 0x34 } };
        return new InProcessCard("eSE1", SecureComponent.Create(CardProfiles.Find(CardProfiles.Reference), personalization, new byte[16]));
    }

    [Fact]
    public async Task ReadHints_OfAVirtualCard_GivesWhatProfilesAreKnownBy()
    {
        var phone = new Phone(NewCard());
        var log = new Logging.SdkLog(phone, Logging.TsmLogLevel.Debug, 0, phone.Time);
        var hint = Assert.Single(await SecureComponentHints.ReadAsync(phone.Service, log, Token));

        Assert.Equal(("eSE1", "eSE", CardProfiles.Find(CardProfiles.Reference).Atr), (hint.Reader, hint.Type, hint.Atr));
        Assert.StartsWith("9F7F2A", hint.Cplc, StringComparison.Ordinal);
        Assert.StartsWith("66", hint.CardData, StringComparison.Ordinal);
        Assert.Equal("42021234", hint.IssuerIdentificationNumber);
        Assert.Empty(phone.Log);
    }

    [Fact]
    public async Task OpenLogicalChannel_OfAnApp_FollowsTheRulesOfTheCard()
    {
        // the reference profile's one rule lets every app reach every application, so that what is missing is not found instead of denied
        var app = CallerIdentity.OfHashes([new byte[32]], "app");
        var session = await new SecureElementService(app, new CardTerminal(NewCard())).Readers[0].OpenSessionAsync(Token);
        var channel = await session.OpenLogicalChannelAsync(GpAid.IssuerSecurityDomain, 0, Token);
        Assert.True(channel.SelectResponse.Sw.IsSuccess);
        await Assert.ThrowsAsync<NoSuchElementException>(() => session.OpenLogicalChannelAsync(Aid.Parse("A000000001020304"), 0, Token).AsTask());

        // the same card without an ARA-M to be found denies
        var hidden = new LyingCard(NewCard(), (_, real) => real()) { Hides = GpAid.AccessRuleApplicationMaster };
        var denied = await new SecureElementService(app, new CardTerminal(hidden)).Readers[0].OpenSessionAsync(Token);
        await Assert.ThrowsAsync<AccessDeniedException>(() => denied.OpenLogicalChannelAsync(GpAid.IssuerSecurityDomain, 0, Token).AsTask());
    }

    [Fact]
    public async Task OpenLogicalChannel_UntilNoneIsLeft_GivesThemAllBackWithTheSession()
    {
        var service = new SecureElementService(CallerIdentity.Privileged("agent"), new CardTerminal(NewCard()));
        var first = await OpenAllAsync(await service.Readers[0].OpenSessionAsync(Token));
        await service.Readers[0].CloseSessionsAsync(Token);
        var second = await OpenAllAsync(await service.Readers[0].OpenSessionAsync(Token));

        Assert.InRange(first, 1, 19);
        Assert.Equal(first, second);
    }

    private static async Task<int> OpenAllAsync(CardSession session)
    {
        for (var count = 0; ; count++)
        {
            try
            {
                await session.OpenLogicalChannelAsync(GpAid.IssuerSecurityDomain, 0, Token);
            }
            catch (ChannelNotAvailableException)
            {
                return count;
            }
        }
    }

    [Fact]
    public async Task Play_SelectAndInitializeUpdate_BringsTheCardsChallenge()
    {
        var reported = await PlayAsync(NewCard());
        Assert.Equal(3, reported.Length);
        Assert.EndsWith("9000", reported[0], StringComparison.Ordinal);

        // 10 bytes diversification data, key version 30, SCP 03, i, challenge and cryptogram of 8 bytes (GP Amendment D, 7.1.1)
        Assert.Equal("3003", reported[2].Substring(20, 4));
        Assert.EndsWith("9000", reported[2], StringComparison.Ordinal);
        Assert.StartsWith("66", reported[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Play_OnAPhoneThatInventsSuccess_ReportsTheInvention()
    {
        var reported = await PlayAsync(new LyingCard(NewCard(), (_, _) => Task.FromResult<ReadOnlyMemory<byte>>(new byte[] { 0x90, 0x00 })));
        Assert.Equal(["9000", "9000"], reported[1..]);
    }

    private static async Task<string[]> PlayAsync(ICard card)
    {
        var phone = new Phone(card);
        string[] reported = [];
        phone.Backend.Handshake("""[{"seType":"eSE","seId":"eSE1"}]""")
            .Exchange(
                Seram.Polling,
                """{"delay":0,"ramCommands":[{"ramCommandType":"seRamCommand","listOfCAPDU":["00A4040008A00000015100000000","80CA006600","8050000008010203040506070800"]}]}""");
        phone.Backend.ExpectAny(body =>
        {
            var report = System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("ramResponses")[0].GetProperty("listOfRAPDU");
            reported = [.. report.EnumerateArray().Select(answer => answer.GetString()!)];
            return Seram.Stop;
        });
        await phone.Agent.PlayAsync("s 1", _ => { }, Token);
        Assert.Equal(0, phone.Backend.Left);
        return reported;
    }
}
