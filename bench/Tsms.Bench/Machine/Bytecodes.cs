using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.SmartCard;

namespace Tsms.Bench.Machine;

/// <summary>
/// Bytecodes per second of the interpreter, firewall checks included: one command of the bench's applet runs a loop of 32,000 rounds. The machine itself counts
/// what it runs.
/// </summary>
[Config(typeof(SteadyConfig))]
public class Bytecodes
{
    private const int Rounds = 32_000;

    private BenchCard _card = null!;
    private byte[] _command = [];

    /// <summary>What a round does; mixed: arithmetic, array access, a branch and a static call.</summary>
    [Params("mixed", "arithmetic", "arrays", "calls", "fields")]
    public string Loop { get; set; } = "mixed";

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard();
        var applet = _card.Install(Tree.Loop());
        BenchCard.Require(_card.Card.Process(new CommandApdu(0, 0xA4, 4, 0, applet.Bytes, 256).ToBytes()));
        var ins = Loop switch
        {
            "mixed" => 0x10,
            "arithmetic" => 0x11,
            "arrays" => 0x12,
            "calls" => 0x13,
            "fields" => 0x14,
            _ => throw new InvalidOperationException(Loop),
        };
        _command = [0x80, (byte)ins, Rounds >> 8, Rounds & 0xFF, 0x00];
        Run();
        Work.Count(this, nameof(Run), _card.Card.ByteCodesRun, "bytecodes");
        Work.Note(this, nameof(Run), $"{(double)_card.Card.ByteCodesRun / Rounds:0.0} a round");
    }

    [GlobalCleanup]
    public void Cleanup() => _card.Dispose();

    [Benchmark]
    public void Run() => BenchCard.Require(_card.Card.Process(_command));
}
