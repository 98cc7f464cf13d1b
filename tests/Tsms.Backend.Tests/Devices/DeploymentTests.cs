namespace Tsms.Backend.Tests.Devices;

/// <summary>Deployments onto a real card with a real issuer: the way that goes well, and what it costs.</summary>
public sealed class DeploymentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deploy_FirstServiceOnACard_TakesThreeExchangesAndTerminateLeavesTheCardAsItWas(bool stopsAtSurprise)
    {
        await using var bench = await EngineBench.StartAsync();
        bench.Phone.StopsAtSurprise = stopsAtSurprise;
        var (service, aids) = await bench.AddServiceAsync("CarKey.cap");
        var before = await bench.SnapshotAsync();

        var created = await bench.Phone.CreateAsync(service);
        Assert.Equal((0, ""), (created.Status.Code, created.Status.Message));
        Assert.Equal(before, await bench.SnapshotAsync());
        var result = await bench.Phone.DeployAsync(created.Instance!.Id);

        Assert.Equal((0, ""), (result.Status.Code, result.Status.Message));
        Assert.Equal(21, result.State);
        Assert.Equal(3, result.Exchanges);
        Assert.Equal(6, bench.Phone.Requests);
        Assert.Equal([0, 0], result.CommandResults.Select(c => c.ExecutionStatus));
        Assert.True(bench.Phone.Select(aids[0]).Sw.IsSuccess);
        Assert.Equal(("1", "2"), (result.TechnicalInformation!.SpParameters["a"], result.TechnicalInformation.SpParameters["b"]));

        var end = await bench.Phone.TerminateAsync(created.Instance.Id);
        Assert.Equal((0, ""), (end.Status.Code, end.Status.Message));
        Assert.Equal(3, end.Exchanges);
        Assert.Equal(6, bench.Phone.Requests);
        Assert.Equal(before, await bench.SnapshotAsync());
        Assert.Empty(await bench.Phone.ListAsync(service));
        Assert.Empty(await bench.KeySetNamesAsync());
    }

    [Fact]
    public async Task Deploy_SecondServiceOnAKnownCard_TakesTwoExchangesAndLeavesTheFirstAlone()
    {
        await using var bench = await EngineBench.StartAsync();
        var (first, firstAids) = await bench.AddServiceAsync("CarKey.cap");
        var (second, secondAids) = await bench.AddServiceAsync("Vault.cap");
        var one = (await bench.Phone.CreateAsync(first)).Instance!;
        Assert.Equal(0, (await bench.Phone.DeployAsync(one.Id)).Status.Code);
        var before = await bench.SnapshotAsync();

        var two = (await bench.Phone.CreateAsync(second)).Instance!;
        var result = await bench.Phone.DeployAsync(two.Id);
        Assert.Equal((0, ""), (result.Status.Code, result.Status.Message));
        Assert.Equal(2, result.Exchanges);
        Assert.Equal(5, bench.Phone.Requests);
        Assert.True(bench.Phone.Select(secondAids[0]).Sw.IsSuccess);

        var end = await bench.Phone.TerminateAsync(two.Id);
        Assert.Equal((0, ""), (end.Status.Code, end.Status.Message));
        Assert.Equal(2, end.Exchanges);
        Assert.Equal(before, await bench.SnapshotAsync());
        Assert.True(bench.Phone.Select(firstAids[0]).Sw.IsSuccess);
    }

    [Fact]
    public async Task Deploy_InSteps_IsSelectableOnlyAfterActivate()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, aids) = await bench.AddServiceAsync("CarKey.cap");
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;

        var start = await bench.Phone.StartAsync(instance.Id, "deploy", false, "install");
        var installed = await bench.Phone.PlayAsync(start.SessionId!);
        Assert.Equal((0, 11), (installed.Status.Code, installed.State));
        Assert.False(bench.Phone.Select(aids[0]).Sw.IsSuccess);

        var result = await bench.Phone.RunAsync(instance.Id, "deploy", "activate");
        Assert.Equal((0, 21, 2), (result.Status.Code, result.State, result.Exchanges));
        Assert.True(bench.Phone.Select(aids[0]).Sw.IsSuccess);
    }

    [Fact]
    public async Task SuspendAndResume_DeployedService_LocksAndUnlocksItsInstances()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, aids) = await bench.AddServiceAsync("CarKey.cap");
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        await bench.Phone.DeployAsync(instance.Id);

        var suspended = await bench.Phone.RunAsync(instance.Id, "suspend");
        Assert.Equal((0, 22), (suspended.Status.Code, suspended.State));
        Assert.False(bench.Phone.Select(aids[0]).Sw.IsSuccess);
        var again = await bench.Phone.RunAsync(instance.Id, "suspend");
        Assert.Equal((0, 22, 0), (again.Status.Code, again.State, again.Exchanges));

        var resumed = await bench.Phone.RunAsync(instance.Id, "resume");
        Assert.Equal((0, 21), (resumed.Status.Code, resumed.State));
        Assert.True(bench.Phone.Select(aids[0]).Sw.IsSuccess);
    }

    [Fact]
    public async Task Deploy_EveryReportSentTwice_PlaysNothingTwice()
    {
        await using var bench = await EngineBench.StartAsync();
        bench.Phone.RepeatsReports = true;
        var (service, aids) = await bench.AddServiceAsync("CarKey.cap");
        var result = await bench.Phone.DeployAsync((await bench.Phone.CreateAsync(service)).Instance!.Id);
        Assert.Equal((0, 3), (result.Status.Code, result.Exchanges));
        Assert.True(bench.Phone.Select(aids[0]).Sw.IsSuccess);
    }
}
