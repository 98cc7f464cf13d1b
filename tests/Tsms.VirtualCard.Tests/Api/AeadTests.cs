using System.Security.Cryptography;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>Authenticated ciphers against the framework's and published examples; and algorithms that a profile leaves out.</summary>
public sealed class AeadTests
{
    private static readonly byte[] Key = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");

    /// <summary>NIST SP 800-38C, example 1.</summary>
    [Fact]
    public void Ccm_Sp80038C_Matches()
    {
        var nonce = Convert.FromHexString("10111213141516");
        var lengths = new CcmLengths(8, 4, 4);
        var aad = Convert.FromHexString("0001020304050607");
        Assert.Equal("7162015B4DAC255D", Run(nonce, true, lengths, aad, Convert.FromHexString("20212223"), 1));
        Assert.Equal("202122234DAC255D", Run(nonce, false, lengths, aad, Convert.FromHexString("7162015B"), 4));
    }

    [Fact]
    public void Gcm_AnyPieces_AgreesWithFramework()
    {
        var nonce = Convert.FromHexString("CAFEBABEFACEDBADDECAF888");
        using var framework = new AesGcm(Key, 16);
        for (var length = 0; length <= 40; length++)
        {
            var plain = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            var cipher = new byte[length];
            var tag = new byte[16];
            framework.Encrypt(nonce, plain, cipher, tag, new byte[] { 1, 2, 3 });
            for (var piece = 1; piece <= 17; piece++)
            {
                Assert.Equal(Convert.ToHexString([.. cipher, .. tag]), Run(nonce, true, null, [1, 2, 3], plain, piece));
                Assert.Equal(Convert.ToHexString([.. plain, .. tag]), Run(nonce, false, null, [1, 2, 3], cipher, piece));
            }
        }
    }

    [Fact]
    public void Ccm_OtherLengthsThanAnnounced_AreRefused()
    {
        var nonce = new byte[12];
        Assert.Equal(CryptoReason.IllegalUse, Fault(() => Run(nonce, true, new CcmLengths(1, 4, 8), [1], new byte[5], 2)));
        Assert.Equal(CryptoReason.IllegalUse, Fault(() => Run(nonce, true, new CcmLengths(1, 4, 8), [1], new byte[3], 2)));
        Assert.Equal(CryptoReason.IllegalValue, Fault(() => Run(nonce, true, new CcmLengths(1, 4, 8), [1, 2], new byte[4], 2)));
        Assert.Equal(CryptoReason.IllegalUse, Fault(() => Run(nonce, true, new CcmLengths(1, 4, 8), [], new byte[4], 2)));
        Assert.Equal(CryptoReason.IllegalValue, Fault(() => Run(nonce, true, new CcmLengths(0, 4, 5), [], new byte[4], 2)));
        Assert.Equal(CryptoReason.IllegalValue, Fault(() => Run(new byte[6], true, new CcmLengths(0, 4, 4), [], new byte[4], 2)));
    }

