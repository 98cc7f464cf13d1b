using Org.BouncyCastle.Crypto;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.MessageDigest.</summary>
internal static class DigestNatives
{
    private const string Card = "javacard/security/MessageDigest$Card";
    private const string OneShotCard = "javacard/security/MessageDigest$OneShot$Card";
    private const string InitializedCard = "javacard/security/InitializedMessageDigest$Card";
    private const string InitializedOneShotCard = "javacard/security/InitializedMessageDigest$OneShot$Card";
    private const int Algorithm = 0;

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacard/security/MessageDigest");
        factory["<init>()V"] = _ => { };
        factory["getInstance(BZ)Ljavacard/security/MessageDigest;"] = call => Make(call, Card, profile);
        var digest = table.Internal("javacard/security", Card, "javacard/security/MessageDigest", [], "algorithm:B");
        RegisterMethods(digest);
        digest["update([BSS)V"] = call => Feed(call);

        var open = table.Class("javacard/security/MessageDigest$OneShot");
        open["open(B)Ljavacard/security/MessageDigest$OneShot;"] = call => Make(call, OneShotCard, profile);
        open["close()V"] = OneShotPool.Close;
        var oneShot = table.Internal("javacard/security", OneShotCard, "javacard/security/MessageDigest$OneShot", [], "algorithm:B", "open:B");
        RegisterMethods(oneShot);
        oneShot["update([BSS)V"] = call => throw call.Crypto(CryptoReason.IllegalUse);
        RegisterInitialized(table, factory, profile);
    }

    private static void RegisterInitialized(NativeTable table, NativeClass factory, ApiProfile profile)
    {
        factory["getInitializedMessageDigestInstance(BZ)Ljavacard/security/InitializedMessageDigest;"] = call => MakeInitialized(call, InitializedCard, profile);
        table.Class("javacard/security/InitializedMessageDigest")["<init>()V"] = _ => { };
        var digest = table.Internal("javacard/security", InitializedCard, "javacard/security/InitializedMessageDigest", [], "algorithm:B");
        RegisterMethods(digest);
        digest["update([BSS)V"] = call => Feed(call);
        digest["setInitialDigest([BSS[BSS)V"] = Resume;

        var open = table.Class("javacard/security/InitializedMessageDigest$OneShot");
        open["open(B)Ljavacard/security/InitializedMessageDigest$OneShot;"] = call => MakeInitialized(call, InitializedOneShotCard, profile);
        open["close()V"] = OneShotPool.Close;
        var oneShot = table.Internal(
            "javacard/security", InitializedOneShotCard, "javacard/security/InitializedMessageDigest$OneShot", [], "algorithm:B", "open:B");
        RegisterMethods(oneShot);
        oneShot["update([BSS)V"] = call => throw call.Crypto(CryptoReason.IllegalUse);
        oneShot["setInitialDigest([BSS[BSS)V"] = Resume;
    }

    private static void MakeInitialized(NativeCall call, string type, ApiProfile profile)
    {
        _ = new ResumableSha((DigestAlgorithm)call.Byte(0)); // NO_SUCH_ALGORITHM for those that cannot go on
        Make(call, type, profile);
    }

    private static void Resume(NativeCall call)
    {
        var resumed = new ResumableSha((DigestAlgorithm)call.This.Words[Algorithm]);
        resumed.Resume(call.Bytes(1, 2, 3), call.Bytes(4, 5, 6));
        call.This.DropHost();
        call.This.Host = resumed;
    }

    private static void RegisterMethods(NativeClass digest)
    {
        digest["doFinal([BSS[BS)S"] = call =>
        {
            var running = Feed(call);
            var hash = new byte[running.GetDigestSize()];
            running.DoFinal(hash, 0);
            call.This.DropHost();
            call.ReturnBytes(4, hash);
        };
        digest["reset()V"] = call => call.This.DropHost();
        digest["getAlgorithm()B"] = call => call.Return(call.This.Words[Algorithm]);
        digest["getLength()B"] = call => call.Return((short)CardDigest.Length((DigestAlgorithm)call.This.Words[Algorithm]));
    }

    private static void Make(NativeCall call, string type, ApiProfile profile)
    {
        profile.Require(AlgorithmKind.Digest, call.Byte(0));
        CardDigest.Length((DigestAlgorithm)call.Byte(0)); // NO_SUCH_ALGORITHM for what there is none of
        var made = type is OneShotCard or InitializedOneShotCard ? OneShotPool.Open(call, type) : call.Vm.NewObject(type);
        call.Vm.WriteWord(made, Algorithm, call.Byte(0));
        call.Return(made);
    }

    private static IDigest Feed(NativeCall call)
    {
        var digest = call.This.Host as IDigest ?? CardDigest.Create((DigestAlgorithm)call.This.Words[Algorithm]);
        call.This.Host = digest;
        var input = call.Input();
        call.Vm.Charge(input.Length, CryptoCost.PerByte(digest));
        digest.BlockUpdate(input);
        return digest;
    }
}
