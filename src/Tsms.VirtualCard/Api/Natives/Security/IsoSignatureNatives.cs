using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// The signatures ALG_RSA_..._ISO9796 and ALG_RSA_..._ISO9796_MR of javacard.security: scheme 1 of ISO/IEC 9796-2. Those with message recovery implement
/// SignatureMessageRecovery besides.
/// </summary>
internal static class IsoSignatureNatives
{
    private const string Plain = "javacard/security/Signature$Iso9796$Card";
    private const string Recovering = "javacard/security/Signature$Recovery$Card";
    private const byte RsaCipher = 3; // Signature.SIG_CIPHER_RSA
    private const byte PadIso9796 = 10;
    private const byte PadIso9796Mr = 11;
    private const byte Sign = 1;
    private const byte Verify = 2;
    private const int Digest = 0;
    private const int Mode = 1; // 0: not initialized
    private const int Key = 2;

    public static void Register(NativeTable table)
    {
        string[] fields = ["digest:B", "mode:B", "key:Ljavacard/security/Key;"];
        var plain = table.Internal("javacard/security", Plain, "javacard/security/Signature", [], fields);
        RegisterCommon(plain, PadIso9796);
        plain["update([BSS)V"] = call => Feed(call, Running(call));
        plain["sign([BSS[BS)S"] = call => call.ReturnBytes(4, SignAll(call).Signature);
        plain["verify([BSS[BSS)Z"] = call =>
        {
            var running = Running(call, Verify);
            Feed(call, running);
            call.This.DropHost();
            call.Return(running.Verify(KeyOf(call).Rsa(), call.Bytes(4, 5, 6)));
        };

        var recovering = table.Internal(
            "javacard/security", Recovering, "javacard/security/Signature", ["javacard/security/SignatureMessageRecovery"], fields);
        RegisterCommon(recovering, PadIso9796Mr);
        foreach (var signature in (string[])["init(Ljavacard/security/Key;B[BSS)V", "sign([BSS[BS)S", "verify([BSS[BSS)Z"])
        {
            recovering[signature] = call => throw call.Crypto(CryptoReason.IllegalUse);
        }

        recovering["update([BSS)V"] = call => Feed(call, Begun(call));
        recovering["beginVerify([BSS)S"] = BeginVerify;
        recovering["sign([BSS[BS[SS)S"] = SignRecovering;
        recovering["verify([BSS)Z"] = call =>
        {
            var begun = Begun(call, Verify);
            Feed(call, begun);
            call.This.DropHost();
            call.Return(begun.Verify(KeyOf(call).Rsa(), begun.Signature));
        };
    }

    /// <summary>The object for an ALG_ constant; false when it is another's.</summary>
    public static bool TryMake(NativeCall call, ApiProfile profile, byte algorithm)
    {
        var (digest, recovers) = algorithm switch
        {
            9 => (DigestAlgorithm.Sha1, false),
            12 => (DigestAlgorithm.Ripemd160, false),
            30 => (DigestAlgorithm.Sha1, true),
            31 => (DigestAlgorithm.Ripemd160, true),
            _ => (DigestAlgorithm.Null, false),
        };
        if (digest == DigestAlgorithm.Null)
        {
            return false;
        }

        profile.Require(AlgorithmKind.Signature, algorithm);
        var made = call.Vm.NewObject(recovers ? Recovering : Plain);
        call.Vm.WriteWord(made, Digest, (byte)digest);
        call.Return(made);
        return true;
    }

    private static void RegisterCommon(NativeClass signature, byte padding)
    {
        signature["init(Ljavacard/security/Key;B)V"] = Init;
        signature["getLength()S"] = call => call.Return((short)KeyOf(call).RsaLength());
        signature["getAlgorithm()B"] = call => call.Return((short)((DigestOf(call), padding) switch
        {
            (DigestAlgorithm.Sha1, PadIso9796) => 9,
            (DigestAlgorithm.Sha1, _) => 30,
            (_, PadIso9796) => 12,
            _ => 31,
        }));
        signature["getMessageDigestAlgorithm()B"] = call => call.Return(call.This.Words[Digest]);
        signature["getCipherAlgorithm()B"] = call => call.Return((short)RsaCipher);
        signature["getPaddingAlgorithm()B"] = call => call.Return((short)padding);
        foreach (var name in (string[])["signPreComputedHash([BSS[BS)S", "verifyPreComputedHash([BSS[BSS)Z", "setInitialDigest([BSS[BSS)V"])
        {
            signature[name] = call => throw call.Crypto(CryptoReason.IllegalUse); // the message itself goes into the signature
        }

        if (padding == PadIso9796)
        {
            signature["init(Ljavacard/security/Key;B[BSS)V"] = call => throw call.Crypto(CryptoReason.IllegalValue);
        }
    }

