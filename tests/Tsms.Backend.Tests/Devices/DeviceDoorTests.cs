using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Api.Device;
using Tsms.Api.Device.Seram;
using Tsms.Backend.Data;
using Tsms.Backend.Devices;

namespace Tsms.Backend.Tests.Devices;

/// <summary>The device door: what it takes, what it refuses, and how processes end when nobody plays them.</summary>
public sealed class DeviceDoorTests
{
    [Fact]
    public async Task Create_WhatIsNotThere_TellsTheTextsOfTheTr()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var (hidden, _) = await bench.AddServiceAsync(published: false, EngineBench.Profile, [Cap()]);
        var (elsewhere, _) = await bench.AddServiceAsync(published: true, new Guid("7e5e0001-0305-4231-8000-0000000000ff"), [Cap()]);
        var unknown = new Guid("910bbd5a-1749-4737-b855-a520f1bc9da4");

        Assert.Equal("Not found: serviceId 910bbd5a-1749-4737-b855-a520f1bc9da4 does not exist", (await bench.Phone.CreateAsync(unknown)).Status.Message);
        Assert.Equal("Not found: version 1.1.1 does not exist", (await bench.Phone.CreateAsync(service, "1.1.1")).Status.Message);
        Assert.Equal("Invalid argument: version in CreateServiceInstanceRequest has invalid format", (await bench.Phone.CreateAsync(service, "1.0")).Status.Message);
        Assert.Equal(8, (await bench.Phone.CreateAsync(hidden)).Status.Code);
        Assert.Equal(8, (await bench.Phone.CreateAsync(elsewhere)).Status.Code);
        var (diversified, _) = await bench.AddServiceAsync(published: true, EngineBench.Profile, [Cap()], keyProvisioningMode: 1);
        var mode = (await bench.Phone.CreateAsync(diversified)).Status;
        Assert.Equal(8, mode.Code);
        Assert.Contains("key provisioning mode 1", mode.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await bench.Phone.CreateAsync(service)).Status.Code);
        Assert.Equal("Already exists: service already instantiated", (await bench.Phone.CreateAsync(service)).Status.Message);
        Assert.Equal(
            "No eligible SC: service is already deployed", (await new TestPhone(bench.Client, bench.Card, "ff02030405060708090a0b0c0d0e0f1011121314").CreateAsync(service)).Status.Message);
    }

    [Fact]
    public async Task Check_Patterns_FindTheVersionUntilTheServiceIsDeployed()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        foreach (var pattern in new[] { "1.0.0", "1.0.x", "1.x.X", "x.x.x" })
        {
            var answer = await bench.Phone.CheckAsync(service, pattern);
            Assert.Equal((0, true, "1.0.0"), (answer.Status.Code, answer.Available, answer.Version));
        }

        Assert.Equal((0, false, ""), (await bench.Phone.CheckAsync(service, "2.x.x")) is var none ? (none.Status.Code, none.Available, none.Version) : default);
        Assert.Equal(17, (await bench.Phone.CheckAsync(service, "2.0.0")).Status.Code);
        Assert.Equal(
            "Invalid argument: version in CheckServiceDeploymentAvailableRequest uses an unsupported filter pattern", (await bench.Phone.CheckAsync(service, "x.1.x")).Status.Message);
        Assert.Equal("Invalid argument: version in CheckServiceDeploymentAvailableRequest has invalid format", (await bench.Phone.CheckAsync(service, "1.x")).Status.Message);
        await bench.Phone.DeployAsync((await bench.Phone.CreateAsync(service)).Instance!.Id);
        Assert.False((await bench.Phone.CheckAsync(service, "x.x.x")).Available);
    }

    [Fact]
    public async Task Start_WhatTheLifeCycleRefuses_StartsNoProcess()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        var refused = await bench.Phone.StartAsync(instance.Id, "deploy", true, "activate");
        Assert.Equal(("", "Not allowed: invalid state transfer from NotDeployed to UnderDeploymentActivated"), (refused.ProcessId, refused.Status.Message));
        Assert.Equal(13, (await bench.Phone.StartAsync(instance.Id, "deploy", true, "install", "personalize")).Status.Code);
        Assert.Equal(4, (await bench.Phone.StartAsync(instance.Id, "reboot")).Status.Code);
        Assert.Equal(17, (await bench.Phone.StartAsync(Guid.Empty, "deploy", true, "install")).Status.Code);

        var gone = await bench.Phone.RunAsync(instance.Id, "terminate");
        Assert.Equal((0, 0), (gone.Status.Code, gone.Exchanges));
        Assert.Equal(17, (await bench.Phone.StartAsync(instance.Id, "terminate")).Status.Code);
    }

    [Fact]
    public async Task Start_SecondProcessOnTheSameCard_IsOverload()
    {
        await using var bench = await EngineBench.StartAsync();
        var one = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!;
        var two = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("Vault.cap")).Service)).Instance!;
        var first = await bench.Phone.StartAsync(one.Id, "deploy", true, "install");
        var second = await bench.Phone.StartAsync(two.Id, "deploy", true, "install");
        Assert.Equal(18, second.Status.Code);
        Assert.Equal(13, (await bench.Phone.StartAsync(one.Id, "deploy", true, "install")).Status.Code);
        Assert.Equal(0, (await bench.Phone.PlayAsync(first.SessionId!)).Status.Code);
        Assert.Equal(0, (await bench.Phone.DeployAsync(two.Id)).Status.Code);
    }

    [Fact]
    public async Task Abort_BeforeTheFirstChange_EndsAtOnceAndTheStateIsAsBefore()
    {
        await using var bench = await EngineBench.StartAsync();
        var instance = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!;
        var start = await bench.Phone.StartAsync(instance.Id, "deploy", true, "install");
        Assert.Equal(10, (await bench.FindInstanceAsync(instance.Id))!.State);
        var notice = await bench.Phone.AbortAsync(start.ProcessId);
        Assert.Equal((6, "Execution interrupted: manually cancelled", 1), (notice.Result!.Status.Code, notice.Result.Status.Message, notice.Result.State));
        Assert.Equal(0, (await bench.Phone.RunAsync(instance.Id, "deploy", "install")).Status.Code);
    }

    [Fact]
    public async Task Abort_WhileTheCardIsChanging_StopsAtTheNextSafePoint()
    {
        await using var bench = await EngineBench.StartAsync();
        var instance = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!;
        var before = await bench.SnapshotAsync();
        var start = await bench.Phone.StartAsync(instance.Id, "deploy", true, "install");
        ProcessNotice? notice = null;
        bench.Phone.Mischief = (number, commands, honest) =>
        {
            if (number == 1)
            {
                notice = bench.Phone.AbortAsync(start.ProcessId).GetAwaiter().GetResult();
            }

            return honest(commands);
        };
        var result = await bench.Phone.PlayAsync(start.SessionId!);
        Assert.Null(notice!.Result);
        Assert.Equal((6, 25, 2), (result.Status.Code, result.State, result.Exchanges));
        bench.Phone.Mischief = null;
        Assert.Equal(0, (await bench.Phone.TerminateAsync(instance.Id)).Status.Code);
        Assert.Equal(before, await bench.SnapshotAsync());
    }

    [Fact]
    public async Task Process_PhoneGone_EndsAfterTheTimeoutAndReleasesTheCard()
    {
        var time = new ManualTime();
        await using var bench = await EngineBench.StartAsync(time: time);
        var instance = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!;
        var start = await bench.Phone.StartAsync(instance.Id, "deploy", true, "install");
        var process = bench.Services.GetRequiredService<ProcessRegistry>().FindSession(start.SessionId!)!;
        await time.AdvanceUntilAsync(TimeSpan.FromMinutes(6), process.Result.Task);
        var result = (await process.Result.Task).Result!;
        Assert.Equal((6, "Execution interrupted: connection to 'tsmService' interrupted", 1), (result.Status.Code, result.Status.Message, result.State));
        Assert.False(bench.Services.GetRequiredService<ProcessRegistry>().IsLeased((await bench.FindInstanceAsync(instance.Id))!.CardId));
    }

    [Fact]
    public async Task EndAbandoned_AfterARestart_SendsInstancesBackOrIntoError()
    {
        await using var bench = await EngineBench.StartAsync();
        var instance = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!;
        await bench.Phone.StartAsync(instance.Id, "deploy", true, "install");
        foreach (var changed in new[] { false, true })
        {
            await using (var db = await bench.Services.GetRequiredService<IDbContextFactory<EngineDb>>().CreateDbContextAsync())
            {
                await db.Processes.ExecuteUpdateAsync(p => p.SetProperty(x => x.Changed, changed).SetProperty(x => x.EndDate, (DateTimeOffset?)null));
            }

            Assert.Equal(1, await bench.Services.GetRequiredService<EngineStore>().EndAbandonedAsync(default));
            Assert.Equal(changed ? 25 : 1, (await bench.FindInstanceAsync(instance.Id))!.State);
        }
    }

    [Fact]
    public async Task Process_EveryApdu_IsKept()
    {
        await using var bench = await EngineBench.StartAsync();
        var result = await bench.Phone.DeployAsync((await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!.Id);
        await using var db = await bench.Services.GetRequiredService<IDbContextFactory<EngineDb>>().CreateDbContextAsync();
        var rows = await db.Traffic.OrderBy(t => t.Exchange).ToListAsync();
        Assert.Equal([1, 2, 3], rows.Select(r => r.Exchange));
        Assert.Equal(result.Apdus, rows.Sum(r => r.Commands.Split('\n').Length));
        Assert.All(rows, r => Assert.Equal(r.Commands.Split('\n').Length, r.Answers!.Split('\n').Length));
    }

    [Theory]
    [InlineData(DevicePaths.CreateInstance, "")]
    [InlineData(DevicePaths.CreateInstance, "{")]
    [InlineData(DevicePaths.CreateInstance, "null")]
    [InlineData(DevicePaths.CreateInstance, "{}")]
    [InlineData(DevicePaths.CreateInstance, """{"device":{"deviceAppId":"00","secureComponents":[null]},"serviceId":"x","version":"1.0.0"}""")]
    [InlineData(DevicePaths.StartProcess, """{"device":{"deviceAppId":"00","secureComponents":[]},"serviceInstanceId":"7e5e0001-0305-4231-8000-000000000001","operation":"deploy","commands":[null]}""")]
    [InlineData(SeramPaths.RemoteManagement, """{"localAgentStatus":{}}""")]
    [InlineData(SeramPaths.Handshake, "[]")]
    public async Task Door_BodyThatIsNoSuchMessage_Is400(string path, string body)
    {
        await using var bench = await EngineBench.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Client.PostAsync(path, content)).StatusCode);
    }

    [Fact]
    public async Task Door_UnknownSession_Is404AndAHandshakeWithoutCommonVersion400()
    {
        await using var bench = await EngineBench.StartAsync();
        var instance = (await bench.Phone.CreateAsync((await bench.AddServiceAsync("CarKey.cap")).Service)).Instance!;
        var start = await bench.Phone.StartAsync(instance.Id, "deploy", true, "install");
        async Task<HttpStatusCode> HandshakeAsync(string session, string version)
        {
            using var content = new StringContent($$"""{"secureElements":[],"supportedVersions":["{{version}}"]}""", Encoding.UTF8, "application/json");
            return (await bench.Client.PostAsync($"{SeramPaths.Handshake}?sessionId={session}", content)).StatusCode;
        }

        Assert.Equal(HttpStatusCode.NotFound, await HandshakeAsync("00", "2.0.0"));
        Assert.Equal(HttpStatusCode.BadRequest, await HandshakeAsync(start.SessionId!, "1.0.0"));
        Assert.Equal(HttpStatusCode.OK, await HandshakeAsync(start.SessionId!, "2.0.0"));
    }

    [Fact]
    public async Task Door_AccessTokenConfigured_RefusesRequestsWithoutIt()
    {
        await using var bench = await EngineBench.StartAsync(options: new TsmsEngineOptions { AccessToken = "s3cret" });
        using var request = new HttpRequestMessage(HttpMethod.Post, DevicePaths.ListInstances)
        {
            Content = new StringContent("""{"device":{"deviceAppId":"00","secureComponents":[]},"serviceId":"x"}""", Encoding.UTF8, "application/json"),
        };
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.Unauthorized, (await bench.Client.PostAsync(DevicePaths.ListInstances, content)).StatusCode);
        request.Headers.Authorization = new("Bearer", "s3cret");
        Assert.Equal(HttpStatusCode.OK, (await bench.Client.SendAsync(request)).StatusCode);
    }

    private static byte[] Cap() => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", "CarKey.cap"));
}
