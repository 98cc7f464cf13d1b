using System.Security.Cryptography;
using Tsms.VirtualCard.Api.Natives.Security;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacard.security and javacardx.crypto through their native methods.</summary>
public sealed class CryptoNativesTests
{
    private const string CryptoException = "javacard/security/CryptoException";
    private const string KeyBuilder = "javacard/security/KeyBuilder";
    private readonly ApiMachine _card = new();

    private HeapObject Key(int type, int bits) => _card.Object(KeyBuilder, "buildKey(BSZ)Ljavacard/security/Key;", type, bits, false);

    private HeapObject Aes(string hex)
    {
        var key = Key(15, hex.Length * 4);
        _card.Call(key, "setKey([BS)V", _card.Hex(hex), 0);
        return key;
    }

    [Fact]
    public void AesCipher_Sp80038A_Matches()
    {
        var cipher = _card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", 13, false);
        var key = Aes("2B7E151628AED2A6ABF7158809CF4F3C");
        _card.Call(cipher, "init(Ljavacard/security/Key;B[BSS)V", key, 2, _card.Hex("000102030405060708090A0B0C0D0E0F"), 0, 16);
        var data = _card.Hex("6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51");
        var output = _card.Bytes(new byte[40]);
        Assert.Equal(16, _card.Call(cipher, "update([BSS[BS)S", data, 0, 16, output, 3));
        Assert.Equal(16, _card.Call(cipher, "doFinal([BSS[BS)S", data, 16, 16, output, 19));
        Assert.Equal("7649ABAC8119B246CEE98E9B12E9197D5086CB9B507219EE95DB113A917678B2", Convert.ToHexString(output.Bytes.AsSpan(3, 32)));
        Assert.Equal(13, _card.Call(cipher, "getAlgorithm()B"));

        // doFinal leaves the object as init did, but for the vector, which is 0.
        Assert.Equal(32, _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 32, data, 0));
        Assert.Equal("3AD77BB40D7A3660A89ECAF32466EF97", Convert.ToHexString(data.Bytes.AsSpan(0, 16)));
    }

    [Fact]
    public void Cipher_WrongUse_ThrowsWithReason()
    {
        Assert.Equal(3, ApiMachine.Throws(CryptoException, () => _card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", 99, false)));
        Assert.Equal(3, ApiMachine.Throws(CryptoException, () => Key(15, 129)));
        Assert.Equal(3, ApiMachine.Throws(CryptoException, () => Key(9, 114)));
        var cipher = _card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", 13, false);
        var data = _card.Bytes(new byte[16]);
        Assert.Equal(4, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0)));
        Assert.Equal(2, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "init(Ljavacard/security/Key;B)V", Key(15, 128), 2)));
        Assert.Equal(1, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "init(Ljavacard/security/Key;B)V", Key(3, 64), 2)));
        var key = Aes("2B7E151628AED2A6ABF7158809CF4F3C");
        Assert.Equal(1, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "init(Ljavacard/security/Key;B[BSS)V", key, 2, data, 0, 8)));
        _card.Call(cipher, "init(Ljavacard/security/Key;B)V", key, 2);
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 15, data, 0)));
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 1));
        ApiMachine.Throws("java/lang/NullPointerException", () => _card.Call(cipher, "doFinal([BSS[BS)S", null, 0, 16, data, 0));
    }

    [Fact]
    public void EcKeyPair_SignedOnCard_VerifiesInFramework()
    {
        var pair = _card.New("javacard/security/KeyPair", "(BS)V", 5, 256);
        _card.Call(pair, "genKeyPair()V");
        var publicKey = _card.Reference(pair, "getPublic()Ljavacard/security/PublicKey;");
        var privateKey = _card.Reference(pair, "getPrivate()Ljavacard/security/PrivateKey;");
        Assert.Equal(1, _card.Call(privateKey, "isInitialized()Z"));
        Assert.Equal(256, _card.Call(publicKey, "getSize()S"));
        Assert.Equal(11, _card.Call(publicKey, "getType()B"));
        var w = _card.Bytes(new byte[65]);
        Assert.Equal(65, _card.Call(publicKey, "getW([BS)S", w, 0));

        var signature = _card.Object("javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", 33, false);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", privateKey, 1);
        var message = _card.Bytes("challenge"u8);
        var output = _card.Bytes(new byte[80]);
        _card.Call(signature, "update([BSS)V", message, 0, 4);
        var length = _card.Call(signature, "sign([BSS[BS)S", message, 4, 5, output, 0);
        using var framework = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = w.Bytes[1..33], Y = w.Bytes[33..] },
        });
        Assert.True(framework.VerifyData(
            "challenge"u8, output.Bytes.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        _card.Call(signature, "init(Ljavacard/security/Key;B)V", publicKey, 2);
        Assert.Equal(1, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, output, 0, length));
        output.Bytes[length - 1] ^= 1;
        Assert.Equal(0, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, output, 0, length));

        var agreement = _card.Object("javacard/security/KeyAgreement", "getInstance(BZ)Ljavacard/security/KeyAgreement;", 3, false);
        _card.Call(agreement, "init(Ljavacard/security/PrivateKey;)V", privateKey);
        Assert.Equal(32, _card.Call(agreement, "generateSecret([BSS[BS)S", w, 0, 65, output, 0));
    }

    [Theory]
    [InlineData(4, 113)]
    [InlineData(4, 131)]
    [InlineData(4, 163)]
    [InlineData(4, 193)]
    [InlineData(5, 112)]
    [InlineData(5, 128)]
    [InlineData(5, 160)]
    [InlineData(5, 192)]
    [InlineData(5, 224)]
    [InlineData(5, 320)]
    [InlineData(5, 384)]
    [InlineData(5, 512)]
    [InlineData(5, 521)]
    public void EcKeyPair_OfEverySize_SignsAndVerifies(int algorithm, int bits)
    {
        var pair = _card.New("javacard/security/KeyPair", "(BS)V", algorithm, bits);
        _card.Call(pair, "genKeyPair()V");
        var publicKey = _card.Reference(pair, "getPublic()Ljavacard/security/PublicKey;");
        var signature = _card.Object("javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", 17, false);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", _card.Reference(pair, "getPrivate()Ljavacard/security/PrivateKey;"), 1);
        var output = _card.Bytes(new byte[160]);
        var length = _card.Call(signature, "sign([BSS[BS)S", output, 0, 10, output, 10);
        Assert.InRange(length, 1, _card.Call(signature, "getLength()S"));
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", publicKey, 2);
        Assert.Equal(1, _card.Call(signature, "verify([BSS[BSS)Z", output, 0, 10, output, 10, length));
        Assert.Equal(algorithm == 4 ? (bits / 8) + 1 : (bits + 7) / 8, _card.Call(publicKey, "getField([BS)S", output, 0));
        Assert.Equal(3, ApiMachine.Throws(CryptoException, () =>
            _card.Call(publicKey, algorithm == 4 ? "setFieldFP([BSS)V" : "setFieldF2M(SSS)V", algorithm == 4 ? output : 1, 2, 3)));
    }

    [Theory]
    [InlineData(5, 256)]
    [InlineData(1, 512)]
    [InlineData(2, 512)]
    public void KeyPair_WhosePowerIsCut_IsOfOneMaking(int algorithm, int bits)
    {
        var pair = _card.New("javacard/security/KeyPair", "(BS)V", algorithm, bits);
        _card.Call(pair, "genKeyPair()V");
        var keys = new[] { _card.Reference(pair, "getPublic()Ljavacard/security/PublicKey;"), _card.Reference(pair, "getPrivate()Ljavacard/security/PrivateKey;") };
        string Values() => string.Concat(keys.Select(k => Convert.ToHexString(CardKey.From(_card.Vm, k).Value(0))));
        var (before, memory) = (Values(), _card.Vm.Heap.Memory);
        var cuts = 0;
        for (var cut = 1; ; cut++)
        {
            memory.CutAt = memory.Writes + cut;
            if (Record.Exception(() => _card.Call(pair, "genKeyPair()V")) is not PowerLost)
            {
                break;
            }

            memory.CutAt = null;
            memory.RollBackAll();
            Assert.Equal(before, Values());
            cuts++;
        }

        Assert.InRange(cuts, 2, 20);
        Assert.NotEqual(before, Values());
    }

    [Fact]
    public void RsaCrtKeyPair_MadeOnCard_Decrypts()
    {
        var pair = _card.New("javacard/security/KeyPair", "(BS)V", 2, 1024);
        _card.Call(pair, "genKeyPair()V");
        var publicKey = _card.Reference(pair, "getPublic()Ljavacard/security/PublicKey;");
        var cipher = _card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", 10, false);
        _card.Call(cipher, "init(Ljavacard/security/Key;B)V", publicKey, 2);
        var data = _card.Bytes([.. "secret"u8, .. new byte[122]]);
        Assert.Equal(128, _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 6, data, 0));
        _card.Call(cipher, "init(Ljavacard/security/Key;B)V", _card.Reference(pair, "getPrivate()Ljavacard/security/PrivateKey;"), 1);
        Assert.Equal(6, _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 128, data, 0));
        Assert.Equal("secret"u8.ToArray(), data.Bytes[..6]);
    }

    [Fact]
    public void TransientKey_Cleared_IsNotInitialized()
    {
        var key = Key(13, 128);
        _card.Call(key, "setKey([BS)V", _card.Bytes(new byte[16]), 0);
        Assert.Equal(1, _card.Call(key, "isInitialized()Z"));
        _card.Vm.Heap.ClearTransient(o => o.Transient == TransientKind.ClearOnReset);
        Assert.Equal(0, _card.Call(key, "isInitialized()Z"));
        Assert.Equal(2, ApiMachine.Throws(CryptoException, () => _card.Call(key, "getKey([BS)B", _card.Bytes(new byte[16]), 0)));
    }

    [Fact]
    public void Key_SetInAbortedTransaction_KeepsOldValue()
    {
        var key = Aes("00112233445566778899AABBCCDDEEFF");
        _card.Static("javacard/framework/JCSystem", "beginTransaction()V");
        _card.Call(key, "setKey([BS)V", _card.Bytes(new byte[16]), 0);
        _card.Static("javacard/framework/JCSystem", "abortTransaction()V");
        var value = _card.Bytes(new byte[16]);
        Assert.Equal(16, _card.Call(key, "getKey([BS)B", value, 0));
        Assert.Equal("00112233445566778899AABBCCDDEEFF", Convert.ToHexString(value.Bytes));
    }

    [Fact]
    public void DigestChecksumAndRandom_Work()
    {
        var digest = _card.Object("javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;", 4, false);
        var output = _card.Bytes(new byte[32]);
        _card.Call(digest, "update([BSS)V", _card.Bytes("a"u8), 0, 1);
        Assert.Equal(32, _card.Call(digest, "doFinal([BSS[BS)S", _card.Bytes("bc"u8), 0, 2, output, 0));
        Assert.Equal(SHA256.HashData("abc"u8), output.Bytes);

        var crc = _card.Object("javacard/security/Checksum", "getInstance(BZ)Ljavacard/security/Checksum;", 2, false);
        _card.Call(crc, "init([BSS)V", _card.Hex("FFFFFFFF"), 0, 4);
        _card.Call(crc, "update([BSS)V", _card.Bytes("12345"u8), 0, 5);
        Assert.Equal(4, _card.Call(crc, "doFinal([BSS[BS)S", _card.Bytes("6789"u8), 0, 4, output, 0));
        Assert.Equal("CBF43926", Convert.ToHexString(output.Bytes.AsSpan(0, 4)));

        var random = _card.Object("javacard/security/RandomData", "getInstance(B)Ljavacard/security/RandomData;", 2);
        var first = output.Bytes.ToArray();
        _card.Call(random, "generateData([BSS)V", output, 0, 32);
        Assert.NotEqual(first, output.Bytes);
        Assert.Equal(1, ApiMachine.Throws(CryptoException, () => _card.Call(random, "generateData([BSS)V", output, 0, 0)));
    }

    [Fact]
    public void Mac_OfAes_VerifiesWithSameKey()
    {
        var signature = _card.Object("javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", 49, false);
        var key = Aes("2B7E151628AED2A6ABF7158809CF4F3C");
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", key, 1);
        var output = _card.Bytes(new byte[16]);
        Assert.Equal(16, _card.Call(signature, "sign([BSS[BS)S", output, 0, 0, output, 0));
        Assert.Equal("BB1D6929E95937287FA37D129B756746", Convert.ToHexString(output.Bytes)); // RFC 4493, example 1
        Assert.Equal(4, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "verify([BSS[BSS)Z", output, 0, 0, output, 0, 16)));
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", key, 2);
        Assert.Equal(1, _card.Call(signature, "verify([BSS[BSS)Z", output, 0, 0, output, 0, 16));
    }

    [Fact]
    public void OneShot_OpenAndClose_CostsNoMemory()
    {
        var key = Aes("2B7E151628AED2A6ABF7158809CF4F3C");
        var data = _card.Hex("6BC1BEE22E409F96E93D7E117393172A");
        var free = _card.Vm.Heap.PersistentFree;
        for (var i = 0; i < 20; i++)
        {
            var cipher = _card.Object("javacardx/crypto/Cipher$OneShot", "open(BB)Ljavacardx/crypto/Cipher$OneShot;", 2, 1);
            _card.Call(cipher, "init(Ljavacard/security/Key;B)V", key, i % 2 == 0 ? 2 : 1);
            Assert.Equal(16, _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0));
            Assert.Equal(i % 2 == 0 ? "3AD77BB40D7A3660A89ECAF32466EF97" : "6BC1BEE22E409F96E93D7E117393172A", Convert.ToHexString(data.Bytes));
            Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "update([BSS[BS)S", data, 0, 16, data, 0)));
            _card.Call(cipher, "close()V");
            Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "doFinal([BSS[BS)S", data, 0, 16, data, 0)));
        }

        Assert.Equal(free, _card.Vm.Heap.PersistentFree);
        var des = Key(3, 64);
        _card.Call(des, "setKey([BS)V", _card.Hex("0123456789ABCDEF"), 0);
        var cbc = _card.Object("javacardx/crypto/Cipher$OneShot", "open(BB)Ljavacardx/crypto/Cipher$OneShot;", 3, 1);
        _card.Call(cbc, "init(Ljavacard/security/Key;B[BSS)V", des, 2, _card.Hex("1234567890ABCDEF"), 0, 8);
        var text = _card.Bytes("Now is t"u8);
        _card.Call(cbc, "doFinal([BSS[BS)S", text, 0, 8, text, 0);
        Assert.Equal("E5C7CDDE872BF27C", Convert.ToHexString(text.Bytes)); // FIPS 81, table C1
        for (var i = 0; i < 4; i++)
        {
            _card.Object("javacard/security/MessageDigest$OneShot", "open(B)Ljavacard/security/MessageDigest$OneShot;", 4);
        }

        Assert.Equal(5, ApiMachine.Throws("javacard/framework/SystemException", () =>
            _card.Object("javacard/security/MessageDigest$OneShot", "open(B)Ljavacard/security/MessageDigest$OneShot;", 4)));
        _card.Vm.Heap.ClearTransient(_ => true);
        var digest = _card.Object("javacard/security/MessageDigest$OneShot", "open(B)Ljavacard/security/MessageDigest$OneShot;", 1);
        Assert.Equal(20, _card.Call(digest, "getLength()B"));
        var random = _card.Object("javacard/security/RandomData$OneShot", "open(B)Ljavacard/security/RandomData$OneShot;", 3);
        Assert.Equal(16, _card.Call(random, "nextBytes([BSS)S", data, 0, 16));
        var signature = _card.Object("javacard/security/Signature$OneShot", "open(BBB)Ljavacard/security/Signature$OneShot;", 0, 10, 0);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", key, 1);
        Assert.Equal(16, _card.Call(signature, "sign([BSS[BS)S", data, 0, 16, data, 0));
    }

    [Fact]
    public void OneShot_ServesTheContextThatOpenedItUntilItIsClosed()
    {
        const string Random = "javacard/security/RandomData$OneShot";
        var data = _card.Hex("00000000");
        var random = _card.Object(Random, "open(B)Ljavacard/security/RandomData$OneShot;", 2);
        _card.Owner = new Ownership(2, 2);
        ApiMachine.Throws("java/lang/SecurityException", () => _card.Call(random, "getAlgorithm()B"));
        ApiMachine.Throws("java/lang/SecurityException", () => _card.Call(random, "close()V"));
        _card.Owner = new Ownership(1, 1);
        Assert.Equal(2, _card.Call(random, "getAlgorithm()B"));
        _card.Call(random, "close()V");
        _card.Call(random, "close()V");
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(random, "nextBytes([BSS)S", data, 0, 4)));
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(random, "getAlgorithm()B")));
        Assert.Equal("00000000", Convert.ToHexString(data.Bytes));

        for (var i = 0; i < 4; i++)
        {
            _card.Object(Random, "open(B)Ljavacard/security/RandomData$OneShot;", 2);
        }

        OneShotPool.CloseAll(_card.Vm); // as the return of an applet does
        Assert.Same(random, _card.Object(Random, "open(B)Ljavacard/security/RandomData$OneShot;", 2));
    }

    [Theory]
    [InlineData("00", 1)]
    [InlineData("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 1)] // n
    [InlineData("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632552", 1)]
    [InlineData("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632550", 0)]
    [InlineData("01", 0)]
    public void EcPrivateKey_OutOfRange_IsRefusedWhenItIsUsed(string secret, int reason)
    {
        var pair = _card.New("javacard/security/KeyPair", "(BS)V", 5, 256);
        _card.Call(pair, "genKeyPair()V");
        var key = _card.Reference(pair, "getPrivate()Ljavacard/security/PrivateKey;");
        var s = _card.Hex(secret);
        _card.Call(key, "setS([BSS)V", s, 0, s.Bytes.Length);
        var point = _card.Bytes(new byte[65]);
        _card.Call(_card.Reference(pair, "getPublic()Ljavacard/security/PublicKey;"), "getW([BS)S", point, 0);
        var output = _card.Bytes(new byte[100]);
        var signature = _card.Object("javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", 33, false);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", key, 1);
        var agreement = _card.Object("javacard/security/KeyAgreement", "getInstance(BZ)Ljavacard/security/KeyAgreement;", 3, false);
        _card.Call(agreement, "init(Ljavacard/security/PrivateKey;)V", key);
        void Sign() => _card.Call(signature, "sign([BSS[BS)S", point, 0, 65, output, 0);
        void Agree() => _card.Call(agreement, "generateSecret([BSS[BS)S", point, 0, 65, output, 0);
        if (reason == 0)
        {
            Sign();
            Agree();
            return;
        }

        Assert.Equal(reason, ApiMachine.Throws(CryptoException, Sign));
        Assert.Equal(reason, ApiMachine.Throws(CryptoException, Agree));
        Assert.All(output.Bytes, b => Assert.Equal(0, b));
    }
}
