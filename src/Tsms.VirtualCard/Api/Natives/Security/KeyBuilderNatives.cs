using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.KeyBuilder. Keys implement javacardx.crypto.KeyEncryption when that is asked for.</summary>
internal static class KeyBuilderNatives
{
    public static void Register(NativeTable table, ApiProfile profile)
    {
        var builder = table.Class("javacard/security/KeyBuilder");
        builder["buildKey(BSZ)Ljavacard/security/Key;"] = call =>
        {
            var type = call.Byte(0);
            Build(call, profile, type == KeyShape.ConstantOf(type) ? type : throw call.Crypto(CryptoReason.NoSuchAlgorithm), call.Short(1), call.Boolean(2));
        };
        builder["buildKey(BBSZ)Ljavacard/security/Key;"] = call =>
            Build(call, profile, KeyShape.TypeOf(call.Byte(0), call.Byte(1)), call.Short(2), call.Boolean(3));
        XecNatives.Register(table, builder);
        builder["getMemoryType(Ljavacard/security/Key;)B"] = call => call.Return((short)CardKey.From(call, 0).Shape.Transient);
        builder["buildKeyWithSharedDomain(BBLjavacard/security/Key;Z)Ljavacard/security/Key;"] = call =>
        {
            var domain = CardKey.From(call, 2);
            var type = KeyShape.TypeOf(call.Byte(0), call.Byte(1));
            if (!KeyShape.Of(type, domain.Shape.Bits).SharesDomainWith(domain.Shape))
            {
                throw call.Crypto(CryptoReason.NoSuchAlgorithm);
            }

            call.Return(CardKey.Make(call.Vm, type, domain.Shape.Bits, domain.DomainArray, call.Boolean(3)).Object);
        };
    }

    private static void Build(NativeCall call, ApiProfile profile, byte type, int bits, bool keyEncryption)
    {
        var shape = KeyShape.Of(type, bits);
        profile.Require(AlgorithmKind.Key, KeyShape.ConstantOf(type));
        if (shape.IsRsa && bits > profile.MaxRsaBits)
        {
            throw call.Crypto(CryptoReason.NoSuchAlgorithm);
        }

        if (shape.Transient == Memory.TransientKind.ClearOnDeselect && call.Vm.SelectedContext != call.Vm.Current.Context)
        {
            throw call.SystemError(ReasonCode.IllegalTransient);
        }

        call.Return(CardKey.Make(call.Vm, type, bits, null, keyEncryption).Object);
    }
}