    private static DigestAlgorithm DigestOf(NativeCall call) => (DigestAlgorithm)call.This.Words[Digest];

    private static CardKey KeyOf(NativeCall call) => call.Vm.ReadReference(call.This, Key) is { } key
        ? CardKey.From(call.Vm, key).Ready()
        : throw call.Crypto(CryptoReason.InvalidInit);

    private static void Init(NativeCall call)
    {
        var mode = call.Byte(2);
        var key = CardKey.From(call, 1);
        key = mode switch
        {
            Sign => key.Expect(KeyFamily.RsaPrivate, KeyFamily.RsaCrt).Ready(),
            Verify => key.Expect(KeyFamily.RsaPublic).Ready(),
            _ => throw call.Crypto(CryptoReason.IllegalValue),
        };
        call.Vm.Heap.Memory.ReplaceHost(call.This, null);
        call.Vm.WriteReference(call.This, Key, key.Object);
        call.Vm.WriteWord(call.This, Mode, mode);
    }

    private static Message Running(NativeCall call, byte? mode = null)
    {
        if (call.This.Words[Mode] == 0 || (mode ?? call.This.Words[Mode]) != call.This.Words[Mode])
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        var running = call.This.Host as Message ?? new Message(DigestOf(call), KeyOf(call).RsaLength());
        call.This.Host = running;
        return running;
    }

    private static void Feed(NativeCall call, Message message)
    {
        var part = call.Bytes(1, 2, 3);
        call.Vm.Charge(part.Length, CryptoCost.PerByte(DigestOf(call)));
        message.Update(part);
    }

    // Before a signature is verified its message must have been begun with what it carries.
    private static Message Begun(NativeCall call, byte? mode = null)
    {
        var running = call.This.Host as Message;
        if (call.This.Words[Mode] == Verify && mode is not Sign && running?.Signature.Length is null or 0)
        {
            throw call.Crypto(CryptoReason.IllegalUse);
        }

        return Running(call, mode);
    }

    private static (byte[] Signature, int Recoverable) SignAll(NativeCall call)
    {
        var running = Running(call, Sign);
        Feed(call, running);
        call.This.DropHost();
        return (running.Sign(KeyOf(call).Rsa()), running.Recoverable);
    }

    private static void SignRecovering(NativeCall call)
    {
        var lengths = call.Object(6);
        int at = call.Short(7);
        if (at < 0 || at >= lengths.Words.Length)
        {
            throw call.Vm.ArrayIndex();
        }

        var (signature, recoverable) = SignAll(call);
        call.ReturnBytes(4, signature);
        call.Vm.WriteWord(lengths, at, (short)recoverable);
    }

    private static void BeginVerify(NativeCall call)
    {
        call.This.DropHost();
        if (call.This.Words[Mode] == Sign)
        {
            throw call.Crypto(CryptoReason.IllegalUse);
        }

        var running = Running(call, Verify);
        var signature = call.Bytes(1, 2, 3).ToArray();
        if (!IsoRecovery.TryRecover(KeyOf(call).Rsa(), DigestOf(call), signature, out var message))
        {
            call.This.DropHost();
            throw call.Crypto(CryptoReason.IllegalUse);
        }

        running.Signature = signature;
        running.Update(message);
        call.ReturnBytes(1, message);
    }

    private sealed class Message(DigestAlgorithm digest, int modulusBytes)
    {
        private readonly IsoRecovery _message = new(digest, modulusBytes);

        public byte[] Signature { get; set; } = [];

        public int Recoverable => _message.Recoverable;

        public void Update(ReadOnlySpan<byte> message) => _message.Update(message);

        public byte[] Sign(RsaPrimitive key) => _message.Sign(key);

        public bool Verify(RsaPrimitive key, ReadOnlySpan<byte> signature) => _message.Verify(key, signature);
    }
}
