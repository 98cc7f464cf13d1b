using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Bench.Channels;

/// <summary>Opening a session: the off-card side alone from the answer to INITIALIZE UPDATE on, and with the card (three commands).</summary>
[Config(typeof(SteadyConfig))]
public class Scp03Opening
{
    private BenchCard _card = null!;
    private byte[] _challenge = [];
    private InitializeUpdateAnswer _answer = null!;

    /// <summary>Bits of the static keys.</summary>
    [Params(128, 256)]
    public int Aes { get; set; } = 128;

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard(Aes / 8);
        (_challenge, _answer) = _card.Initialize();
    }

    [GlobalCleanup]
    public void Cleanup() => _card.Dispose();

    [Benchmark(Baseline = true)]
    public void OffCard() => Scp03.OpenAsync(_card.Keys, _challenge, _answer, SecurityLevel.Full, default).AsTask().GetAwaiter().GetResult().Dispose();

    [Benchmark]
    public void WithCard() => _card.Open(SecurityLevel.Full).Dispose();
}
