using System.Net;
using Tsms.SmartCard.Tests.Omapi;
using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;
using Tsms.TsmApi.Results;

namespace Tsms.Sdk.Tests;

/// <summary>Processes from start to result, as whole messages.</summary>
public sealed class ProcessTests
{
    private const string StartPath = "/device/v1/processes/start";
    private const string AbortPath = "/device/v1/processes/abort";
    private const string StartDate = "2026-01-02T03:04:05.006Z";
    private const string Began = "2026-01-02T03:04:05.000Z";
    private const string Started = """{"status":{"code":0,"message":""},"processId":"p1","startDate":"2026-01-02T03:04:05.000Z","sessionId":"s 1","reader":"eSE1"}""";

    private const string TerminateBody =
        """{"device":""" + Phone.NoCards + ""","serviceInstanceId":"d8c791a1-c39e-41f7-a2ec-f8cdfb57406a","operation":"terminate","commands":[],"finalize":true}""";

    private const string TechnicalInformation =
        """
        "technicalInformation":{"spParameters":{},"serviceId":"910bbd5a-1749-4737-b855-a520f1bc9da4","serviceVersionTag":"1.0.0","flavorId":"00000000-0000-0000-0000-000000000001","flavorName":"jc","profileId":"00000000-0000-0000-0000-000000000002"},
        """;

    private readonly Phone _phone = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Abort(string reason) => """{"device":""" + Phone.NoCards + $$""","processId":"p1","reason":"{{reason}}"}""";

    private static string Result(int code, string message, int state, string commands = "[]", string information = "") =>
        $$$"""{"processId":"p1","progress":100,"operation":13,"result":{"status":{"code":{{{code}}},"message":"{{{message}}}"},"startDate":"{{{Began}}}","endDate":"2026-01-02T03:04:09.000Z","state":{{{state}}},{{{information}}}"commandResults":{{{commands}}},"exchanges":1,"apdus":1,"bytes":15}}""";

    private static string Last(string notice) => $$"""{"ramCommands":[{{Seram.Notification(notice)}},{"ramCommandType":"ramStopCommand"}]}""";

    private Task<TerminateServiceResult> TerminateAsync(CancellationToken cancellationToken = default) =>
        _phone.Sdk.TerminateServiceAsync(Phone.InstanceId, _phone, cancellationToken == default ? Token : cancellationToken);

