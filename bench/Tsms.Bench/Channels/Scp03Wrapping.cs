using System.Globalization;
using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.JavaCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Bench.Channels;

/// <summary>A load script of the CarKey sample (INSTALL [for load] and all LOADs): wrapping it ahead, and verifying the answers that the card gave.</summary>
[Config(typeof(SteadyConfig))]
public class Scp03Wrapping
{
    private BenchCard _card = null!;
    private Scp03Session _session = null!;
    private List<ScriptCommand> _script = [];
    private WrappedScript _played = null!;
    private List<ReadOnlyMemory<byte>> _answers = [];

    /// <summary>Security level of the session, hexadecimal.</summary>
    [Params("01", "03", "13", "33")]
    public string Level { get; set; } = "33";

    /// <summary>Bits of the static keys.</summary>
    [Params(128, 192, 256)]
    public int Aes { get; set; } = 128;

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard(Aes / 8);
        _session = _card.Open((SecurityLevel)byte.Parse(Level, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        var cap = CapFile.Read(Tree.Applet("CarKey"));
        var block = cap.LoadFileDataBlock();
        _script = [new(GpCommand.InstallForLoad(cap.Aid), "INSTALL"), .. GpCommand.Load(block, _session.MaxCommandData).Select(c => new ScriptCommand(c, "LOAD"))];
        _played = _session.WrapScript(_script);
        _answers = [.. _played.ToApdus().Select(c => _card.Card.Process(c))];
        _answers.ForEach(BenchCard.Require);
        Work.Count(this, nameof(Wrap), block.Length, "bytes");
        Work.Count(this, nameof(Verify), _answers.Count, "answers");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _session.Dispose();
        _card.Dispose();
    }

    [Benchmark]
    public object Wrap() => _session.WrapScript(_script);

    [Benchmark]
    public object Verify() => _played.Verify(_answers);
}
