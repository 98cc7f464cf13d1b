using System.Net;
using Tsms.SmartCard.Tests.Omapi;

namespace Tsms.Sdk.Tests;

/// <summary>The SERAM local agent by itself: orders, reports and what reaches the card, as whole messages.</summary>
public sealed class LocalAgentTests
{
    private const string OneElement = """[{"seType":"eSE","seId":"eSE1"}]""";
    private const string Select = "00A4040005A00000000100";

    private const string OpenFirst = """
        0070000001 > 019000
        01A4040005A00000000100 > 6F009000
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<Phone> PlayAsync(string script, string commands, string report, string extensions = "", string extra = "")
    {
        var card = new ScriptedCard(script);
        var phone = new Phone(card);
        phone.Backend.Handshake(OneElement, extensions)
            .Exchange(Seram.Polling, """{"delay":0,"ramCommands":[{"ramCommandType":"ramStartCommand"},""" + commands + "]" + extra + "}")
            .Exchange(report, Seram.Stop);
        await phone.Agent.PlayAsync("s 1", _ => { }, Token);
        Assert.Empty(card.Left);
        Assert.Equal(0, phone.Backend.Left);
        return phone;
    }

    private static string List(params string[] commands) =>
        $$"""{"ramCommandType":"seRamCommand","listOfCAPDU":[{{string.Join(',', commands.Select(c => $"\"{c}\""))}}]}""";

    private static string Report(string status, int executed, string answers, string? error = null) =>
        $$"""{"localAgentStatus":{"localAgentStatusEnum":"{{status}}","executedSeRamCommands":{{executed}}{{(error is null ? "" : $",\"errorMsg\":\"{error}\"")}}},"ramResponses":[{"ramResponseType":"seRamResponse","listOfRAPDU":[{{answers}}]}]}""";

    [Fact]
    public async Task Play_ListWithTwoSelects_ClosesTheFirstChannelAndOpensTheNext()
    {
        var phone = await PlayAsync(
            OpenFirst + """

            8150000000 > 01029000
            00708001 > 9000
            0070000001 > 029000
            02A4040C05A00000000200 > 9000
            86F2400000 > 6A88
            82CA006600 > 66009000
            00708002 > 9000
            """,
            List(Select, "8050000000", "00A4040C05A00000000200", "84F2400000", "80CA006600"),
            Report("PROCESSED", 1, "\"6F009000\",\"01029000\",\"9000\",\"6A88\",\"66009000\""));

        // 11 + 5 + 11 + 5 + 5 bytes of commands, 4 + 4 + 2 + 2 + 4 of answers
        Assert.Equal(new PhoneTrafficCount(1, 3, 5, 53), phone.Agent.Traffic.Current);
    }

    [Fact]
    public async Task Play_SelectRefused_AnswersItsStatusWordAndDiscardsWhatNeedsAChannel() => await PlayAsync(
        """
        0070000001 > 019000
        01A4040005A00000000100 > 6A82
        00708001 > 9000
        """,
        List(Select, "8050000000", "80CA006600"),
        Report("UNKNOWN_FAILURE", 0, "\"6A82\",\"\",\"\"", "No channel is open: a list begins with SELECT."));

    [Fact]
    public async Task Play_SelectWithUnknownP2_Answers6A86() => await PlayAsync(
        """
        0070000001 > 019000
        01A4040105A00000000100 > 6A86
        00708001 > 9000
        """,
        List("00A4040105A00000000100"),
        Report("PROCESSED", 1, "\"6A86\""));

    [Fact]
    public async Task Play_CardLost_DiscardsTheRestOfTheOrder() => await PlayAsync(
        OpenFirst + "\n8150000000 > !",
        List(Select, "8050000000", "80CA006600") + "," + List(Select),
        """{"localAgentStatus":{"localAgentStatusEnum":"UNAVAILABLE_SE","executedSeRamCommands":0,"errorMsg":"The card was removed."},"ramResponses":[{"ramResponseType":"seRamResponse","listOfRAPDU":["6F009000","",""]},{"ramResponseType":"seRamResponse","listOfRAPDU":[""]}]}""");

    [Fact]
    public async Task Play_NoChannelFree_IsUnavailable() => await PlayAsync(
        "0070000001 > 6881",
        List(Select),
        Report("UNAVAILABLE_SE", 0, "\"\"", "The card in reader \\u0027eSE1\\u0027 opens no logical channel: MANAGE CHANNEL was answered 6881."));

    [Fact]
    public async Task Play_ManageChannelInAList_IsNotGranted() => await PlayAsync(
        OpenFirst + "\n00708001 > 9000",
        List(Select, "0070000001"),
        Report("UNGRANTED_ACCESS", 0, "\"6F009000\",\"\"", "MANAGE CHANNEL is refused in transmit; open and close channels instead."));

    [Theory]
    [InlineData("80CA0066zz", "A C-APDU of the list is not hexadecimal.")]
    [InlineData("80CA00", "A command APDU has at least 4 bytes (CLA INS P1 P2), this one 3.")]
    [InlineData("00A4040004A000000000", "SELECT has 4 bytes; an AID has 5 to 16.")]
    public async Task Play_WhatIsNoCommand_IsTold(string command, string error) =>
        await PlayAsync("", List(command, Select), Report("UNKNOWN_FAILURE", 0, "\"\",\"\"", error));

    [Fact]
    public async Task Play_UnknownSecureElement_IsUnavailable() => await PlayAsync(
        "",
        List(Select),
        Report("UNAVAILABLE_SE", 0, "\"\"", "The phone has no secure element \\u0027SIM9\\u0027."),
        extra: ""","chosenSecureElement":{"seType":"uicc","seId":"SIM9"}""");

    [Fact]
    public async Task Play_UnknownCommandType_IsAFailure() => await PlayAsync(
        "",
        """{"ramCommandType":"eraseEverything"}""",
        """{"localAgentStatus":{"localAgentStatusEnum":"UNKNOWN_FAILURE","executedSeRamCommands":0,"errorMsg":"Command type \u0027eraseEverything\u0027 is not known."}}""");

    private const string ExpectedList =
        """{"ramCommandType":"seRamCommand","listOfCAPDU":["00A4040005A00000000100","8050000000","80CA006600"],"expectedStatusWords":[[],["9000","6a88"],["9000"]]}""";

    [Fact]
    public async Task Play_ExpectedStatusWordsNegotiated_StopsAtTheFirstSurprise() => await PlayAsync(
        OpenFirst + "\n8150000000 > 6985\n00708001 > 9000",
        ExpectedList,
        Report("PROCESSED", 1, "\"6F009000\",\"6985\",\"\""),
        ""","extensions":["expectedStatusWords"]""");

    [Fact]
    public async Task Play_ExpectedStatusWordsNegotiatedAndMet_RunsToTheEnd() => await PlayAsync(
        OpenFirst + "\n8150000000 > 6A88\n81CA006600 > 66009000\n00708001 > 9000",
        ExpectedList,
        Report("PROCESSED", 1, "\"6F009000\",\"6A88\",\"66009000\""),
        ""","extensions":["expectedStatusWords"]""");

    [Fact]
    public async Task Play_ExpectedStatusWordsNotNegotiated_RunsOnAfterASurprise() => await PlayAsync(
        OpenFirst + "\n8150000000 > 6985\n81CA006600 > 66009000\n00708001 > 9000",
        ExpectedList,
        Report("PROCESSED", 1, "\"6F009000\",\"6985\",\"66009000\""));

    [Fact]
    public async Task Play_Delays_AreHonoured()
    {
        var phone = new Phone();
        phone.Backend.Handshake()
            .Exchange(Seram.Polling, "{}")
            .Exchange(Seram.Polling, """{"delay":250,"ramCommands":[]}""")
            .Exchange(Seram.Polling, """{"delay":0,"ramCommands":[{"ramCommandType":"ramStartCommand"}]}""")
            .Exchange(Seram.Processed, """{"delay":-5}""")
            .Exchange(Seram.Polling, """{"delay":2000000000}""")
            .Exchange(Seram.Polling, Seram.Stop);
        await phone.Agent.PlayAsync("s 1", _ => { }, Token);

        // without a delay SERAM waits one second; nobody is made to wait longer than five minutes
        Assert.Equal([1000, 250, 300_000], phone.Time.Pauses);
        Assert.Equal(0, phone.Backend.Left);
    }

    [Fact]
    public async Task Play_TransportFails_SendsTheSameReportAgainButNotTheCommands()
    {
        var card = new ScriptedCard(OpenFirst + "\n00708001 > 9000");
        var phone = new Phone(card);
        var report = Report("PROCESSED", 1, "\"6F009000\"");
        phone.Backend.Handshake(OneElement)
            .Expect(Seram.Path, Seram.Polling, HttpStatusCode.BadGateway)
            .Exchange(Seram.Polling, """{"delay":0,"ramCommands":[""" + List(Select) + "]}")
            .Expect(Seram.Path, report, new HttpRequestException(HttpRequestError.ResponseEnded))
            .Expect(Seram.Path, report, new TaskCanceledException())
            .Exchange(report, Seram.Stop);
        await phone.Agent.PlayAsync("s 1", _ => { }, Token);

        Assert.Empty(card.Left);
        Assert.Equal([1000, 1000, 1000], phone.Time.Pauses);
        Assert.Equal(new PhoneTrafficCount(1, 6, 1, 15), phone.Agent.Traffic.Current);
    }

    [Fact]
    public async Task Play_TransportFailsForGood_GivesUpAfterItsAttempts()
    {
        var phone = new Phone();
        phone.Backend.Handshake();
        for (var i = 0; i < 4; i++)
        {
            phone.Backend.Expect(Seram.Path, Seram.Polling, new HttpRequestException(HttpRequestError.ConnectionError));
        }

        await Assert.ThrowsAsync<IOException>(() => phone.Agent.PlayAsync("s 1", _ => { }, Token));
        Assert.Equal(0, phone.Backend.Left);
    }

    [Fact]
    public async Task Play_UnknownSession_IsNotRepeated()
    {
        var phone = new Phone();
        phone.Backend.Expect(
            Seram.HandshakePath,
            """{"secureElements":[],"supportedTransportProtocols":["HTTPS"],"supportedDataFormats":["application/json"],"supportedVersions":["2.0.0"],"extensions":["expectedStatusWords"]}""",
            HttpStatusCode.NotFound);
        await Assert.ThrowsAsync<IOException>(() => phone.Agent.PlayAsync("s 1", _ => { }, Token));
        Assert.Equal(0, phone.Backend.Left);
    }
}
