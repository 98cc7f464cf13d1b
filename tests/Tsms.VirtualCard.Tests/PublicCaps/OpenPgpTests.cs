using System.Security.Cryptography;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>
/// FluffyPGP, an OpenPGP card 2.0, in two editions: keys are made on the card, a signature and a decryption are checked on the host. The later edition takes
/// one byte, not two, as control reference of GENERATE ASYMMETRIC KEY PAIR, and answers 6700 to what the specification says.
/// </summary>
public sealed class OpenPgpTests
{
    private static readonly byte[] UserPin = "123456"u8.ToArray();
    private static readonly byte[] AdminPin = "12345678"u8.ToArray();

    [Theory]
    [InlineData("D2760001240002000000000000000000", "00", "")]
    [InlineData("D27600012401020000000000000000", "", "00")]
    public void FluffyPgp_MakesKeysSignsAndDeciphers(string package, string tail, string wrongTail)
    {
        using var card = PublicCard.With(PublicCapFolder.Find(package));
        card.Tell("00470000", Convert.FromHexString("B6" + tail), "6A86");
        card.Tell("00478000", Convert.FromHexString("B6" + tail), "6985"); // without the administrator's PIN
        card.Tell("00478000", Convert.FromHexString("B6" + wrongTail), "6700");
        card.Tell("00200083", "87654321"u8, "63C2");
        card.Tell("00200083", AdminPin);

        using var signing = Generate(card, "B6" + tail);
        var hash = SHA256.HashData("signed by a card"u8);
        byte[] digestInfo = [.. Convert.FromHexString("3031300D060960864801650304020105000420"), .. hash];
        card.Tell("002A9E9A", digestInfo, "6985"); // without the user's PIN
        card.Tell("00200081", UserPin);
        var signature = card.Ask("002A9E9A", digestInfo);
        Assert.True(signing.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal("000001", Convert.ToHexString(card.Ask("00CA0093")));

        using var deciphering = Generate(card, "B8" + tail);
        byte[] message = [.. "for the card only"u8];
        byte[] cryptogram = [0, .. deciphering.Encrypt(message, RSAEncryptionPadding.Pkcs1)];
        card.Tell("00200082", UserPin);
        card.Tell("102A8086", cryptogram.AsSpan(0, 200));
        Assert.Equal(message, card.Ask("002A8086", cryptogram.AsSpan(200)));
    }

    // 7F49 82 length, 82 exponent; the modulus comes with GET RESPONSE.
    private static RSA Generate(PublicCard card, string reference)
    {
        var template = card.Ask("00478000", Convert.FromHexString(reference), "6100");
        Assert.Equal("7F4982", Convert.ToHexString(template.AsSpan(0, 3)));
        int exponentLength = template[6];
        var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Exponent = template[7..(7 + exponentLength)], Modulus = card.Ask("00C00000") });
        Assert.Equal(2048, rsa.KeySize);
        return rsa;
    }
}
