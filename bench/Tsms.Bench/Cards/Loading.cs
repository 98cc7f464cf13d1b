using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.JavaCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Bench.Cards;

/// <summary>A package onto the card and off again at level 33: INSTALL [for load], LOADs, linking, DELETE.</summary>
[Config(typeof(SteadyConfig))]
public class Loading
{
    private BenchCard _card = null!;
    private Scp03Session _session = null!;
    private CapFile _cap = null!;
    private byte[] _block = [];

    /// <summary>A sample applet.</summary>
    [Params("CarKey", "Vault")]
    public string Applet { get; set; } = "CarKey";

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard();
        _cap = CapFile.Read(Tree.Applet(Applet));
        _block = _cap.LoadFileDataBlock();
        _session = _card.Open(SecurityLevel.Full);
        Work.Count(this, nameof(LoadAndDelete), _block.Length, "bytes");
        Work.Note(this, nameof(LoadAndDelete), $"{_block.Length} bytes");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _session.Dispose();
        _card.Dispose();
    }

    [Benchmark]
    public void LoadAndDelete()
    {
        _card.Send(_session, GpCommand.InstallForLoad(_cap.Aid));
        foreach (var load in GpCommand.Load(_block, _session.MaxCommandData))
        {
            _card.Send(_session, load);
        }

        _card.Send(_session, GpCommand.Delete(_cap.Aid));
    }
}
