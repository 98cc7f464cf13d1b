using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Linking;

namespace Tsms.VirtualCard.Tests.Api;

public sealed class ApiTablesTests
{
    [Fact]
    public void All_TokensAreUniqueAndDense()
    {
        foreach (var type in ApiTables.All.SelectMany(t => t.Classes))
        {
            foreach (var space in type.Methods.GroupBy(m => m.Kind switch
            {
                ApiTableMethodKind.Init or ApiTableMethodKind.Static => 0,
                _ => 1,
            }))
            {
                Assert.Equal(space.Count(), space.Select(m => m.Token).Distinct().Count());
            }
        }

        foreach (var table in ApiTables.All)
        {
            Assert.Equal(Enumerable.Range(0, table.Classes.Count), table.Classes.Select(c => c.Token).Order());
        }
    }

    /// <summary>Tokens as the export files of the Java Card 3.0.5 development kit and of GlobalPlatform print them.</summary>
    [Theory]
    [InlineData("javacard/framework/APDU", "setIncomingAndReceive()S", 6)]
    [InlineData("javacard/framework/ISOException", "throwIt(S)V", 1)]
    [InlineData("javacard/framework/JCSystem", "makeTransientByteArray(SB)[B", 13)]
    [InlineData("javacard/security/ECPublicKey", "getW([BS)S", 19)]
    [InlineData("javacardx/crypto/Cipher", "doFinal([BSS[BS)S", 1)]
    [InlineData("org/globalplatform/GPSystem", "getSecureChannel()Lorg/globalplatform/SecureChannel;", 4)]
    public void Token_KnownMethod_IsThatOfTheExportFile(string type, string signature, int token)
    {
        var found = ApiTables.All.SelectMany(t => t.Classes).Single(c => c.Name == type).Methods.Single(m => m.Signature == signature);
        Assert.Equal(token, found.Token);
    }

    [Fact]
    public void Profile_OfOlderVersion_LacksWhatCameLater()
    {
        var profile = ApiProfile.JavaCard305 with
        {
            Packages = new Dictionary<string, int> { ["java/lang"] = 0, ["java/io"] = 0, ["javacard/framework"] = 3 },
        };
        var framework = CardApi.Create(profile).Packages.Single(p => p.Name == "javacard/framework");
        Assert.Equal(3, framework.Minor);
        Assert.DoesNotContain(framework.Classes, c => c.Name.Contains("OwnerPINx", StringComparison.Ordinal));
        Assert.DoesNotContain(framework.Classes.Single(c => c.Name.EndsWith("/Util", StringComparison.Ordinal)).Methods, m => m.Name == "arrayFill");
    }

    [Theory]
    [InlineData("javacard/framework", 10)]
    [InlineData("javacard/unknown", 0)]
    public void Profile_UnknownPackageOrVersion_IsRefused(string name, int minor)
    {
        var profile = ApiProfile.JavaCard305 with { Packages = new Dictionary<string, int> { [name] = minor } };
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => CardApi.Create(profile)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("package a/b A0 1")]
    [InlineData("package a/b A000000001 1.0\nclass X Name")]
    [InlineData("package a/b A000000001 1.0\nclass 0 Name\n  wrong 0 m()V")]
    public void Parse_Broken_NamesTheLine(string text)
    {
        var line = text.Split('\n')[^1].Trim();
        Assert.Contains(line, Assert.Throws<FormatException>(() => ApiTables.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AbstractMethod_WithoutImplementation_HasNoBodyAndIsNotAbstract()
    {
        var crypto = CardApi.Create().Packages.Single(p => p.Name == "javacardx/crypto");
        var cipher = crypto.Classes.Single(c => c.Name == "javacardx/crypto/Cipher");
        Assert.True(cipher.Methods.Single(m => m.Name == "doFinal").IsAbstract);
        Assert.Contains(crypto.Classes, c => c.Token == ApiClass.Internal && c.Super == "javacardx/crypto/Cipher");
    }
}
