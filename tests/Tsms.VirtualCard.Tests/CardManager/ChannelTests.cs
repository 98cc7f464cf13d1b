namespace Tsms.VirtualCard.Tests.CardManager;

public sealed class ChannelTests
{
    [Theory]
    [InlineData("80", "6700")]
    [InlineData("00A4040005A0000000", "6700", "Lc says more than there is")]
    [InlineData("FFA4040000", "6E00", "FF is reserved")]
    [InlineData("20A4040000", "6E00", "20 is reserved")]
    [InlineData("01A4040000", "6881", "channel 1 is not open")]
    [InlineData("4FA4040000", "6881", "channel 19 is not open")]
    [InlineData("04A4040000", "6882", "SELECT has no secure messaging")]
    [InlineData("10A4040000", "6884", "chaining")]
    [InlineData("00A4040100", "6A86", "P2 01")]
    [InlineData("00A4040005A00000000900", "6A82", "nobody has the name")]
    [InlineData("00A4040211A0000000000000000000000000000000 0000", "6700", "17 bytes are no AID")]
    [InlineData("00A4040205A00000000900", "6A82", "next without first")]
    [InlineData("0070000001", "019000")]
    [InlineData("0070000002", "6C01", "Le is 01")]
    [InlineData("00700000", "6C01", "Le is 01")]
    [InlineData("00700014", "6A81", "there is no channel 20")]
    [InlineData("0070010000", "6A86", "P1 01")]
    [InlineData("00708000", "6A81", "the basic channel stays open")]
    [InlineData("00708001", "6200", "closed already")]
    [InlineData("00708014", "6A81", "there is no channel 20")]
    [InlineData("0470000001", "6882", "MANAGE CHANNEL has no secure messaging")]
    [InlineData("80FF000000", "6D00", "no such instruction")]
    [InlineData("A0CA006600", "6E00", "no class of a security domain")]
    [InlineData("90CA006600", "6884", "chaining")]
    [InlineData("84CA006600", "6982", "secure messaging without a session")]
    [InlineData("80CA123400", "6A88", "no such data object")]
    [InlineData("80F2400002024F0000", "6700")]
    [InlineData("80F24002024F0000", "6982", "GET STATUS needs a session")]
    [InlineData("80E6020000", "6982")]
    [InlineData("80E4000000", "6982")]
    [InlineData("80E8000000", "6982")]
    [InlineData("80D8000000", "6982")]
    [InlineData("80E2800000", "6982")]
    [InlineData("80F0800F00", "6982")]
    [InlineData("8482330010000102030405060708090A0B0C0D0E0F", "6985", "EXTERNAL AUTHENTICATE first")]
    [InlineData("8450000008010203040506070800", "6E00", "INITIALIZE UPDATE has no secure messaging")]
    [InlineData("8050000007010203040506 0700", "6700")]
    [InlineData("8050000108010203040506070800", "6A86")]
    [InlineData("8050310008010203040506070800", "6A88", "no such key version")]
    public void Process_OneCommandToTheIssuerDomain_AnswersStatusWord(string command, string expected, string because = "")
    {
        using var card = Host.NewCard();
        var bytes = Convert.FromHexString(command.Replace(" ", "", StringComparison.Ordinal));
        Assert.True(expected == Convert.ToHexString(card.Process(bytes).Span), $"{Convert.ToHexString(card.Process(bytes).Span)}: {because}");
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void ManageChannel_AllOfThem_OpensNumbersInOrderAndThenNone()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        for (var number = 1; number < 20; number++)
        {
            Assert.Equal($"{number:X2}9000", host.Raw("0070000001"));
        }

        Assert.Equal("6A81", host.Raw("0070000001"));
        Assert.EndsWith("9000", new Host(card, 19).Select(Story.Isd), StringComparison.Ordinal);
        Assert.Equal("9000", new Host(card, 19).Open());
        Assert.Equal("9000", host.Raw("00708007"));
        Assert.Equal("6A86", host.Raw("00700003"));
        Assert.Equal("9000", host.Raw("00700007"));
    }

    [Fact]
    public void ManageChannel_OfAChannelThatTheProductHasNot_IsRefusedAndIsClosed()
    {
        using var card = Host.NewCard("jcop4-j3r180");
        var host = new Host(card);
        Assert.Equal("6A86", host.Raw("00700004"));
        Assert.Equal("6200", host.Raw("00708004"));
        Assert.Equal("6881", new Host(card, 4).Raw("80CA006600"));
    }

