using System.Security.Cryptography;
using Tsms.JavaCard.Tests.Building;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Tests;

/// <summary>The committed CAPs of applets/ are those that its SHA256SUMS and README speak of.</summary>
public sealed class SampleAppletTests
{
    [Theory]
    [InlineData("CarKey", "F054534D5301", "F054534D530101")]
    [InlineData("Vault", "F054534D5302", "F054534D530201")]
    public void Read_Sample_HasItsHashAndAids(string name, string package, string applet)
    {
        var bytes = name == "CarKey" ? SampleCap.CarKey : SampleCap.Vault;
        var sums = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "applets", "SHA256SUMS"));
        Assert.Contains($"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  {name}/{name}.cap", sums);

        var cap = CapFile.Read(bytes);
        Assert.Equal((Aid.Parse(package), Aid.Parse(applet)), (cap.Aid, Assert.Single(cap.Applets).Aid));
    }
}
