using Org.BouncyCastle.Crypto;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.MessageDigest.</summary>
internal static class DigestNatives
{
    private const string Card = "javacard/security/MessageDigest$Card";
    private const string OneShotCard = "javacard/security/MessageDigest$OneShot$Card";
    private const int Algorithm = 0;

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacard/security/MessageDigest");
        factory["<init>()V"] = _ => { };
        factory["getInstance(BZ)Ljavacard/security/MessageDigest;"] = call => Make(call, Card, profile);
        var digest = table.Internal("javacard/security", Card, "javacard/security/MessageDigest", [], "algorithm:B");
        RegisterMethods(digest);
        digest["update([BSS)V"] = call => Running(call).BlockUpdate(call.Bytes(1, 2, 3));

        var open = table.Class("javacard/security/MessageDigest$OneShot");
        open["open(B)Ljavacard/security/MessageDigest$OneShot;"] = call => Make(call, OneShotCard, profile);
        open["close()V"] = call => call.This.DropHost();
        var oneShot = table.Internal("javacard/security", OneShotCard, "javacard/security/MessageDigest$OneShot", [], "algorithm:B");
        RegisterMethods(oneShot);
        oneShot["update([BSS)V"] = call => throw call.Crypto(CryptoReason.IllegalUse);
    }

    private static void RegisterMethods(NativeClass digest)
    {
        digest["doFinal([BSS[BS)S"] = call =>
        {
            var running = Running(call);
            running.BlockUpdate(call.Bytes(1, 2, 3));
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
        var made = call.Vm.NewObject(type);
        call.Vm.WriteWord(made, Algorithm, call.Byte(0));
        call.Return(made);
    }

    private static IDigest Running(NativeCall call)
    {
        var digest = call.This.Host as IDigest ?? CardDigest.Create((DigestAlgorithm)call.This.Words[Algorithm]);
        call.This.Host = digest;
        return digest;
    }
}
