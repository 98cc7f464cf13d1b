using System.Security.Cryptography;
using Tsms.VirtualCard.Api;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>JCAlgTest 1.3: what it finds is what the API's factories have, constant by constant; and it makes an RSA key whose parts fit each other.</summary>
public sealed class AlgTestTests(ITestOutputHelper output)
{
    private const string Package = "6D797061636B616731";
    private const byte NoSuchAlgorithm = 3;

    [Fact]
    public void AlgTest_FindsWhatTheFactoriesHave()
    {
        using var card = PublicCard.With(PublicCapFolder.Find(Package));
        var factories = new Tsms.VirtualCard.Tests.Api.ApiMachine(ApiProfile.JavaCard32);
        var found = 0;
        foreach (var (p1, type, signature) in ((byte, string, string)[])
                 [
                     (0x11, "javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;"),
                     (0x12, "javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;"),
                     (0x15, "javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;"),
                     (0x17, "javacard/security/Checksum", "getInstance(BZ)Ljavacard/security/Checksum;"),
                 ])
        {
            for (byte constant = 1; constant < 60; constant++)
            {
                var answer = card.Ask($"B075{p1:X2}00", [constant, 0, 0]);
                Assert.Equal(p1, answer[0]);
                Assert.Contains(answer[1], new byte[] { 0, NoSuchAlgorithm });
                Assert.Equal(Has(factories, type, signature, constant), answer[1] == 0);
                found += answer[1] == 0 ? 1 : 0;
            }
        }

        output.WriteLine($"JCAlgTest finds {found} algorithms.");
        Assert.InRange(found, 60, 200);
    }

    private static bool Has(Tsms.VirtualCard.Tests.Api.ApiMachine machine, string type, string signature, byte constant)
    {
        try
        {
            machine.Static(type, signature, (int)constant, false);
            return true;
        }
        catch (Tsms.VirtualCard.Machine.JavaThrow)
        {
            return false;
        }
    }

    [Fact]
    public void AlgTest_ReportsTheVersionAndMakesAnRsaKey()
    {
        using var card = PublicCard.With(PublicCapFolder.Find(Package));
        var system = card.Ask("B0730000", [0]);
        Assert.Equal("0302", Convert.ToHexString(system.AsSpan(0, 2)));
        var answer = card.Ask("B0770000");
        Assert.Equal(0x82, answer[0]);
        var length = (answer[1] << 8) | answer[2];
        var exponent = answer[3..(3 + length)];
        var modulus = answer[(3 + length + 3)..];
        Assert.Equal(128, modulus.Length);
        using var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Exponent = exponent, Modulus = modulus });
        Assert.Equal(1024, rsa.KeySize);
    }
}
