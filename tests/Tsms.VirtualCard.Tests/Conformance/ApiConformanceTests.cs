namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>The methods of the API 3.0.5 and of org.globalplatform 1.6, called by byte code, one by one: groups that look at their results by themselves.</summary>
public sealed class ApiConformanceTests
{
    [Theory]
    [InlineData(0x01, 60)] // java.lang, java.io, exceptions
    [InlineData(0x02, 50)] // AID, applets, class byte
    [InlineData(0x03, 30)] // transactions, transient, global and sensitive arrays
    [InlineData(0x04, 69)] // PINs
    [InlineData(0x05, 93)] // Util, ArrayLogic, JCint
    [InlineData(0x06, 80)] // TLV
    [InlineData(0x07, 19)] // numbers
    [InlineData(0x08, 35)] // strings
    [InlineData(0x09, 50)] // biometry
    [InlineData(0x0A, 15)] // sensitive results
    [InlineData(0x0B, 120)] // keys
    [InlineData(0x0C, 15)] // own classes below those of the API
    [InlineData(0x0D, 175)] // initial vectors, and init in transactions
    [InlineData(0x0E, 100)] // what is refused
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
    [InlineData("801200FD00", "0003")] // BAD_LENGTH: 253 bytes and a status word are no block of 254
    [InlineData("801200FF00", "0003")] // 256
    public void Answer_FromAnArrayOfTheApplet_IsSent(string command, string expected)
    {
        using var card = new ApiCard();
        Assert.Equal(expected + "9000", card.Send(command));
    }

    [Fact]
    public void Answer_WithoutChaining_IsOneBlockAtMost()
    {
        using var card = new ApiCard();
        var answer = card.Send("801200FC00");
        Assert.Equal((252 * 2) + 4, answer.Length);
        Assert.EndsWith("9000", answer, StringComparison.Ordinal);
    }

    // JCRE 3.0.5, 9.4.1.1.2: T=0, GET RESPONSE by the host.
    [Fact]
    public void Answer_WithoutChaining_OverT0_IsAnnounced()
    {
        using var card = CardManager.Host.NewCard(change: p => p with { Atr = "3B00", GetResponseByHost = true, JavaCardVersion = "3.0.5", ApduBuffer = 300 });
        var host = new CardManager.Host(card);
        host.Select(CardManager.Story.Isd);
        Assert.Equal("9000", host.Open());
        ApiCard.Install(host, "api", ApiCard.Api);
        host.Select(ApiCard.Api);
        Assert.Equal("6104", host.Raw("80120400FF"));
        Assert.Equal("333333339000", host.Raw("00C0000004"));
        Assert.Equal("333333339000", host.Raw("8012040004"));
        Assert.Equal("6C06", host.Raw("80010000FF")); // with chaining, as ISO/IEC 7816-3 has it
    }

    // Key 0102..10, vector F0EF..E1: a block of zeros is the key's cipher of the vector, and of zeros where that is 0.
    [Fact]
    public void Vector_OfInit_GoesWithTheMessageAndWithAReset()
    {
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
        var given = Convert.ToHexString(aes.EncryptEcb([.. Enumerable.Range(0, 16).Select(i => (byte)(0xF0 - i))], System.Security.Cryptography.PaddingMode.None));
        var zero = Convert.ToHexString(aes.EncryptEcb(new byte[16], System.Security.Cryptography.PaddingMode.None));
        const string Init = "80140000";
        const string Next = "8015000031";
        using var card = new ApiCard();
        Assert.Equal("9000", card.Send(Init));
        Assert.Equal($"{given}{given}{given}009000", card.Send(Next));
        Assert.Equal($"{zero}{zero}{zero}009000", card.Send(Next));

        // Another applet is selected: nothing but the transient key goes, and a message of that key with it (UNINITIALIZED_KEY).
        Assert.Equal("9000", card.Send(Init));
        Assert.Equal("9000", new CardManager.Host(card.Card).Select(ApiCard.Platform));
        Assert.Equal("9000", new CardManager.Host(card.Card).Select(ApiCard.Api));
        Assert.Equal($"{given}{given}{given}029000", card.Send(Next));

        // CBC forgets by a reset what counter mode keeps (Cipher and Signature, class descriptions).
        Assert.Equal("9000", card.Send(Init));
        card.Card.Reset();
        Assert.Equal("9000", new CardManager.Host(card.Card).Select(ApiCard.Api));
        Assert.Equal($"{zero}{given}{zero}029000", card.Send(Next));
        Assert.Equal($"{zero}{zero}{zero}029000", card.Send(Next));
    }

    // JCRE 3.0.5, 6.2.2: what the card gives an applet in its global arrays is not for the next.
    [Fact]
    public void PersonalizationData_AreGoneWithTheCommand()
    {
        using var card = new ApiCard();
        var (host, other) = (new CardManager.Host(card.Card), new CardManager.Host(card.Card, 1));
        Assert.Equal("019000", host.Raw("0070000001"));
        host.Select(CardManager.Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("9000", other.Select(ApiCard.Api));
        Assert.Equal("009000", host.Send(CardManager.Story.ForPersonalization(ApiCard.Platform)));
        var before = other.Raw("8013C80000");
        Assert.Equal("00009000", host.Send("80E20100" + "64" + string.Concat(Enumerable.Repeat("A7", 100)) + "00"));
        Assert.Equal(before, other.Raw("8013C80000"));
        Assert.DoesNotContain("A7", before, StringComparison.Ordinal);
        Assert.Equal("00009000", host.Send("80E28101" + "01A7" + "00"));
        Assert.Equal(before, other.Raw("8013C80000"));
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