    [Fact]
    public async Task DeployService_FromStartToResult_TellsTheAppAndGivesAll()
    {
        var card = new ScriptedCard("""
            0070000001 > 019000
            01A4040008A00000015100000000 > 6A88
            00708001 > 9000
            0070000001 > 019000
            01A4040000 > 6A88
            00708001 > 9000
            0070000001 > 019000
            01A4040005A00000000100 > 6F009000
            00708001 > 9000
            """);
        var phone = new Phone(card);
        phone.Backend
            .Expect(
                StartPath,
                """{"device":{"deviceAppId":"0102030405060708090a0b0c0d0e0f1011121314","secureComponents":[{"reader":"eSE1","type":"eSE","atr":"3B8001"}]},"serviceInstanceId":"d8c791a1-c39e-41f7-a2ec-f8cdfb57406a","operation":"deploy","commands":[{"kind":"install","data":"{\u0022a\u0022:\u0022b\u0022}","suspensionControl":false},{"kind":"personalize","suspensionControl":false},{"kind":"activate","suspensionControl":true}],"finalize":true}""",
                Started)
            .Handshake("""[{"seType":"eSE","seId":"eSE1"}]""")
            .Exchange(
                Seram.Polling,
                $$"""{"delay":0,"chosenSecureElement":{"seType":"eSE","seId":"eSE1"},"ramCommands":[{"ramCommandType":"ramStartCommand"},{{Seram.Notification("""{"processId":"p1","progress":40,"operation":10}""")}},{"ramCommandType":"seRamCommand","listOfCAPDU":["00A4040005A00000000100"]}]}""")
            .Exchange(
                """{"localAgentStatus":{"localAgentStatusEnum":"PROCESSED","executedSeRamCommands":1},"ramResponses":[{"ramResponseType":"seRamResponse","listOfRAPDU":["6F009000"]}]}""",
                Last(Result(
                    0, "", 22,
                    """[{"executionStatus":0},{"executionStatus":0,"personalizationResults":[{"applicationInstanceAid":"A000000001","results":[{"tag":"t","command":"80E2","response":"9000"}]}]},{"executionStatus":0}]""",
                    TechnicalInformation)));

        var result = await phone.Sdk.DeployServiceAsync(
            Phone.InstanceId,
            [new InstallServiceCommand(new Dictionary<string, string> { ["a"] = "b" }), new PersonalizeServiceCommand(), new ActivateServiceCommand(true)],
            true, phone, Token);

        Assert.Equal(new ProcessInfo("p1", ErrorType.NoError, "", Began, "2026-01-02T03:04:09.000Z"), result.ProcessInfo);
        Assert.Equal((ServiceInstanceState.Suspended, "eSE1", "jc"), (result.ServiceInstanceState, result.Reader, result.TechnicalInformation.FlavorName));
        Assert.Equal([CommandResultType.ExecutionSuccess, CommandResultType.ExecutionSuccess, CommandResultType.ExecutionSuccess], result.ServiceCommandResults.Select(r => r.CommandExecutionStatus));
        var personalization = Assert.Single(result.ServiceCommandResults[1].PersonalizationResults);
        Assert.Equal("A000000001", personalization.ApplicationInstanceAid);
        Assert.Equal(new CommandResponsePair("t", "80E2", "9000"), Assert.Single(personalization.Results));
        Assert.Equal(
            [$"start p1 {Phone.AppId} {Began}", "progress p1 40 ServiceDeploymentInstallation", "progress p1 100 ServiceDeploymentFinalize"], phone.Told);
        Assert.Equal(new PhoneTrafficCount(1, 4, 1, 15), phone.Sdk.Traffic.Current);
        Assert.Empty(card.Left);
        Assert.Equal(0, phone.Backend.Left);
    }

    [Fact]
    public async Task DeployService_RefusedBeforeItsProcess_HasAnEmptyProcessIdAndCommandsNotExecuted()
    {
        _phone.Backend.Expect(
            StartPath,
            """{"device":""" + Phone.NoCards + ""","serviceInstanceId":"d8c791a1-c39e-41f7-a2ec-f8cdfb57406a","operation":"deploy","commands":[{"kind":"install","suspensionControl":false}],"finalize":false}""",
            """{"status":{"code":13,"message":"Not allowed: service command 'install' has already been executed"},"processId":"","startDate":"","reader":""}""");
        var result = await _phone.Sdk.DeployServiceAsync(Phone.InstanceId, [new InstallServiceCommand()], false, _phone, Token);

        Assert.Equal(
            new ProcessInfo("", ErrorType.NotAllowed, "Not allowed: service command 'install' has already been executed", StartDate, StartDate), result.ProcessInfo);
        Assert.Equal((ServiceInstanceState.Unknown, ""), (result.ServiceInstanceState, result.Reader));
        Assert.Equal(CommandResultType.NotExecuted, Assert.Single(result.ServiceCommandResults).CommandExecutionStatus);
        Assert.Empty(_phone.Told);
    }

    [Fact]
    public async Task TerminateService_ThatNeedsNoCard_EndsAtOnce()
    {
        _phone.Backend.Expect(
            StartPath, TerminateBody,
            """{"status":{"code":0,"message":""},"processId":"p1","startDate":"2026-01-02T03:04:05.000Z","reader":"eSE1","result":""" + Result(0, "", 1) + "}");
        var result = await TerminateAsync();

        Assert.Equal(new ProcessInfo("p1", ErrorType.NoError, "", Began, "2026-01-02T03:04:09.000Z"), result.ProcessInfo);
        Assert.Equal(2, _phone.Told.Count);
        Assert.Equal(1, _phone.Sdk.Traffic.Current.Requests);
    }

