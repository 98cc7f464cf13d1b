using System.Buffers.Binary;
using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.SecureChannel;

/// <summary>How far a secure channel session has come.</summary>
internal enum Scp03Phase
{
    /// <summary>INITIALIZE UPDATE was answered; the host has still to prove itself.</summary>
    Initiated,

    /// <summary>EXTERNAL AUTHENTICATE was right; the level applies to every command.</summary>
    Open,

    /// <summary>A security error ended it; until it is replaced, commands are refused (GP Amendment D 1.1.2, 5.6).</summary>
    Aborted,
}

/// <summary>
/// The card's end of one SCP03 session, in S8 or S16 mode (GP Amendment D 1.1.2 and 1.2, chapters 5 and 6). Holds session keys and zeroes them when disposed.
/// </summary>
internal sealed partial class Scp03Session : IDisposable
{
    private readonly byte[] _sEnc;
    private readonly byte[] _sMac;
    private readonly byte[] _sRmac;
    private readonly byte[] _chaining = new byte[AesCmac.BlockLength];
    private readonly byte[] _hostCryptogram;
    private readonly byte[] _cardCryptogram;
    private readonly int _length;
    private readonly Scp03Options _options;
    private readonly Scp03Keys _keys;
    private uint _counter;

    /// <summary>Derives the session keys and both cryptograms from the static keys and the two challenges.</summary>
    /// <param name="keys">Static keys; only read here.</param>
    /// <param name="owner">AID of the security domain that holds the keys.</param>
    /// <param name="options">The parameter i.</param>
    /// <param name="hostChallenge">Data of INITIALIZE UPDATE, 8 bytes, in S16 mode 16.</param>
    /// <param name="cardChallenge">As many bytes.</param>
    public Scp03Session(Scp03Keys keys, Aid owner, Scp03Options options, ReadOnlySpan<byte> hostChallenge, ReadOnlySpan<byte> cardChallenge)
    {
        (Owner, Version, _length, _options, _keys) = (owner, keys.Version, options.BlockLength, options, keys);

        // An own copy: the key set may be replaced, and zeroed, while the session goes on.
        Dek = new CardKey(keys.Version, CardKey.Dek, keys.Dek.Type, keys.Dek.Value);
        byte[] context = [.. hostChallenge, .. cardChallenge];
        var bits = keys.Length * 8;
        _sEnc = Scp03Kdf.Derive(keys.Enc.Value, Scp03DerivationConstant.SessionEnc, context, bits);
        _sMac = Scp03Kdf.Derive(keys.Mac.Value, Scp03DerivationConstant.SessionMac, context, bits);
        _sRmac = Scp03Kdf.Derive(keys.Mac.Value, Scp03DerivationConstant.SessionRmac, context, bits);
        _cardCryptogram = Scp03Kdf.Derive(_sMac, Scp03DerivationConstant.CardCryptogram, context, _length * 8);
        _hostCryptogram = Scp03Kdf.Derive(_sMac, Scp03DerivationConstant.HostCryptogram, context, _length * 8);
    }

    /// <summary>AID of the security domain whose keys were used.</summary>
    public Aid Owner { get; }

    /// <summary>Is this the key set that the session was begun with? One that was put in its place is another, whatever it holds.</summary>
    public bool IsOf(Scp03Keys? keys) =>
        keys is { } now && ReferenceEquals(now.Enc, _keys.Enc) && ReferenceEquals(now.Mac, _keys.Mac) && ReferenceEquals(now.Dek, _keys.Dek);

    /// <summary>Key version number that was used.</summary>
    public byte Version { get; }

    /// <summary>The data encryption key of the key set: SCP03 uses it as it is.</summary>
    public CardKey Dek { get; }

    /// <summary>How far the session has come.</summary>
    public Scp03Phase Phase { get; private set; } = Scp03Phase.Initiated;

