using Tsms.SmartCard;

namespace Tsms.VirtualCard.Tests.CardManager;

public sealed class SessionTests
{
    [Theory]
    [InlineData(0x01)]
    [InlineData(0x03)]
    [InlineData(0x11)]
    [InlineData(0x13)]
    [InlineData(0x33)]
    public void Open_EveryLevel_ProtectsCasesOneToFour(byte level)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(level));
        Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039EFE809000", host.Send("80F28002024F0000"));
        Assert.Equal("6A86", host.Send("80F00000"));
        Assert.Equal("C1030000019000", host.Send("80CA00C100"));
        Assert.Equal("9000", host.Send("80E29000034201FF"));
        Assert.Equal("4201FF9000", host.Send("80CA004200"));
    }

    [Theory]
    [InlineData(0x00, "6A86")]
    [InlineData(0x02, "6A86")]
    [InlineData(0x10, "6A86")]
    [InlineData(0x23, "6A86")]
    [InlineData(0xFF, "6A86")]
    public void Open_LevelThatIsNotToBeHad_IsRefused(byte level, string expected)
    {
        using var card = Host.NewCard();
        Assert.Equal(expected, new Host(card).Open(level));
    }

    [Theory]
    [InlineData(0x03, "9000")]
    [InlineData(0x13, "6A86")]
    [InlineData(0x33, "6A86")]
    public void Open_CardWithoutResponseProtection_TakesLowerLevels(byte level, string expected)
    {
        using var card = Host.NewCard("uicc-sja2");
        Assert.Equal(expected, new Host(card).Open(level));
    }

    [Fact]
    public void Initialize_ChallengeOfTheOtherMode_IsRefused()
    {
        using var card = Host.NewCard(change: p => p with { Scp03Options = 0x71 });
        Assert.Equal("6700", new Host(card).Raw("8050000008010203040506070800"));
        using var short8 = Host.NewCard();
        Assert.Equal("6700", new Host(short8).Raw("805000001001020304050607080102030405060708" + "00"));
    }

    [Fact]
    public void Session_OfTwoChannels_StaysApart()
    {
        using var card = Host.NewCard();
        var (first, second) = (new Host(card), new Host(card, 1));
        Assert.Equal("019000", first.Raw("0070000001"));
        Assert.Equal("9000", first.Open());
        Assert.Equal("9000", second.Open());
        Assert.EndsWith("9000", first.Send("80F28002024F0000"), StringComparison.Ordinal);
        Assert.EndsWith("9000", second.Send("80F28002024F0000"), StringComparison.Ordinal);
        Assert.Equal("9000", first.Raw("00708001"));
        Assert.EndsWith("9000", first.Send("80F28002024F0000"), StringComparison.Ordinal);
        Assert.Equal("6881", second.Raw("80CA006600"));
    }

    [Fact]
    public void Send_ExtendedWithFewData_HasTheMacOverLcAsItCame()
    {
        using var card = Host.NewCard();
        using var s16 = Host.NewCard(change: p => p with { Scp03Options = 0x71 });
        foreach (var end in new[] { new Host(card), new Host(s16).InS16() })
        {
            Assert.Equal("9000", end.Open(0x13));
            Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039EFE809000", end.Send("80F280020000024F000000"));

            // The same command whose MAC covers an Lc of one byte is another command.
            Assert.Equal("9000", end.Open(0x01));
            var wrapped = end.Wrap(CommandApdu.Parse(Convert.FromHexString("80CA006600")));
            var extended = CommandApdu.Parse(wrapped).ToBytes(extended: true);
            Assert.Equal("6988", Convert.ToHexString(end.Card.Process(extended).Span));
        }
    }

    [Fact]
    public void Initialize_RandomChallenges_DifferAndHaveNoCounter()
    {
        using var card = Host.NewCard("uicc-sja2");
        var host = new Host(card);
        host.Initialize(0, null, out var first, out _);
        host.Initialize(0, null, out var second, out _);
        Assert.Equal(31, first.Length);
        Assert.NotEqual(first[13..21], second[13..21]);
    }

    [Fact]
    public void Initialize_PseudoRandom_CountsAtEveryCommandEvenWithoutAuthentication()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        for (byte i = 1; i < 4; i++)
        {
            host.Initialize(0, null, out var answer, out _);
            Assert.Equal([0, 0, i], answer[29..32]);
            Assert.Equal([0x30, 0x03, 0x70], answer[10..13]);
        }

        card.Reset();
        host.Initialize(0, null, out var after, out _);
        Assert.Equal(4, after[31]);
    }

    [Fact]
    public void Authenticate_WrongKeys_Answers6300AndThenNothingUntilInitialized()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("6300", host.Open(key: new byte[16]));
        Assert.Equal("6982", host.Raw("80CA006600"));
        Assert.Equal("6985", host.Authenticate(0x33, new byte[8]));
        Assert.Equal("9000", host.Open());
    }

    [Fact]
    public void Authenticate_WrongMac_Answers6988()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Initialize(0, null, out _, out var cryptogram);
        var command = Convert.ToHexString(cryptogram) + "0000000000000000";
        Assert.Equal("6988", host.Raw("8482330010" + command));
    }

    [Fact]
    public void Send_WithoutSecureMessaging_AbortsTheSession()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("6982", host.Raw("80F28002024F0000"));
        Assert.Equal("6982", host.Send("80F28002024F0000"));
        Assert.Equal("6982", host.Raw("80CA006600"));
        host.Select(Story.Isd);
        Assert.EndsWith("9000", host.Raw("80CA006600"), StringComparison.Ordinal);
    }

    [Fact]
    public void Send_TheSameCommandTwice_IsRefusedTheSecondTime()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        var wrapped = host.Wrap(CommandApdu.Parse(Convert.FromHexString("80F28002024F0000")));
        Assert.EndsWith("9000", Convert.ToHexString(card.Process(wrapped).Span), StringComparison.Ordinal);
        Assert.Equal("6988", Convert.ToHexString(card.Process(wrapped).Span));
    }

    [Fact]
    public void Authenticate_LimitReached_BlocksTheKeySetForGood()
    {
        using var card = Host.NewCard(change: p => p with { AuthenticationLimit = 3 });
        var host = new Host(card);
        Assert.Equal("6300", host.Open(key: new byte[16]));
        Assert.Equal("6300", host.Open(key: new byte[16]));
        Assert.Equal("9000", host.Open());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("6300", host.Open(key: new byte[16]));
        }

        Assert.Equal("6983", host.Open());
        card.Reset();
        Assert.Equal("6983", host.Open());
    }

    [Fact]
    public void Authenticate_BegunBeforeTheLimitOnAnotherChannel_IsBlockedToo()
    {
        using var card = Host.NewCard(change: p => p with { AuthenticationLimit = 3 });
        var host = new Host(card);
        Assert.Equal("019000", host.Raw("0070000001"));
        var other = new Host(card, 1);
        other.Select(Story.Isd);
        other.Initialize(0, Host.TestKeys, out _, out var cryptogram);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("6300", host.Open(key: new byte[16]));
        }

        Assert.Equal("6983", other.Authenticate(0x33, cryptogram));
        Assert.Equal("6983", host.Open());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Authenticate_KeySetDeletedOrReplacedSinceInitializeUpdate_IsRefused(bool replaced)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.EndsWith("9000", host.Send(Story.PutKeys(Host.TestKeys, Story.ServiceKeys, 0, 0x31)), StringComparison.Ordinal);
        Assert.Equal("019000", host.Raw("0070000001"));
        var other = new Host(card, 1);
        other.Select(Story.Isd);
        Assert.Equal("9000", other.Initialize(0x31, Story.ServiceKeys, out _, out var cryptogram));
        Assert.EndsWith("9000", host.Send(replaced ? Story.PutKeys(Host.TestKeys, Story.ServiceKeys, 0x31, 0x31) : "80E40000 03 D20131 00"), StringComparison.Ordinal);
        Assert.Equal("6985", other.Authenticate(0x33, cryptogram));
        Assert.Equal("6985", other.Authenticate(0x33, cryptogram));
    }

    [Fact]
    public void Authenticate_PowerCutAfterTheCount_StillCounts()
    {
        using var card = Host.NewCard(change: p => p with { AuthenticationLimit = 1 });
        var host = new Host(card);
        host.Initialize(0, new byte[16], out _, out var cryptogram);
        card.CutPowerAfterWrites(1);
        Assert.Equal("6300", host.Authenticate(0x33, cryptogram));
        card.Reset();
        Assert.Equal("6983", host.Open());
    }

    [Fact]
    public void Open_DomainWithoutKeys_UsesThoseOfTheDomainAbove()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "80C000")));
        host.Select(Story.TsmSd);
        Assert.Equal("9000", host.Open());

        // It holds nothing yet, but takes its keys.
        Assert.Equal("6985", host.Send(Story.InstallSd(Story.ServiceSd, "808000")));
        var kcv = Convert.ToHexString(Host.CheckValue(Story.TsmKeys));
        Assert.Equal($"30{kcv}{kcv}{kcv}9000", host.Send(Story.PutKeys(Host.TestKeys, Story.TsmKeys, 0, 0x30)));
        Assert.Equal("6300", OpenTsm(Host.TestKeys));
        Assert.Equal("9000", OpenTsm(Story.TsmKeys));
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.ServiceSd, "808000")));

        string OpenTsm(byte[] keys)
        {
            host.Select(Story.TsmSd);
            return host.Open(key: keys);
        }
    }

    [Fact]
    public void PutKey_ReplacingTheKeySetOfTheSession_LetsTheSessionGoOn()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.EndsWith("9000", host.Send(Story.PutKeys(Host.TestKeys, Story.TsmKeys, 0x30, 0x31)), StringComparison.Ordinal);
        Assert.EndsWith("9000", host.Send(Story.PutKeys(Host.TestKeys, Story.ServiceKeys, 0, 0x32)), StringComparison.Ordinal);
        Assert.Equal("6A88", host.Open(version: 0x30));
        Assert.Equal("9000", host.Open(version: 0x31, key: Story.TsmKeys));
        Assert.Equal("9000", host.Open(version: 0x32, key: Story.ServiceKeys));
        Assert.Equal("E024C00401318810C00402318810C00403318810C00401328810C00402328810C004033288109000", host.Send("80CA00E000"));
    }
}
