namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Many cards in one process: they share nothing that changes, so that each goes its own way whatever the others do.</summary>
public sealed class ManyCardsTests(ITestOutputHelper output)
{
    private const int Cards = 400;

    [Fact]
    public void Cards_RunInParallel_AnswerAsOneAlone()
    {
        string expected;
        using (var alone = Host.NewCard())
        {
            expected = Run(alone);
        }

        var token = TestContext.Current.CancellationToken;
        Parallel.For(0, 64, new ParallelOptions { CancellationToken = token, MaxDegreeOfParallelism = 8 }, i =>
        {
            using var card = Host.NewCard();

            // Every third has its power cut in the middle, and every fifth is a clone that goes on.
            if (i % 3 == 0)
            {
                var host = new Host(card);
                card.CutPowerAfterWrites(i % 2);
                if (host.Open() == "9000")
                {
                    host.Send(Story.InstallSd(Story.TsmSd, "80C000"));
                }

                card.Reset();
            }

            using var clone = card.Clone();
            clone.Reset();
            Assert.Equal(expected, Run(i % 5 == 0 ? clone : card));
        });
    }

    [Fact]
    public void Cards_Idle_TakeLittleMemoryEach()
    {
        var image = CardImage();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var cards = Enumerable.Range(0, Cards).Select(_ => SecureComponent.Restore(image)).ToList();
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Cards;
        output.WriteLine($"{Cards} idle cards with an applet on each: {each / 1024} KiB each");
        Assert.All(cards, c => Assert.NotEqual(0, c.Reset().Length));
        cards.ForEach(c => c.Dispose());
    }

    private static byte[] CardImage()
    {
        using var card = Host.NewCard();
        Run(card);
        return card.Save();
    }

    private static string Run(SecureComponent card)
    {
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        return host.Send("80F24002024F0000") + host.Send("80CA00E000") + card.Memory;
    }
}
