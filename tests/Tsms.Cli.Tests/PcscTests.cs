using Tsms.SmartCard.Transports.Pcsc;
using Tsms.VirtualCard.Tests.Reach;

namespace Tsms.Cli.Tests;

/// <summary>The tool over a real pcscd with vpcd: the phone's reader is a PC/SC reader. Skipped at home without one, demanded on CI (see <see cref="RealReader"/>).</summary>
[Collection(RealReaderTestGroup.Name)]
public sealed class PcscTests : IDisposable
{
    private const string Slot = "127.0.0.1:35964";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-pcsc-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_OverPcsc_TellsTheWholeStoryAndLeavesTheCardAsItWas()
    {
        var reader = await FreeReaderAsync();
        var trace = Path.Combine(_folder.FullName, "demo.log");

        var run = await CliRun.DoneAsync("demo", "--pcsc", Slot, "--trace", trace, "--json");

        Assert.True(run.Json.GetProperty("ok").GetBoolean());
        var card = run.Json.GetProperty("card");
        Assert.Equal(reader, card.GetProperty("reader").GetString());
        Assert.Equal(card.GetProperty("before").GetRawText(), card.GetProperty("after").GetRawText());
        Assert.Contains("F054534D530101", card.GetProperty("during").GetProperty("instances").GetRawText(), StringComparison.Ordinal);
        var log = await File.ReadAllTextAsync(trace, Cancel);
        Assert.Contains("INITIALIZE UPDATE", log, StringComparison.Ordinal);
        Assert.Contains("LOAD block", log, StringComparison.Ordinal);
        Assert.Contains("SELECT F054534D530101", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_CardThatIsInTheReader_ServesTheStoryTwiceAndIsExplored()
    {
        var reader = await FreeReaderAsync();
        using var card = CliRun.Start(["card", "run", "--image", Path.Combine(_folder.FullName, "my.card"), "--vpcd", Slot]);
        try
        {
            _ = card.StandardError.ReadToEndAsync(Cancel);
            await PcscReaders.WaitForCardAsync(reader, Cancel);
            for (var i = 0; i < 2; i++)
            {
                var run = await CliRun.DoneAsync("demo", "--reader", reader, "--test-keys", "--json");
                Assert.Equal(run.Json.GetProperty("card").GetProperty("before").GetRawText(), run.Json.GetProperty("card").GetProperty("after").GetRawText());
            }

            var explored = await CliRun.DoneAsync("card", "explore", "--reader", reader, "--test-keys", "--json");
            Assert.Equal("A000000151000000", explored.Json.GetProperty("root").GetProperty("aid").GetString());
            Assert.Equal(reader, explored.Json.GetProperty("reader").GetString());
            var without = await CliRun.DoneAsync("card", "explore", "--reader", reader);
            Assert.Contains("no keys were given", without.Words, StringComparison.Ordinal);
            var readers = await CliRun.DoneAsync("card", "readers");
            Assert.Contains(reader, readers.Output, StringComparison.Ordinal);
            var taken = await CliRun.StartAsync("demo", "--reader", "no such reader", "--test-keys");
            Assert.Equal(1, taken.ExitCode);
            Assert.Contains("There is no reader named 'no such reader'", taken.Error, StringComparison.Ordinal);
        }
        finally
        {
            card.Kill();
            await card.WaitForExitAsync(CancellationToken.None);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<string> FreeReaderAsync()
    {
        var reader = await RealReader.FindAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        await PcscReaders.WaitForRemovalAsync(reader, patience.Token);
        return reader;
    }
}
