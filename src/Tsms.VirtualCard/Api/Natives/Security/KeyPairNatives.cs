using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>javacard.security.KeyPair: keys made on the card.</summary>
internal static class KeyPairNatives
{
    private const int PublicField = 0;
    private const int PrivateField = 1;

    public static void Register(NativeTable table, ApiProfile profile)
    {
        var pair = table.Class("javacard/security/KeyPair", "public:Ljavacard/security/PublicKey;", "private:Ljavacard/security/PrivateKey;");
        pair["<init>(BS)V"] = call => Construct(call, profile);
        pair["<init>(Ljavacard/security/PublicKey;Ljavacard/security/PrivateKey;)V"] = Join;
        pair["getPublic()Ljavacard/security/PublicKey;"] = call => call.Return(call.Vm.ReadReference(call.This, PublicField));
        pair["getPrivate()Ljavacard/security/PrivateKey;"] = call => call.Return(call.Vm.ReadReference(call.This, PrivateField));
        pair["genKeyPair()V"] = Generate;
        pair["genKeyPair(Ljavacard/security/AlgorithmParameterSpec;)V"] = call =>
        {
            // Parameters are those that the keys were built with; there are none to choose for others.
            var curve = XecNatives.CurveOf(call, call.Object(1));
            if (curve is null || !OpenKey(call).Shape.IsXec || OpenKey(call).Shape.Bits != curve.Name)
            {
                throw call.Crypto(CryptoReason.IllegalValue);
            }

            Generate(call);
        };
    }

    private static void Construct(NativeCall call, ApiProfile profile)
    {
        var (publicType, privateType) = call.Byte(1) switch
        {
            1 => (4, 5),
            2 => (4, 6),
            3 => (7, 8),
            4 => (9, 10),
            5 => (11, 12),
            6 => (32, 35),
            _ => throw call.Crypto(CryptoReason.NoSuchAlgorithm),
        };
        profile.Require(AlgorithmKind.Key, (byte)privateType);
        if (publicType == 4 && call.Short(2) > profile.MaxRsaBits)
        {
            throw call.Crypto(CryptoReason.NoSuchAlgorithm);
        }

        call.Vm.WriteReference(call.This, PublicField, CardKey.Make(call.Vm, (byte)publicType, call.Short(2)).Object);
        call.Vm.WriteReference(call.This, PrivateField, CardKey.Make(call.Vm, (byte)privateType, call.Short(2)).Object);
    }

    private static void Join(NativeCall call)
    {
        var publicKey = CardKey.From(call, 1);
        var privateKey = CardKey.From(call, 2);
        var fits = (publicKey.Shape.Family, privateKey.Shape.Family) is (KeyFamily.RsaPublic, KeyFamily.RsaPrivate or KeyFamily.RsaCrt)
            or (KeyFamily.EcPublic, KeyFamily.EcPrivate) or (KeyFamily.DsaPublic, KeyFamily.DsaPrivate) or (KeyFamily.DhPublic, KeyFamily.DhPrivate)
            or (KeyFamily.XecPublic, KeyFamily.XecPrivate);
        if (!fits || publicKey.Shape.Bits != privateKey.Shape.Bits || publicKey.Shape.IsBinary != privateKey.Shape.IsBinary)
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        call.Vm.WriteReference(call.This, PublicField, publicKey.Object);
        call.Vm.WriteReference(call.This, PrivateField, privateKey.Object);
    }

    private static CardKey OpenKey(NativeCall call) =>
        CardKey.From(call.Vm, call.Vm.ReadReference(call.This, PublicField) ?? throw call.Crypto(CryptoReason.IllegalValue));

    private static void Generate(NativeCall call)
    {
        var publicKey = OpenKey(call);
        var privateKey = CardKey.From(call.Vm, call.Vm.ReadReference(call.This, PrivateField) ?? throw call.Crypto(CryptoReason.IllegalValue));
        if (publicKey.Shape.Family == KeyFamily.RsaPublic)
        {
            call.Vm.Charge(CryptoCost.RsaKey(publicKey.Shape.Bits));
            GenerateRsa(call.Vm, publicKey, privateKey);
        }
        else if (publicKey.Shape.IsXec)
        {
            var (secret, open) = publicKey.Edwards().GenerateKey(call.Vm.Random);
            Set(call.Vm, privateKey, secret, publicKey, open);
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(secret);
        }
        else if (!publicKey.Shape.IsEc)
        {
            GenerateInGroup(call.Vm, publicKey, privateKey);
        }
        else
        {
            GenerateEc(call.Vm, publicKey, privateKey);
        }
    }

    // A public exponent that the applet has set stays (KeyPair.genKeyPair).
    private static void GenerateRsa(VirtualMachine vm, CardKey publicKey, CardKey privateKey)
    {
        using var made = RsaKeyGenerator.Generate(publicKey.Shape.Bits, publicKey.Value(1), vm.Random);
        byte[][] secret = privateKey.Shape.Family == KeyFamily.RsaPrivate
            ? [made.Modulus, made.PrivateExponent]
            : [made.P, made.Q, made.QInverse, made.Dp, made.Dq];
        byte[][] open = [made.Modulus, made.PublicExponent];
        vm.Whole(() =>
        {
            Set(privateKey, secret);
            Set(publicKey, open);
        });
    }

