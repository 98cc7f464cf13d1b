using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Cryptography;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>The other end of the wire for these tests: selects, opens SCP03 and sends, on one logical channel. Knows nothing of the card's code.</summary>
internal sealed class Host(SecureComponent card, int channel = 0)
{
    public SecureComponent Card => card;

    public static readonly byte[] TestKeys = Convert.FromHexString("404142434445464748494A4B4C4D4E4F");

    private byte[] _sEnc = [];
    private byte[] _sMac = [];
    private byte[] _sRmac = [];
    private byte[] _chaining = new byte[16];
    private int _counter;
    private byte _level;
    private int _length = 8;

    /// <summary>The test key 40..4F, repeated to the length that the product's keys have.</summary>
    public static byte[] KeysOf(VirtualCard.Profiles.CardProfile profile) => [.. Enumerable.Range(0, profile.IssuerKeyLength).Select(i => TestKeys[i % 16])];

    public static SecureComponent NewCard(string profile = "virtual-ese", Func<VirtualCard.Profiles.CardProfile, VirtualCard.Profiles.CardProfile>? change = null)
    {
        var chosen = VirtualCard.Profiles.CardProfiles.Find(profile);
        chosen = change?.Invoke(chosen) ?? chosen;
        var key = KeysOf(chosen);
        using var personalization = new CardPersonalization(0x30, key, key, key) { Serial = new byte[] { 1, 2, 3, 4 }, IssuerIdentificationNumber = new byte[] { 0x42, 1 }, CardImageNumber = new byte[] { 0x45, 1 } };
        var card = SecureComponent.Create(chosen, personalization, new byte[32]);
        card.Reset();
        return card;
    }

    /// <summary>Bytes of challenges, cryptograms and MACs: 8, or 16 in S16 mode.</summary>
    public Host InS16()
    {
        _length = 16;
        return this;
    }

    /// <summary>Sends bytes as they are; channel bits are put into the class.</summary>
    public string Raw(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        bytes[0] = Cla(bytes[0]);
        return Convert.ToHexString(card.Process(bytes).Span);
    }

    public string Select(string aid) => Raw($"00A40400{aid.Length / 2:X2}{aid}00");

    /// <summary>INITIALIZE UPDATE and EXTERNAL AUTHENTICATE; the status word of the first that is not 9000, or of the last.</summary>
    public string Open(byte level = 0x33, byte version = 0, byte[]? key = null)
    {
        var sw = Initialize(version, key, out _, out var host);
        return sw == "9000" ? Authenticate(level, host) : sw;
    }

    public string Initialize(byte version, byte[]? key, out byte[] answer, out byte[] hostCryptogram)
    {
        key ??= KeysOf(card.Profile);
        byte[] challenge = [.. Enumerable.Range(1, _length).Select(i => (byte)i)];
        hostCryptogram = [];
        answer = Whole(Convert.FromHexString(Raw($"8050{version:X2}00{_length:X2}{Convert.ToHexString(challenge)}00")));
        if (answer.Length < 13 + (2 * _length))
        {
            return Convert.ToHexString(answer);
        }

        byte[] context = [.. challenge, .. answer.AsSpan(13, _length)];
        _sEnc = Scp03Kdf.Derive(key, Scp03DerivationConstant.SessionEnc, context, key.Length * 8);
        _sMac = Scp03Kdf.Derive(key, Scp03DerivationConstant.SessionMac, context, key.Length * 8);
        _sRmac = Scp03Kdf.Derive(key, Scp03DerivationConstant.SessionRmac, context, key.Length * 8);
        hostCryptogram = Scp03Kdf.Derive(_sMac, Scp03DerivationConstant.HostCryptogram, context, 8 * _length);
        return "9000";
    }

    public string Authenticate(byte level, byte[] hostCryptogram)
    {
        _chaining = new byte[16];
        _counter = 0;
        _level = level;
        var command = Protect([0x84, 0x82, level, 0], hostCryptogram, null);
        return Convert.ToHexString(card.Process(command).Span);
    }

    /// <summary>Sends a plain command (80 INS P1 P2 [Lc data] [Le]) through the session; data and status word, R-MAC checked and removed.</summary>
    public string Send(string hex)
    {
        var plain = CommandApdu.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        var answer = card.Process(Wrap(plain)).ToArray();
        return Convert.ToHexString(Unwrap(Whole(answer)));
    }

