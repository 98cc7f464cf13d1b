using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.Api;

public sealed class ResumableShaTests
{
    [Theory]
    [InlineData(DigestAlgorithm.Sha1)]
    [InlineData(DigestAlgorithm.Sha224)]
    [InlineData(DigestAlgorithm.Sha256)]
    [InlineData(DigestAlgorithm.Sha384)]
    [InlineData(DigestAlgorithm.Sha512)]
    internal void EveryLength_AgreesWithTheOther(DigestAlgorithm algorithm)
    {
        for (var length = 0; length < 300; length++)
        {
            var message = Enumerable.Range(0, length).Select(i => (byte)(i * 7)).ToArray();
            var sha = new ResumableSha(algorithm);
            sha.BlockUpdate(message.AsSpan(0, length / 3));
            sha.BlockUpdate(message.AsSpan(length / 3));
            var value = new byte[sha.GetDigestSize()];
            sha.DoFinal(value);
            Assert.Equal(CardDigest.Compute(algorithm, message), value);
        }
    }

    /// <summary>The intermediate value of SHA-256 after one block: the digest of a message whose padded form is that block is the value itself (FIPS 180-4, 6.2.2).</summary>
    [Fact]
    public void Resume_FromIntermediateValue_GoesOn()
    {
        // "abc" padded is one block; its digest is the value after it.
        byte[] block = [.. "abc"u8, 0x80, .. new byte[59], 24];
        var value = CardDigest.Compute(DigestAlgorithm.Sha256, "abc"u8);
        var sha = new ResumableSha(DigestAlgorithm.Sha256);
        sha.Resume(value, [0, 64]);
        sha.BlockUpdate("def"u8);
        var result = new byte[32];
        sha.DoFinal(result);
        Assert.Equal(CardDigest.Compute(DigestAlgorithm.Sha256, [.. block, .. "def"u8]), result);
        Assert.Equal(CryptoReason.IllegalValue, Assert.Throws<CardCryptoException>(() => sha.Resume(value, [63])).Reason);
        Assert.Equal(CryptoReason.IllegalValue, Assert.Throws<CardCryptoException>(() => sha.Resume(value, [0])).Reason);
        Assert.Equal(CryptoReason.IllegalValue, Assert.Throws<CardCryptoException>(() => sha.Resume(value.AsSpan(1), [64])).Reason);
        Assert.Equal(CryptoReason.NoSuchAlgorithm, Assert.Throws<CardCryptoException>(() => new ResumableSha(DigestAlgorithm.Md5)).Reason);
    }

    [Fact]
    public void InitializedDigestOnCard_GoesOn()
    {
        var card = new ApiMachine();
        var digest = card.Object(
            "javacard/security/MessageDigest", "getInitializedMessageDigestInstance(BZ)Ljavacard/security/InitializedMessageDigest;", 4, false);
        var value = CardDigest.Compute(DigestAlgorithm.Sha256, "abc"u8);
        card.Call(digest, "setInitialDigest([BSS[BSS)V", card.Bytes(value), 0, 32, card.Bytes(0, 0, 0, 64), 0, 4);
        var output = card.Bytes(new byte[32]);
        Assert.Equal(32, card.Call(digest, "doFinal([BSS[BS)S", card.Bytes("def"u8), 0, 3, output, 0));
        byte[] block = [.. "abc"u8, 0x80, .. new byte[59], 24];
        Assert.Equal(CardDigest.Compute(DigestAlgorithm.Sha256, [.. block, .. "def"u8]), output.Bytes);
        Assert.Equal(3, ApiMachine.Throws("javacard/security/CryptoException", () => card.Object(
            "javacard/security/MessageDigest", "getInitializedMessageDigestInstance(BZ)Ljavacard/security/InitializedMessageDigest;", 2, false)));
    }
}
