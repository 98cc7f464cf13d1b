using Tsms.VirtualCard.Profiles;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>The card's SCP03 in every form: all values of i, S8 and S16, three key lengths, all levels, commands of case 1 to 4 in both lengths.</summary>
public sealed class Scp03MatrixTests(ITestOutputHelper output)
{
    public static TheoryData<byte> Options => [0x00, 0x10, 0x20, 0x30, 0x60, 0x70, 0x08, 0x18, 0x28, 0x38, 0x68, 0x78];

    [Theory]
    [MemberData(nameof(Options))]
    public void Session_EveryLevelAndKeyLength_CarriesEveryCase(byte options)
    {
        var exchanged = 0;
        foreach (var length in new[] { 16, 24, 32 })
        {
            var key = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
            using var personalization = new CardPersonalization(0x30, key, key, key);
            using var card = SecureComponent.Create(
                CardProfiles.Find(CardProfiles.Reference) with { Scp03Options = options, IssuerKeyLength = length, MinimumSecurityLevel = 0 }, personalization, new byte[16]);
            card.Reset();
            foreach (var level in new byte[] { 0x00, 0x01, 0x03, 0x11, 0x13, 0x33 })
            {
                var host = (options & 0x08) == 0 ? new Host(card) : new Host(card).InS16();
                var offered = level is 0x00 or 0x01 or 0x03 || ((options & 0x20) != 0 && (level != 0x33 || (options & 0x40) != 0));
                Assert.Equal("9000", host.Initialize(0x30, key, out var answer, out var cryptogram));

                // 10 diversification · version, 03, i · challenge · cryptogram · counter where it is pseudo-random
                var size = (options & 0x08) == 0 ? 8 : 16;
                Assert.Equal(13 + (2 * size) + ((options & 0x10) != 0 ? 3 : 0) + 2, answer.Length);
                Assert.Equal([0x30, 0x03, options], answer[10..13]);
                Assert.Equal(offered ? "9000" : "6A86", host.Authenticate(level, cryptogram));
                if (!offered)
                {
                    continue;
                }

                // Case 1 refused and done, 2, 3, 4; short and extended.
                Assert.Equal("6A86", host.Send("80F00000"));
                Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039EFE809000", host.Send("80F28002024F0000"));
                Assert.Equal("9000", host.Send("80E29000034201FF"));
                Assert.Equal("4201FF9000", host.Send("80CA004200"));
                Assert.Equal("4201FF9000", host.Send("80CA0042000000"));
                Assert.Equal("9000", host.Send("80E290000000034201FF"));
                Assert.Equal("4201FF9000", host.Send("80CA0042"));
                var many = "5F5081FA" + string.Concat(Enumerable.Repeat("AB", 250)) + "450101";
                Assert.Equal("9000", host.Send(DelegationTests.Apdu("80E29000", many)));
                Assert.Equal("5F5081FA" + string.Concat(Enumerable.Repeat("AB", 250)) + "9000", host.Send("80CA5F5000"));
                exchanged += 11;
            }
        }

        output.WriteLine($"i={options:X2}: {exchanged} commands in {exchanged / 11} sessions");
    }

    [Fact]
    public void Initialize_ChallengeOfTheOtherMode_IsRefused()
    {
        using var card = Host.NewCard(change: p => p with { Scp03Options = 0x78 });
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
}