    // The two keys of a pair are of one making, whenever power is lost.
    private static void Set(VirtualMachine vm, CardKey privateKey, byte[] secret, CardKey publicKey, byte[] open) => vm.Whole(() =>
    {
        privateKey.SetValue(0, secret);
        publicKey.SetValue(0, open);
    });

    private static void Set(CardKey key, byte[][] parts)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            key.SetValue(i, parts[i]);
        }
    }

    // P, Q and G that the applet has set stay; else those of a well-known group of the size are taken.
    private static void GenerateInGroup(VirtualMachine vm, CardKey publicKey, CardKey privateKey)
    {
        if (publicKey.Domain(0).IsEmpty)
        {
            if (privateKey.Domain(0).IsEmpty)
            {
                var known = FieldGroup.WellKnown(publicKey.Shape.Bits);
                publicKey.SetDomain(0, known.P.ToByteArrayUnsigned());
                publicKey.SetDomain(1, known.G.ToByteArrayUnsigned());
                publicKey.SetDomain(2, known.Q!.ToByteArrayUnsigned());
            }
            else
            {
                CopyDomain(privateKey, publicKey);
            }
        }

        CopyDomain(publicKey, privateKey);
        for (var i = 0; i < publicKey.Shape.RequiredDomainParts; i++)
        {
            if (publicKey.Domain(i).IsEmpty)
            {
                throw new CardCryptoException(CryptoReason.IllegalValue, "the domain parameters are only partly set");
            }
        }

        var (x, y) = publicKey.Group().GenerateKey(vm.Random);
        Set(vm, privateKey, x, publicKey, y);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(x);
    }

    // Domain parameters that the applet has set in the public key stay and go to the private key; else those of a well-known curve of the size are taken.
    private static void GenerateEc(VirtualMachine vm, CardKey publicKey, CardKey privateKey)
    {
        if (publicKey.Domain(0).IsEmpty)
        {
            if (privateKey.Domain(0).IsEmpty)
            {
                SetDefaults(publicKey);
            }
            else
            {
                CopyDomain(privateKey, publicKey);
            }
        }

        CopyDomain(publicKey, privateKey);
        for (var i = 0; i < 5; i++)
        {
            if (publicKey.Domain(i).IsEmpty)
            {
                throw new CardCryptoException(CryptoReason.IllegalValue, "the domain parameters are only partly set");
            }
        }

        var (s, w) = publicKey.Ec().GenerateKey(vm.Random);
        Set(vm, privateKey, s, publicKey, w);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(s);
    }

    private static void CopyDomain(CardKey source, CardKey target)
    {
        if (source.DomainArray == target.DomainArray)
        {
            return;
        }

        for (var i = 0; i < target.Shape.DomainParts.Length; i++)
        {
            if (!source.Domain(i).IsEmpty && !source.Domain(i).SequenceEqual(target.Domain(i)))
            {
                target.SetDomain(i, source.Domain(i));
            }
        }
    }

    private static void SetDefaults(CardKey key)
    {
        var name = key.Shape.Bits switch
        {
            var bits when key.Shape.IsBinary => $"sect{bits}r1",
            112 => "secp112r1",
            128 => "secp128r1",
            160 => "secp160r1",
            192 => "secp192r1",
            224 => "secp224r1",
            256 => "secp256r1",
            320 => "brainpoolP320r1",
            384 => "secp384r1",
            512 => "brainpoolP512r1",
            _ => "secp521r1",
        };
        var curve = CustomNamedCurves.GetByName(name) ?? ECNamedCurveTable.GetByName(name);
        var length = key.Shape.Bytes;
        Span<byte> element = stackalloc byte[length];
        if (curve.Curve is Org.BouncyCastle.Math.EC.AbstractF2mCurve)
        {
            var terms = curve.Curve.Field is Org.BouncyCastle.Math.Field.IPolynomialExtensionField field ? field.MinimalPolynomial.GetExponentsPresent()[1..^1] : [];
            key.SetDomain(0, [.. terms.Concat(new int[3 - terms.Length]).SelectMany(e => (byte[])[(byte)(e >> 8), (byte)e])]);
        }
        else
        {
            BigIntegers.Write(curve.Curve.Field.Characteristic, element);
            key.SetDomain(0, element);
        }

        BigIntegers.Write(curve.Curve.A.ToBigInteger(), element);
        key.SetDomain(1, element);
        BigIntegers.Write(curve.Curve.B.ToBigInteger(), element);
        key.SetDomain(2, element);
        key.SetDomain(3, curve.G.GetEncoded(false));
        key.SetDomain(4, curve.N.ToByteArrayUnsigned());
        key.SetDomain(5, [0, (byte)curve.H.IntValue]);
    }
}
