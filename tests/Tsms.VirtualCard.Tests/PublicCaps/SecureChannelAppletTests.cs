using System.Buffers.Binary;
using System.Security.Cryptography;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>
/// The key store of cryptsetup-javacard, which has a secure channel of its own: ECDH over P-192 signed with RSA, AES-256 and HMAC-SHA-256 with a counter; lengths are
/// little-endian.
/// Its install parameter is the master password.
/// </summary>
public sealed class SecureChannelAppletTests
{
    private const string Package = "010203040506070809";
    private static readonly byte[] Password = "correct horse"u8.ToArray();

    [Fact]
    public void KeyStore_KeepsAKeyBehindItsChannel()
    {
        using var card = PublicCard.With(PublicCapFolder.Find(Package), Convert.ToHexString(Password));
        byte[] uuid = [.. Enumerable.Range(0, 40).Select(i => (byte)i)];
        byte[] secret = SHA256.HashData("disk key"u8);
        var channel = Channel.Open(card);
        Assert.Equal("6986", channel.Refused(2, [32])); // no key before the password

        channel = Channel.Open(card);
        Assert.Equal("6982", channel.Refused(0, "wrong"u8));
        channel = Channel.Open(card);
        Assert.Empty(channel.Command(0, Password));
        var made = channel.Command(2, [32]);
        Assert.Equal(32, made.Length);
        Assert.NotEqual(made, channel.Command(2, [32]));
        Assert.Empty(channel.Command(3, [.. uuid, (byte)secret.Length, .. secret]));

        card.Reset();
        channel = Channel.Open(card);
        channel.Command(0, Password);
        Assert.Equal(secret, channel.Command(4, uuid));
        Assert.Empty(channel.Command(5, uuid));
        Assert.Equal("6A83", channel.Refused(4, uuid));
    }

    private sealed class Channel
    {
        private readonly PublicCard _card;
        private readonly byte[] _encryption;
        private readonly byte[] _authentication;
        private ushort _sequence;

        private Channel(PublicCard card, byte[] shared)
        {
            _card = card;
            _encryption = HMACSHA256.HashData(shared, new byte[] { 0xEE });
            _authentication = HMACSHA256.HashData(shared, new byte[] { 0xAA });
        }

        public static Channel Open(PublicCard card)
        {
            card.Select(PublicCapFolder.Find(Package).File.Applet!.Applets[0].Aid);
            using var rsa = RSA.Create();
            var key = card.Ask("B0500000");
            var modulus = Next(ref key);
            rsa.ImportParameters(new RSAParameters { Modulus = modulus, Exponent = Next(ref key) });

            // The host's own implementation of the curve is BouncyCastle's, by its name.
            var curve = Org.BouncyCastle.Asn1.Sec.SecNamedCurves.GetByName("secp192r1");
            var secret = new Org.BouncyCastle.Math.BigInteger("123456789ABCDEF0FEDCBA987654321023456789ABCDEF01", 16);
            var own = curve.G.Multiply(secret).Normalize().GetEncoded(false);
            var answer = card.Ask("B0510000", [(byte)own.Length, 0, .. own]);
            var signature = Next(ref answer);
            Assert.True(rsa.VerifyData(answer, signature, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1));
            Assert.Equal(own, Next(ref answer));
            var shared = curve.Curve.DecodePoint(Next(ref answer)).Multiply(secret).Normalize().AffineXCoord.GetEncoded();

            // ALG_EC_SVDP_DHC: the SHA-1 of the x coordinate
            return new Channel(card, CardDigest.Compute(DigestAlgorithm.Sha1, shared));
        }

        public byte[] Command(byte command, ReadOnlySpan<byte> data)
        {
            var answer = Send(command, data);
            Assert.Equal("9000", answer[^4..]);
            var bytes = Convert.FromHexString(answer[..^4]);
            Assert.Equal(HMACSHA256.HashData(_authentication, bytes.AsSpan(32)), bytes[..32]);
            Assert.Equal(_sequence + 1, BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(32)));
            _sequence += 2;
            using var aes = Aes.Create();
            aes.SetKey(_encryption);
            var plain = aes.DecryptCbc(bytes.AsSpan(50), bytes.AsSpan(34, 16), PaddingMode.None);
            return Next(ref plain);
        }

        public string Refused(byte command, ReadOnlySpan<byte> data) => Send(command, data);

        // HMAC · counter · vector · AES-CBC(command · length · data · zeros)
        private string Send(byte command, ReadOnlySpan<byte> data)
        {
            byte[] plain = [command, (byte)data.Length, 0, .. data];
            using var aes = Aes.Create();
            aes.SetKey(_encryption);
            byte[] vector = [.. Enumerable.Repeat((byte)_sequence, 16)];
            byte[] padded = [.. plain, .. new byte[(16 - (plain.Length % 16)) % 16]];
            var cryptogram = aes.EncryptCbc(padded, vector, PaddingMode.None);
            byte[] signed = [(byte)_sequence, (byte)(_sequence >> 8), .. vector, .. cryptogram];
            byte[] body = [.. HMACSHA256.HashData(_authentication, signed), .. signed];
            return _card.Send($"B0520000{body.Length:X2}{Convert.ToHexString(body)}00");
        }

        private static byte[] Next(ref byte[] bytes)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            var part = bytes[2..(2 + length)];
            bytes = bytes[(2 + length)..];
            return part;
        }
    }
}
