using System.Text;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.Api;

namespace Tsms.VirtualCard.Tests.Profiles;

public sealed class ProductFileTests
{
    private const string Product = """
        {
          "profile": { "scType": 4, "javaCardVersion": "3.0.4", "javaCardFeatures": { "checksum": [ "ALG_ISO3309_CRC32", "of tomorrow" ] }, "gpSpecVersions": { "card": "2.2.1" } },
          "matches": [ { "cplc": "4790" }, { "atr": "3B00" }, { "atr": "3B01FF" } ],
          "card": { "description": "d", "persistentMemory": 1, "resetMemory": 1, "deselectMemory": 1,
            "cplc": "000000000000000000000000000000000000000000000000000000000000000000000000000000000000" }
        }
        """;

    [Fact]
    public void Read_AProduct_TakesFromBothParts()
    {
        var card = ProductFile.Read("some", Encoding.UTF8.GetBytes(Product))!;
        Assert.Equal(("some", SecureElementKind.Uicc, "3B00", "3.0.4", "2.2.1"), (card.Name, card.Kind, card.Atr, card.JavaCardVersion, card.GlobalPlatformVersion));
        Assert.Equal(["Checksum 1"], card.WithoutAlgorithms);
    }

    [Fact]
    public void Read_WithoutCard_IsNull() => Assert.Null(ProductFile.Read("some", "{ \"profile\": {}, \"matches\": [] }"u8));

    [Theory]
    [InlineData("\"description\": \"d\"", "\"description\": \"d\", \"atr\": \"3B00\"", "'atr'")]
    [InlineData("\"description\": \"d\"", "\"description\": \"d\", \"globalPlatformVersion\": \"2.3\"", "'globalPlatformVersion'")]
    [InlineData("\"description\": \"d\"", "\"description\": \"d\", \"withoutAlgorithms\": []", "'withoutAlgorithms'")]
    [InlineData("\"description\": \"d\"", "\"describtion\": \"d\"", "describtion")]
    [InlineData("\"atr\"", "\"cardData\"", "'some'")]
    [InlineData("\"card\": \"2.2.1\"", "", "globalPlatformVersion")]
    [InlineData("\"scType\": 4", "\"scType\": 5", "scType 5")]
    [InlineData("\"scType\": 4", "\"scType\": \"4\"", "'some'")]
    [InlineData("\"javaCardFeatures\"", "\"features\"", "'some'")]
    [InlineData("\"profile\"", "\"profil\"", "'some'")]
    [InlineData("\"matches\"", "", "'some'")]
    public void Read_Wrong_NamesIt(string old, string replacement, string named)
    {
        Assert.Contains(old, Product, StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => ProductFile.Read("some", Encoding.UTF8.GetBytes(Product.Replace(old, replacement, StringComparison.Ordinal))));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    /// <summary>The reference's file tells a TSM of exactly those algorithms that the software has.</summary>
    [Fact]
    public void Reference_Features_AreWhatTheFactoriesHave()
    {
        var factories = new ApiMachine(ApiProfile.JavaCard32);
        var lacks = CardProfiles.Find(CardProfiles.Reference).WithoutAlgorithms;
        foreach (var (kind, last, type, signature) in ((string, int, string, string)[])
                 [
                     ("Cipher", 27, "javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;"),
                     ("Signature", 49, "javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;"),
                     ("Digest", 11, "javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;"),
                     ("Agreement", 7, "javacard/security/KeyAgreement", "getInstance(BZ)Ljavacard/security/KeyAgreement;"),
                     ("Checksum", 2, "javacard/security/Checksum", "getInstance(BZ)Ljavacard/security/Checksum;"),
                 ])
        {
            var without = Enumerable.Range(1, last).Where(code => !Has(type, signature, code)).Select(code => $"{kind} {code}");
            Assert.Equal(without, lacks.Where(a => a.StartsWith(kind, StringComparison.Ordinal)));
        }

        bool Has(string type, string signature, int code)
        {
            try
            {
                factories.Static(type, signature, code, false);
                return true;
            }
            catch (JavaThrow)
            {
                return false;
            }
        }
    }
}
