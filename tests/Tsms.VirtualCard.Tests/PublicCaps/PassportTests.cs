using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;
using Tsms.VirtualCard.Api.Crypto;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>
/// The passport applet of JMRTD: its MRZ and a data group are written, it is locked, and an inspection system reads the group with Basic Access Control and
/// secure messaging (ICAO Doc 9303-11, 4.3 and 9.8).
/// </summary>
public sealed class PassportTests
{
    private const string DocumentNumber = "L898902C3";
    private const string Birth = "740812";
    private const string Expiry = "120415";
    private static readonly byte[] Group = [0x61, 0x5B, 0x5F, 0x1F, 0x58,
        .. "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"u8];

    [Fact]
    public void Jmrtd_IsReadWithBasicAccessControl()
    {
        var cap = PublicCapFolder.Find("A00000024710");
        using var card = PublicCard.With(cap);
        byte[] mrz = [4, 9, .. Ascii(DocumentNumber), 4, 6, .. Ascii(Birth), 4, 6, .. Ascii(Expiry)];
        card.Tell("00DA0062", [0x62, (byte)mrz.Length, .. mrz]);
        card.Tell("00E00000", [0x63, 4, 0, (byte)Group.Length, 0x01, 0x01]);
        card.Tell("00A4020C", [0x01, 0x01]);
        card.Tell("00D60000", Group);
        card.Tell("00DADEAD", []);

        card.Reset();
        card.Select(cap.File.Applet!.Applets[0].Aid);
        card.Tell("00A4020C", [0x01, 0x01], "6982"); // nothing without BAC
        var seed = CardDigest.Compute(DigestAlgorithm.Sha1, Ascii(WithCheck(DocumentNumber) + WithCheck(Birth) + WithCheck(Expiry)))[..16];
        var wrong = new Bac(card, [.. seed[..15], (byte)(seed[15] ^ 1)]);
        Assert.NotEqual("9000", wrong.Authenticate());
        var bac = new Bac(card, seed);
        Assert.Equal("9000", bac.Authenticate());
        bac.Command([0x0C, 0xA4, 0x02, 0x0C], [0x01, 0x01], null);
        Assert.Equal(Group[..4], bac.Command([0x0C, 0xB0, 0, 0], [], 4));
        Assert.Equal(Group[4..], bac.Command([0x0C, 0xB0, 0, 4], [], Group.Length - 4));
    }

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);

    private static string WithCheck(string text)
    {
        ReadOnlySpan<int> weights = [7, 3, 1];
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
        {
            sum += weights[i % 3] * (char.IsAsciiDigit(text[i]) ? text[i] - '0' : text[i] == '<' ? 0 : text[i] - 'A' + 10);
        }

        return text + (char)('0' + (sum % 10));
    }

    private sealed class Bac(PublicCard card, byte[] seed)
    {
        private static readonly byte[] HostRandom = [.. Enumerable.Range(0x78, 8).Select(i => (byte)i)];
        private static readonly byte[] HostKey = [.. Enumerable.Range(0x0B, 16).Select(i => (byte)i)];
        private byte[] _enc = Derive(seed, 1);
        private byte[] _mac = Derive(seed, 2);
        private ulong _counter;

        public string Authenticate()
        {
            var challenge = Convert.FromHexString(card.Send("0084000008")[..^4]);
            var cryptogram = Cbc([.. HostRandom, .. challenge, .. HostKey], encrypt: true);
            byte[] data = [.. cryptogram, .. Mac(cryptogram)];
            var answer = card.Send($"0082000028{Convert.ToHexString(data)}28");
            if (answer[^4..] != "9000")
            {
                return answer;
            }

            var received = Convert.FromHexString(answer[..^4]);
            Assert.Equal(Mac(received[..32]), received[32..]);
            var plain = Cbc(received[..32], encrypt: false);
            Assert.Equal(challenge, plain[..8]);
            Assert.Equal(HostRandom, plain[8..16]);
            byte[] shared = [.. HostKey.Zip(plain[16..32], (a, b) => (byte)(a ^ b))];
            (_enc, _mac) = (Derive(shared, 1), Derive(shared, 2));
            _counter = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian([.. challenge[4..], .. HostRandom[4..]]);
            return "9000";
        }

        public byte[] Command(byte[] header, byte[] data, int? ne)
        {
            var body = new List<byte>();
            if (data.Length > 0)
            {
                var cryptogram = Cbc(Pad(data), encrypt: true);
                body.AddRange([0x87, (byte)(cryptogram.Length + 1), 1, .. cryptogram]);
            }

            if (ne is { } length)
            {
                body.AddRange([0x97, 1, (byte)length]);
            }

            body.AddRange([0x8E, 8, .. Mac([.. Count(), .. Pad(header), .. body])]);
            var answer = Convert.FromHexString(card.Send($"{Convert.ToHexString(header)}{body.Count:X2}{Convert.ToHexString([.. body])}00"));
            Assert.Equal("9000", Convert.ToHexString(answer.AsSpan(answer.Length - 2)));
            var objects = answer[..^2];
            Assert.Equal(Mac([.. Count(), .. objects[..^10]]), objects[^8..]);
            Assert.Equal("99029000", Convert.ToHexString(objects.AsSpan(objects.Length - 14, 4)));
            if (objects[0] != 0x87)
            {
                return [];
            }

            var start = objects[1] < 0x80 ? 3 : 4;
            var plain = Cbc(objects[start..^14], encrypt: false);
            return plain[..Array.LastIndexOf(plain, (byte)0x80)];
        }

        private byte[] Count()
        {
            var bytes = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, ++_counter);
            return bytes;
        }

        // Doc 9303-11, 9.7.1; the parity bits mean nothing to the cipher.
        private static byte[] Derive(byte[] seed, byte purpose) => CardDigest.Compute(DigestAlgorithm.Sha1, [.. seed, 0, 0, 0, purpose])[..16];

        private static byte[] Pad(byte[] data) => [.. data, 0x80, .. new byte[7 - (data.Length % 8)]];

        private byte[] Cbc(byte[] data, bool encrypt)
        {
            var cipher = new BufferedBlockCipher(new CbcBlockCipher(new DesEdeEngine()));
            cipher.Init(encrypt, new ParametersWithIV(new DesEdeParameters(_enc), new byte[8]));
            return cipher.DoFinal(data);
        }

        private byte[] Mac(byte[] data)
        {
            var mac = new ISO9797Alg3Mac(new DesEngine(), 64, new ISO7816d4Padding());
            mac.Init(new KeyParameter(_mac));
            mac.BlockUpdate(data, 0, data.Length);
            var value = new byte[8];
            mac.DoFinal(value, 0);
            return value;
        }
    }
}
