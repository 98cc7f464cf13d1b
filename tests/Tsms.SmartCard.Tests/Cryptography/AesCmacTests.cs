using Tsms.SmartCard.Cryptography;

namespace Tsms.SmartCard.Tests.Cryptography;

/// <summary>RFC 4493, 4 (AES-128), and NIST SP 800-38B, D.2 and D.3 (AES-192 and AES-256).</summary>
public sealed class AesCmacTests
{
    private const string Message =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

    private const string Key128 = "2b7e151628aed2a6abf7158809cf4f3c";
    private const string Key192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
    private const string Key256 = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";

    [Theory]
    [InlineData(Key128, 0, "bb1d6929e95937287fa37d129b756746")]
    [InlineData(Key128, 16, "070a16b46b4d4144f79bdd9dd04a287c")]
    [InlineData(Key128, 40, "dfa66747de9ae63030ca32611497c827")]
    [InlineData(Key128, 64, "51f0bebf7e3b9d92fc49741779363cfe")]
    [InlineData(Key192, 0, "d17ddf46adaacde531cac483de7a9367")]
    [InlineData(Key192, 16, "9e99a7bf31e710900662f65e617c5184")]
    [InlineData(Key192, 40, "8a1de5be2eb31aad089a82e6ee908b0e")]
    [InlineData(Key192, 64, "a1d5df0eed790f794d77589659f39a11")]
    [InlineData(Key256, 0, "028962f61b7bf89efc6b551f4667d983")]
    [InlineData(Key256, 16, "28a7023f452e8f82bd4bf28d8c37c35c")]
    [InlineData(Key256, 40, "aaf3d8f1de5640c232f5b169b9c911e6")]
    [InlineData(Key256, 64, "e1992190549f6ed5696a2c056c315410")]
    public void Compute_OfRfc4493AndSp80038B_GivesThePublishedMac(string key, int length, string mac) =>
        Assert.Equal(Convert.FromHexString(mac), AesCmac.Compute(Convert.FromHexString(key), Convert.FromHexString(Message).AsSpan(0, length)));
}
