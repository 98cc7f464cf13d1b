using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.VirtualCard;

namespace Tsms.Bench.Cards;

/// <summary>Making a card, and bringing one back from its image, until it answers a reset.</summary>
[Config(typeof(SteadyConfig))]
public class CardMaking
{
    private BenchCard _card = null!;
    private byte[] _image = [];

    [GlobalSetup]
    public void Setup()
    {
        _card = new BenchCard();
        _card.Install(Tree.Loop());
        _image = _card.Card.Save();
        Work.Note(this, nameof(Save), $"{_image.Length} bytes");
    }

    [GlobalCleanup]
    public void Cleanup() => _card.Dispose();

    [Benchmark]
    public int Make()
    {
        using var card = SecureComponent.Create(_card.Profile, _card.Personalization, _card.Random);
        return card.Reset().Length;
    }

    [Benchmark]
    public int Restore()
    {
        using var card = SecureComponent.Restore(_image);
        return card.Reset().Length;
    }

    [Benchmark]
    public int Save() => _card.Card.Save().Length;

    [Benchmark]
    public int Reset() => _card.Card.Reset().Length;
}