    [Fact]
    public void GcmOnCard_TagVerifiesOnce()
    {
        var card = new ApiMachine();
        var key = card.Object("javacard/security/KeyBuilder", "buildKey(BSZ)Ljavacard/security/Key;", 15, 128, false);
        card.Call(key, "setKey([BS)V", card.Bytes(Key), 0);
        var cipher = card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", -13, false);
        var data = card.Bytes(new byte[32]);
        Assert.Equal(4, ApiMachine.Throws("javacard/security/CryptoException", () => card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0)));
        card.Call(cipher, "init(Ljavacard/security/Key;B[BSS)V", key, 2, data, 0, 12);
        card.Call(cipher, "updateAAD([BSS)V", data, 0, 3);
        Assert.Equal(5, ApiMachine.Throws("javacard/security/CryptoException", () => card.Call(cipher, "retrieveTag([BSS)S", data, 16, 16)));
        Assert.Equal(16, card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0));
        Assert.Equal(16, card.Call(cipher, "retrieveTag([BSS)S", data, 16, 16));
        Assert.Equal(4, ApiMachine.Throws("javacard/security/CryptoException", () => card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0)));
        Assert.Equal(5, ApiMachine.Throws("javacard/security/CryptoException", () => card.Call(cipher, "verifyTag([BSSS)Z", data, 16, 16, 16)));
        var nonceAndAad = card.Bytes(new byte[12]);
        card.Call(cipher, "init(Ljavacard/security/Key;B[BSS)V", key, 1, nonceAndAad, 0, 12);
        card.Call(cipher, "updateAAD([BSS)V", nonceAndAad, 0, 3);
        Assert.Equal(16, card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0));
        Assert.Equal(new byte[16], data.Bytes[..16]);
        Assert.Equal(1, card.Call(cipher, "verifyTag([BSSS)Z", data, 16, 16, 16));
        Assert.Equal(5, ApiMachine.Throws("javacard/security/CryptoException", () => card.Call(cipher, "retrieveTag([BSS)S", data, 16, 16)));
        data.Bytes[20] ^= 1;
        Assert.Equal(0, card.Call(cipher, "verifyTag([BSSS)Z", data, 16, 16, 16));
    }

    [Theory]
    [InlineData(AlgorithmKind.Cipher, 13, "javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;")]
    [InlineData(AlgorithmKind.Signature, 33, "javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;")]
    [InlineData(AlgorithmKind.Digest, 6, "javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;")]
    [InlineData(AlgorithmKind.Agreement, 3, "javacard/security/KeyAgreement", "getInstance(BZ)Ljavacard/security/KeyAgreement;")]
    [InlineData(AlgorithmKind.Checksum, 1, "javacard/security/Checksum", "getInstance(BZ)Ljavacard/security/Checksum;")]
    internal void Profile_WithoutAlgorithm_AnswersNoSuchAlgorithm(AlgorithmKind kind, int code, string type, string signature)
    {
        Assert.NotNull(new ApiMachine().Object(type, signature, code, false));
        var card = new ApiMachine(ApiProfile.JavaCard305 with { Missing = new HashSet<(AlgorithmKind, byte)> { (kind, (byte)code) } });
        Assert.Equal(3, ApiMachine.Throws("javacard/security/CryptoException", () => card.Object(type, signature, code, false)));
    }

    [Fact]
    public void Profile_SmallerRsa_AnswersNoSuchAlgorithm()
    {
        var card = new ApiMachine(ApiProfile.JavaCard32 with { MaxRsaBits = 2048 });
        Assert.NotNull(card.Object("javacard/security/KeyBuilder", "buildKey(BSZ)Ljavacard/security/Key;", 4, 2048, false));
        Assert.Equal(3, ApiMachine.Throws(
            "javacard/security/CryptoException", () => card.Object("javacard/security/KeyBuilder", "buildKey(BSZ)Ljavacard/security/Key;", 4, 3072, false)));
    }

    [Fact]
    public void OlderVersion_LacksKeysAndCiphersThatCameLater()
    {
        const string Build = "buildKey(BSZ)Ljavacard/security/Key;";
        var newest = new ApiMachine(ApiProfile.JavaCard32);
        var secret = newest.Object("javacard/security/KeyBuilder", Build, 42, 128, false);
        newest.Call(secret, "setKey([BSS)V", newest.Bytes(Key), 0, 16);
        Assert.Equal(16, newest.Call(secret, "getKey([BS)S", newest.Bytes(new byte[16]), 0));
        Assert.Equal(3, ApiMachine.Throws(
            "javacard/security/CryptoException", () => new ApiMachine().Object("javacard/security/KeyBuilder", Build, 42, 128, false)));
        var packages = new Dictionary<string, int>(ApiProfile.JavaCard305.Packages) { ["javacardx/crypto"] = 5 };
        var old = new ApiMachine(ApiProfile.JavaCard305 with { Packages = packages });
        Assert.Equal(3, ApiMachine.Throws(
            "javacard/security/CryptoException", () => old.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", -13, false)));
    }

    private static CryptoReason Fault(Action action) => Assert.Throws<CardCryptoException>(action).Reason;

    private static string Run(byte[] nonce, bool encrypt, CcmLengths? lengths, byte[] aad, byte[] message, int piece)
    {
        using var stream = new AeadStream(Key, nonce, encrypt, lengths);
        stream.UpdateAad(aad);
        var output = new List<byte>();
        var at = 0;
        for (; at + piece < message.Length; at += piece)
        {
            var part = new byte[stream.MaxOutput(piece, false)];
            var written = stream.Update(message.AsSpan(at, piece), part);
            output.AddRange(part.AsSpan(0, written));
        }

        var last = new byte[stream.MaxOutput(message.Length - at, true)];
        var count = stream.Finish(message.AsSpan(at), last);
        output.AddRange(last.AsSpan(0, count));
        return Convert.ToHexString([.. output, .. stream.Tag!]);
    }
}
