using System.Buffers.Binary;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.Checksum. The initial value is 0 unless init gives another; doFinal brings 0 back.</summary>
internal static class ChecksumNatives
{
    private const string Card = "javacard/security/Checksum$Card";
    private const int Algorithm = 0;
    private const byte Crc16 = 1;

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacard/security/Checksum");
        factory["<init>()V"] = _ => { };
        factory["getInstance(BZ)Ljavacard/security/Checksum;"] = call =>
        {
            if (call.Byte(0) is < 1 or > 2)
            {
                throw call.Crypto(CryptoReason.NoSuchAlgorithm);
            }

            profile.Require(AlgorithmKind.Checksum, call.Byte(0));
            var made = call.Vm.NewObject(Card);
            call.Vm.WriteWord(made, Algorithm, call.Byte(0));
            call.Return(made);
        };

        var checksum = table.Internal("javacard/security", Card, "javacard/security/Checksum", [], "algorithm:B");
        checksum["getAlgorithm()B"] = call => call.Return(call.This.Words[Algorithm]);
        checksum["init([BSS)V"] = call =>
        {
            var value = call.Bytes(1, 2, 3);
            if (value.Length != Length(call))
            {
                throw call.Crypto(CryptoReason.IllegalValue);
            }

            var initial = value.Length == 2 ? (uint)BinaryPrimitives.ReadUInt16BigEndian(value) : BinaryPrimitives.ReadUInt32BigEndian(value);
            call.Vm.Heap.Memory.ReplaceHost(call.This, initial);
        };
        checksum["update([BSS)V"] = call => call.This.Host = Feed(call);
        checksum["doFinal([BSS[BS)S"] = call =>
        {
            Span<byte> value = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(value, ~Feed(call));
            call.This.Host = null;
            call.ReturnBytes(4, value[^Length(call)..]);
        };
    }

    private static int Length(NativeCall call) => call.This.Words[Algorithm] == Crc16 ? 2 : 4;

    private static uint Feed(NativeCall call)
    {
        var register = call.This.Host as uint? ?? 0;
        var data = call.Bytes(1, 2, 3);
        call.Vm.Charge(data.Length, CryptoCost.Checksum);
        return call.This.Words[Algorithm] == Crc16 ? CardChecksum.Crc16((ushort)register, data) : CardChecksum.Crc32(register, data);
    }
}
