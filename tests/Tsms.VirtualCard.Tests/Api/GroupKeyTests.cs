using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>DSA and Diffie-Hellman keys of javacard.security, and signatures of ISO/IEC 9796-2, against BouncyCastle.</summary>
public sealed class GroupKeyTests
{
    private const string CryptoException = "javacard/security/CryptoException";
    private const string KeyPair = "javacard/security/KeyPair";
    private const string Signature = "javacard/security/Signature";
    private const string MakeSignature = "getInstance(BZ)Ljavacard/security/Signature;";
    private const string MakeKey = "buildKey(BSZ)Ljavacard/security/Key;";
    private readonly ApiMachine _card = new();

    [Theory]
    [InlineData(512)]
    [InlineData(768)]
    [InlineData(1024)]
    [InlineData(2048)]
    public void WellKnownGroup_IsOfPrimesAndItsGeneratorHasTheOrder(int bits)
    {
        var group = FieldGroup.WellKnown(bits);
        Assert.Equal(bits, group.P.BitLength);
        Assert.True(group.P.IsProbablePrime(10) && group.Q!.IsProbablePrime(10));
        Assert.Equal(BigInteger.Zero, group.P.Subtract(BigInteger.One).Mod(group.Q));
        Assert.Equal(BigInteger.One, group.G.ModPow(group.Q, group.P));
        Assert.NotEqual(BigInteger.One, group.G);
    }