    /// <summary>The level of EXTERNAL AUTHENTICATE, in an R-MAC session with more for responses; none until then.</summary>
    public SecurityLevel Level { get; private set; }

    /// <summary>True while the host is authenticated.</summary>
    public bool IsOpen => Phase == Scp03Phase.Open;

    /// <summary>The card's proof that it knows the keys, 8 or 16 bytes.</summary>
    public ReadOnlySpan<byte> CardCryptogram => _cardCryptogram;

    /// <summary>A pseudo-random card challenge (GP Amendment D 1.1.2, 6.2.2.1).</summary>
    /// <param name="enc">Key-ENC.</param>
    /// <param name="sequence">The counter after it was incremented, 24 bits.</param>
    /// <param name="application">The application that uses the secure channel.</param>
    /// <param name="length">Bytes of the challenge, 8 or 16.</param>
    public static byte[] PseudoRandomChallenge(CardKey enc, int sequence, Aid application, int length = 8)
    {
        byte[] context = [(byte)(sequence >> 16), (byte)(sequence >> 8), (byte)sequence, .. application.Span];
        return Scp03Kdf.Derive(enc.Value, Scp03DerivationConstant.CardChallenge, context, length * 8);
    }

    /// <summary>Processes EXTERNAL AUTHENTICATE: host cryptogram and C-MAC. The level is checked by the caller.</summary>
    /// <exception cref="CardFault">6988: the C-MAC is wrong; 6300: the cryptogram is wrong. The session is over then.</exception>
    public void Authenticate(CommandApdu command)
    {
        var data = command.Data.Span;
        if (data.Length != 2 * _length)
        {
            Abort();
            throw new CardFault(StatusWord.WrongLength, $"EXTERNAL AUTHENTICATE has {2 * _length} data bytes, not {data.Length}");
        }

        // The cryptogram tells whether the host has the keys; it is looked at first, so that wrong keys answer 6300 and not 6988.
        if (!CryptographicOperations.FixedTimeEquals(data[.._length], _hostCryptogram))
        {
            Abort();
            throw new CardFault(StatusWord.AuthenticationFailed, "the host cryptogram is wrong");
        }

        CheckMac(command);
        Level = (SecurityLevel)command.P1;
        Phase = Scp03Phase.Open;
    }

    /// <summary>Checks and removes the protection of a command as the level demands; any failure aborts the session.</summary>
    /// <returns>The command with a class byte without secure messaging and plain data.</returns>
    /// <exception cref="CardFault">6982: protection is missing; 6988: MAC or padding is wrong.</exception>
    public CommandApdu Unwrap(CommandApdu command)
    {
        var cla = new ClassByte(command.Cla);
        if (Level == SecurityLevel.None)
        {
            return command with { Cla = cla.WithoutSecureMessaging };
        }

        if (!cla.HasGlobalPlatformMessaging)
        {
            Abort();
            throw new CardFault(StatusWord.SecurityStatusNotSatisfied, $"the session demands level {(byte)Level:X2}, the command has no secure messaging");
        }

        CheckMac(command);
        _counter++;
        var data = command.Data[..^_length];
        if (Level.HasFlag(SecurityLevel.CDecryption) && !data.IsEmpty)
        {
            data = Decipher(data.Span);
        }

        return command with { Cla = cla.WithoutSecureMessaging, Data = data };
    }

    /// <summary>Protects a response as the level demands; error status words go out bare (GP Amendment D 1.1.2, 6.2.5).</summary>
    public byte[] Wrap(ReadOnlySpan<byte> data, StatusWord sw)
    {
        if (!Level.HasFlag(SecurityLevel.RMac) || !(sw.IsSuccess || sw.IsWarning))
        {
            return [.. data, sw.Sw1, sw.Sw2];
        }

        var body = Level.HasFlag(SecurityLevel.REncryption) && !data.IsEmpty ? Encipher(data) : data.ToArray();
        var mac = AesCmac.Compute(_sRmac, [.. _chaining, .. body, sw.Sw1, sw.Sw2]);
        return [.. body, .. mac.AsSpan(0, _length), sw.Sw1, sw.Sw2];
    }

