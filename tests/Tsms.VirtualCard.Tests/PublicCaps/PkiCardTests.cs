using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Security;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>The ISO 7816-15 PKI applet: keys made while it is initialised, PIN set, then signatures and a decryption. Its PSS works only with keys from outside.</summary>
public sealed class PkiCardTests
{
    private static readonly byte[] Puc = "0123456789012345"u8.ToArray();
    private static readonly byte[] Pin = "4711"u8.ToArray();

    [Fact]
    public void PkiApplet_MakesKeysSignsAuthenticatesAndDeciphers()
    {
        using var card = PublicCard.With(PublicCapFolder.Find("A000000063504B43532D31"));
        using var authentication = Generate(card, "A4");
        using var signing = Generate(card, "B6");
        using var deciphering = Generate(card, "B8");
        card.Tell("00240100", Puc);
        card.Tell("00DA6802", []); // prepersonalised
        card.Tell("00240000", [.. Puc, .. Pin]);

        var hash = CardDigest.Compute(DigestAlgorithm.Sha1, "signed by a card"u8);
        byte[] sha1 = [.. Convert.FromHexString("301F300706052B0E03021A0414"), .. hash]; // the applet wants DigestInfo without NULL
        Choose(card, "B6", 2);
        card.Tell("002A9E9A", sha1, "6982");
        Choose(card, "B6", 2);
        card.Tell("00200000", "4712"u8, "63C2");
        card.Tell("00200000", Pin);
        Assert.Equal(sha1, Open(signing, card.Ask("002A9E9A", sha1)));

        var sha256 = SHA256.HashData("signed by a card"u8);
        Choose(card, "B6", 3);
        card.Tell("00200000", Pin);
        byte[] info = [.. Convert.FromHexString("302F300B06096086480165030402010420"), .. sha256];
        Assert.Equal(info, Open(signing, card.Ask("002A9E9A", info)));

        Choose(card, "A4", 1);
        card.Tell("00200000", Pin);
        Assert.Equal(sha1, Open(authentication, card.Ask("00880000", sha1)));

        Choose(card, "B8", 1);
        card.Tell("00200000", Pin);
        byte[] message = [.. "for the card only"u8];
        Assert.Equal(message, card.Ask("002A8086", deciphering.Encrypt(message, RSAEncryptionPadding.Pkcs1)));
        Assert.Equal(16, Convert.FromHexString(card.Send("0084000010")).Length - 2);
    }

    // What PKCS #1 v1.5 padded: BouncyCastle takes DigestInfo as it is.
    private static byte[] Open(RSA rsa, byte[] signature)
    {
        var engine = new Pkcs1Encoding(new RsaEngine());
        engine.Init(false, DotNetUtilities.GetRsaPublicKey(rsa));
        return engine.ProcessBlock(signature, 0, signature.Length);
    }

    // MANAGE SECURITY ENVIRONMENT: the key by its identifier, which nobody has set, then the algorithm.
    private static void Choose(PublicCard card, string template, byte algorithm) =>
        card.Tell("002241" + template, [0x84, 0, 0x80, 1, algorithm]);

    private static RSA Generate(PublicCard card, string template)
    {
        card.Tell("002241" + template, [0x84, 0]);
        var answer = card.Ask("00468000");
        Assert.Equal("818180", Convert.ToHexString(answer.AsSpan(0, 3)));
        Assert.Equal(0x82, answer[131]);
        var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Modulus = answer[3..131], Exponent = answer[133..] });
        return rsa;
    }
}