    [Fact]
    public async Task TerminateService_StartNoticeNotDelivered_AbortsBeforeTheCardIsTouched()
    {
        _phone.OnStart = () => throw new InvalidOperationException("the app is gone");
        _phone.Backend
            .Expect(StartPath, TerminateBody, Started)
            .Expect(AbortPath, Abort("the start notice could not be delivered"), """{"processId":"p1","progress":0,"operation":40}""");
        var result = await TerminateAsync();

        Assert.Equal((ErrorType.ExecutionInterrupted, "Execution interrupted: the start notice could not be delivered to the app"), (result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
        Assert.Equal("p1", result.ProcessInfo.ProcessId);
        Assert.Equal(0, _phone.Backend.Left);
    }

    [Fact]
    public async Task TerminateService_ProgressNoticeNotDelivered_GoesOn()
    {
        _phone.OnProgress = () => throw new InvalidOperationException("the app is gone");
        _phone.Backend.Expect(StartPath, TerminateBody, Started).Handshake().Exchange(Seram.Polling, Last(Result(7, "Secure component error: no space available", 25)));
        var result = await TerminateAsync();
        Assert.Equal((ErrorType.SecureComponentError, "Secure component error: no space available"), (result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
    }

    [Fact]
    public async Task TerminateService_CancelledBeforeItsStart_SendsNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var result = await TerminateAsync(cancelled.Token);
        Assert.Equal(("", ErrorType.ExecutionInterrupted, "Execution interrupted: manually cancelled"), (result.ProcessInfo.ProcessId, result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
    }

    [Fact]
    public async Task TerminateService_CancelledAndStoppedAtOnce_GivesTheBackendsResult()
    {
        using var cancel = new CancellationTokenSource();
        _phone.OnStart = cancel.Cancel;
        _phone.Backend
            .Expect(StartPath, TerminateBody, Started)
            .Expect(AbortPath, Abort("manually cancelled"), Result(6, "Execution interrupted: manually cancelled", 11));

        // a cancelled token keeps the handshake from being sent
        var result = await TerminateAsync(cancel.Token);
        Assert.Equal(new ProcessInfo("p1", ErrorType.ExecutionInterrupted, "Execution interrupted: manually cancelled", Began, "2026-01-02T03:04:09.000Z"), result.ProcessInfo);
        Assert.Equal(0, _phone.Backend.Left);
    }

    [Fact]
    public async Task TerminateService_CancelledOnTheWay_IsPlayedToTheNextSafePoint()
    {
        using var cancel = new CancellationTokenSource();
        _phone.OnProgress = cancel.Cancel;
        _phone.Backend
            .Expect(StartPath, TerminateBody, Started)
            .Handshake()
            .Exchange(Seram.Polling, $$"""{"delay":100,"ramCommands":[{{Seram.Notification("""{"processId":"p1","progress":40,"operation":40}""")}}]}""")
            .Expect(AbortPath, Abort("manually cancelled"), """{"processId":"p1","progress":40,"operation":40}""")
            .Exchange(Seram.Processed, Last(Result(6, "Execution interrupted: manually cancelled", 25)));
        var result = await TerminateAsync(cancel.Token);
        Assert.Equal((ErrorType.ExecutionInterrupted, "2026-01-02T03:04:09.000Z"), (result.ProcessInfo.ExecutionStatus, result.ProcessInfo.EndDate));
        Assert.Equal(0, _phone.Backend.Left);
    }

    [Fact]
    public async Task TerminateService_CancelledWithoutABackend_IsInterrupted()
    {
        using var cancel = new CancellationTokenSource();
        _phone.OnStart = cancel.Cancel;
        _phone.Backend.Expect(StartPath, TerminateBody, Started).Expect(AbortPath, Abort("manually cancelled"), new HttpRequestException(HttpRequestError.ConnectionError));
        var result = await TerminateAsync(cancel.Token);
        Assert.Equal(new ProcessInfo("p1", ErrorType.ExecutionInterrupted, "Execution interrupted: manually cancelled", Began, StartDate), result.ProcessInfo);
    }

    [Fact]
    public async Task TerminateService_ConnectionBreaksForGood_IsInterrupted()
    {
        _phone.Backend.Expect(StartPath, TerminateBody, Started).Handshake();
        for (var i = 0; i < 4; i++)
        {
            _phone.Backend.Expect(Seram.Path, Seram.Polling, new HttpRequestException(HttpRequestError.ConnectionError));
        }

        var result = await TerminateAsync();
        Assert.Equal(
            new ProcessInfo("p1", ErrorType.ExecutionInterrupted, "Execution interrupted: connection to 'tsmService' interrupted", Began, "2026-01-02T03:04:08.006Z"),
            result.ProcessInfo);
    }

    [Fact]
    public async Task TerminateService_NoConnectionAtTheStart_IsANetworkErrorWithoutAProcess()
    {
        _phone.Backend.Expect(StartPath, TerminateBody, new HttpRequestException(HttpRequestError.NameResolutionError));
        var result = await TerminateAsync();
        Assert.Equal(new ProcessInfo("", ErrorType.NetworkConnectionError, "Network connection error: host 'tsmService' not found", StartDate, StartDate), result.ProcessInfo);
    }

    [Theory]
    [InlineData("""{"ramCommands":[{"ramCommandType":"ramStopCommand"}]}""")]
    [InlineData("""{"ramCommands":[{"ramCommandType":"notificationCommand","deviceAppNotification":"step1/action2/OK"},{"ramCommandType":"ramStopCommand"}]}""")]
    [InlineData("""{"ramCommands":[{"ramCommandType":"notificationCommand"},{"ramCommandType":"ramStopCommand"}]}""")]
    public async Task TerminateService_EndsWithoutAResult_IsAnInternalError(string order)
    {
        _phone.Backend.Expect(StartPath, TerminateBody, Started).Handshake().Exchange(Seram.Polling, order);
        var result = await TerminateAsync();
        Assert.Equal((ErrorType.InternalError, "Internal error: the process ended without a result"), (result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
    }

    [Fact]
    public async Task TerminateService_SessionLost_IsTheBackendsFault()
    {
        _phone.Backend.Expect(StartPath, TerminateBody, Started).Handshake().Expect(Seram.Path, Seram.Polling, HttpStatusCode.InternalServerError);
        var result = await TerminateAsync();
        Assert.Equal((ErrorType.InternalError, "Internal error: 'tsmService' answered HTTP status 500"), (result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
    }

    [Fact]
    public async Task TerminateService_UnexpectedFailureOnTheWay_KeepsItsProcessId()
    {
        _phone.Backend.Expect(StartPath, TerminateBody, Started).Handshake().Expect(Seram.Path, Seram.Polling, new InvalidOperationException());
        var result = await TerminateAsync();
        Assert.Equal(("p1", ErrorType.InternalError, "Internal error: unexpected failure in the TSM-API-SDK"), (result.ProcessInfo.ProcessId, result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
    }

    [Fact]
    public async Task TerminateService_CategoryThatNobodyKnows_IsUnspecified()
    {
        _phone.Backend.Expect(StartPath, TerminateBody, """{"status":{"code":77,"message":"Unspecified: something"},"processId":"","startDate":"","reader":""}""");
        var result = await TerminateAsync();
        Assert.Equal((ErrorType.Unspecified, "Unspecified: something"), (result.ProcessInfo.ExecutionStatus, result.ProcessInfo.ExecutionMessage));
    }
}
