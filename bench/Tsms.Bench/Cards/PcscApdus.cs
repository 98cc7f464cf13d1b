using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;
using Tsms.SmartCard.Transports.Vpcd;

namespace Tsms.Bench.Cards;

/// <summary>The echo of <see cref="Apdus"/> over PC/SC: this process, pcscd, vpcd, the card in this process, and back. Left out where no pcscd runs with vpcd.</summary>
[Config(typeof(SteadyConfig))]
public class PcscApdus
{
    private const string Reader = "Virtual PCD 00 01";
    private readonly CancellationTokenSource _cancel = new();
    private BenchCard _card = null!;
    private PcscCard _pcsc = null!;
    private Task _run = Task.CompletedTask;
    private byte[] _echo = [];

    /// <summary>True when the reader is there, and empty.</summary>
    public static bool CanRun()
    {
        try
        {
            return PcscReaders.List().Any(r => r.Name == Reader && !r.IsCardPresent);
        }
        catch (TransportException)
        {
            return false;
        }
    }

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard();
        var applet = _card.Install(Tree.Loop());
        _echo = new CommandApdu(0x80, 0x20, 0, 0, new byte[64], 256).ToBytes();
        _run = VpcdConnection.RunAsync(
            new InProcessCard("eSE1", _card.Card), new VpcdOptions { Port = VpcdOptions.DefaultPort + 1, RetryDelay = TimeSpan.FromSeconds(1) }, null, TimeProvider.System, _cancel.Token);
        PcscReaders.WaitForCardAsync(Reader, default).GetAwaiter().GetResult();
        _pcsc = new PcscCard(Reader);
        _pcsc.ResetAsync(default).AsTask().GetAwaiter().GetResult();
        BenchCard.Require(_pcsc.TransmitAsync(new CommandApdu(0, 0xA4, 4, 0, applet.Bytes, 256).ToBytes(), default).AsTask().GetAwaiter().GetResult());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _pcsc.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _cancel.Cancel();
        try
        {
            _run.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The ordinary end.
        }

        _cancel.Dispose();
        _card.Dispose();
    }

    /// <summary>64 bytes to an applet and back.</summary>
    [Benchmark]
    public async Task EchoOverPcsc() => BenchCard.Require(await _pcsc.TransmitAsync(_echo, default));
}
