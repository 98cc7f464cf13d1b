using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// javacardx.crypto.Cipher. What init was given stands in fields; the message in work and the initial vector of the next are the host's, so that a reset leaves
/// the object as init left it, but in CBC with a vector of zeros (Cipher, class description).
/// </summary>
internal static class CipherNatives
{
    private const string Card = "javacardx/crypto/Cipher$Card";
    private const string OneShotCard = "javacardx/crypto/Cipher$OneShot$Card";
    private const int Cipher = 0;
    private const int Padding = 1;
    private const int Mode = 2; // 0: not initialized
    private const int VectorLength = 3; // this and the vector: counter and feedback modes alone, whose vector outlives a reset
    private const int Key = 4;
    private const int Vector = 5;
    private const byte Decrypt = 1;
    private const byte Encrypt = 2;

    private static readonly string[] Fields =
        ["cipher:B", "padding:B", "mode:B", "vectorLength:B", "key:Ljavacard/security/Key;", "vector:[B"];

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacardx/crypto/Cipher");
        factory["<init>()V"] = _ => { };
        factory["getInstance(BZ)Ljavacardx/crypto/Cipher;"] = call => MakeAny(call, profile, call.Byte(0), null);
        factory["getInstance(BBZ)Ljavacardx/crypto/Cipher;"] = call => MakeAny(call, profile, call.Byte(0), call.Byte(1));
        var cipher = table.Internal("javacardx/crypto", Card, "javacardx/crypto/Cipher", [], Fields);
        RegisterMethods(cipher);
        cipher["update([BSS[BS)S"] = call => Process(call, last: false);

        var open = table.Class("javacardx/crypto/Cipher$OneShot");
        open["open(BB)Ljavacardx/crypto/Cipher$OneShot;"] = call => call.Return(Make(call, OneShotCard, profile, CipherSuite.Of(call.Byte(0), call.Byte(1))));
        open["close()V"] = OneShotPool.Close;
        var oneShot = table.Internal("javacardx/crypto", OneShotCard, "javacardx/crypto/Cipher$OneShot", [], [.. Fields, "open:B"]);
        RegisterMethods(oneShot);
        oneShot["update([BSS[BS)S"] = call => throw call.Crypto(CryptoReason.IllegalUse);
    }

    private static void RegisterMethods(NativeClass cipher)
    {
        cipher["init(Ljavacard/security/Key;B)V"] = call => Init(call, [], null);
        cipher["init(Ljavacard/security/Key;B[BSS)V"] = call => Init(call, call.Bytes(3, 4, 5), call.Short(5));
        cipher["doFinal([BSS[BS)S"] = call => Process(call, last: true);
        cipher["getAlgorithm()B"] = call => call.Return((short)(sbyte)Suite(call).Algorithm);
        cipher["getCipherAlgorithm()B"] = call => call.Return(call.This.Words[Cipher]);
        cipher["getPaddingAlgorithm()B"] = call => call.Return(call.This.Words[Padding]);
    }

    // One constant names the algorithm, two name cipher and padding.
    private static void MakeAny(NativeCall call, ApiProfile profile, byte code, byte? padding)
    {
        if (AeadNatives.Make(call, code, padding) is { } aead)
        {
            profile.Require(AlgorithmKind.Cipher, (byte)aead.Words[0]);
            call.Return(aead);
            return;
        }

        call.Return(Make(call, Card, profile, padding is { } pad ? CipherSuite.Of(code, pad) : CipherSuite.Of(code)));
    }

    private static HeapObject Make(NativeCall call, string type, ApiProfile profile, CipherSuite suite)
    {
        profile.Require(AlgorithmKind.Cipher, suite.Algorithm);
        var made = type == OneShotCard ? OneShotPool.Open(call, type) : call.Vm.NewObject(type);
        call.Vm.WriteWord(made, Cipher, suite.Cipher);
        call.Vm.WriteWord(made, Padding, suite.Padding);
        if (suite.KeepsVector && type == Card)
        {
            call.Vm.WriteReference(made, Vector, call.Vm.NewArray(ObjectKind.ByteArray, suite.VectorLength));
        }

        return made;
    }

    private static CipherSuite Suite(NativeCall call) => new((byte)call.This.Words[Cipher], (byte)call.This.Words[Padding]);

    // Given: length of the vector; null for an init without.
    private static void Init(NativeCall call, ReadOnlySpan<byte> vector, short? given)
    {
        var suite = Suite(call);
        var key = CardKey.From(call, 1);
        var mode = call.Byte(2);
        suite.Check(key);
        if (mode is not (Decrypt or Encrypt) || !InitialVector.Fits(given, suite.VectorLength))
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        InitialVector.Set(call, vector);
        call.Vm.WriteReference(call.This, Key, key.Object);
        call.Vm.WriteWord(call.This, Mode, mode);
        if (call.Vm.ReadReference(call.This, Vector) is { } kept && suite.KeepsVector)
        {
            call.Vm.WriteWord(call.This, VectorLength, (short)vector.Length);
            call.Vm.Write(kept, 0, vector);
        }
    }

    private static void Process(NativeCall call, bool last)
    {
        var running = Running(call);
        var input = call.Input();
        var ends = last;
        try
        {
            call.Vm.Charge(input.Length, running.PerByte);
            var output = new byte[running.MaxOutput(input.Length, last)];
            var written = last ? running.Finish(input, output) : running.Update(input, output);
            if (written > 0 || call.Reference(4) is not null)
            {
                call.ReturnBytes(4, output.AsSpan(0, written));
            }
            else
            {
                call.Return((short)0);
            }
        }
        catch (CardCryptoException)
        {
            ends = true;
            throw;
        }
        finally
        {
            if (ends)
            {
                End(call);
            }
        }
    }

    // doFinal brings a vector of zeros, whatever the mode; where a reset brings init's back, that must be told from it.
    private static void End(NativeCall call)
    {
        call.This.DropHost();
        if (Suite(call).KeepsVector)
        {
            call.This.Host = new InitialVector([]);
        }
    }

    private static IStreamCipher Running(NativeCall call)
    {
        if (call.This.Words[Mode] == 0 || call.Vm.ReadReference(call.This, Key) is not { } reference)
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        // A key whose content is gone takes its message with it.
        var key = CardKey.From(call.Vm, reference).Ready();
        if (call.This.Host is IStreamCipher running)
        {
            return running;
        }

        var started = Suite(call).Start(key, call.This.Words[Mode] == Encrypt, VectorOf(call), call.Vm.Random);
        call.This.Host = started;
        return started;
    }

    private static ReadOnlySpan<byte> VectorOf(NativeCall call) =>
        call.This.Host is null && Suite(call).KeepsVector && call.Vm.ReadReference(call.This, Vector) is { } kept
            ? kept.Bytes.AsSpan(0, call.This.Words[VectorLength])
            : InitialVector.Of(call);
}
