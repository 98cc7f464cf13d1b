namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>The methods of the API 3.0.5 and of org.globalplatform 1.6, called by byte code, one by one: groups that look at their results by themselves.</summary>
public sealed class ApiConformanceTests
{
    [Theory]
    [InlineData(0x01, 60)] // java.lang, java.io, exceptions
    [InlineData(0x02, 50)] // AID, applets, class byte
    [InlineData(0x03, 30)] // transactions, transient, global and sensitive arrays
    [InlineData(0x04, 42)] // PINs
    [InlineData(0x05, 50)] // Util, ArrayLogic, JCint
    [InlineData(0x06, 80)] // TLV
    [InlineData(0x07, 19)] // numbers
    [InlineData(0x08, 35)] // strings
    [InlineData(0x09, 50)] // biometry
    [InlineData(0x0A, 15)] // sensitive results
    [InlineData(0x0B, 120)] // keys
    [InlineData(0x0C, 15)] // own classes below those of the API
    public void Group_OfTheApi_AnswersAsSpecified(int group, int least) => AllHold(ApiCard.Api, $"80{group:X2}000006", least);

    [Theory]
    [InlineData("8001000006", 16)] // registry entry
    [InlineData("8002000006", 18)] // global PIN
    [InlineData("8003000006", 50)] // secure channel without a session
    [InlineData("8004000006", 5)] // upgrades
    [InlineData("800503000301020306", 0)] // historical bytes
    public void Group_OfThePlatform_AnswersAsSpecified(string command, int least) => AllHold(ApiCard.Platform, command, least);

    [Fact]
    public void LockAndTerminate_WithoutThePrivilege_AreRefused()
    {
        AllHold(ApiCard.Platform, "8006000006", 0);
        AllHold(ApiCard.Platform, "8007000006", 0);
    }

    [Theory]
    [InlineData("8010000003010203" + "08", "0006" + "0003" + "0005" + "0002")]
    [InlineData("801000000000020102" + "0008", "0003" + "0002" + "0005" + "0002")] // extended in form only
    public void Data_ComesInWhole(string command, string expected)
    {
        using var card = new ApiCard();
        Assert.Equal(expected + "9000", card.Send(command));
    }

    [Fact]
    public void Data_OfExtendedLength_ComesInPartByPart()
    {
        using var card = new ApiCard();
        Assert.Equal("5DC0" + "1770" + "0007" + "0002" + "9000", card.Send("80100000" + "001770" + string.Concat(Enumerable.Repeat("04", 0x1770)) + "0008"));
    }

    [Theory]
    [InlineData("8011000014", "5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A")]
    [InlineData("8011010014", "0003")] // APDUException BAD_LENGTH
    [InlineData("8011020014", "0001")] // ILLEGAL_USE
    [InlineData("8012040004", "33333333")]
    [InlineData("8012020004", "33330000")]
    public void Answer_FromAnArrayOfTheApplet_IsSent(string command, string expected)
    {
        using var card = new ApiCard();
        Assert.Equal(expected + "9000", card.Send(command));
    }

    private static void AllHold(string applet, string command, int least)
    {
        using var card = new ApiCard(applet);
        var answer = card.Send(command);
        Assert.True(answer.Length == 16 && answer.EndsWith("9000", StringComparison.Ordinal), $"{answer} {card.Card.LastFault}");
        Assert.Equal("00000000", answer[4..12]);
        Assert.True(Convert.ToInt32(answer[..4], 16) > least, $"only {answer[..4]} things were looked at");
    }
}
