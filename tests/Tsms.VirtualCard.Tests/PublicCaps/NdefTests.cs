namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>OpenJavaCard's NDEF applets (NFC Forum Type 4 Tag 2.0): the full one is read and written, the tiny one holds what its install parameters give.</summary>
public sealed class NdefTests
{
    // A text record "en" "Tsms", its header and length computed by hand from NFC Forum Text 1.0.
    private static readonly byte[] Message = [0xD1, 0x01, 0x07, (byte)'T', 0x02, (byte)'e', (byte)'n', .. "Tsms"u8];

    [Theory]
    [InlineData("D276000177100211010001")]
    [InlineData("D276000085")]
    public void Full_IsReadAndWritten(string package)
    {
        using var card = PublicCard.With(PublicCapFolder.Find(package, "full"));
        var capability = Open(card, "E103");
        Assert.Equal(capability.Length, (capability[0] << 8) | capability[1]);
        Assert.Equal("0406E104", Convert.ToHexString(capability.AsSpan(7, 4)));
        var size = (capability[11] << 8) | capability[12];
        Assert.InRange(size, 64, 2048);

        card.Tell("00A4000C", [0xE1, 0x04]);
        Assert.Equal(new byte[2], card.Ask("00B00000", sw: "9000")[..2]); // empty: length 0
        card.Tell("00D60000", [0, (byte)Message.Length, .. Message]);
        card.Reset();
        card.Select(PublicCapFolder.Find(package, "full").File.Applet!.Applets[0].Aid);
        Assert.Equal(Message, Read(card));
    }

    [Fact]
    public void Full_StartsWithTheMessageOfItsParameters()
    {
        // 80: initial data
        using var card = PublicCard.With(PublicCapFolder.Find("D276000177100211010001", "full"), $"80{Message.Length:X2}{Convert.ToHexString(Message)}");
        Assert.Equal(Message, Read(card));
    }

    [Fact]
    public void Tiny_HoldsTheMessageOfItsParameters()
    {
        using var card = PublicCard.With(PublicCapFolder.Find("D276000177100211030001", "tiny"), Convert.ToHexString(Message));
        Assert.Equal(Message, Read(card));
        card.Tell("00D60000", [0, 0], "6986");
    }

    private static byte[] Open(PublicCard card, string file)
    {
        card.Tell("00A4000C", Convert.FromHexString(file));
        var length = Convert.FromHexString(card.Send("00B0000002")[..4]);
        return Convert.FromHexString(card.Send($"00B00000{(length[0] << 8) | length[1]:X2}")[..^4]);
    }

    private static byte[] Read(PublicCard card)
    {
        card.Tell("00A4000C", [0xE1, 0x04]);
        int length = Convert.FromHexString(card.Send("00B0000002")[..4])[1];
        return Convert.FromHexString(card.Send($"00B00002{length:X2}")[..^4]);
    }
}
