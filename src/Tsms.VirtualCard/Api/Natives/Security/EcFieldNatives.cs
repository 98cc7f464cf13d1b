using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>The field of javacard.security.ECKey: a prime, or the exponents of a reduction polynomial. A key over one kind of field refuses the other.</summary>
internal static class EcFieldNatives
{
    public static void Register(NativeClass key)
    {
        key["setFieldFP([BSS)V"] = call => Of(call, binary: false).SetDomain(0, KeyEncryptionNatives.Input(call, call.Short(3)));
        key["setFieldF2M(S)V"] = call => SetTerms(call, [call.Short(1)]);
        key["setFieldF2M(SSS)V"] = call => SetTerms(call, [call.Short(1), call.Short(2), call.Short(3)]);
        key["getField([BS)S"] = GetField;
    }

    private static CardKey Of(NativeCall call, bool binary)
    {
        var key = CardKey.From(call.Vm, call.This);
        return key.Shape.IsBinary == binary ? key : throw call.Crypto(CryptoReason.NoSuchAlgorithm);
    }

    private static void SetTerms(NativeCall call, short[] terms)
    {
        var key = Of(call, binary: true);
        Array.Sort(terms);
        if (terms[0] <= 0 || terms[^1] >= key.Shape.Bits || terms.Distinct().Count() != terms.Length)
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        var field = new byte[6];
        for (var i = 0; i < terms.Length; i++)
        {
            (field[2 * i], field[(2 * i) + 1]) = ((byte)(terms[i] >> 8), (byte)terms[i]);
        }

        key.SetDomain(0, field);
    }

    // The reduction polynomial as a bit string, the coefficient of x^0 rightmost.
    private static void GetField(NativeCall call)
    {
        var key = CardKey.From(call.Vm, call.This);
        var field = key.Domain(0);
        if (field.IsEmpty)
        {
            throw call.Crypto(CryptoReason.UninitializedKey);
        }

        if (!key.Shape.IsBinary)
        {
            call.ReturnBytes(1, field);
            return;
        }

        var polynomial = new byte[(key.Shape.Bits / 8) + 1];
        var terms = KeyMaterial.Terms(key);
        foreach (var exponent in (int[])[0, key.Shape.Bits, terms.E1, terms.E2, terms.E3])
        {
            polynomial[^((exponent / 8) + 1)] |= (byte)(1 << (exponent % 8));
        }

        call.ReturnBytes(1, polynomial);
    }
}