    /// <summary>Sends a plain command as a chain of short ones (GP Card Specification 2.3.1, 11.1.5.1): protected as a whole, then cut into pieces.</summary>
    public string SendChained(string hex, int size = 200)
    {
        var whole = CommandApdu.Parse(Wrap(CommandApdu.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))));
        var pieces = whole.Data.ToArray().Chunk(size).ToList();
        for (var i = 0; i < pieces.Count - 1; i++)
        {
            var answer = card.Process((whole with { P1 = (byte)(whole.P1 | 0x80), Data = pieces[i], Ne = 256 }).ToBytes());
            if (Convert.ToHexString(answer.Span) is not "9000" and var refused)
            {
                return refused;
            }
        }

        return Convert.ToHexString(Unwrap(Whole(card.Process((whole with { Data = pieces[^1], Ne = 256 }).ToBytes()).ToArray())));
    }

    // 61xx: more of the answer waits for GET RESPONSE, which goes outside of secure messaging (11.1.5.2).
    private byte[] Whole(byte[] answer)
    {
        var whole = new List<byte>();
        while (answer is [.., 0x61, var remaining])
        {
            whole.AddRange(answer[..^2]);
            answer = card.Process(new CommandApdu(Cla(0), 0xC0, 0, 0, default, remaining == 0 ? 256 : remaining).ToBytes()).ToArray();
        }

        return [.. whole, .. answer];
    }

    public byte[] Wrap(CommandApdu plain)
    {
        _counter++;
        var data = plain.Data.ToArray();
        if ((_level & 0x02) != 0 && data.Length > 0)
        {
            data = Cbc(data, 0, encrypt: true);
        }

        return Protect([(byte)(plain.Cla | 0x04), plain.Ins, plain.P1, plain.P2], data, plain.Ne);
    }

    /// <summary>From the next answer on responses are protected as this level has it.</summary>
    public void Expect(byte level) => _level = level;

    /// <summary>A key enciphered for PUT KEY and DGI 8113, and its check value.</summary>
    public static byte[] Encipher(byte[] dek, byte[] key)
    {
        using var aes = Aes.Create();
        aes.SetKey(dek);
        var padded = new byte[(key.Length + 15) / 16 * 16];
        key.CopyTo(padded, 0);
        return aes.EncryptCbc(padded, new byte[16], PaddingMode.None);
    }

    public static byte[] CheckValue(byte[] key)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        return aes.EncryptEcb(Enumerable.Repeat((byte)1, 16).ToArray(), PaddingMode.None)[..3];
    }

    private byte[] Protect(byte[] header, byte[] data, int? ne)
    {
        if (_level == 0 && header[1] != 0x82)
        {
            return new CommandApdu(Cla((byte)(header[0] & ~4)), header[1], header[2], header[3], data, ne).ToBytes();
        }

        header[0] = (byte)((header[0] & 0x80) | 4);
        var length = data.Length + _length;
        byte[] lc = length <= 255 && ne is not > 256 ? [(byte)length] : [0, (byte)(length >> 8), (byte)length];
        _chaining = AesCmac.Compute(_sMac, [.. _chaining, .. header, .. lc, .. data]);
        return new CommandApdu(Cla(header[0]), header[1], header[2], header[3], (byte[])[.. data, .. _chaining.AsSpan(0, _length)], ne).ToBytes();
    }

    private byte[] Unwrap(byte[] answer)
    {
        if ((_level & 0x10) == 0 || answer.Length < 2 || answer[^2] is not (0x90 or 0x62 or 0x63))
        {
            return answer;
        }

        Assert.True(answer.Length >= _length + 2, "An answer in a session with R-MAC has one.");
        var body = answer[..^(_length + 2)];
        var mac = AesCmac.Compute(_sRmac, [.. _chaining, .. body, answer[^2], answer[^1]]);
        Assert.Equal(mac[.._length], answer[^(_length + 2)..^2]);
        var data = (_level & 0x20) != 0 && body.Length > 0 ? Cbc(body, 0x80, encrypt: false) : body;
        return [.. data, answer[^2], answer[^1]];
    }

    private byte[] Cbc(byte[] data, byte first, bool encrypt)
    {
        using var aes = Aes.Create();
        aes.SetKey(_sEnc);
        var block = new byte[16];
        block[0] = first;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(block.AsSpan(12), _counter);
        var icv = aes.EncryptEcb(block, PaddingMode.None);
        if (encrypt)
        {
            byte[] padded = [.. data, 0x80, .. new byte[15 - (data.Length % 16)]];
            return aes.EncryptCbc(padded, icv, PaddingMode.None);
        }

        var plain = aes.DecryptCbc(data, icv, PaddingMode.None);
        var end = Array.LastIndexOf(plain, (byte)0x80);
        return plain[..end];
    }

    private byte Cla(byte cla) => channel < 4
        ? (byte)((cla & ~3) | channel)
        : (byte)((cla & 0x80) | 0x40 | ((cla & 0x04) != 0 ? 0x20 : 0) | (channel - 4));
}
