using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Tests;

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

    [Theory]
    [InlineData("package a/b A0 1")]
    [InlineData("package a/b A000000001 1.0\nclass X Name")]
    [InlineData("package a/b A000000001 1.0\nclass 0 Name\n  wrong 0 m()V")]
    public void Parse_Broken_NamesTheLine(string text)
    {
        var line = text.Split('\n')[^1].Trim();
        Assert.Contains(line, Assert.Throws<FormatException>(() => ApiTables.Parse(text)).Message, StringComparison.Ordinal);
    }
}
