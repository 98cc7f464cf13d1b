using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api.Natives.Security;

/// <summary>The classes behind the key interfaces of javacard.security.</summary>
internal static class KeyNatives
{
    /// <summary>What all of them extend.</summary>
    public const string BaseClass = "javacard/security/Key$Card";

    private const string Package = "javacard/security";
    private const int Generator = 3; // part of a domain

    public static void Register(NativeTable table)
    {
        var key = table.Internal(Package, BaseClass, KnownClass.Object, ["javacard/security/Key"], "type:B", "bits:S", "value:[B", "domain:[B");
        key["clearKey()V"] = call => This(call).Clear();
        key["getSize()S"] = call => call.Return(This(call).Shape is { IsXec: true } xec ? (short)(8 * xec.Bytes) : call.This.Words[CardKey.BitsField]);
        key["getType()B"] = call => call.Return(This(call).Shape.IsXec ? (short)-1 : KeyShape.ConstantOf((byte)call.This.Words[CardKey.TypeField]));
        key["isInitialized()Z"] = call => call.Return(This(call).IsInitialized);

        RegisterFixed(Of(table, "DESKey"));
        RegisterFixed(Of(table, "AESKey"));
        RegisterFixed(Of(table, "KoreanSEEDKey"));
        var hmac = Of(table, "HMACKey");
        hmac["setKey([BSS)V"] = call => This(call).SetValue(0, Input(call));
        hmac["getKey([BS)B"] = call =>
        {
            var value = This(call).Value(0);
            Get(call, value);
            if (value.Length > 127)
            {
                // The result is a byte: the API says -1 for what it cannot tell.
                call.Return((short)-1);
            }
        };

        var generic = Of(table, "GenericSecretKey");
        generic["setKey([BSS)V"] = call => This(call).SetValue(0, Input(call));
        generic["getKey([BS)S"] = call => Get(call, This(call).Value(0));

        XecNatives.RegisterKey(Of(table, "XECPublicKey"));
        XecNatives.RegisterKey(Of(table, "XECPrivateKey"));
        foreach (var name in (string[])["RSAPublicKey", "RSAPrivateKey"])
        {
            var rsa = Of(table, name);
            Part(rsa, "Modulus", 0);
            Part(rsa, "Exponent", 1);
        }

        var crt = Of(table, "RSAPrivateCrtKey");
        Part(crt, "P", 0);
        Part(crt, "Q", 1);
        Part(crt, "PQ", 2);
        Part(crt, "DP1", 3);
        Part(crt, "DQ1", 4);

        var ecPublic = Of(table, "ECPublicKey");
        RegisterDomain(ecPublic);
        ecPublic["setW([BSS)V"] = call => This(call).SetValue(0, Point(call));
        ecPublic["getW([BS)S"] = call => Get(call, This(call).Value(0));
        var ecPrivate = Of(table, "ECPrivateKey");
        RegisterDomain(ecPrivate);
        Part(ecPrivate, "S", 0);
        RegisterDomain(Of(table, "ECKey"));
        foreach (var kind in (string[])["DSA", "DH"])
        {
            foreach (var (name, value) in ((string, string?)[])[("PublicKey", "Y"), ("PrivateKey", "X"), ("Key", null)])
            {
                RegisterGroup(Of(table, kind + name), value);
            }
        }
    }

    private static void RegisterGroup(NativeClass key, string? value)
    {
        foreach (var (name, part) in ((string, int)[])[("P", 0), ("G", 1), ("Q", 2)])
        {
            key[$"set{name}([BSS)V"] = call => This(call).SetDomain(part, Input(call));
            key[$"get{name}([BS)S"] = call => Get(call, This(call).Domain(part));
        }

        if (value is not null)
        {
            Part(key, value, 0);
        }
    }

    private static NativeClass Of(NativeTable table, string name) => table.Internal(Package, $"{Package}/{name}$Card", BaseClass, [$"{Package}/{name}"]);

    private static ReadOnlySpan<byte> Input(NativeCall call) => KeyEncryptionNatives.Input(call, call.Short(3));

    private static CardKey This(NativeCall call) => CardKey.From(call.Vm, call.This);

    // Keys whose length is given by their size: no length is passed.
    private static void RegisterFixed(NativeClass key)
    {
        key["setKey([BS)V"] = call =>
        {
            var target = This(call);
            target.SetValue(0, KeyEncryptionNatives.FixedInput(call, target.Shape.Bytes));
        };
        key["getKey([BS)B"] = call => Get(call, This(call).Value(0));
    }

    private static void Part(NativeClass key, string name, int part)
    {
        key[$"set{name}([BSS)V"] = call => This(call).SetValue(part, Input(call));
        key[$"get{name}([BS)S"] = call => Get(call, This(call).Value(part));
    }

    private static void RegisterDomain(NativeClass key)
    {
        ReadOnlySpan<string> setters = ["", "setA", "setB", "setG", "setR"];
        ReadOnlySpan<string> getters = ["", "getA", "getB", "getG", "getR"];
        for (var i = 1; i < setters.Length; i++)
        {
            var part = i;
            key[setters[i] + "([BSS)V"] = call => This(call).SetDomain(part, part == Generator ? Point(call) : Input(call));
            key[getters[i] + "([BS)S"] = call => Get(call, This(call).Domain(part));
        }

        key["setK(S)V"] = call => This(call).SetDomain(5, [(byte)(call.Short(1) >> 8), (byte)call.Short(1)]);
        key["getK()S"] = call =>
        {
            var k = This(call).Domain(5);
            call.Return(k.IsEmpty ? throw call.Crypto(CryptoReason.UninitializedKey) : (short)((k[0] << 8) | k[1]));
        };

        EcFieldNatives.Register(key);
        key["copyDomainParametersFrom(Ljavacard/security/ECKey;)V"] = CopyDomain;
    }

    // A point as ANSI X9.62 writes it, in the length of the key; others are an incorrect format to setG and setW.
    private static ReadOnlySpan<byte> Point(NativeCall call)
    {
        var point = Input(call);
        var length = This(call).Shape.Bytes;
        var fits = !point.IsEmpty && (point[0] switch
        {
            2 or 3 => point.Length == 1 + length,
            4 or 6 or 7 => point.Length == 1 + (2 * length),
            _ => false,
        });
        return fits ? point : throw call.Crypto(CryptoReason.IllegalValue);
    }

    private static void CopyDomain(NativeCall call)
    {
        var source = CardKey.From(call, 1);
        var target = This(call);
        if (!source.Shape.SharesDomainWith(target.Shape))
        {
            throw call.Crypto(CryptoReason.IllegalValue);
        }

        for (var i = 0; i < target.Shape.DomainParts.Length; i++)
        {
            if (!source.Domain(i).IsEmpty)
            {
                target.SetDomain(i, source.Domain(i));
            }
        }
    }

    private static void Get(NativeCall call, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
        {
            throw call.Crypto(CryptoReason.UninitializedKey);
        }

        call.ReturnBytes(1, part);
    }
}
