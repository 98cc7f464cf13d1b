using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.RandomData: all algorithms draw from the card's generator; a seed is mixed into it and never replaces what it has.</summary>
internal static class RandomNatives
{
    private const string Card = "javacard/security/RandomData$Card";
    private const string OneShotCard = "javacard/security/RandomData$OneShot$Card";
    private const int Algorithm = 0;

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacard/security/RandomData");
        factory["<init>()V"] = _ => { };
        factory["getInstance(B)Ljavacard/security/RandomData;"] = call => Make(call, Card, profile);
        factory["getInstance(BZ)Ljavacard/security/RandomData;"] = call => Make(call, Card, profile);
        RegisterMethods(table.Internal("javacard/security", Card, "javacard/security/RandomData", [], "algorithm:B"));

        var open = table.Class("javacard/security/RandomData$OneShot");
        open["open(B)Ljavacard/security/RandomData$OneShot;"] = call => Make(call, OneShotCard, profile);
        open["close()V"] = OneShotPool.Close;
        RegisterMethods(table.Internal("javacard/security", OneShotCard, "javacard/security/RandomData$OneShot", [], "algorithm:B", "open:B"));
    }

    private static void RegisterMethods(NativeClass random)
    {
        random["generateData([BSS)V"] = call => Fill(call);
        random["nextBytes([BSS)S"] = call =>
        {
            Fill(call);
            call.Return((short)(call.Short(2) + call.Short(3)));
        };
        random["setSeed([BSS)V"] = call =>
        {
            var seed = call.Bytes(1, 2, 3);
            call.Vm.Charge(seed.Length, CryptoCost.Checksum);
            (call.Vm.Random as HmacDrbg)?.Mix(seed);
        };
        random["getAlgorithm()B"] = call => call.Return(call.This.Words[Algorithm]);
    }

    private static void Make(NativeCall call, string type, ApiProfile profile)
    {
        profile.Require(AlgorithmKind.Random, call.Byte(0));
        if (call.Byte(0) is < 1 or > 6)
        {
            throw call.Crypto(CryptoReason.NoSuchAlgorithm);
        }

        var made = type == OneShotCard ? OneShotPool.Open(call, type) : call.Vm.NewObject(type);
        call.Vm.WriteWord(made, Algorithm, call.Byte(0));
        call.Return(made);
    }

    private static void Fill(NativeCall call)
    {
        int offset = call.Short(2);
        int length = call.Short(3);
        var target = call.Target(1, offset, length);
        if (length == 0)
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        call.Vm.Charge(length, CryptoCost.Random);
        var bytes = new byte[length];
        call.Vm.Random.GetBytes(bytes);
        call.Vm.Write(target, offset, bytes);
    }
}
