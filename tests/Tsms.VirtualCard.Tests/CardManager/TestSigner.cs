using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>A key off the card, by the platform's own cryptography: signs tokens and DAP blocks, verifies receipts, and knows how it is put onto a card.</summary>
internal abstract class TestSigner
{
    public static TestSigner Make(string kind) => kind switch
    {
        "AES-128" => new OfAes(16),
        "AES-256" => new OfAes(32),
        "RSA-1024" => new OfRsa(1024),
        "RSA-2048" => new OfRsa(2048),
        "P-256" => new OfEc(ECCurve.NamedCurves.nistP256, 0x00, HashAlgorithmName.SHA256),
        "P-384" => new OfEc(ECCurve.NamedCurves.nistP384, 0x01, HashAlgorithmName.SHA384),
        "brainpoolP256r1" => new OfEc(ECCurve.NamedCurves.brainpoolP256r1, 0x03, HashAlgorithmName.SHA256),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such key"),
    };

    /// <summary>The key data field of PUT KEY with what verifies.</summary>
    public abstract string PublicField(byte[] dek);

    /// <summary>The key data field of PUT KEY with what signs.</summary>
    public abstract string PrivateField(byte[] dek);

    public abstract byte[] Sign(byte[] message);

    public abstract bool Verify(byte[] message, byte[] signature);

    public static string Ber(int length) => length < 0x80 ? $"{length:X2}" : length < 0x100 ? $"81{length:X2}" : $"82{length:X4}";

    public static string Part(byte type, byte[] value) => $"{type:X2}{Ber(value.Length)}{Convert.ToHexString(value)}";

    private static string Secret(byte type, byte[] dek, byte[] value)
    {
        byte[] block = [.. Convert.FromHexString(Ber(value.Length)), .. Host.Encipher(dek, value)];
        return Part(type, block);
    }

    private sealed class OfAes(int length) : TestSigner
    {
        private readonly byte[] _key = [.. Enumerable.Range(0x50, length).Select(i => (byte)i)];

        public override string PublicField(byte[] dek) => Secret(0x88, dek, _key) + "03" + Convert.ToHexString(Host.CheckValue(_key));

        public override string PrivateField(byte[] dek) => PublicField(dek);

        public override byte[] Sign(byte[] message) => AesCmac.Compute(_key, message);

        public override bool Verify(byte[] message, byte[] signature) => Sign(message).SequenceEqual(signature);
    }

    private sealed class OfRsa(int bits) : TestSigner
    {
        private readonly RSA _rsa = RSA.Create(bits);
        private readonly HashAlgorithmName _hash = bits == 1024 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        private readonly RSASignaturePadding _padding = bits == 1024 ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss;

        public override string PublicField(byte[] dek)
        {
            var key = _rsa.ExportParameters(false);
            return Part(0xA1, key.Modulus!) + Part(0xA0, key.Exponent!) + "00";
        }

        public override string PrivateField(byte[] dek)
        {
            var key = _rsa.ExportParameters(true);
            return Part(0xA1, key.Modulus!) + Secret(0xA3, dek, key.D!) + "00";
        }

        public override byte[] Sign(byte[] message) => _rsa.SignData(message, _hash, _padding);

        public override bool Verify(byte[] message, byte[] signature) => _rsa.VerifyData(message, signature, _hash, _padding);
    }

    private sealed class OfEc(ECCurve curve, byte reference, HashAlgorithmName hash) : TestSigner
    {
        private readonly ECDsa _ec = ECDsa.Create(curve);

        public override string PublicField(byte[] dek)
        {
            var q = _ec.ExportParameters(false).Q;
            return Part(0xB0, [4, .. q.X!, .. q.Y!]) + Part(0xF0, [reference]) + "00";
        }

        public override string PrivateField(byte[] dek) => Secret(0xB1, dek, _ec.ExportParameters(true).D!) + Part(0xF0, [reference]) + "00";

        public override byte[] Sign(byte[] message) => _ec.SignData(message, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

        public override bool Verify(byte[] message, byte[] signature) => _ec.VerifyData(message, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
