using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Access;

public sealed class AccessRuleMasterTests
{
    private const string Aram = "A00000015141434C00";
    private const string AllowAll = "E20EE1044F00C100E306D00101D10101";
    private const string Hash = "0102030405060708090A0B0C0D0E0F1011121314";
    private const string Rule = "E229E11F4F07F0545359530001C1140102030405060708090A0B0C0D0E0F1011121314E306D00101D10100";
    private const string Reference = "E11F4F07F0545359530001C1140102030405060708090A0B0C0D0E0F1011121314";

    [Fact]
    public void GetData_FreshCard_HasTheRuleOfTheProfile()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Select(Aram));
        Assert.Equal($"FF4010{AllowAll}9000", host.Raw("80CAFF4000"));
        Assert.Matches("^DF2008[0-9A-F]{16}9000$", host.Raw("80CADF2000"));
        Assert.Equal("FF5008E306D00101D101019000", host.Raw("80CAFF5006E1044F00C10000"));
        Assert.Equal("6A88", host.Raw("80CAFF5006E104C000C10000"));
        Assert.Equal("6985", host.Raw("80CAFF6000"));
        Assert.Equal("6A88", host.Raw("80CA123400"));
        Assert.Equal("6982", host.Raw("80E2900002F400"));
        Assert.Equal("6D00", host.Raw("80F24002024F0000"));
    }

    [Fact]
    public void StoreData_ThroughTheIssuer_AddsAndDeletesAndChangesTheRefreshTag()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        var before = Tag(host);
        Assert.Equal("9000", Store(host, $"F02B{Rule}"));
        var added = Tag(host);
        Assert.NotEqual(before, added);
        Assert.Equal($"FF403B{AllowAll}{Rule}9000", host.Raw("80CAFF4000"));
        Assert.Equal("FF5008E306D00101D101009000", host.Raw($"80CAFF5021{Reference}00"));

        // The same reference replaces.
        Assert.Equal("9000", Store(host, "F02B" + Rule.Replace("D10100", "D10101", StringComparison.Ordinal)));
        Tag(host);
        Assert.Equal($"FF403B{AllowAll}{Rule.Replace("D10100", "D10101", StringComparison.Ordinal)}9000", host.Raw("80CAFF4000"));

        Assert.Equal("9000", Store(host, $"F121{Reference}"));
        Tag(host);
        Assert.Equal($"FF4010{AllowAll}9000", host.Raw("80CAFF4000"));
        Assert.Equal("6A88", Store(host, $"F121{Reference}"));
        Assert.Equal("9000", Store(host, "F1024F00"));
        Assert.Equal("9000", host.Select(Aram));
        Assert.Equal("FF40009000", host.Raw("80CAFF4000"));
        Assert.Equal("9000", Store(host, "F200"));
        Assert.NotEqual(added, Tag(host));
    }

    [Theory]
    [InlineData("F029E2")]
    [InlineData("")]
    [InlineData("F003E20100")]
    [InlineData("F00FE20DE1044F01A0C100E305D00101D100")]
    [InlineData("F010E20EE1044F00C100E306D00102D10101")]
    [InlineData("F010E20EE1044F00C100E306D00101D10102")]
    [InlineData("F010E20EE1044F00C10101E305D00101D101")]
    [InlineData("F00CE20AE1044F00C100E302D000")]
    [InlineData("F00FE20DE1044F00C100E305D003000000")]
    [InlineData("F902E200")]
    public void StoreData_Malformed_IsRefusedAndChangesNothing(string data)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("6A80", Store(host, data));
        Assert.Equal("9000", host.Select(Aram));
        Assert.Equal($"FF4010{AllowAll}9000", host.Raw("80CAFF4000"));
    }

    [Fact]
    public void StoreData_InAChannelToTheMasterItself_IsTakenToo()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Select(Aram);
        Assert.Equal("9000", host.Open());
        Assert.Equal($"FF4010{AllowAll}9000", host.Send("80E2910002F40000"));
        Assert.Equal("9000", host.Send("80E290002DF02B" + Rule));
        Assert.EndsWith("9000", host.Send("80CADF2000"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StoreData_RuleLongerThanOneCommand_ComesInAChain(bool direct)
    {
        // 40 APDU filters of 8 bytes: the rule has 320 bytes and more.
        var filters = string.Concat(Enumerable.Range(0, 40).Select(i => $"80{i:X2}0000FFFF0000"));
        var inner = $"E3820147D0820140{filters}D10101";
        var rule = "E282" + ((6 + (inner.Length / 2)).ToString("X4", System.Globalization.CultureInfo.InvariantCulture)) + "E1044F00C100" + inner;
        var command = "F082" + (rule.Length / 2).ToString("X4", System.Globalization.CultureInfo.InvariantCulture) + rule;
        using var card = Host.NewCard();
        var host = new Host(card);
        if (direct)
        {
            host.Select(Aram);
            Assert.Equal("9000", host.Open());
        }
        else
        {
            host.Select(Story.Isd);
            Assert.Equal("9000", host.Open());
            Assert.Equal("009000", host.Send(Story.ForPersonalization(Aram)));
        }

        var registry = card.Registry;
        Assert.Equal("9000", host.Send(Story.Apdu("80E21000", command[..400], "")));
        Assert.Same(registry, card.Registry);
        Assert.Equal("6A86", host.Send(Story.Apdu("80E29002", command[400..], "")));
        Assert.Same(registry, card.Registry);
        if (!direct)
        {
            Assert.Equal("009000", host.Send(Story.ForPersonalization(Aram)));
        }

        Assert.Equal("9000", host.Send(Story.Apdu("80E21000", command[..400], "")));
        Assert.Equal("9000", host.Send(Story.Apdu("80E29001", command[400..], "")));
        host.Select(Aram);
        Assert.StartsWith($"FF4082{rule.Length / 2:X4}{rule}"[..500], host.Raw("80CAFF4000"), StringComparison.Ordinal);
    }

    [Fact]
    public void GetData_ManyRules_AreReadWithNext()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("9000", Store(host, "F02B" + Rule.Replace(Hash, $"{i:X2}" + Hash[2..], StringComparison.Ordinal)));
        }

        host.Select(Aram);
        var all = host.Raw("80CAFF4000");
        Assert.Equal(516, all.Length);
        var length = Convert.ToInt32(all[6..10], 16);
        var text = all[..^4];
        while (text.Length / 2 < length + 5)
        {
            var more = host.Raw("80CAFF6000");
            Assert.EndsWith("9000", more, StringComparison.Ordinal);
            text += more[..^4];
        }

        Assert.Equal(16 + (20 * 43), length);
        Assert.Equal(length + 5, text.Length / 2);
        Assert.Equal("6985", host.Raw("80CAFF6000"));
    }

    [Fact]
    public void ServiceProvider_MayNotChangeRules()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal("6985", host.Send(Story.ForPersonalization(Aram)));
        Assert.Equal("6985", host.Send(Story.Delete(Aram)));
        host.Select(Aram);
        Assert.Equal("6300", host.Open(key: Story.TsmKeys));
    }

    private static string Store(Host host, string data)
    {
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Aram)));
        return host.Send(Story.Apdu("80E29000", data, ""));
    }

    private static string Tag(Host host)
    {
        Assert.Equal("9000", host.Select(Aram));
        return host.Raw("80CADF2000");
    }
}
