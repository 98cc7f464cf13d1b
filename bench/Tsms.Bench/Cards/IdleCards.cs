using System.Globalization;
using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.GlobalPlatform.Commands;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard;

namespace Tsms.Bench.Cards;

/// <summary>Many cards in one process: each is made, reset and selected once, and kept. The column Work tells what one of them holds in memory.</summary>
[Config(typeof(OnceConfig))]
public class IdleCards
{
    private BenchCard _first = null!;
    private readonly List<SecureComponent> _cards = [];

    /// <summary>How many.</summary>
    [Params(100, 10_000)]
    public int Cards { get; set; } = 100;

    [GlobalSetup]
    public void Setup() => _first = new BenchCard();

    [GlobalCleanup]
    public void Cleanup()
    {
        _cards.ForEach(c => c.Dispose());
        _first.Dispose();
    }

    [Benchmark]
    public int MakeAndKeep()
    {
        if (_cards.Count > 0)
        {
            return _cards.Count; // the memory diagnoser asks again
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var select = GpCommand.Select(GpAid.IssuerSecurityDomain).ToBytes();
        for (var i = 0; i < Cards; i++)
        {
            var card = SecureComponent.Create(_first.Profile, _first.Personalization, _first.Random);
            card.Reset();
            BenchCard.Require(card.Process(select));
            _cards.Add(card);
        }

        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0;
        Work.Count(this, nameof(MakeAndKeep), Cards, "cards");
        Work.Note(this, nameof(MakeAndKeep), string.Create(CultureInfo.InvariantCulture, $"{held / Cards:0} KiB a card"));
        return _cards.Count;
    }
}
