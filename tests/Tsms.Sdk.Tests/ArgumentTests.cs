using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;

namespace Tsms.Sdk.Tests;

/// <summary>Invalid arguments end in the TR's texts (TR-03165 4.2.4.4) before anything is sent: the backend's script is empty.</summary>
public sealed class ArgumentTests
{
    private readonly Phone _phone = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("910bbd5a17494737b855a520f1bc9da4")]
    [InlineData("{910bbd5a-1749-4737-b855-a520f1bc9da4}")]
    [InlineData(" 910bbd5a-1749-4737-b855-a520f1bc9da4")]
    public async Task EveryMethod_WithAnIdOfNoFormat_SaysWhichOfWhichRequest(string? id)
    {
        const string text = "Invalid argument: {0} has invalid format";
        var create = await _phone.Sdk.CreateServiceInstanceAsync(id!, "1.0.0", Token);
        var list = await _phone.Sdk.GetServiceInstancesAsync(id!, Token);
        var deploy = await _phone.Sdk.DeployServiceAsync(id!, [], true, _phone, Token);
        var update = await _phone.Sdk.UpdateServiceAsync(id!, "1.0.0", [], true, _phone, Token);
        var suspend = await _phone.Sdk.SuspendOrResumeServiceAsync(id!, true, _phone, Token);
        var terminate = await _phone.Sdk.TerminateServiceAsync(id!, _phone, Token);
        var available = await _phone.Sdk.CheckServiceDeploymentAvailableAsync(id!, "1.0.0", Token);
        var newer = await _phone.Sdk.CheckServiceUpdateAvailableAsync(id!, "1.0.0", Token);

        Assert.Equal(
            [
                "serviceId in CreateServiceInstanceRequest", "serviceId in GetServiceInstancesRequest", "serviceInstanceId in DeployServiceRequest",
                "serviceInstanceId in UpdateServiceRequest", "serviceInstanceId in SuspendOrResumeServiceRequest", "serviceInstanceId in TerminateServiceRequest",
                "serviceId in CheckServiceDeploymentAvailableRequest", "serviceInstanceId in CheckServiceUpdateAvailableRequest",
            ],
            new[]
            {
                create.ExecutionMessage, list.ExecutionMessage, deploy.ProcessInfo.ExecutionMessage, update.ProcessInfo.ExecutionMessage,
                suspend.ProcessInfo.ExecutionMessage, terminate.ProcessInfo.ExecutionMessage, available.ExecutionMessage, newer.ExecutionMessage,
            }.Select(message => message.Replace(text[..18], "", StringComparison.Ordinal).Replace(" has invalid format", "", StringComparison.Ordinal)));
        Assert.Equal(ErrorType.InvalidArgument, create.ExecutionStatus);
        Assert.Equal(ErrorType.InvalidArgument, deploy.ProcessInfo.ExecutionStatus);
        Assert.Equal("", deploy.ProcessInfo.ProcessId);
        Assert.Empty(_phone.Told);
    }

    [Theory]
    [InlineData("1.0.0.0", "has invalid format")]
    [InlineData("1.x.x", "has invalid format")]
    [InlineData("1.0", "has invalid format")]
    [InlineData("1.0.1000", "has invalid format")]
    [InlineData("1.0.٣", "has invalid format")]
    [InlineData(null, "has invalid format")]
    public async Task CreateServiceInstance_WithAVersionOfNoFormat_IsRefused(string? version, string text)
    {
        var result = await _phone.Sdk.CreateServiceInstanceAsync(Phone.ServiceId, version!, Token);
        Assert.Equal($"Invalid argument: version in CreateServiceInstanceRequest {text}", result.ExecutionMessage);
    }

    // TR-03165 4.2.5.7
    [Theory]
    [InlineData("x.1.x", "uses an unsupported filter pattern")]
    [InlineData("x.x.1", "uses an unsupported filter pattern")]
    [InlineData("1.x.1", "uses an unsupported filter pattern")]
    [InlineData("1.x", "uses an unsupported filter pattern")]
    [InlineData("x", "uses an unsupported filter pattern")]
    [InlineData("1", "has invalid format")]
    [InlineData("1.0", "has invalid format")]
    [InlineData("1.0.y", "has invalid format")]
    [InlineData("1.0.xx", "has invalid format")]
    [InlineData("", "has invalid format")]
    [InlineData(null, "has invalid format")]
    public async Task CheckServiceDeploymentAvailable_WithAnotherPattern_IsRefused(string? pattern, string text)
    {
        var result = await _phone.Sdk.CheckServiceDeploymentAvailableAsync(Phone.ServiceId, pattern!, Token);
        Assert.Equal($"Invalid argument: version in CheckServiceDeploymentAvailableRequest {text}", result.ExecutionMessage);
        Assert.Equal(ErrorType.InvalidArgument, result.ExecutionStatus);
        var newer = await _phone.Sdk.CheckServiceUpdateAvailableAsync(Phone.InstanceId, pattern!, Token);
        Assert.Equal($"Invalid argument: newVersion in CheckServiceUpdateAvailableRequest {text}", newer.ExecutionMessage);
    }

    [Fact]
    public async Task DeployService_WithCommandsThatCannotBe_SaysWhich()
    {
        async Task<string> DeployAsync(IReadOnlyList<ServiceCommand> commands) =>
            (await _phone.Sdk.DeployServiceAsync(Phone.InstanceId, commands, false, null, Token)).ProcessInfo.ExecutionMessage;

        Assert.Equal("Invalid argument: serviceCommands in DeployServiceRequest is only allowed to be empty if the finalize deployment flag is set", await DeployAsync([]));
        Assert.Equal(
            "Invalid argument: serviceCommands in DeployServiceRequest contain multiple InstallServiceCommands",
            await DeployAsync([new InstallServiceCommand(), new ActivateServiceCommand(), new InstallServiceCommand()]));
        Assert.Equal(
            "Invalid argument: serviceCommands in DeployServiceRequest contain multiple PersonalizeServiceCommands",
            await DeployAsync([new PersonalizeServiceCommand(), new PersonalizeServiceCommand()]));
        Assert.Equal(
            "Invalid argument: serviceCommands in DeployServiceRequest contain multiple ActivateServiceCommands",
            await DeployAsync([new ActivateServiceCommand(), new ActivateServiceCommand(true)]));
        Assert.Equal("Invalid argument: serviceCommands in DeployServiceRequest has invalid format", await DeployAsync(null!));
        Assert.Equal("Invalid argument: serviceCommands in DeployServiceRequest has invalid format", await DeployAsync([null!]));
    }

    [Fact]
    public async Task MethodsOfLaterIssues_WithGoodArguments_AreNotAllowed()
    {
        var update = (await _phone.Sdk.UpdateServiceAsync(Phone.InstanceId, "1.0.1", [new InstallServiceCommand()], true, null, Token)).ProcessInfo;
        var suspend = (await _phone.Sdk.SuspendOrResumeServiceAsync(Phone.InstanceId, false, null, Token)).ProcessInfo;
        var newer = await _phone.Sdk.CheckServiceUpdateAvailableAsync(Phone.InstanceId, "x.x.X", Token);

        Assert.Equal((ErrorType.NotAllowed, "Not allowed: updateService is not available in this version of the TSM-API-SDK"), (update.ExecutionStatus, update.ExecutionMessage));
        Assert.Equal((ErrorType.NotAllowed, "Not allowed: suspendOrResumeService is not available in this version of the TSM-API-SDK"), (suspend.ExecutionStatus, suspend.ExecutionMessage));
        Assert.Equal((ErrorType.NotAllowed, "Not allowed: checkServiceUpdateAvailable is not available in this version of the TSM-API-SDK"), (newer.ExecutionStatus, newer.ExecutionMessage));
    }

    [Fact]
    public async Task SetAccessToken_OfNothing_IsRefused()
    {
        var result = await _phone.Sdk.SetAccessTokenAsync(null!, Token);
        Assert.Equal((ErrorType.InvalidArgument, "Invalid argument: accessToken in SetAccessTokenRequest has invalid format"), (result.ExecutionStatus, result.ExecutionMessage));
    }

    [Theory]
    [InlineData("http://tsm.example/", Phone.AppId, 4)]
    [InlineData("ftp://tsm.example/", Phone.AppId, 4)]
    [InlineData("https://tsm.example/", "0102", 4)]
    [InlineData("https://tsm.example/", "z102030405060708090a0b0c0d0e0f1011121314", 4)]
    [InlineData("https://tsm.example/", Phone.AppId, 0)]
    public void TsmApiService_WithSettingsOutOfRange_IsNotMade(string address, string appId, int attempts) => Assert.Throws<ArgumentException>(
        () => new TsmApiService(
            new HttpClient(_phone.Backend), _phone.Service,
            new TsmSdkOptions { BackendAddress = new Uri(address), DeviceAppId = appId, ReportAttempts = attempts }, _phone.Time));
}
