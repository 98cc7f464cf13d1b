using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using BcInteger = Org.BouncyCastle.Math.BigInteger;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>Cryptography of the API, called by byte code, against published vectors and the host's own libraries. Constants are those of the API.</summary>
public sealed class CryptoConformanceTests
{
    private const int Aes = 15;
    private const int Des = 3;
    private const int Seed = 18;
    private const int Hmac = 21;
    private static readonly string Abc = Hex("abc"u8);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    private static string Hex(BigInteger number) => Hex(number.ToByteArray(isUnsigned: true, isBigEndian: true));

    [Theory]
    [InlineData(1, "A9993E364706816ABA3E25717850C26C9CD0D89D")] // FIPS 180-4, SHA-1 of "abc"
    [InlineData(2, "900150983CD24FB0D6963F7D28E17F72")] // RFC 1321
    [InlineData(3, "8EB208F7E05D987A9B044A8E98C6B087F15A0BFC")] // RIPEMD-160, its authors' page
    [InlineData(4, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData(5, "CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAECA134C825A7")]
    [InlineData(6, "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F")]
    [InlineData(7, "23097D223405D8228642A477BDA255B32AADBCE4BDA0B3F7E36C9DA7")]
    public void Digest_OfAbc_IsThePublishedOne(int algorithm, string expected)
    {
        using var card = new ApiCard();
        for (var how = 0; how < 3; how++)
        {
            Assert.Equal(expected, card.Command(0x21, algorithm, how, Abc));
        }

        if (algorithm is not (2 or 3))
        {
            Assert.Equal(expected, card.Command(0x21, algorithm, 4, Abc));
        }
    }

    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E0F", "69C4E0D86A7B0430D8CDB78070B4C55A")] // FIPS 197, appendix C
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314151617", "DDA97CA4864CDFE06EAF70A0EC0D7191")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "8EA2B7CA516745BFEAFC49904B496089")]
    public void Aes_OfFips197_IsThePublishedOne(string key, string expected)
    {
        using var card = new ApiCard();
        card.Key(0, Aes, key.Length * 4, key);
        Assert.Equal(expected, card.Command(0x27, 14, 0, "02", "", "00112233445566778899AABBCCDDEEFF"));
        Assert.Equal("00112233445566778899AABBCCDDEEFF", card.Command(0x27, 14, 0, "01", "", expected));
    }

    // NIST SP 800-38A, F.2.1, the first two blocks; the second way by cipher and padding constants, the third in parts, the fourth once.
    [Theory]
    [InlineData(13, "02", "")]
    [InlineData(1, "42", "01")]
    [InlineData(13, "22", "")]
    [InlineData(1, "82", "01")]
    public void AesCbc_OfSp80038A_IsThePublishedOne(int algorithm, string mode, string padding)
    {
        using var card = new ApiCard();
        card.Key(0, Aes, 128, "2B7E151628AED2A6ABF7158809CF4F3C");
        string[] parts = ["000102030405060708090A0B0C0D0E0F", .. padding.Length > 0 ? [padding] : Array.Empty<string>()];
        Assert.Equal(
            "7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2",
            card.Command(0x27, algorithm, 0, [mode, .. parts, "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51"]));
    }

    [Fact]
    public void TripleDes_AndSeed_AreThePublishedOnes()
    {
        using var card = new ApiCard();
        card.Key(0, Des, 192, "0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123"); // NIST SP 800-67, B.1
        Assert.Equal("A826FD8CE53B855FCCE21C8112256FE668D5C05DD9B6B900", card.Command(0x27, 5, 0, "02", "", Hex("The qufck brown fox jump"u8)));
        card.Key(1, Seed, 128, "00000000000000000000000000000000"); // RFC 4269, B.1
        Assert.Equal("5EBAC6E0054E166819AFF1CC6D346CDB", card.Command(0x27, 16, 1, "02", "", "000102030405060708090A0B0C0D0E0F"));
    }

    [Theory]
    [InlineData(25, "B0344C61D8DB38535CA8AFCEAF0BF12B881DC200C9833DA726E9376C2E32CFF7")] // RFC 4231, case 1, SHA-256
    [InlineData(26, "AFD03944D84895626B0825F4AB46907F15F9DADBE4101EC682AA034C7CEBC59CFAEA9EA9076EDE7F4AF152E8B2FA9CB6")]
    [InlineData(27, "87AA7CDEA5EF619D4FF0B4241A1D6CB02379F4E2CE4EC2787AD0B30545E17CDEDAA833B7D6B8A702038B274EAEA3F4E4BE9D914EEB61F1702E696C203A126854")]
    public void Hmac_OfRfc4231_IsThePublishedOne(int algorithm, string expected)
    {
        using var card = new ApiCard();
        card.Key(0, Hmac, 512, string.Concat(Enumerable.Repeat("0B", 20)));
        var data = Hex("Hi There"u8);
        Assert.Equal(expected, card.Command(0x23, algorithm, 0, "", data));
        Assert.Equal($"01{algorithm:X2}", card.Command(0x24, algorithm, 0, "", data, expected));
        Assert.Equal($"00{algorithm:X2}", card.Command(0x24, algorithm, 0, "", data + "00", expected));
    }

    [Fact]
    public void AesCmac_OfRfc4493_IsThePublishedOne()
    {
        using var card = new ApiCard();
        card.Key(0, Aes, 128, "2B7E151628AED2A6ABF7158809CF4F3C");
        Assert.Equal("070A16B46B4D4144F79BDD9DD04A287C", card.Command(0x23, 49, 0, "", "6BC1BEE22E409F96E93D7E117393172A"));
    }

    // The Galois/Counter Mode of Operation (McGrew and Viega), test case 4; NIST SP 800-38C, example 1.
    [Theory]
    [InlineData(-13, "FEFFE9928665731C6D6A8F9467308308", "CAFEBABEFACEDBADDECAF888", "FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2",
        "D9313225F88406E5A55909C5AFF5269A86A7A9531534F7DA2E4C303D8A318A721C3C0C95956809532FCF0E2449A6B525B16AEDF5AA0DE657BA637B39",
        "42831EC2217774244B7221B784D0D49CE3AA212F2C02A4E035C17E2329ACA12E21D514B25466931C7D8F6A5AAC84AA051BA30B396A0AAC973D58E091", "5BC94FBC3221A5DB94FAE95AE7121A47")]
    [InlineData(-12, "404142434445464748494A4B4C4D4E4F", "10111213141516", "0001020304050607", "20212223", "7162015B", "4DAC255D")]
    public void Aead_IsThePublishedOne(int algorithm, string key, string nonce, string aad, string plain, string cipher, string tag)
    {
        using var card = new ApiCard();
        card.Key(0, Aes, 128, key);
        Assert.Equal(cipher + tag, card.Command(0x28, algorithm, 0, $"02{tag.Length / 2:X2}", nonce, aad, plain));
        Assert.Equal(plain + "01", card.Command(0x28, algorithm, 0, $"01{tag.Length / 2:X2}", nonce, aad, cipher, tag));
        Assert.StartsWith(plain, card.Command(0x28, algorithm, 0, $"01{tag.Length / 2:X2}", nonce, aad, cipher, tag[..^2] + "00"), StringComparison.Ordinal);
    }

    [Fact]
    public void RsaSignature_IsTheHosts()
    {
        const int Algorithm = 40; // ALG_RSA_SHA_256_PKCS1
        using var card = new ApiCard();
        using var rsa = RSA.Create(1024);
        Keys(card, rsa);
        var data = Hex("a message"u8);
        var signature = card.Command(0x23, Algorithm, 0, "", data);
        Assert.True(rsa.VerifyData("a message"u8, Convert.FromHexString(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Assert.Equal($"01{Algorithm:X2}", card.Command(0x24, Algorithm, 1, "", data, signature));
        var hash = Hex(SHA256.HashData("a message"u8));
        Assert.Equal(signature, card.Command(0x25, Algorithm, 0, hash));
        Assert.Equal("01", card.Command(0x26, Algorithm, 1, hash, signature));

        // Digest SHA-256, cipher RSA, padding PKCS #1: the same Algorithm by its parts, and once.
        Assert.Equal(signature, card.Command(0x2D, 4, 0, "00030007", data));
        Assert.Equal(signature, card.Command(0x2E, 4, 0, "00030007", data));
    }

    private static void Keys(ApiCard card, RSA rsa)
    {
        var parameters = rsa.ExportParameters(true);
        card.Key(0, 5, rsa.KeySize, Hex(parameters.Modulus), Hex(parameters.D));
        card.Key(1, 4, rsa.KeySize, Hex(parameters.Modulus), Hex(parameters.Exponent));
    }

    [Fact]
    public void RsaCipher_IsTheHosts()
    {
        using var card = new ApiCard();
        using var rsa = RSA.Create(1024);
        Keys(card, rsa);
        var there = card.Command(0x27, 10, 1, "02", "", Abc);
        Assert.Equal(Abc, Hex(rsa.Decrypt(Convert.FromHexString(there), RSAEncryptionPadding.Pkcs1)));
        Assert.Equal(Abc, card.Command(0x27, 10, 0, "01", "", Hex(rsa.Encrypt("abc"u8, RSAEncryptionPadding.Pkcs1))));
        Assert.Equal("[6C05]", card.Command(0x27, 10, 1, "02", "", new string('0', 240))); // ILLEGAL_USE: 120 bytes do not fit
    }

    [Fact]
    public void Recovery_GivesTheMessageBack()
    {
        const int Algorithm = 30; // ALG_RSA_SHA_ISO9796_MR
        using var card = new ApiCard();
        using var rsa = RSA.Create(1024);
        Keys(card, rsa);
        var answer = card.Command(0x2B, Algorithm, 0, string.Concat(Enumerable.Repeat("A5", 120)));
        var inside = Convert.ToInt32(answer[..4], 16);
        Assert.Equal(106, inside); // 128 bytes less 20 of the hash and 2 of header and trailer
        var rest = string.Concat(Enumerable.Repeat("A5", 120 - inside));
        Assert.Equal(string.Concat(Enumerable.Repeat("A5", inside)) + "01", card.Command(0x2C, Algorithm, 1, answer[4..], rest));
        Assert.EndsWith("00", card.Command(0x2C, Algorithm, 1, answer[4..], rest[2..] + "A4"), StringComparison.Ordinal);
    }

    private static string[] P256 =>
    [
        "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF", "FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC",
        "5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B",
        "046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
        "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
    ];

    [Fact]
    public void Ecdsa_AndEcdh_AreTheHosts()
    {
        using var card = new ApiCard();
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var parameters = own.ExportParameters(true);
        card.Key(0, 12, 256, [.. P256, Hex(parameters.D)]);
        card.Key(1, 11, 256, [.. P256, "04" + Hex(parameters.Q.X) + Hex(parameters.Q.Y)]);
        var signature = card.Command(0x23, 33, 0, "", Abc);
        Assert.True(own.VerifyData("abc"u8, Convert.FromHexString(signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.Equal("0121", card.Command(0x24, 33, 1, "", Abc, Hex(own.SignData("abc"u8, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))));

        using var agreement = ECDiffieHellman.Create(parameters);
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = other.ExportParameters(false).Q;
        Assert.Equal(
            Hex(agreement.DeriveRawSecretAgreement(other.PublicKey)), card.Command(0x29, 3, 0, "04" + Hex(point.X) + Hex(point.Y))); // ALG_EC_SVDP_DH_PLAIN
        Assert.Equal("[6C01]", card.Command(0x29, 3, 0, "04" + Hex(point.X) + Hex(point.X))); // not on the curve
    }

    [Fact]
    public void Dsa_IsTheHosts()
    {
        using var card = new ApiCard();
        var (parameters, x, y) = TestGroup();
        string[] group = [Of(parameters.P), Of(parameters.Q), Of(parameters.G)];
        card.Key(0, 8, 1024, [.. group, Of(x)]);
        card.Key(1, 7, 1024, [.. group, Of(y)]);
        var signature = card.Command(0x23, 14, 0, "", Abc);
        var sequence = Asn1Sequence.GetInstance(Convert.FromHexString(signature));
        var verifier = new DsaSigner();
        verifier.Init(false, new DsaPublicKeyParameters(y, parameters));
        Assert.True(verifier.VerifySignature(SHA1.HashData("abc"u8), ((DerInteger)sequence[0]).Value, ((DerInteger)sequence[1]).Value));
        Assert.Equal("010E", card.Command(0x24, 14, 1, "", Abc, signature));

        static string Of(BcInteger number) => Convert.ToHexString(number.ToByteArrayUnsigned());
    }

    private static (DsaParameters Group, BcInteger X, BcInteger Y) TestGroup()
    {
        var random = new Org.BouncyCastle.Security.SecureRandom();
        var maker = new Org.BouncyCastle.Crypto.Generators.DsaParametersGenerator();
        maker.Init(1024, 80, random);
        var group = maker.GenerateParameters();
        var x = new BcInteger("123456789ABCDEF0123456789ABCDEF012345678", 16).Mod(group.Q);
        return (group, x, group.G.ModPow(x, group.P));
    }

    [Fact]
    public void DiffieHellman_IsThePower()
    {
        // RFC 2409, 6.2: the second Oakley group.
        var p = BigInteger.Parse(
            "0FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
            NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var (x, y) = (new BigInteger(0x123456789ABCDEF), new BigInteger(0xFEDCBA987654321));
        using var card = new ApiCard();
        card.Key(0, 35, 1024, Hex(p), "02", Hex(x));
        var open = BigInteger.ModPow(2, y, p);
        Assert.Equal(Hex(BigInteger.ModPow(open, x, p)).PadLeft(256, '0'), card.Command(0x29, 7, 0, Hex(open).PadLeft(256, '0')));
    }

    [Theory]
    [InlineData(1, "906E")] // "123456789": CRC-16/X-25, ITU-T X.25
    [InlineData(2, "CBF43926")] // CRC-32 of ISO/IEC 3309
    public void Checksum_OfTheNineDigits_IsThePublishedOne(int algorithm, string expected)
    {
        using var card = new ApiCard();
        Assert.Contains(card.Command(0x2A, algorithm, algorithm == 1 ? 2 : 4, (algorithm == 1 ? "FFFF" : "FFFFFFFF") + Hex("123456789"u8)),
            (string[])[expected, Complement(expected)]);
    }

    private static string Complement(string hex) => Hex([.. Convert.FromHexString(hex).Select(b => (byte)~b)]);

    [Fact]
    public void State_OfADigest_GoesOn()
    {
        // SHA-256 after one block of 64 bytes 61, by another implementation of FIPS 180-4.
        const string State = "DF5BB81CE81E0626FB45A8944FD40F31B25E6816D6D499C1AB90492900635E66";
        var data = new string('a', 100);
        using var card = new ApiCard();
        Assert.Equal(
            Hex(SHA256.HashData(Encoding.ASCII.GetBytes(data))),
            card.Command(0x21, 4, 3, State, "0000000000000040", Hex(Encoding.ASCII.GetBytes(data[64..]))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_IsNotTheSameTwice(int algorithm)
    {
        using var card = new ApiCard();
        var first = card.Command(0x22, algorithm, 0, "0102030405060708");
        Assert.Equal(32, first.Length);
        Assert.NotEqual(first, card.Command(0x22, algorithm, 1, "00"));
    }

    [Fact]
    public void Faults_HaveTheirReasons()
    {
        using var card = new ApiCard();
        Assert.Equal("[6C03]", card.Command(0x21, 99, 0, "00")); // NO_SUCH_ALGORITHM
        card.Key(0, Aes, 128, "2B7E151628AED2A6ABF7158809CF4F3C");
        Assert.Equal("[6C05]", card.Command(0x27, 14, 0, "02", "", "00112233")); // ILLEGAL_USE: no whole block
        Assert.Equal("[6C01]", card.Command(0x27, 14, 0, "03", "", "00112233")); // ILLEGAL_VALUE: no mode
        Assert.Equal("[6C01]", card.Command(0x27, 5, 0, "02", "", "0011223344556677")); // an AES key for DES
        Assert.Equal("[6C01]", card.Command(0x27, 14, 0, "02", "000102030405060708090A0B0C0D0E0F", "00")); // ECB takes no vector
        Assert.Equal("[6C03]", card.Command(0x20, Aes, 1, "0081", "00")); // no such size
    }
}