    /// <summary>Greatest number of plain answer bytes that fit 256 bytes with the protection of this session.</summary>
    public int MaxResponseData => Level.HasFlag(SecurityLevel.REncryption) ? 239 : Level.HasFlag(SecurityLevel.RMac) ? 256 - _length : 256;

    /// <summary>Ends the session by a security error.</summary>
    public void Abort()
    {
        Phase = Scp03Phase.Aborted;
        Level = SecurityLevel.None;
        Zero();
    }

    /// <inheritdoc/>
    public void Dispose() => Zero();

    private void CheckMac(CommandApdu command)
    {
        // MAC chaining value · CLA with channel 0 and GP secure messaging · INS P1 P2 · Lc · data without the MAC (GP Amendment D 1.1.2, 6.2.4)
        var data = command.Data.Span;
        if (data.Length < _length)
        {
            Abort();
            throw new CardFault(StatusWord.SecureMessagingIncorrect, "the command has no room for a C-MAC");
        }

        // Lc as it stands on the wire: in three bytes where the command is extended, be it for the sake of Le alone; so hosts have it.
        byte[] lc = command.IsExtended || data.Length > CommandApdu.MaxShortData ? [0, (byte)(data.Length >> 8), (byte)data.Length] : [(byte)data.Length];
        byte[] input = [.. _chaining, new ClassByte(command.Cla).ForMac, command.Ins, command.P1, command.P2, .. lc, .. data[..^_length]];
        var mac = AesCmac.Compute(_sMac, input);
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, _length), data[^_length..]))
        {
            Abort();
            throw new CardFault(StatusWord.SecureMessagingIncorrect, "the C-MAC is wrong");
        }

        mac.CopyTo(_chaining, 0);
    }

    private byte[] Decipher(ReadOnlySpan<byte> data)
    {
        if (data.Length % AesCmac.BlockLength == 0)
        {
            using var aes = Aes.Create();
            aes.SetKey(_sEnc);
            var plain = aes.DecryptCbc(data, Icv(response: false), PaddingMode.None);
            var end = plain.AsSpan().LastIndexOfAnyExcept((byte)0);
            if (end >= plain.Length - AesCmac.BlockLength && end >= 0 && plain[end] == 0x80)
            {
                return plain[..end];
            }
        }

        Abort();
        throw new CardFault(StatusWord.SecureMessagingIncorrect, "the enciphered data have no padding 80 00..");
    }

    private byte[] Encipher(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / AesCmac.BlockLength * AesCmac.BlockLength) + AesCmac.BlockLength];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        using var aes = Aes.Create();
        aes.SetKey(_sEnc);
        return aes.EncryptCbc(padded, Icv(response: true), PaddingMode.None);
    }

    /// <summary>The command counter as a block, its first byte 80 for responses, enciphered (GP Amendment D 1.1.2, 6.2.6 and 6.2.7).</summary>
    private byte[] Icv(bool response)
    {
        Span<byte> block = stackalloc byte[AesCmac.BlockLength];
        BinaryPrimitives.WriteUInt32BigEndian(block[12..], _counter);
        block[0] = response ? (byte)0x80 : (byte)0;
        using var aes = Aes.Create();
        aes.SetKey(_sEnc);
        return aes.EncryptEcb(block, PaddingMode.None);
    }

    private void Zero()
    {
        Dek.Dispose();
        CryptographicOperations.ZeroMemory(_sEnc);
        CryptographicOperations.ZeroMemory(_sMac);
        CryptographicOperations.ZeroMemory(_sRmac);
        CryptographicOperations.ZeroMemory(_chaining);
        CryptographicOperations.ZeroMemory(_hostCryptogram);
    }
}
