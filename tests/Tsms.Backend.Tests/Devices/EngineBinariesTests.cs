using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Data;
using Tsms.Backend.Devices;

namespace Tsms.Backend.Tests.Devices;

/// <summary>The engine's copies of load files go when no instance needs them, and never before.</summary>
public sealed class EngineBinariesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_InstancesComeAndGo_KeepsExactlyWhatTheyName()
    {
        await using var bench = await EngineBench.StartAsync();
        var (first, _) = await bench.AddServiceAsync("CarKey.cap");
        var (second, _) = await bench.AddServiceAsync("Vault.cap");
        var one = (await bench.Phone.CreateAsync(first)).Instance!;
        var two = (await bench.Phone.CreateAsync(second)).Instance!;
        await using var db = await OpenAsync(bench);
        Assert.Equal(2, await db.Binaries.CountAsync(Cancellation));
        Assert.Equal(0, await EngineBinaries.SweepAsync(db, Cancellation));

        await bench.Phone.TerminateAsync(two.Id);
        Assert.Equal(1, await EngineBinaries.SweepAsync(db, Cancellation));
        var result = await bench.Phone.DeployAsync(one.Id);
        Assert.Equal((0, ""), (result.Status.Code, result.Status.Message));

        // What went comes again with the next instance.
        two = (await bench.Phone.CreateAsync(second)).Instance!;
        result = await bench.Phone.DeployAsync(two.Id);
        Assert.Equal((0, ""), (result.Status.Code, result.Status.Message));
        await bench.Phone.TerminateAsync(one.Id);
        await bench.Phone.TerminateAsync(two.Id);
        Assert.Equal(2, await EngineBinaries.SweepAsync(db, Cancellation));
        Assert.Empty(await db.Binaries.ToListAsync(Cancellation));
    }

    /// <summary>The sweep while instances are made of a binary that nobody names yet: whoever finds it there keeps it.</summary>
    [Fact]
    public async Task Sweep_WhileInstancesAreMade_TakesNothingFromThem()
    {
        await using var bench = await EngineBench.StartAsync();
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        for (var round = 0; round < 25; round++)
        {
            var sweep = Task.Run(
                async () =>
                {
                    await using var other = await OpenAsync(bench);
                    await EngineBinaries.SweepAsync(other, Cancellation);
                },
                Cancellation);
            var created = await bench.Phone.CreateAsync(service);
            Assert.Equal((0, ""), (created.Status.Code, created.Status.Message));
            await sweep;
            await using var db = await OpenAsync(bench);
            Assert.Single(await db.Binaries.Select(b => b.Hash).ToListAsync(Cancellation));

            // Without an instance the binary is left over for the next round.
            await db.Instances.ExecuteDeleteAsync(Cancellation);
        }
    }

    private static Task<EngineDb> OpenAsync(EngineBench bench) => bench.Services.GetRequiredService<IDbContextFactory<EngineDb>>().CreateDbContextAsync(Cancellation);
}
