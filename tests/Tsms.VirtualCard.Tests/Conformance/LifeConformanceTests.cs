using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>The life of an applet (JCRE 3.0.5, ch. 3, 4 and 11). Life tells how often: select, deselect, select(false), select(true), deselect(false), deselect(true), uninstall.</summary>
public sealed class LifeConformanceTests
{
    private const string Package = "F054534D5383";

    private static string Life(ConformanceCard card, int channel = 0) => card.Send("8003000000", channel);

    [Fact]
    public void Select_OfOneAppletAfterTheOther_CallsSelectAndDeselect()
    {
        using var card = new ConformanceCard();
        Assert.Equal("01000000000000009000", card.Select(ConformanceCard.Client));
        Assert.Equal("02010000000000009000", card.Select(ConformanceCard.Client));
        card.Select(ConformanceCard.Server);
        Assert.Equal("03020000000000009000", card.Select(ConformanceCard.Client));
        card.Card.Reset(); // no deselect
        Assert.Equal("04020000000000009000", card.Select(ConformanceCard.Client));
    }

    [Fact]
    public void Select_OnFurtherChannels_CallsMultiSelectable()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("019000", card.Send("0070000001"));
        Assert.Equal("01000001000000009000", card.Select(ConformanceCard.Client, 1));
        Assert.Equal("029000", card.Send("0070000001"));
        Assert.Equal("00000100000000009000", card.Select(ConformanceCard.SecondClient, 2));
        Assert.Equal("0001", card.Probe(0x32, channel: 1));

        Assert.Equal("9000", card.Send("00708001"));
        Assert.Equal("01000001000100009000", Life(card));
        card.Select(ConformanceCard.Opcodes);
        Assert.Equal("00000100000000009000", Life(card, 2));
        Assert.Equal("9000", card.Send("00708002"));
        card.Select(ConformanceCard.SecondClient);
        Assert.Equal("01010100000000009000", Life(card));
    }

    [Fact]
    public void Select_OnAllTwentyChannels_IsTheSameApplet()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        for (var channel = 1; channel < 20; channel++)
        {
            Assert.Equal($"{channel:X2}9000", card.Send("0070000001"));
            Assert.EndsWith("9000", card.Select(ConformanceCard.Client, channel), StringComparison.Ordinal);
            Assert.Equal($"{channel:X4}", card.Probe(0x32, channel: channel));
            Assert.Equal($"{channel:X4}", card.Probe(0x10, 0x52, channel: channel));
        }

        Assert.Equal("6A81", card.Send("0070000001"));
        Assert.Equal("01000013000000009000", Life(card));
    }

    [Fact]
    public void Select_OfANonMultiselectableAppletTwice_IsRefused()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Server);
        card.Send("0070000001");
        Assert.NotEqual("9000", card.Select(ConformanceCard.Server, 1));
    }

    [Theory]
    [InlineData(1)] // select answers false
    [InlineData(2)] // throws
    [InlineData(3)] // leaves a transaction open (7.6.2)
    public void Select_ThatTheAppletRefuses_Is6999(int refusal)
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("0000", card.Probe(0x30, refusal));
        Assert.Equal("6999", card.Select(ConformanceCard.Client));
    }

    [Fact]
    public void Select_ThatMultiSelectableRefuses_Is6999()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("0000", card.Probe(0x30, 5));
        card.Send("0070000001");
        Assert.Equal("6999", card.Select(ConformanceCard.Client, 1));
        Assert.Equal("01000001000000009000", Life(card));
    }

    [Fact]
    public void Deselect_ThatThrows_ChangesNothing()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("0000", card.Probe(0x30, 4));
        Assert.Equal("9000", card.Select(ConformanceCard.Server));
        Assert.Equal("02010000000000009000", card.Select(ConformanceCard.Client));
    }

    [Theory]
    [InlineData(0, "[6A95]")]
    [InlineData(1, "[6F00]")] // ArrayIndexOutOfBoundsException
    [InlineData(2, "0BAD")] // NullPointerException, caught
    [InlineData(3, "[6F00]")] // CardRuntimeException
    [InlineData(4, "[6F00]")] // ArithmeticException
    [InlineData(5, "[6A97]")] // an ISOException of the applet's own
    [InlineData(6, "0A98")] // a checked one of another package
    [InlineData(8, "[6F00]")] // no end of calls
    public void Process_ThatThrows_AnswersItsStatusWord(int which, string expected)
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal(expected, card.Probe(0x31, which));
        Assert.Equal("002A", card.Probe(0x10, 0x60));
    }

    [Fact]
    public void Install_HandsParametersOver_AsTheyAreDescribed()
    {
        using var card = new ConformanceCard();
        Assert.Equal("9000", card.Install(Package, ConformanceCard.Client, "F054534D538309", "C9020911"));
        card.Select("F054534D538309");

        // 11.2.1: LV instance AID, LV control info (the privileges), LV applet data
        Assert.Equal("07F054534D538309" + "0100" + "020911" + "9000", card.Send("8004000000").Replace("03000000", "0100", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("01", "6A91")] // throws
    [InlineData("02", "6985")] // does not register
    [InlineData("03", "6F00")] // registers as another: SystemException ILLEGAL_AID
    [InlineData("04", "6F00")] // leaves a transaction open, in which it registered (7.6.2)
    [InlineData("06", "6F00")] // leaves one open that began after it had registered
    [InlineData("05", "6F00")] // registers twice
    public void Install_ThatFails_LeavesNothing(string parameter, string expected)
    {
        using var card = new ConformanceCard();
        card.Manage("80F24000024F00");
        var before = card.Card.Memory;
        Assert.Equal(expected, card.Install(Package, ConformanceCard.Client, "F054534D538309", $"C901{parameter}"));
        Assert.Equal(before, card.Card.Memory);
        Assert.Equal("6A82", card.Select("F054534D538309"));
    }

    [Fact]
    public void Delete_OfASelectedAppletOrItsPackage_IsRefused()
    {
        using var card = new ConformanceCard();
        card.Send("0070000001");
        card.Select(ConformanceCard.Client, 1);
        Assert.Equal("6985", card.Manage(Story.Delete(ConformanceCard.Client)));
        Assert.Equal("6985", card.Manage(Story.Delete(ConformanceCard.SecondClient)));
        card.Send("00708001");
        Assert.Equal("9000", card.Manage(Story.Delete(ConformanceCard.SecondClient)));
    }

    [Fact]
    public void Delete_OfEverything_GivesAllMemoryBack()
    {
        using var card = new ConformanceCard();
        using var empty = ConformanceCard.NewCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("0000", card.Probe(0x20, 0, 0x11));
        Assert.Equal("0000", card.Probe(0x30, 6)); // uninstall throws: ignored
        foreach (var aid in new[] { Package, "F054534D5382", "F054534D5384", "F054534D5381" })
        {
            Assert.Equal("9000", card.Manage(Story.Delete(aid, related: true)));
        }

        new Host(empty).Select(Story.Isd);
        Assert.Equal(empty.Memory, card.Card.Memory);
    }

    [Fact]
    public void Delete_OfAPackageThatIsImported_IsRefused()
    {
        using var card = new ConformanceCard();
        Assert.Equal("6985", card.Manage(Story.Delete("F054534D5381", related: true)));
    }
}
