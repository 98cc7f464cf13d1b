using System.Diagnostics;
using System.Net.Sockets;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports.Pcsc;
using Tsms.SmartCard.Transports.Vpcd;

namespace Tsms.VirtualCard.Tests.Reach;

/// <summary>
/// A card in a real reader: pcscd with vpcd, as eng/install/pcscd starts them. The second slot is used, so that a card which somebody works with in the first
/// is left alone. At home such tests are skipped with the reason; on CI they must run.
/// </summary>
internal sealed class RealReader : IAsyncDisposable
{
    private const int Port = VpcdOptions.DefaultPort + 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _cancel = new();
    private readonly Task _run;

    private RealReader(string name, ICard card)
    {
        Name = name;
        _run = VpcdConnection.RunAsync(card, new VpcdOptions { Port = Port, RetryDelay = TimeSpan.FromSeconds(1) }, null, TimeProvider.System, _cancel.Token);
    }

    /// <summary>Name of the reader in PC/SC.</summary>
    public string Name { get; }

    /// <summary>Waits until the reader is free, puts the card into it and waits until PC/SC sees it.</summary>
    public static async Task<RealReader> InsertAsync(ICard card)
    {
        var name = await FindAsync();
        using var patience = Patience();
        await PcscReaders.WaitForRemovalAsync(name, patience.Token);
        var reader = new RealReader(name, card);
        await PcscReaders.WaitForCardAsync(name, patience.Token);
        return reader;
    }

    /// <summary>Waits until PC/SC sees the card again, after it was mute and so taken for removed.</summary>
    public async Task WaitForCardAsync()
    {
        using var patience = Patience();
        await PcscReaders.WaitForCardAsync(Name, patience.Token);
    }

    public async Task WaitForRemovalAsync()
    {
        using var patience = Patience();
        await PcscReaders.WaitForRemovalAsync(Name, patience.Token);
    }

    /// <summary>Runs a program to its end; its output, both streams. Skips, or fails on CI, when it is not installed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing($"{program} is not installed");
            throw;
        }

        using (process)
        using (var patience = Patience())
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
        _cancel.Dispose();
    }

    public static async Task<string> FindAsync()
    {
        try
        {
            using var probe = new TcpClient();
            await probe.ConnectAsync("127.0.0.1", Port, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            Missing($"no vpcd listens on port {Port}");
        }

        try
        {
            return PcscReaders.Find("Virtual PCD 00 01").Name;
        }
        catch (TransportException e)
        {
            Missing(e.Message);
            throw;
        }
    }

    private static CancellationTokenSource Patience()
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        source.CancelAfter(s_patience);
        return source;
    }

    private static void Missing(string what)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"On CI the real reader must be there, but {what}.");
        Assert.Skip($"{what}; eng/install/pcscd installs and starts pcscd with vpcd, opensc and pcsc-tools.");
    }
}

/// <summary>There is one reader: these tests come one after another.</summary>
[CollectionDefinition(Name)]
public sealed class RealReaderTestGroup
{
    public const string Name = "real reader";
}