    [Theory]
    [InlineData(512)]
    [InlineData(1024)]
    public void Dsa_SignatureOfTheCard_IsVerifiedByTheHost(int bits)
    {
        var pair = _card.New(KeyPair, "(BS)V", 3, bits);
        _card.Call(pair, "genKeyPair()V");
        var (publicKey, privateKey) = Keys(pair);
        var signature = _card.Object(Signature, MakeSignature, 14, false);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", privateKey, 1);
        var message = _card.Bytes("a message"u8);
        var target = _card.Bytes(new byte[64]);
        Assert.Equal(48, _card.Call(signature, "getLength()S"));
        var length = _card.Call(signature, "sign([BSS[BS)S", message, 0, 9, target, 0);

        var parameters = new DsaParameters(Part(publicKey, "getP"), Part(publicKey, "getQ"), Part(publicKey, "getG"));
        var host = new DsaDigestSigner(new DsaSigner(), new Sha1Digest());
        host.Init(false, new DsaPublicKeyParameters(Part(publicKey, "getY"), parameters));
        host.BlockUpdate("a message"u8);
        Assert.True(host.VerifySignature(target.Bytes[..length]));

        _card.Call(signature, "init(Ljavacard/security/Key;B)V", publicKey, 2);
        Assert.Equal(1, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, target, 0, (int)length));
        message.Bytes[0] ^= 1;
        Assert.Equal(0, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, target, 0, (int)length));
        Assert.Equal(0, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, target, 0, length - 1));
        Assert.Equal(1, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "init(Ljavacard/security/Key;B)V", publicKey, 1)));
    }

    [Fact]
    public void Dsa_KeysAreSetPartByPart()
    {
        var group = FieldGroup.WellKnown(512);
        var key = _card.Object("javacard/security/KeyBuilder", MakeKey, 8, 512, false);
        foreach (var (name, value) in ((string, BigInteger)[])[("P", group.P), ("Q", group.Q!), ("G", group.G)])
        {
            var bytes = value.ToByteArrayUnsigned();
            Assert.Equal(0, _card.Call(key, "isInitialized()Z"));
            _card.Call(key, $"set{name}([BSS)V", _card.Bytes(bytes), 0, bytes.Length);
            Assert.Equal(value, Part(key, "get" + name));
        }

        _card.Call(key, "setX([BSS)V", _card.Hex("0102"), 0, 2);
        Assert.Equal(BigInteger.ValueOf(0x0102), Part(key, "getX"));
        Assert.Equal(1, _card.Call(key, "isInitialized()Z"));
        Assert.Equal(8, _card.Call(key, "getType()B"));
        Assert.Equal(512, _card.Call(key, "getSize()S"));
        _card.Call(key, "clearKey()V");
        Assert.Equal(0, _card.Call(key, "isInitialized()Z"));
        Assert.Equal(3, ApiMachine.Throws(CryptoException, () => _card.Static("javacard/security/KeyBuilder", MakeKey, 8, 2048, false)));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void DiffieHellman_BothSidesAgree(int bits)
    {
        var secrets = new List<string>();
        var pairs = Enumerable.Range(0, 2).Select(_ => _card.New(KeyPair, "(BS)V", 6, bits)).ToList();
        pairs.ForEach(p => _card.Call(p, "genKeyPair()V"));
        for (var i = 0; i < 2; i++)
        {
            var agreement = _card.Object("javacard/security/KeyAgreement", "getInstance(BZ)Ljavacard/security/KeyAgreement;", 7, false);
            Assert.Equal(7, _card.Call(agreement, "getAlgorithm()B"));
            _card.Call(agreement, "init(Ljavacard/security/PrivateKey;)V", Keys(pairs[i]).Private);
            var other = Part(Keys(pairs[1 - i]).Public, "getY").ToByteArrayUnsigned();
            var target = _card.Bytes(new byte[bits / 8]);
            Assert.Equal(bits / 8, _card.Call(agreement, "generateSecret([BSS[BS)S", _card.Bytes(other), 0, other.Length, target, 0));
            secrets.Add(Convert.ToHexString(target.Bytes));
            Assert.Equal(1, ApiMachine.Throws(CryptoException, () => _card.Call(agreement, "generateSecret([BSS[BS)S", _card.Hex("01"), 0, 1, target, 0)));
        }

        Assert.Equal(secrets[0], secrets[1]);
        var (publicKey, privateKey) = Keys(pairs[0]);
        var p = Part(publicKey, "getP");
        Assert.Equal(Part(publicKey, "getY"), Part(publicKey, "getG").ModPow(Part(privateKey, "getX"), p));
        Assert.Equal(FieldGroup.WellKnown(bits).Q, Part(privateKey, "getQ"));
    }

    [Theory]
    [InlineData(30, 20)]
    [InlineData(31, 200)]
    public void MessageRecovery_SignatureOfTheCard_IsOpenedByTheHost(int algorithm, int length)
    {
        var pair = _card.New(KeyPair, "(BS)V", 2, 1024);
        _card.Call(pair, "genKeyPair()V");
        var (publicKey, privateKey) = Keys(pair);
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var signature = _card.Object(Signature, MakeSignature, algorithm, false);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", privateKey, 1);
        var target = _card.Bytes(new byte[128]);
        var lengths = _card.Vm.NewArray(ObjectKind.ShortArray, 2);
        _card.Call(signature, "update([BSS)V", _card.Bytes(message), 0, 5);
        Assert.Equal(128, _card.Call(signature, "sign([BSS[BS[SS)S", _card.Bytes(message), 5, length - 5, target, 0, lengths, 1));
        int recovered = lengths.Words[1];
        Assert.Equal(Math.Min(length, 128 - 20 - 2), recovered);
        Assert.Equal(128, _card.Call(signature, "getLength()S"));
        Assert.Equal(algorithm, _card.Call(signature, "getAlgorithm()B"));

        var host = new Iso9796d2Signer(
            new Org.BouncyCastle.Crypto.Engines.RsaEngine(), algorithm == 30 ? new Sha1Digest() : new RipeMD160Digest(), isImplicit: true);
        host.Init(false, new RsaKeyParameters(false, Part(publicKey, "getModulus"), Part(publicKey, "getExponent")));
        host.UpdateWithRecoveredMessage(target.Bytes);
        host.BlockUpdate(message.AsSpan(recovered));
        Assert.True(host.VerifySignature(target.Bytes));

        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "beginVerify([BSS)S", target, 0, 128)));
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", publicKey, 2);
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "verify([BSS)Z", target, 0, 0)));
        var opened = _card.Bytes(target.Bytes);
        Assert.Equal(recovered, _card.Call(signature, "beginVerify([BSS)S", opened, 0, 128));
        Assert.Equal(message[..recovered], opened.Bytes[..recovered]);
        Assert.Equal(1, _card.Call(signature, "verify([BSS)Z", _card.Bytes(message), recovered, length - recovered));
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "sign([BSS[BS)S", opened, 0, 1, opened, 0)));
        var broken = _card.Bytes(target.Bytes);
        broken.Bytes[5] ^= 1;
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "beginVerify([BSS)S", broken, 0, 128)));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(12)]
    public void Iso9796_WithoutRecovery_TakesTheWholeMessage(int algorithm)
    {
        var pair = _card.New(KeyPair, "(BS)V", 1, 512);
        _card.Call(pair, "genKeyPair()V");
        var (publicKey, privateKey) = Keys(pair);
        var signature = _card.Object(Signature, MakeSignature, algorithm, false);
        Assert.Equal(algorithm, _card.Call(signature, "getAlgorithm()B"));
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", privateKey, 1);
        var message = _card.Bytes("a message"u8);
        var target = _card.Bytes(new byte[64]);
        Assert.Equal(64, _card.Call(signature, "sign([BSS[BS)S", message, 0, 9, target, 0));
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", publicKey, 2);
        Assert.Equal(1, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, target, 0, 64));
        message.Bytes[8] ^= 1;
        Assert.Equal(0, _card.Call(signature, "verify([BSS[BSS)Z", message, 0, 9, target, 0, 64));
        Assert.Equal(5, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "signPreComputedHash([BSS[BS)S", message, 0, 9, target, 0)));
    }

    private (HeapObject Public, HeapObject Private) Keys(HeapObject pair) => (
        _card.Reference(pair, "getPublic()Ljavacard/security/PublicKey;"), _card.Reference(pair, "getPrivate()Ljavacard/security/PrivateKey;"));

    private BigInteger Part(HeapObject key, string getter)
    {
        var target = _card.Bytes(new byte[300]);
        return new BigInteger(1, target.Bytes, 0, _card.Call(key, getter + "([BS)S", target, 0));
    }

    [Theory]
    [InlineData(7, 11, 256)] // ALG_TYPE_EC_FP_PUBLIC, TYPE_EC_FP_PUBLIC
    [InlineData(11, 4, 2048)]
    [InlineData(20, 42, 256)]
    public void BuildKey_OfATypeThatTheApiHasPersistentOnly_LivesInTheMemoryAskedFor(int algorithmic, int type, int bits)
    {
        var card = new ApiMachine(ApiProfile.JavaCard32);
        foreach (var memory in new[] { 0, 1, 2 })
        {
            var key = card.Object("javacard/security/KeyBuilder", "buildKey(BBSZ)Ljavacard/security/Key;", algorithmic, memory, bits, false);
            Assert.Equal(type, card.Call(key, "getType()B"));
            Assert.Equal(bits, card.Call(key, "getSize()S"));
            Assert.Equal(memory, card.Static("javacard/security/KeyBuilder", "getMemoryType(Ljavacard/security/Key;)B", key));
        }
    }

    [Theory]
    [InlineData(0x4B)]
    [InlineData(0x8B)]
    public void BuildKey_OfATypeThatIsNoConstant_IsRefused(int type) =>
        Assert.Equal(3, ApiMachine.Throws(CryptoException, () => _card.Object("javacard/security/KeyBuilder", MakeKey, type, 256, false)));
}
