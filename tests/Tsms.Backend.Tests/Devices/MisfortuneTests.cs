using Tsms.Api.Device;

namespace Tsms.Backend.Tests.Devices;

/// <summary>What breaks and who lies: each ends in the TR's error; before the first change the card is untouched, after it one terminate puts everything back.</summary>
public sealed class MisfortuneTests
{
    /// <summary>Ways of a phone to lie about a list.</summary>
    public static TheoryData<string, int> Lies
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var lie in new[] { "invent", "invent and play", "drop answers", "drop commands", "repeat", "swap", "flip", "too many", "no hex" })
            {
                for (var list = 0; list < 3; list++)
                {
                    data.Add(lie, list);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Deploy_PhoneThatLies_FailsAndOneTerminatePutsEverythingBack(string lie, int list)
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var before = await bench.SnapshotAsync();
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        bench.Phone.Mischief = (number, commands, honest) => number == list ? Lie(lie, commands, honest) : honest(commands);

        var result = await bench.Phone.DeployAsync(instance.Id);
        Assert.True(result.Status.Code is 7 or 8 or 9, $"{result.Status}");
        Assert.True(result.Status.Code != 7 || result.Status.Message.StartsWith("Secure component error: ", StringComparison.Ordinal), result.Status.Message);
        Assert.True(result.State == (list == 0 ? 1 : 25), $"{result}");
        if (list == 0)
        {
            Assert.Equal(before, await bench.SnapshotAsync());
        }

        await AssertTerminatesCleanlyAsync(bench, instance.Id, before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Deploy_PhoneThatInvents9000ForEverything_TellsInvalidResponse(int from)
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        bench.Phone.Mischief = (number, commands, honest) => number >= from ? [.. commands.Select(_ => "9000")] : honest(commands);
        var result = await bench.Phone.DeployAsync(instance.Id);
        Assert.Equal(7, result.Status.Code);
        Assert.StartsWith("Secure component error: invalid response", result.Status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    [InlineData(1, 5)]
    [InlineData(2, 0)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    [InlineData(2, -1)]
    public async Task Deploy_SameCallAgainAfterAnswersWereLost_Succeeds(int list, int kept)
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, aids) = await bench.AddServiceAsync("CarKey.cap");
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        bench.Phone.Mischief = (number, commands, honest) => number == list ? [.. honest(commands).Take(kept < 0 ? commands.Count - 1 : kept)] : honest(commands);
        Assert.Equal(25, (await bench.Phone.DeployAsync(instance.Id)).State);

        bench.Phone.Mischief = null;
        var again = await bench.Phone.DeployAsync(instance.Id);
        Assert.Equal((0, 21), (again.Status.Code, again.State));
        Assert.True(again.Exchanges <= 5, $"{again.Exchanges}");
        Assert.True(bench.Phone.Requests <= 8);
        Assert.True(bench.Phone.Select(aids[0]).Sw.IsSuccess);
    }

    [Fact]
    public async Task Deploy_WrongIssuerKey_IsNoEligibleScAndNothingChanged()
    {
        await using var bench = await EngineBench.StartAsync(known: false);
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var before = await bench.SnapshotAsync();
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        var result = await bench.Phone.DeployAsync(instance.Id);
        Assert.Equal((8, "No eligible SC: the SC did not prove to be genuine"), (result.Status.Code, result.Status.Message));
        Assert.Equal(1, result.State);
        Assert.Equal([1, 2], result.CommandResults.Select(c => c.ExecutionStatus));
        Assert.Equal(before, await bench.SnapshotAsync());
    }

    [Fact]
    public async Task Deploy_IssuerNotReachable_TellsItAndNothingChanged()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var before = await bench.SnapshotAsync();
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        bench.Issuer.Reachable = false;
        var result = await bench.Phone.DeployAsync(instance.Id);
        Assert.Equal((16, "Issuer error: issuer TSM not available", 1, 0), (result.Status.Code, result.Status.Message, result.State, result.Exchanges));
        Assert.Equal(before, await bench.SnapshotAsync());
    }

    [Fact]
    public async Task Terminate_IssuerGoneBeforeTheRemoval_SucceedsAndLeavesTheEmptyDomainForLater()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var before = await bench.SnapshotAsync();
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        await bench.Phone.DeployAsync(instance.Id);
        bench.Phone.Mischief = (number, commands, honest) =>
        {
            bench.Issuer.Reachable = false;
            return honest(commands);
        };
        var result = await bench.Phone.TerminateAsync(instance.Id);
        Assert.Equal((0, 1), (result.Status.Code, result.State));
        Assert.Contains(TestIssuer.TsmDomain, await bench.SnapshotAsync(), StringComparison.Ordinal);

        // The next Service finds the domain and needs no issuer's session; its end takes the domain along.
        (bench.Phone.Mischief, bench.Issuer.Reachable) = (null, true);
        var next = (await bench.Phone.CreateAsync(service)).Instance!;
        Assert.Equal((0, 2), ((await bench.Phone.DeployAsync(next.Id)) is var r ? (r.Status.Code, r.Exchanges) : default));
        Assert.Equal(0, (await bench.Phone.TerminateAsync(next.Id)).Status.Code);
        Assert.Equal(before, await bench.SnapshotAsync());
    }

    [Fact]
    public async Task Deploy_CardWithoutRoom_TellsNoSpaceAndOneTerminatePutsEverythingBack()
    {
        var failures = 0;
        foreach (var memory in new[] { 3_000, 3_600, 4_200, 5_000, 6_000, 7_000, 8_000 })
        {
            EngineBench bench;
            try
            {
                bench = await EngineBench.StartAsync(memory: memory);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                continue; // not even the card's own content fits
            }

            await using (bench)
            {
                var (service, _) = await bench.AddServiceAsync("Vault.cap");
                var before = await bench.SnapshotAsync();
                var instance = (await bench.Phone.CreateAsync(service)).Instance!;
                var result = await bench.Phone.DeployAsync(instance.Id);
                if (result.Status.Code != 0)
                {
                    failures++;
                    Assert.Equal((7, "Secure component error: no space available", 25), (result.Status.Code, result.Status.Message, result.State));
                }

                await AssertTerminatesCleanlyAsync(bench, instance.Id, before);
            }
        }

        Assert.True(failures > 0, "No size was too small.");
    }

    [Fact]
    public async Task Deploy_PowerLostBeforeAnyCommandOfAnyList_OneTerminatePutsEverythingBack()
    {
        // The first run tells how many commands there are.
        var lengths = new List<int>();
        await using (var bench = await EngineBench.StartAsync())
        {
            var (service, _) = await bench.AddServiceAsync("CarKey.cap");
            bench.Phone.Mischief = (_, commands, honest) =>
            {
                lengths.Add(commands.Count);
                return honest(commands);
            };
            await bench.Phone.DeployAsync((await bench.Phone.CreateAsync(service)).Instance!.Id);
        }

        await using var torn = await EngineBench.StartAsync();
        var (torned, _) = await torn.AddServiceAsync("CarKey.cap");
        var before = await torn.SnapshotAsync();
        for (var list = 0; list < lengths.Count; list++)
        {
            for (var at = 0; at <= lengths[list]; at += 2)
            {
                var instance = (await torn.Phone.CreateAsync(torned)).Instance!;
                var (cutList, cutAt) = (list, at);
                torn.Phone.Mischief = (number, commands, honest) =>
                {
                    if (number != cutList)
                    {
                        return honest(commands);
                    }

                    honest([.. commands.Take(cutAt)]);
                    torn.Card.PowerOff();
                    torn.Card.Reset();
                    return [.. commands.Select(_ => "")];
                };
                var result = await torn.Phone.DeployAsync(instance.Id);
                Assert.True(result.Status.Code is 7 or 9, $"list {list}, {at}: {result.Status}");
                await AssertTerminatesCleanlyAsync(torn, instance.Id, before);
            }
        }
    }

    [Fact]
    public async Task Deploy_AidOfAnotherService_TellsWhoHasItBeforeAnyChange()
    {
        await using var bench = await EngineBench.StartAsync();
        var (first, _) = await bench.AddServiceAsync("CarKey.cap");
        var (second, _) = await bench.AddServiceAsync("CarKey.cap");
        await bench.Phone.DeployAsync((await bench.Phone.CreateAsync(first)).Instance!.Id);
        var before = await bench.SnapshotAsync();
        var result = await bench.Phone.DeployAsync((await bench.Phone.CreateAsync(second)).Instance!.Id);
        Assert.Equal((7, 1, 0), (result.Status.Code, result.State, result.Exchanges));
        Assert.Contains("belongs to another service", result.Status.Message, StringComparison.Ordinal);
        Assert.Equal(before, await bench.SnapshotAsync());
    }

    [Fact]
    public async Task Deploy_AppletThatRefusesItsParameters_TellsStatusWordAndInstance()
    {
        await using var bench = await EngineBench.StartAsync();
        var cap = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", "Vault.cap"));
        var (service, aids) = await bench.AddServiceAsync(true, EngineBench.Profile, [cap], installParameter: "8103FFFFFF");
        var before = await bench.SnapshotAsync();
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        var result = await bench.Phone.DeployAsync(instance.Id);
        Assert.Equal((7, 25), (result.Status.Code, result.State));
        Assert.Matches($"^Secure component error: INSTALL \\[for install\\] of {aids[0]} was refused with status word 6[0-9A-F]{{3}}$", result.Status.Message);
        Assert.Equal([1, 2], result.CommandResults.Select(c => c.ExecutionStatus));
        await AssertTerminatesCleanlyAsync(bench, instance.Id, before);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Terminate_AppletsOfWhichTheFirstHoldsTheLast_TakesEverythingInOneCall(bool stopsAtSurprise)
    {
        await using var bench = await EngineBench.StartAsync(change: p => p with { JavaCardVersion = "3.2" });
        bench.Phone.StopsAtSurprise = stopsAtSurprise;
        var caps = new[] { "library.cap", "client.cap", "server.cap" }.Select(cap => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", cap)));
        var (service, aids) = await bench.AddServiceAsync(true, EngineBench.Profile, [.. caps], instanceSuffix: "");
        var before = await bench.SnapshotAsync();
        var instance = (await bench.Phone.CreateAsync(service)).Instance!;
        Assert.Equal("", (await bench.Phone.DeployAsync(instance.Id)).Status.Message);

        // The client keeps an array of the server, which is made after it and so goes first: DELETE is refused (JCRE 3.0.5, 11.3.4.1).
        Assert.True(bench.Phone.Select(aids[0]).Sw.IsSuccess);
        Assert.Equal("00019000", Convert.ToHexString(bench.Card.Process(Convert.FromHexString("8010150000")).Span));
        await AssertTerminatesCleanlyAsync(bench, instance.Id, before, exchanges: 6);
    }

    private static async Task AssertTerminatesCleanlyAsync(EngineBench bench, Guid instance, string before, int exchanges = 5)
    {
        bench.Phone.Mischief = null;
        var end = await bench.Phone.TerminateAsync(instance);
        Assert.True(end.Status == DeviceStatus.Ok, $"{end.Status}");
        Assert.True(end.Exchanges <= exchanges, $"{end.Exchanges} exchanges");
        Assert.Equal(before, await bench.SnapshotAsync());
        Assert.Null(await bench.FindInstanceAsync(instance));
        Assert.Empty(await bench.KeySetNamesAsync());
    }

    private static string[] Lie(string lie, IReadOnlyList<string> commands, Func<IReadOnlyList<string>, string[]> honest)
    {
        switch (lie)
        {
            case "invent":
                return [.. commands.Select(_ => "9000")];
            case "invent and play":
                honest(commands);
                return [.. commands.Select(_ => "9000")];
            case "drop answers":
                return [.. honest(commands).Take(1)];
            case "drop commands":
                return honest([.. commands.Where((_, i) => i != 1)]);
            case "repeat":
                var repeated = honest([commands[0], .. commands]);
                return [.. repeated.Take(commands.Count)];
            case "swap":
                var swapped = honest(commands);
                (swapped[^2], swapped[^1]) = (swapped[^1], swapped[^2]);
                return swapped;
            case "flip":
                var flipped = honest(commands);
                var last = flipped[^1].ToCharArray();
                var at = Math.Min(26, last.Length - 6); // the card challenge of INITIALIZE UPDATE, else data or R-MAC
                last[at] = last[at] == '0' ? '1' : '0';
                flipped[^1] = new string(last);
                return flipped;
            case "too many":
                return [.. honest(commands), "9000"];
            default:
                honest(commands);
                return [.. commands.Select(_ => "zz")];
        }
    }
}
