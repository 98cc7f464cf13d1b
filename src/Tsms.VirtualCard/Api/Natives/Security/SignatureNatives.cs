using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.Signature: what init was given stands in fields, the digest or MAC in work and the next initial vector are the host's.</summary>
internal static class SignatureNatives
{
    private const string Card = "javacard/security/Signature$Card";
    private const string OneShotCard = "javacard/security/Signature$OneShot$Card";
    private const int Digest = 0;
    private const int Cipher = 1;
    private const int Padding = 2;
    private const int Mode = 3; // 0: not initialized
    private const int Key = 5;
    private const byte Sign = 1;
    private const byte Verify = 2;

    // vectorLength and vector are not used any more; images of objects have them.
    private static readonly string[] Fields =
        ["digest:B", "cipher:B", "padding:B", "mode:B", "vectorLength:B", "key:Ljavacard/security/Key;", "vector:[B"];

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacard/security/Signature");
        factory["<init>()V"] = _ => { };
        factory["getInstance(BZ)Ljavacard/security/Signature;"] = call =>
        {
            if (!IsoSignatureNatives.TryMake(call, profile, call.Byte(0)))
            {
                call.Return(Make(call, Card, profile, SignatureSuite.Of(call.Byte(0))));
            }
        };
        factory["getInstance(BBBZ)Ljavacard/security/Signature;"] = call =>
            call.Return(Make(call, Card, profile, SignatureSuite.Of(call.Byte(0), call.Byte(1), call.Byte(2))));
        var signature = table.Internal("javacard/security", Card, "javacard/security/Signature", [], Fields);
        RegisterMethods(signature);
        signature["update([BSS)V"] = call => Update(call, call.Input());