    [Fact]
    public void ManageChannel_WhenTheAppletThatIsSelectedByDefaultIsBusy_KeepsTheChannelClosed()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, privileges: "040000")));
        card.Reset();

        // CarKey is selected on the basic channel and not multiselectable; once it is left there, a new channel has it.
        Assert.Equal("6985", host.Raw("0070000001"));
        Assert.Equal("6985", host.Raw("00700002"));
        Assert.Equal("6881", new Host(card, 1).Raw("80CA006600"));
        host.Select(Story.Isd);
        Assert.Equal("019000", host.Raw("0070000001"));
        Assert.Equal("6D00", new Host(card, 1).Raw("80CA006600"));

        // From channel 1 the same applet would be on channel 2 too.
        Assert.Equal("6985", new Host(card, 1).Raw("0070000001"));
        Assert.Equal("9000", new Host(card, 1).Raw("00708000"));
        Assert.Equal("6881", new Host(card, 1).Raw("80CA006600"));
    }

    [Fact]
    public void Select_PartialNameOfWhatIsLockedOrBusy_GoesOnToTheNext()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.TsmSd);
        foreach (var last in new[] { "01", "02", "03" })
        {
            Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D530101" + last, p1: last == "03" ? "04" : "0C")));
        }

        // The first is locked, the third is INSTALLED: the second is the only one to be had.
        Assert.Equal("9000", host.Send(Story.Apdu("80F04080", "F054534D53010101", "")));
        host.Raw("0070000001");
        var other = new Host(card, 1);
        Assert.EndsWith("9000", other.Raw("00A4040007F054534D53010100"), StringComparison.Ordinal);
        Assert.Equal("6A82", other.Raw("00A4040207F054534D53010100"));
        Assert.Equal("6985", host.Send(Story.Delete("F054534D53010102")));

        // Locked while it is selected: its session goes on, and a new SELECT ends it (9.6.2, 6.4.3.1.2).
        Assert.Equal("9000", host.Send(Story.Apdu("80F04080", "F054534D53010102", "")));
        Assert.EndsWith("9000", other.Raw("8012000000"), StringComparison.Ordinal);
        Assert.Equal("6A82", other.Raw("00A4040007F054534D53010100"));
        Assert.StartsWith("66", other.Raw("80CA006600"), StringComparison.Ordinal);
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void Sessions_OnTwoChannels_AreApart()
    {
        using var card = Host.NewCard();
        var first = new Host(card);
        first.Select(Story.Isd);
        Assert.Equal("9000", first.Open());
        first.Raw("0070000001");
        var second = new Host(card, 1);
        Assert.Equal("9000", second.Open(0x13));
        Assert.EndsWith("9000", first.Send("80F28002024F0000"), StringComparison.Ordinal);
        Assert.EndsWith("9000", second.Send("80F28002024F0000"), StringComparison.Ordinal);

        // Selecting on one channel ends the session there, and only there.
        second.Select(Story.Isd);
        Assert.Equal("6982", second.Raw("80F28002024F0000"));
        Assert.EndsWith("9000", first.Send("80F28002024F0000"), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_PartialNameAndNext_GoesThroughTheRegistry()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Contains("8407" + Story.TsmSd, host.Raw("00A4040005F05453595300"), StringComparison.Ordinal);
        Assert.Contains("8407" + Story.ServiceSd, host.Raw("00A4040205F05453595300"), StringComparison.Ordinal);
        Assert.Equal("6A82", host.Raw("00A4040205F05453595300"));
    }

    [Fact]
    public void Select_AppletOnTwoChannels_IsRefusedUnlessMultiSelectable()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey));
        Assert.EndsWith("9000", host.Select(Story.CarKey), StringComparison.Ordinal);
        host.Raw("0070000001");
        Assert.Equal("6A82", new Host(card, 1).Select(Story.CarKey));
        host.Select(Story.Isd);
        Assert.EndsWith("9000", new Host(card, 1).Select(Story.CarKey), StringComparison.Ordinal);
    }

    [Fact]
    public void Process_WithoutPower_IsMute()
    {
        using var card = Host.NewCard();
        card.PowerOff();
        Assert.True(card.Process(new byte[] { 0, 0xA4, 4, 0, 0 }).IsEmpty);
        card.Reset();
        Assert.False(card.Process(new byte[] { 0, 0xA4, 4, 0, 0 }).IsEmpty);
    }
}
