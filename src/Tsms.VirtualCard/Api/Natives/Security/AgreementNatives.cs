using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.KeyAgreement over elliptic curves and, as ALG_DH_PLAIN, modulo a prime.</summary>
internal static class AgreementNatives
{
    private const string Card = "javacard/security/KeyAgreement$Card";
    private const int Algorithm = 0;
    private const int Key = 1;
    private const byte PaceGenericMapping = 5;
    private const byte DhPlain = 7;
    private const byte Xdh = 8; // since Java Card 3.1

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var factory = table.Class("javacard/security/KeyAgreement");
        factory["<init>()V"] = _ => { };
        factory["getInstance(BZ)Ljavacard/security/KeyAgreement;"] = call =>
        {
            if (call.Byte(0) is < 1 or > Xdh || (call.Byte(0) == Xdh && call.Vm.FindApiClass("javacard/security/XECKey") is null))
            {
                throw call.Crypto(CryptoReason.NoSuchAlgorithm);
            }

            profile.Require(AlgorithmKind.Agreement, call.Byte(0));
            var made = call.Vm.NewObject(Card);
            call.Vm.WriteWord(made, Algorithm, call.Byte(0));
            call.Return(made);
        };

        var agreement = table.Internal(
            "javacard/security", Card, "javacard/security/KeyAgreement", [], "algorithm:B", "key:Ljavacard/security/PrivateKey;");
        agreement["getAlgorithm()B"] = call => call.Return(call.This.Words[Algorithm]);
        agreement["init(Ljavacard/security/PrivateKey;)V"] = Init;
        agreement["generateSecret([BSS[BS)S"] = Generate;
    }

    private static void Init(NativeCall call)
    {
        var family = (byte)call.This.Words[Algorithm] switch
        {
            DhPlain => KeyFamily.DhPrivate,
            Xdh => KeyFamily.XecPrivate,
            _ => KeyFamily.EcPrivate,
        };
        var key = CardKey.From(call, 1).Expect(family).Ready();
        if (family == KeyFamily.XecPrivate && EdwardsCurve.Find(key.Shape.Bits)!.SignatureLength > 0)
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        call.Vm.WriteReference(call.This, Key, key.Object);
    }

    private static void Generate(NativeCall call)
    {
        if (call.Vm.ReadReference(call.This, Key) is not { } initialized)
        {
            throw call.Crypto(CryptoReason.InvalidInit);
        }

        var key = CardKey.From(call.Vm, initialized).Ready();
        var algorithm = (byte)call.This.Words[Algorithm];
        var point = call.Bytes(1, 2, 3);
        if (algorithm == DhPlain)
        {
            call.ReturnBytes(4, key.Group().Agree(key.Value(0), point));
            return;
        }

        if (algorithm == Xdh)
        {
            call.ReturnBytes(4, key.Edwards().Agree(key.Value(0), point));
            return;
        }

        var output = algorithm switch
        {
            1 or 2 => EcAgreementOutput.Sha1OfX,
            3 or 4 => EcAgreementOutput.X,
            _ => EcAgreementOutput.Point,
        };
        call.ReturnBytes(4, algorithm == PaceGenericMapping
            ? EcAgreement.MapGenerator(key.Ec(), key.Value(0), point)
            : EcAgreement.Agree(key.Ec(), key.Secret(), point, cofactor: algorithm is 2 or 4, output));
    }
}