        var open = table.Class("javacard/security/Signature$OneShot");
        open["open(BBB)Ljavacard/security/Signature$OneShot;"] = call =>
            call.Return(Make(call, OneShotCard, profile, SignatureSuite.Of(call.Byte(0), call.Byte(1), call.Byte(2))));
        open["close()V"] = OneShotPool.Close;
        var oneShot = table.Internal("javacard/security", OneShotCard, "javacard/security/Signature$OneShot", [], [.. Fields, "open:B"]);
        RegisterMethods(oneShot);
        oneShot["update([BSS)V"] = call => throw call.Crypto(CryptoReason.IllegalUse);
    }

    private static void RegisterMethods(NativeClass signature)
    {
        signature["init(Ljavacard/security/Key;B)V"] = call => Init(call, [], null);
        signature["init(Ljavacard/security/Key;B[BSS)V"] = call => Init(call, call.Bytes(3, 4, 5), call.Short(5));
        signature["sign([BSS[BS)S"] = call =>
        {
            var (suite, key) = Ready(call, Sign);
            call.ReturnBytes(4, Finish(call, hash => suite.Sign(key, hash, call.Vm.Random)));
        };
        signature["verify([BSS[BSS)Z"] = call =>
        {
            var (suite, key) = Ready(call, Verify);
            var given = call.Bytes(4, 5, 6).ToArray();
            call.Return(suite.IsMac
                ? CryptographicOperations.FixedTimeEquals(Finish(call, null), given)
                : Finish(call, hash => suite.Verify(key, hash, given) ? [1] : [0])[0] == 1);
        };
        signature["signPreComputedHash([BSS[BS)S"] = call =>
        {
            var (suite, key) = Ready(call, Sign);
            call.ReturnBytes(4, suite.Sign(key, Hash(call, suite), call.Vm.Random));
        };
        signature["verifyPreComputedHash([BSS[BSS)Z"] = call =>
        {
            var (suite, key) = Ready(call, Verify);
            call.Return(suite.Verify(key, Hash(call, suite), call.Bytes(4, 5, 6)));
        };
        signature["setInitialDigest([BSS[BSS)V"] = SetInitialDigest;
        signature["getLength()S"] = call => call.Return((short)Suite(call).Length(KeyOf(call)));
        signature["getAlgorithm()B"] = call => call.Return((short)Suite(call).Algorithm);
        signature["getMessageDigestAlgorithm()B"] = call => call.Return(call.This.Words[Digest]);
        signature["getCipherAlgorithm()B"] = call => call.Return(call.This.Words[Cipher]);
        signature["getPaddingAlgorithm()B"] = call => call.Return(call.This.Words[Padding]);
    }

    private static HeapObject Make(NativeCall call, string type, ApiProfile profile, SignatureSuite suite)
    {
        profile.Require(AlgorithmKind.Signature, suite.Algorithm);
        if (suite.IsEdwards && call.Vm.FindApiClass("javacard/security/XECKey") is null)
        {
            throw call.Crypto(CryptoReason.NoSuchAlgorithm);
        }

        var made = type == OneShotCard ? OneShotPool.Open(call, type) : call.Vm.NewObject(type);
        call.Vm.WriteWord(made, Digest, (byte)suite.Digest);
        call.Vm.WriteWord(made, Cipher, suite.Cipher);
        call.Vm.WriteWord(made, Padding, suite.Padding);
        return made;
    }

    private static SignatureSuite Suite(NativeCall call) =>
        new((DigestAlgorithm)call.This.Words[Digest], (byte)call.This.Words[Cipher], (byte)call.This.Words[Padding]);

    private static CardKey KeyOf(NativeCall call) => call.Vm.ReadReference(call.This, Key) is { } key
        ? CardKey.From(call.Vm, key).Ready()
        : throw call.Crypto(CryptoReason.InvalidInit);

    // Given: length of the vector; null for an init without.
    private static void Init(NativeCall call, ReadOnlySpan<byte> vector, short? given)
    {
        var suite = Suite(call);
        var key = CardKey.From(call, 1);
        var mode = call.Byte(2);
        if (mode is not (Sign or Verify) || !InitialVector.Fits(given, suite.VectorLength))
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        suite.Check(key, mode == Sign);
        InitialVector.Set(call, vector);
        call.Vm.WriteReference(call.This, Key, key.Object);
        call.Vm.WriteWord(call.This, Mode, mode);
    }

    private static (SignatureSuite Suite, CardKey Key) Ready(NativeCall call, byte mode)
    {
        if (call.This.Words[Mode] != mode)
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        return (Suite(call), KeyOf(call));
    }

    private static void Update(NativeCall call, ReadOnlySpan<byte> message)
    {
        if (call.This.Words[Mode] == 0)
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        var (suite, key) = (Suite(call), KeyOf(call));
        if (suite.IsMac)
        {
            var mac = call.This.Host as ICardMac ?? suite.StartMac(key, InitialVector.Of(call));
            call.This.Host = mac;
            call.Vm.Charge(message.Length, mac.PerByte);
            mac.Update(message);
        }
        else
        {
            var digest = call.This.Host as IDigest ?? suite.StartDigest(key);
            call.This.Host = digest;
            call.Vm.Charge(message.Length, CryptoCost.PerByte(digest));
            digest.BlockUpdate(message);
        }
    }

    // The MAC, or what is made of the digest. Afterwards the object is as init left it.
    private static byte[] Finish(NativeCall call, Func<byte[], byte[]>? use)
    {
        try
        {
            Update(call, call.Input());
            if (call.This.Host is ICardMac mac)
            {
                var value = new byte[mac.Length];
                mac.Finish(value);
                return value;
            }

            var digest = (IDigest)call.This.Host!;
            var hash = new byte[digest.GetDigestSize()];
            digest.DoFinal(hash, 0);
            return use!(hash);
        }
        finally
        {
            call.This.DropHost();
        }
    }

    private static void SetInitialDigest(NativeCall call)
    {
        var suite = Suite(call);
        if (call.This.Words[Mode] == 0)
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        if (suite.IsMac || suite.IsEdwards)
        {
            throw call.Crypto(CryptoReason.IllegalUse);
        }

        var resumed = new ResumableSha(suite.Digest);
        resumed.Resume(call.Bytes(1, 2, 3), call.Bytes(4, 5, 6));
        call.This.DropHost();
        call.This.Host = resumed;
    }

    private static ReadOnlySpan<byte> Hash(NativeCall call, SignatureSuite suite)
    {
        var hash = call.Bytes(1, 2, 3);
        if (suite.IsMac || suite.IsEdwards || hash.Length != CardDigest.Length(suite.Digest))
        {
            throw call.Crypto(CryptoReason.IllegalUse);
        }

        call.This.DropHost();
        return hash;
    }
}
