using Tsms.VirtualCard.CardManager;
using Tsms.VirtualCard.Profiles;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Commands and answers over T=0: ISO/IEC 7816-3, 12.2, and JCRE 3.0.5, 9.4.1.</summary>
public sealed class HalfDuplexLinkTests
{
    private int _processed;

    private HalfDuplexLink Answering(string answer, bool unchained = false) => new(
        _ =>
        {
            _processed++;
            return Convert.FromHexString(answer);
        },
        () => unchained);

    private static string Send(HalfDuplexLink link, string command) => Convert.ToHexString(link.Process(Convert.FromHexString(command)).Span);

    [Theory]
    [InlineData("80010203", "9000")]
    [InlineData("8001020301AA", "9000")]
    [InlineData("8001020300", "6A82")]
    public void NoData_StatusWordAlone_Passes(string command, string answer) => Assert.Equal(answer, Send(Answering(answer), command));

    [Theory]
    [InlineData("8001020301AA")]
    [InlineData("8001020301AA00")]
    [InlineData("80010203")]
    public void CommandWithDataOrWithoutLe_AnswerWaitsForGetResponse(string command)
    {
        var link = Answering("0102039000");
        Assert.Equal("6103", Send(link, command));
        Assert.Equal("6C03", Send(link, "00C0000000"));
        Assert.Equal("016102", Send(link, "00C0000001"));
        Assert.Equal("02039000", Send(link, "84C0000002"));
        Assert.Equal(1, _processed);
    }

    [Fact]
    public void CommandWithLe_RightAtOnce_TooGreatAgain_TooSmallInPieces()
    {
        var link = Answering("0102036310");
        Assert.Equal("0102036310", Send(link, "8001020303"));
        Assert.Equal("6C03", Send(link, "8001020300"));
        Assert.Equal("0102036310", Send(link, "8001020303"));
        Assert.Equal("01026101", Send(link, "8001020302"));
        Assert.Equal("036310", Send(link, "00C0000001"));
        Assert.Equal(3, _processed);
    }

    // JCRE 3.0.5, 9.4.1.3: a command of another channel is not the one that is awaited.
    [Theory]
    [InlineData("01C0000003", "8001020301AA")]
    [InlineData("00C0000003", "8301020301AA")]
    [InlineData("00C0000003", "C001020301AA")]
    public void GetResponse_OfAnotherChannel_IsAnotherCommand(string getResponse, string command)
    {
        var link = Answering("0102039000");
        Assert.Equal("6103", Send(link, command));
        Send(link, getResponse);
        Assert.Equal(2, _processed);
    }

    // JCRE 3.0.5, 9.4.1.1.2: after setOutgoingNoChaining what is less than expected is announced; else nothing differs.
    [Fact]
    public void AnswerWithoutChaining_ThatIsLessThanExpected_IsAnnounced()
    {
        var link = Answering("0102039000", unchained: true);
        Assert.Equal("6103", Send(link, "80010203FF"));
        Assert.Equal("0102039000", Send(link, "00C0000003"));
        Assert.Equal("0102039000", Send(link, "8001020303"));
        Assert.Equal("01026101", Send(link, "8001020302"));
    }

    [Fact]
    public void AnyOtherCommand_DropsWhatWaits()
    {
        var link = Answering("0102039000");
        Send(link, "8001020301AA");
        Assert.Equal("0102039000", Send(link, "8002020303"));
        Assert.Equal("6103", Send(link, "8001020301AA"));
        Assert.Equal("6103", Send(link, "8001020301AA"));
        link.Reset();
        Assert.Equal("6C03", Send(link, "00C0000000"));
        Assert.Equal(5, _processed);
    }

    [Fact]
    public void AnswerOf256Bytes_IsAnnouncedAs6100()
    {
        var link = Answering(new string('A', 512) + "9000");
        Assert.Equal("6100", Send(link, "8001020301AA"));
        Assert.Equal(516, Send(link, "00C0000000").Length);
    }

    [Fact]
    public void ExtendedLength_DoesNotPass() => Assert.Equal("6700", Send(Answering("9000"), "80010203000101"));

    [Fact]
    public void WholeCard_OverT0_DoesAsOverT1()
    {
        using var card = Host.NewCard(change: p => p with { Atr = "3B00", GetResponseByHost = true });
        string Raw(string hex) => Convert.ToHexString(card.Process(Convert.FromHexString(hex)).Span);
        var select = Raw("00A4040008" + Story.Isd);
        Assert.StartsWith("61", select, StringComparison.Ordinal);
        var fci = Raw("00C00000" + select[2..]);
        Assert.StartsWith("6F", fci, StringComparison.Ordinal);
        Assert.EndsWith("9000", fci, StringComparison.Ordinal);
        var wrong = Raw("80CA9F7F00");
        Assert.Equal("6C2D", wrong);
        Assert.Equal(0x2D + 2, Raw("80CA9F7F2D").Length / 2);
        Assert.Equal("6120", Raw("80500000081122334455667788"));
        Assert.Equal("6120", Raw("8050000008112233445566778800"));
    }

    [Theory]
    [InlineData("3B00", true)]
    [InlineData("3B9F96801F878031E073FE211B674A357530350259C4", true)] // T=0 and the byte of global interface bytes, T=15
    [InlineData("3B80800101", false)]
    [InlineData("3BD518FF8191FE1FC38073C821100A", false)]
    [InlineData("3B", false)]
    [InlineData("3B80", false)]
    public void OffersT0Only_ByTheAnswerToReset(string atr, bool only) => Assert.Equal(only, AnswerToReset.OffersT0Only(Convert.FromHexString(atr)));

    [Fact]
    public void Profile_ThatLeavesGetResponseToTheHost_NeedsT0()
    {
        var profile = CardProfiles.Find(CardProfiles.Reference) with { GetResponseByHost = true };
        Assert.Contains("getResponseByHost", Assert.Throws<FormatException>(() => CardProfile.Parse(profile.ToJson())).Message, StringComparison.Ordinal);
        Assert.True(CardProfile.Parse((profile with { Atr = "3B00" }).ToJson()).SpeaksT0);
    }
}
