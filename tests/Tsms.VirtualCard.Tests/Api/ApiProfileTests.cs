using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Linking;

namespace Tsms.VirtualCard.Tests.Api;

public sealed class ApiProfileTests
{
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

    [Fact]
    public void AbstractMethod_WithoutImplementation_HasNoBodyAndIsNotAbstract()
    {
        var crypto = CardApi.Create().Packages.Single(p => p.Name == "javacardx/crypto");
        var cipher = crypto.Classes.Single(c => c.Name == "javacardx/crypto/Cipher");
        Assert.True(cipher.Methods.Single(m => m.Name == "doFinal").IsAbstract);
        Assert.Contains(crypto.Classes, c => c.Token == ApiClass.Internal && c.Super == "javacardx/crypto/Cipher");
    }
}
