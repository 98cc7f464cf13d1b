using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>
/// Keys of javacard.security 1.7 (Java Card 3.1) over named curves: X25519, X448, Ed25519, Ed448. The parameters of NamedParameterSpec are entry points of the
/// card, one for each name.
/// </summary>
internal static class XecNatives
{
    private const string Spec = "javacard/security/NamedParameterSpec";
    private const int NameField = 0;
    private const int Private = 0x8000; // KeyBuilder.ATTR_PRIVATE

    public static void Register(NativeTable table, NativeClass builder)
    {
        var spec = table.Class(Spec, "name:S");
        spec["getInstance(S)Ljavacard/security/NamedParameterSpec;"] = call => call.Return(SpecOf(call, (ushort)call.Short(0)));
        spec["getName()S"] = call => call.Return(call.This.Words[NameField]);
        builder["buildXECKey(Ljavacard/security/NamedParameterSpec;SZ)Ljavacard/security/Key;"] = Build;
    }

    /// <summary>The methods of XECKey for a class of keys.</summary>
    public static void RegisterKey(NativeClass key)
    {
        key["getParams()Ljavacard/security/NamedParameterSpec;"] = call => call.Return(SpecOf(call, CardKey.From(call.Vm, call.This).Shape.Bits));
        key["getEncodingLength()S"] = call => call.Return((short)CardKey.From(call.Vm, call.This).Shape.Bytes);
        key["getEncoded([BS)S"] = call =>
        {
            var value = CardKey.From(call.Vm, call.This).Value(0);
            call.ReturnBytes(1, value.IsEmpty ? throw call.Crypto(CryptoReason.UninitializedKey) : value);
        };
        key["setEncoded([BSS)V"] = call =>
        {
            var target = CardKey.From(call.Vm, call.This);
            var value = KeyEncryptionNatives.Input(call, call.Short(3));
            target.SetValue(0, value.Length == target.Shape.Bytes ? value : throw call.Crypto(CryptoReason.IllegalValue));
        };
    }

    /// <summary>The curve of parameters that an applet gave; null where they are others.</summary>
    public static EdwardsCurve? CurveOf(NativeCall call, HeapObject parameters) =>
        parameters.Class == call.Vm.FindApiClass(Spec) ? EdwardsCurve.Find((ushort)parameters.Words[NameField]) : null;

    private static HeapObject SpecOf(NativeCall call, int name)
    {
        if (EdwardsCurve.Find(name) is null)
        {
            throw call.Crypto(CryptoReason.NoSuchAlgorithm);
        }

        return call.Vm.SystemObject($"{Spec} {name:X4}", () =>
        {
            var type = call.Vm.ApiClass(Spec);
            var made = call.Vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.None, SharingKind.PermanentEntryPoint);
            call.Vm.WriteWord(made, NameField, (short)name);
            return made;
        });
    }

    // The attributes are ATTR_PUBLIC or ATTR_PRIVATE and a kind of memory as JCSystem names it.
    private static void Build(NativeCall call)
    {
        var curve = CurveOf(call, call.Object(0)) ?? throw call.Crypto(CryptoReason.NoSuchAlgorithm);
        var attributes = (ushort)call.Short(1);
        var memory = (TransientKind)(attributes & ~Private);
        if (memory is not (TransientKind.None or TransientKind.ClearOnReset or TransientKind.ClearOnDeselect))
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        if (memory == TransientKind.ClearOnDeselect && call.Vm.SelectedContext != call.Vm.Current.Context)
        {
            throw call.SystemError(ReasonCode.IllegalTransient);
        }

        call.Return(CardKey.Make(call.Vm, KeyShape.XecTypeOf((attributes & Private) != 0, memory), curve.Name, null, call.Boolean(2)).Object);
    }
}
