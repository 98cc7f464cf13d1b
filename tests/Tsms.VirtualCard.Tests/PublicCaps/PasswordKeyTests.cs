using System.Security.Cryptography;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>KeepassNFC: the card keeps the key of a password database and deciphers its blocks under a key of the session.</summary>
public sealed class PasswordKeyTests
{
    private readonly byte[] _databaseKey = SHA256.HashData("database"u8);
    private readonly byte[] _sessionKey = SHA256.HashData("session"u8)[..16];

    [Fact]
    public void KeepassNfc_DeciphersTheDatabaseUnderTheSessionsKey()
    {
        var cap = PublicCapFolder.Find("F0375472804FD5FA0F243E42C1B638");
        using var card = PublicCard.With(cap);
        var answer = card.Send("B0750000");
        Assert.Equal("9803", answer); // the user's PIN first
        Assert.Equal("01", Convert.ToHexString(card.Ask("A0820000", "1234"u8)));
        Assert.Equal("010800", Convert.ToHexString(card.Ask("B0750000", []))); // 2,048 bits made
        using var rsa = PublicKey(card);

        Scratch(card, rsa.Encrypt(_databaseKey, RSAEncryptionPadding.Pkcs1));
        Assert.Equal("01", Convert.ToHexString(card.Ask("B0710000")));
        Scratch(card, rsa.Encrypt(_sessionKey, RSAEncryptionPadding.Pkcs1));
        byte[] sessionVector = [.. Enumerable.Repeat((byte)0x51, 16)];
        byte[] databaseVector = [.. Enumerable.Repeat((byte)0xDB, 16)];
        Assert.Equal("01", Convert.ToHexString(card.Ask("B0720000", [.. sessionVector, .. databaseVector])));

        using var database = Aes.Create();
        database.SetKey(_databaseKey);
        byte[] plain = [.. Enumerable.Range(0, 480).Select(i => (byte)i)];
        var cryptogram = database.EncryptCbc(plain, databaseVector, PaddingMode.None);
        var received = new List<byte>();
        for (var at = 0; at < cryptogram.Length; at += 160)
        {
            var block = card.Ask(at + 160 < cryptogram.Length ? "B0738000" : "B0730000", cryptogram.AsSpan(at, 160));
            Assert.Equal(1, block[0]);
            received.AddRange(block[1..]);
        }

        using var session = Aes.Create();
        session.SetKey(_sessionKey);
        Assert.Equal(plain, session.DecryptCbc(received.ToArray(), sessionVector, PaddingMode.None));
    }

    private static RSA PublicKey(PublicCard card)
    {
        var exponent = card.Ask("B0700000", [1, 0, 0])[3..];
        var modulus = new List<byte>();
        while (modulus.Count < 256)
        {
            modulus.AddRange(card.Ask("B0700000", [2, (byte)(modulus.Count >> 8), (byte)modulus.Count])[5..]);
        }

        var rsa = RSA.Create();
        rsa.ImportParameters(new RSAParameters { Exponent = exponent, Modulus = [.. modulus] });
        return rsa;
    }

    private static void Scratch(PublicCard card, byte[] value)
    {
        for (var at = 0; at < value.Length; at += 128)
        {
            Assert.Equal(1, card.Ask("B0760000", [(byte)(at >> 8), (byte)at, .. value.AsSpan(at, 128)])[0]);
        }
    }
}
