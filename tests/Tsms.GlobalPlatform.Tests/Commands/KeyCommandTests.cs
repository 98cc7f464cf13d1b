using CsCheck;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.GlobalPlatform.Tests.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.Commands;

/// <summary>
/// Ciphertexts and check values of kaoh/globalplatform, globalplatform/src/storeDataTest.c, test_build_store_data_keys_scp03_aes128 (its key control
/// reference template
/// is another, older one; ours is GP Card Specification 2.3.1, table 11-92).
/// </summary>
public sealed class KeyCommandTests
{
    private static readonly TestKeys Dek = new(0x01, new string('0', 32), new string('0', 32), "000102030405060708090A0B0C0D0E0F");

    private static readonly TestKeys New = new(
        0x01, "404142434445464748494A4B4C4D4E4F", "505152535455565758595A5B5C5D5E5F", "606162636465666768696A6B6C6D6E6F");

    [Fact]
    public async Task KeySetDgis_OfThreeAesKeys_HaveTheLayoutOfTable1192()
    {
        var keys = await Dek.EncipherKeySetAsync(New, TestContext.Current.CancellationToken);
        Assert.Equal(
            "00B94B"
            + "B917950138960100800188810110820101830101" + "8403504A77"
            + "B917950134960100800188810110820102830101" + "8403F2A8DF"
            + "B9179501C8960100800188810110820103830101" + "8403D7D0E4"
            + "811310D533E59B45A153ED7E5E9C5DFCFD4AAA"
            + "8113103EF0B1A5E3059DAB21FCE23A7B61C4CA"
            + "811310ADDE68F7AD497268D31A0DDD5C74B08F",
            Convert.ToHexString(GpCommand.KeySetDgis(keys)));
        Assert.Equal(135, GpCommand.KeySetDgis(keys).Length);
    }

    [Fact]
    public async Task FirstKeys_OfANewSecurityDomain_AreTwoCommands()
    {
        var keys = await Dek.EncipherKeySetAsync(New, TestContext.Current.CancellationToken);
        var commands = GpCommand.FirstKeys(Aid.Parse("A0000001515350"), keys, 239);
        Assert.Equal("80E620000D000007A0000001515350000000" + "00", Convert.ToHexString(commands[0].ToBytes()));
        Assert.Equal("80E2A80087", Convert.ToHexString(commands[1].ToBytes().AsSpan(0, 5)));
        Assert.Equal(2, commands.Count);
    }

    // GP Amendment D 1.1.1, table 7-10
    [Fact]
    public async Task PutKey_OfThreeAesKeys_HasTheLayoutOfTable710()
    {
        var keys = await Dek.EncipherKeySetAsync(New, TestContext.Current.CancellationToken);
        Assert.Equal(
            "80D8308146" + "01"
            + "881110D533E59B45A153ED7E5E9C5DFCFD4AAA03504A77"
            + "8811103EF0B1A5E3059DAB21FCE23A7B61C4CA03F2A8DF"
            + "881110ADDE68F7AD497268D31A0DDD5C74B08F03D7D0E4" + "00",
            Convert.ToHexString(GpCommand.PutKey(keys, 0x30).ToBytes()));
        Assert.Equal("01504A77F2A8DFD7D0E4", Convert.ToHexString(GpCommand.PutKeyAnswer(keys)));
    }

    [Theory]
    [InlineData(24, "18")]
    [InlineData(32, "20")]
    public async Task PutKey_OfLongerKeys_WritesTheClearLengthAndWholeBlocks(int length, string clear)
    {
        var key = string.Concat(Enumerable.Repeat("A5", length));
        var keys = await Dek.EncipherKeySetAsync(new TestKeys(0x31, key, key, key), TestContext.Current.CancellationToken);
        var command = GpCommand.PutKey(keys);
        Assert.Equal(1 + (3 * (3 + 32 + 4)), command.Data.Length);
        Assert.Equal("31" + "8821" + clear, Convert.ToHexString(command.Data.Span[..4]));
    }

    [Fact]
    public void KeySets_WithoutKeysVersionOrOrder_AreRefused()
    {
        EncipheredKey Key(byte id) => new(id, KeyUsage.Mac, 16, new byte[16], new byte[3]);
        Assert.Throws<ArgumentException>(() => GpCommand.PutKey(new(0x30, [])));
        Assert.Throws<ArgumentException>(() => GpCommand.PutKey(new(0x00, [Key(1)])));
        Assert.Throws<ArgumentException>(() => GpCommand.KeySetDgis(new(0x80, [Key(1)])));
        Assert.Throws<ArgumentException>(() => GpCommand.PutKey(new(0x30, [Key(1), Key(3)])));
        Assert.Throws<ArgumentOutOfRangeException>(() => GpCommand.PutKey(new(0x30, [Key(1)]), 0x80));
        Assert.Equal(0x01, GpCommand.PutKey(new(0x30, [Key(1)])).P2);
    }

    [Fact]
    public void Dgi_OfAnyValue_ReadsBackAndCutAnywhereIsRefused()
    {
        Gen.Select(Gen.UShort, Gen.Byte.Array[0, 600]).Sample((number, value) =>
        {
            var bytes = Dgi.Encode(number, value);
            var read = Assert.Single(Dgi.ReadAll(bytes));
            Assert.Equal(number, read.Number);
            Assert.Equal(value, read.Value.ToArray());
            for (var cut = 1; cut < bytes.Length; cut++)
            {
                Assert.Throws<FormatException>(() => Dgi.ReadAll(bytes.AsMemory(0, cut)));
            }
        }, iter: 20);
        Assert.Equal("0070FE", Convert.ToHexString(Dgi.Encode(0x70, new byte[254]).AsSpan(0, 3)));
        Assert.Equal("0070FF00FF", Convert.ToHexString(Dgi.Encode(0x70, new byte[255]).AsSpan(0, 5)));
        Assert.Throws<ArgumentException>(() => Dgi.Encode(0x70, new byte[65536]));
    }
}
