using System.Security.Cryptography;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacardx.crypto.AEADCipher: AES in GCM, which is on-line, and CCM, which wants all lengths ahead.</summary>
internal static class AeadNatives
{
    private const byte GcmAlgorithm = 0xF3;
    private const byte CcmAlgorithm = 0xF4;
    private const byte GcmCipher = 0xF1;
    private const byte CcmCipher = 0xF2;
    private const string Card = "javacardx/crypto/AEADCipher$Card";
    private const int Algorithm = 0;
    private const int Mode = 1; // 0: not initialized
    private const int NonceLength = 2;
    private const int AadLength = 3;
    private const int MessageLength = 4;
    private const int TagLength = 5;
    private const int Key = 6;
    private const int Nonce = 7;
    private const byte Decrypt = 1;
    private const byte Encrypt = 2;
    private const int LongestNonce = 64;

    public static void Register(NativeTable table)
    {
        table.Class("javacardx/crypto/AEADCipher")["<init>()V"] = _ => { };
        var aead = table.Internal(
            "javacardx/crypto", Card, "javacardx/crypto/AEADCipher", [],
            "algorithm:B", "mode:B", "nonceLength:B", "aadLength:S", "messageLength:S", "tagLength:S", "key:Ljavacard/security/Key;", "nonce:[B");
        aead["init(Ljavacard/security/Key;B)V"] = call => InitGcm(call, new byte[12]); // without a vector it is zeros
        aead["init(Ljavacard/security/Key;B[BSS)V"] = call => InitGcm(call, call.Bytes(3, 4, 5));
        aead["init(Ljavacard/security/Key;B[BSSSSS)V"] = InitCcm;
        aead["updateAAD([BSS)V"] = call =>
        {
            var data = call.Bytes(1, 2, 3);
            call.Vm.Charge(data.Length, CryptoCost.Aead);
            Running(call).UpdateAad(data);
        };
        aead["update([BSS[BS)S"] = call => Process(call, last: false);
        aead["doFinal([BSS[BS)S"] = call => Process(call, last: true);
        aead["retrieveTag([BSS)S"] = call => call.ReturnBytes(1, TagPart(call, call.Short(3), Encrypt));
        aead["verifyTag([BSSS)Z"] = call =>
        {
            var received = call.Bytes(1, 2, 3);
            var required = TagPart(call, call.Short(4), Decrypt);
            call.Return(received.Length >= required.Length && CryptographicOperations.FixedTimeEquals(received[..required.Length], required));
        };
        aead["getAlgorithm()B"] = call => call.Return((short)(sbyte)call.This.Words[Algorithm]);
        aead["getCipherAlgorithm()B"] = call => call.Return((short)(sbyte)(IsCcm(call) ? CcmCipher : GcmCipher));
        aead["getPaddingAlgorithm()B"] = call => call.Return((short)0);
    }

    /// <summary>The object for an ALG_ constant, or for a CIPHER_ constant with PAD_NULL; null when it is another's or the card's version has none.</summary>
    public static HeapObject? Make(NativeCall call, byte code, byte? padding)
    {
        byte algorithm = (code, padding) switch
        {
            (GcmAlgorithm, null) or (GcmCipher, 0) => GcmAlgorithm,
            (CcmAlgorithm, null) or (CcmCipher, 0) => CcmAlgorithm,
            _ => 0,
        };
        if (algorithm == 0 || call.Vm.FindApiClass(Card) is not { } type)
        {
            return null;
        }

        var made = call.Vm.NewObject(type);
        call.Vm.WriteWord(made, Algorithm, algorithm);
        call.Vm.WriteReference(made, Nonce, call.Vm.NewArray(ObjectKind.ByteArray, LongestNonce));
        return made;
    }

    private static bool IsCcm(NativeCall call) => (byte)call.This.Words[Algorithm] == CcmAlgorithm;

    private static void InitGcm(NativeCall call, ReadOnlySpan<byte> nonce)
    {
        if (IsCcm(call))
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        Init(call, nonce, null);
    }

    private static void InitCcm(NativeCall call)
    {
        if (!IsCcm(call))
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        Init(call, call.Bytes(3, 4, 5), new CcmLengths(call.Short(6), call.Short(7), call.Short(8)));
    }

    private static void Init(NativeCall call, ReadOnlySpan<byte> nonce, CcmLengths? lengths)
    {
        var key = CardKey.From(call, 1).Expect(KeyFamily.Aes).Ready();
        var mode = call.Byte(2);
        if (mode is not (Decrypt or Encrypt) || nonce.Length > LongestNonce)
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        var started = new AeadStream(key.Value(0), nonce, mode == Encrypt, lengths); // refuses lengths out of range before anything is written
        call.Vm.Heap.Memory.ReplaceHost(call.This, started);
        call.Vm.WriteReference(call.This, Key, key.Object);
        call.Vm.WriteWord(call.This, Mode, mode);
        call.Vm.WriteWord(call.This, NonceLength, (short)nonce.Length);
        call.Vm.WriteWord(call.This, AadLength, (short)(lengths?.AadLength ?? 0));
        call.Vm.WriteWord(call.This, MessageLength, (short)(lengths?.MessageLength ?? 0));
        call.Vm.WriteWord(call.This, TagLength, (short)(lengths?.TagLength ?? 16));
        call.Vm.Write(call.BytesOf(call.This, Nonce), 0, nonce);
    }

    private static AeadStream Running(NativeCall call)
    {
        if (call.This.Words[Mode] == 0 || call.Vm.ReadReference(call.This, Key) is not { } reference)
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        // A key whose content is gone takes its message with it.
        var key = CardKey.From(call.Vm, reference).Ready();
        if (call.This.Host is AeadStream running)
        {
            return running;
        }

        var words = call.This.Words;
        var started = new AeadStream(
            key.Value(0),
            call.BytesOf(call.This, Nonce).Bytes.AsSpan(0, words[NonceLength]),
            words[Mode] == Encrypt,
            IsCcm(call) ? new CcmLengths(words[AadLength], words[MessageLength], words[TagLength]) : null);
        call.This.Host = started;
        return started;
    }

    private static void Process(NativeCall call, bool last)
    {
        var running = Running(call);
        var input = call.Bytes(1, 2, 3);
        call.Vm.Charge(input.Length, running.PerByte);
        var output = new byte[running.MaxOutput(input.Length, last)];
        var written = last ? running.Finish(input, output) : running.Update(input, output);
        call.ReturnBytes(4, output.AsSpan(0, written));
    }

    // Who deciphers gets no tag to see, else it could be asked for one of any message.
    private static ReadOnlySpan<byte> TagPart(NativeCall call, int length, byte mode)
    {
        if (call.This.Host is not AeadStream { Tag: { } tag } || call.This.Words[Mode] != mode)
        {
            throw call.Crypto(CryptoReason.IllegalUse);
        }

        return length is >= 4 && length <= tag.Length ? tag.AsSpan(0, length) : throw call.Crypto(CryptoReason.IllegalValue);
    }
}
