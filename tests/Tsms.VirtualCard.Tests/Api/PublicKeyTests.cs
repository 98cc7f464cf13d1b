using System.Security.Cryptography;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>RSA and elliptic curves against the framework's own implementation and published vectors.</summary>
public sealed class PublicKeyTests
{
    private static readonly DigestAlgorithm[] Digests = [DigestAlgorithm.Sha1, DigestAlgorithm.Sha256, DigestAlgorithm.Sha384, DigestAlgorithm.Sha512];

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void Rsa_SignaturesAndCiphers_AgreeWithFramework(int bits)
    {
        using var random = HmacDrbg.Instantiate([1]);
        using var parts = RsaKeyGenerator.Generate(bits, [], random);
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = parts.Modulus, Exponent = parts.PublicExponent, D = parts.PrivateExponent, P = parts.P, Q = parts.Q,
            DP = parts.Dp, DQ = parts.Dq, InverseQ = parts.QInverse,
        });
        RsaPrimitive open = new RsaExponentKey(parts.Modulus, parts.PublicExponent);
        RsaPrimitive plain = new RsaExponentKey(parts.Modulus, parts.PrivateExponent);
        RsaPrimitive crt = new RsaCrtKey(parts.P, parts.Q, parts.Dp, parts.Dq, parts.QInverse);
        Assert.Equal(bits, open.BitLength);
        Assert.Equal(bits / 8, crt.Length);

        foreach (var digest in Digests)
        {
            if (bits == 1024 && digest == DigestAlgorithm.Sha512)
            {
                continue; // PSS with a salt of 64 bytes does not fit 128
            }

            var hash = CardDigest.Compute(digest, "message"u8);
            var name = new HashAlgorithmName(digest.ToString().ToUpperInvariant());
            var signature = new byte[bits / 8];
            RsaSignature.SignPkcs1(crt, digest, hash, true, signature);
            Assert.True(rsa.VerifyHash(hash, signature, name, RSASignaturePadding.Pkcs1));
            Assert.True(RsaSignature.VerifyPkcs1(open, digest, hash, true, signature));
            var other = new byte[bits / 8];
            RsaSignature.SignPkcs1(plain, digest, hash, true, other);
            Assert.Equal(signature, other);
            signature[5] ^= 1;
            Assert.False(RsaSignature.VerifyPkcs1(open, digest, hash, true, signature));

            RsaSignature.SignPss(crt, digest, hash, random, signature);
            Assert.True(rsa.VerifyHash(hash, signature, name, RSASignaturePadding.Pss));
            Assert.True(RsaSignature.VerifyPss(open, digest, hash, rsa.SignHash(hash, name, RSASignaturePadding.Pss)));
            signature[7] ^= 1;
            Assert.False(RsaSignature.VerifyPss(open, digest, hash, signature));
        }

        foreach (var padding in (RsaCipherPadding[])[RsaCipherPadding.Pkcs1, RsaCipherPadding.Oaep])
        {
            var framework = padding == RsaCipherPadding.Pkcs1 ? RSAEncryptionPadding.Pkcs1 : RSAEncryptionPadding.OaepSHA1;
            Assert.Equal("hello"u8.ToArray(), rsa.Decrypt(Cipher(open, false, padding, true, "hello"u8, random), framework));
            Assert.Equal("hello"u8.ToArray(), Cipher(crt, true, padding, false, rsa.Encrypt("hello"u8.ToArray(), framework), random));
        }

        // Block type 1: enciphered with the private key, deciphered with the public one.
        Assert.Equal("x"u8.ToArray(), Cipher(open, false, RsaCipherPadding.Pkcs1, false, Cipher(crt, true, RsaCipherPadding.Pkcs1, true, "x"u8, random), random));
    }

    [Fact]
    public void Rsa_WrongInput_IsIllegalUse()
    {
        using var random = HmacDrbg.Instantiate([2]);
        using var parts = RsaKeyGenerator.Generate(512, [3], random);
        Assert.Equal([3], parts.PublicExponent);
        var key = new RsaExponentKey(parts.Modulus, parts.PublicExponent);
        foreach (var (padding, encrypt, length) in ((RsaCipherPadding, bool, int)[])
                 [(RsaCipherPadding.None, true, 63), (RsaCipherPadding.None, true, 65), (RsaCipherPadding.Pkcs1, true, 54), (RsaCipherPadding.Oaep, true, 23), (RsaCipherPadding.Pkcs1, false, 63)])
        {
            var fault = Assert.Throws<CardCryptoException>(() => Cipher(key, false, padding, encrypt, new byte[length], random));
            Assert.Equal(CryptoReason.IllegalUse, fault.Reason);
        }

        var above = new byte[64];
        Array.Fill(above, (byte)0xFF);
        Assert.Equal(CryptoReason.IllegalUse, Assert.Throws<CardCryptoException>(() => key.Apply(above, new byte[64])).Reason);
        Assert.Equal(CryptoReason.IllegalValue, Assert.Throws<CardCryptoException>(() => RsaKeyGenerator.Generate(512, [4], random)).Reason);
    }

    /// <summary>RFC 6979, A.2.5: ECDSA, P-256, SHA-256, message "sample".</summary>
    [Fact]
    public void Ecdsa_Rfc6979_Verifies()
    {
        var domain = P256();
        var point = Convert.FromHexString(
            "0460FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB67903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");
        var signature = Convert.FromHexString(
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        var hash = CardDigest.Compute(DigestAlgorithm.Sha256, "sample"u8);
        Assert.True(EcDsa.Verify(domain, point, hash, signature, plain: true));
        Assert.False(EcDsa.Verify(domain, point, hash, signature, plain: false));
        hash[0] ^= 1;
        Assert.False(EcDsa.Verify(domain, point, hash, signature, plain: true));
    }

    /// <summary>RFC 6979, A.2.8: ECDSA, K-163, SHA-256, message "sample"; the curve of FIPS 186-4, D.1.3.1.1.</summary>
    [Fact]
    public void Ecdsa_BinaryField_Rfc6979_Verifies()
    {
        var domain = EcDomain.Binary(
            163, (3, 6, 7), [1], [1],
            Convert.FromHexString("0402FE13C0537BBC11ACAA07D793DE4E6D5E5C94EEE80289070FB05D38FF58321F2E800536D538CCDAA3D9"),
            Convert.FromHexString("04000000000000000000020108A2E0CC0D99F8A5EF"), 2);
        var point = Convert.FromHexString("04079AEE090DB05EC252D5CB4452F356BE198A4FF96F0782E29634DDC9A31EF40386E896BAA18B53AFA5A3");
        var signature = Convert.FromHexString("0113A63990598A3828C407C0F4D2438D990DF99A7F01313A2E03F5412DDB296A22E2C455335545672D9F");
        var hash = CardDigest.Compute(DigestAlgorithm.Sha256, "sample"u8);
        Assert.True(EcDsa.Verify(domain, point, hash, signature, plain: true));
        using var random = HmacDrbg.Instantiate([5]);
        Assert.True(EcDsa.Verify(domain, point, hash, EcDsa.Sign(domain, Convert.FromHexString("009A4D6792295A7F730FC3F2B49CBC0F62E862272F"), hash, false, random), false));
    }

    [Fact]
    public void Ecdsa_OnCard_AgreesWithFramework()
    {
        using var random = HmacDrbg.Instantiate([3]);
        var domain = P256();
        var (s, w) = domain.GenerateKey(random);
        using var framework = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, D = s, Q = new ECPoint { X = w[1..33], Y = w[33..] },
        });
        foreach (var digest in Digests)
        {
            var hash = CardDigest.Compute(digest, "challenge"u8);
            var der = EcDsa.Sign(domain, s, hash, false, random);
            Assert.True(der.Length <= EcDsa.MaxDerLength(32));
            Assert.True(framework.VerifyHash(hash, der, DSASignatureFormat.Rfc3279DerSequence));
            Assert.True(framework.VerifyHash(hash, EcDsa.Sign(domain, s, hash, true, random)));
            Assert.True(EcDsa.Verify(domain, w, hash, framework.SignHash(hash), plain: true));
        }
    }

    /// <summary>NIST CAVP, ECC CDH primitive, P-256, COUNT = 0.</summary>
    [Fact]
    public void Ecdh_Cavp_Matches()
    {
        var secret = Convert.FromHexString("7D7DC5F71EB29DDAF80D6214632EEAE03D9058AF1FB6D22ED80BADB62BC1A534");
        var point = Convert.FromHexString(
            "04700C48F77F56584C5CC632CA65640DB91B6BACCE3A4DF6B42CE7CC838833D287DB71E509E3FD9B060DDB20BA5C51DCC5948D46FBF640DFE0441782CAB85FA4AC");
        var x = EcAgreement.Agree(P256(), secret, point, false, EcAgreementOutput.X);
        Assert.Equal("46FC62106420FF012E54A434FBDD2D25CCC5852060561E68040DD7778997BD7B", Convert.ToHexString(x));
        Assert.Equal(x, EcAgreement.Agree(P256(), secret, point, true, EcAgreementOutput.X));
        Assert.Equal(x, EcAgreement.Agree(P256(), secret, point, false, EcAgreementOutput.Point)[1..33]);
        Assert.Equal(SHA1.HashData(x), EcAgreement.Agree(P256(), secret, point, false, EcAgreementOutput.Sha1OfX));
        point[^1] ^= 1;
        var fault = Assert.Throws<CardCryptoException>(() => EcAgreement.Agree(P256(), secret, point, false, EcAgreementOutput.X));
        Assert.Equal(CryptoReason.IllegalValue, fault.Reason);
    }

    private static byte[] Cipher(RsaPrimitive key, bool isPrivate, RsaCipherPadding padding, bool encrypt, ReadOnlySpan<byte> message, RandomNumberGenerator random)
    {
        using var cipher = new RsaCipher(key, isPrivate, padding, DigestAlgorithm.Sha1, encrypt, random);
        var output = new byte[cipher.MaxOutput(message.Length, true)];
        return output[..cipher.Finish(message, output)];
    }

    // secp256r1: SEC 2, 2.4.2
    internal static EcDomain P256() => EcDomain.Prime(
        Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"),
        Convert.FromHexString("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC"),
        Convert.FromHexString("5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"),
        Convert.FromHexString(
            "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"),
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
        1);
}
