using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;

namespace Tsms.SmartCard.Tests.Cryptography;

public sealed class AesCmacTests
{
    // The message of NIST SP 800-38B, appendix D; RFC 4493 uses it too.
    private const string Message =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    [Theory]
    [InlineData(0, "bb1d6929e95937287fa37d129b756746")]
    [InlineData(16, "070a16b46b4d4144f79bdd9dd04a287c")]
    [InlineData(40, "dfa66747de9ae63030ca32611497c827")]
    [InlineData(64, "51f0bebf7e3b9d92fc49741779363cfe")]
    public void Compute_Rfc4493_GivesThePublishedMac(int length, string mac) =>
        Check("2b7e151628aed2a6abf7158809cf4f3c", length, mac);

    [Theory]
    [InlineData(0, "d17ddf46adaacde531cac483de7a9367")]
    [InlineData(16, "9e99a7bf31e710900662f65e617c5184")]
    [InlineData(40, "8a1de5be2eb31aad089a82e6ee908b0e")]
    [InlineData(64, "a1d5df0eed790f794d77589659f39a11")]
    public void Compute_Sp80038bAes192_GivesThePublishedMac(int length, string mac) =>
        Check("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", length, mac);

    [Theory]
    [InlineData(0, "028962f61b7bf89efc6b551f4667d983")]
    [InlineData(16, "28a7023f452e8f82bd4bf28d8c37c35c")]
    [InlineData(40, "aaf3d8f1de5640c232f5b169b9c911e6")]
    [InlineData(64, "e1992190549f6ed5696a2c056c315410")]
    public void Compute_Sp80038bAes256_GivesThePublishedMac(int length, string mac) =>
        Check("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", length, mac);

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(33)]
    public void Compute_KeyOfWrongLength_IsRefused(int length) =>
        Assert.Throws<CryptographicException>(() => AesCmac.Compute(new byte[length], []));

    private static void Check(string key, int length, string mac) =>
        Assert.Equal(mac, Convert.ToHexStringLower(AesCmac.Compute(Convert.FromHexString(key), Convert.FromHexString(Message).AsSpan(0, length))));
}
