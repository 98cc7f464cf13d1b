using Tsms.GlobalPlatform.Registry;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.Registry;

public sealed class CardObjectTests
{
    // Structure of GP Card Specification 2.3.1, table H-1; SCP03 with i=70 and SCP02 with i=55
    private const string CardRecognition =
        "6640733E06072A864886FC6B01600B06092A864886FC6B020203630906072A864886FC6B"
        + "03641606092A864886FC6B04037006092A864886FC6B040255650306012A";

    [Fact]
    public void Read_OfCardData_FindsVersionAndSecureChannels()
    {
        var data = CardData.Read(Convert.FromHexString(CardRecognition));
        Assert.Equal("2.3", data.Version);
        Assert.Equal([new SecureChannelOption(0x03, 0x70), new SecureChannelOption(0x02, 0x55)], data.SecureChannels);
        Assert.Equal(new Scp03Parameters(0x70), data.SecureChannels[0].Scp03);
        Assert.Null(data.SecureChannels[1].Scp03);
    }

    [Theory]
    [InlineData("6600")]
    [InlineData("660673046402060" + "0")]
    [InlineData("660773056403060186")]
    [InlineData("6610730E640C060AFFFFFFFFFFFFFFFFFF7F")]
    public void Read_OfMalformedCardData_IsRefused(string hex) => Assert.ThrowsAny<FormatException>(() => CardData.Read(Convert.FromHexString(hex)));

    [Fact]
    public void ReadTemplate_OfKeyInformation_FindsKeySets()
    {
        var keys = KeyInformation.ReadTemplate(Convert.FromHexString("E01E" + "C00401308810" + "C00402308810" + "C00403308810" + "C00401708810" + "C00402738010"));
        Assert.Equal(5, keys.Count);
        Assert.Equal((byte)0x30, Assert.Single(KeyInformation.Scp03Versions(keys)));

        var extended = Assert.Single(KeyInformation.ReadTemplate(Convert.FromHexString("E00C" + "C00A" + "0130" + "FF880010" + "01380101")));
        Assert.Equal(new KeyComponent(0x88, 16), Assert.Single(extended.Components));
        var rsa = Assert.Single(KeyInformation.ReadTemplate(Convert.FromHexString("E008" + "C006" + "0170" + "A180A003")));
        Assert.Equal(2, rsa.Components.Count);
        Assert.Empty(KeyInformation.ReadTemplate(Convert.FromHexString("E002C000"))); // a new domain
    }

    [Theory]
    [InlineData("C00401308810")]
    [InlineData("E005C003013088")]
    [InlineData("E007C0050130881088")]
    [InlineData("E007C0050130FF8800")]
    [InlineData("E0")]
    public void ReadTemplate_OfMalformedKeyInformation_IsRefused(string hex) =>
        Assert.ThrowsAny<FormatException>(() => KeyInformation.ReadTemplate(Convert.FromHexString(hex)));

    [Fact]
    public void Read_OfExtendedCardResources_GivesFreeMemory()
    {
        var expected = new ExtendedCardResources(3, 0x12345, 0x800);
        Assert.Equal(expected, ExtendedCardResources.Read(Convert.FromHexString("FF210C8101038203012345" + "83020800")));
        Assert.Equal(expected, ExtendedCardResources.Read(Convert.FromHexString("8101038203012345" + "83020800")));
        Assert.Throws<FormatException>(() => ExtendedCardResources.Read(Convert.FromHexString("8101038203012345")));
        Assert.Throws<FormatException>(() => ExtendedCardResources.Read(Convert.FromHexString("81008203012345" + "83020800")));
    }

    [Fact]
    public void SequenceCounter_WithOrWithoutTag_IsRead()
    {
        Assert.Equal(0x102, CardObjects.SequenceCounter(Convert.FromHexString("C103000102")));
        Assert.Equal(0x0102, CardObjects.SequenceCounter(Convert.FromHexString("0102")));
        Assert.Throws<FormatException>(() => CardObjects.SequenceCounter(Convert.FromHexString("C10401020304")));
        Assert.Throws<FormatException>(() => CardObjects.Value(default, GpTag.CardImageNumber));
    }

    [Fact]
    public void Read_OfCplc_TakesItsFields()
    {
        var bytes = Enumerable.Range(0, Cplc.Length).Select(i => (byte)i).ToArray();
        var cplc = Cplc.Read((byte[])[0x9F, 0x7F, 0x2A, .. bytes]);
        Assert.Equal(0x0001, cplc.IcFabricator);
        Assert.Equal(0x0203, cplc.IcType);
        Assert.Equal(0x0405, cplc.OperatingSystem);
        Assert.Equal(0x0607, cplc.OperatingSystemDate);
        Assert.Equal(0x0809, cplc.OperatingSystemLevel);
        Assert.Equal(0x1011, cplc.IcBatch);
        Assert.Equal("000102030C0D0E0F1011", Convert.ToHexString(cplc.UniqueIdentifier.Span));
        Assert.Equal("0C0D0E0F", Convert.ToHexString(cplc.IcSerialNumber.Span));
        Assert.Equal(cplc.IcType, Cplc.Read(bytes).IcType);
        Assert.Throws<FormatException>(() => Cplc.Read(bytes.AsMemory(1)));
    }
}
