using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Transports;

namespace Tsms.Bench.Cards;

/// <summary>One command and its answer, in process.</summary>
[Config(typeof(SteadyConfig))]
public class Apdus
{
    private BenchCard _card = null!;
    private BenchCard _secured = null!;
    private InProcessCard _reader = null!;
    private Scp03Session _session = null!;
    private byte[] _select = [];
    private byte[] _echo = [];

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard();
        var applet = _card.Install(Tree.Loop());
        _select = new CommandApdu(0, 0xA4, 4, 0, applet.Bytes, 256).ToBytes();
        _echo = new CommandApdu(0x80, 0x20, 0, 0, new byte[64], 256).ToBytes();
        BenchCard.Require(_card.Card.Process(_select));
        _reader = new InProcessCard("eSE1", _card.Card);
        _reader.ResetAsync(default).AsTask().GetAwaiter().GetResult();
        BenchCard.Require(_card.Card.Process(_select));
        _secured = new BenchCard();
        _session = _secured.Open(SecurityLevel.Full);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _session.Dispose();
        _secured.Dispose();
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _card.Dispose();
    }

    /// <summary>64 bytes to an applet and back.</summary>
    [Benchmark(Baseline = true)]
    public void Echo() => BenchCard.Require(_card.Card.Process(_echo));

    /// <summary>The same through the reader that the OMAPI-shaped access uses.</summary>
    [Benchmark]
    public async Task EchoThroughReader() => BenchCard.Require(await _reader.TransmitAsync(_echo, default));

    /// <summary>SELECT of the applet: the one selected is deselected, its memory cleared.</summary>
    [Benchmark]
    public void SelectApplet() => BenchCard.Require(_card.Card.Process(_select));

    /// <summary>GET STATUS at level 33: wrapped, processed, its answer verified and deciphered.</summary>
    [Benchmark]
    public void SecuredGetStatus() => _secured.Send(_session, GpCommand.GetStatus(GlobalPlatform.Commands.RegistryScope.IssuerSecurityDomain));
}
