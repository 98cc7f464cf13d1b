using System.Globalization;
using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.JavaCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Bench.Channels;

/// <summary>
/// Wrapping a load script of 16 KiB (INSTALL [for load] and all LOADs) ahead of any answer; and verifying the answers that the card gave to that of a sample applet.
/// </summary>
[Config(typeof(SteadyConfig))]
public class Scp03Wrapping
{
    private const int LoadFile = 16 * 1024;

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
        var cap = CapFile.Read(Tree.Applet("Vault"));
        _script = Script(cap, new byte[LoadFile]);
        _played = _session.WrapScript(Script(cap, cap.LoadFileDataBlock()));
        _answers = [.. _played.ToApdus().Select(c => _card.Card.Process(c))];
        _answers.ForEach(BenchCard.Require);
        Work.Count(this, nameof(Wrap), LoadFile, "bytes");
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

    private List<ScriptCommand> Script(CapFile cap, byte[] block) =>
        [new(GpCommand.InstallForLoad(cap.Aid), "INSTALL"), .. GpCommand.Load(block, _session.MaxCommandData).Select(c => new ScriptCommand(c, "LOAD"))];
}
