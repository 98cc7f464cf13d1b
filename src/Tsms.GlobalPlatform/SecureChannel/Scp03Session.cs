using System.Buffers.Binary;
using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// One secure channel session of SCP03, off-card. MACs chain over commands alone (GP Amendment D 1.1.1, 5.3), so any number of commands can be
/// wrapped ahead of any
/// answer; each <see cref="WrappedCommand"/> keeps what verifies its own answer. Not for use by several threads at once. Disposing zeroes the keys
/// and ends verification.
/// </summary>
public sealed partial class Scp03Session : IDisposable
{
    private readonly Scp03SessionKeys _keys;
    private byte[] _chaining = new byte[AesCmac.BlockLength];
    private ulong _counter;

    internal Scp03Session(Scp03SessionKeys keys, InitializeUpdateAnswer handshake, SecurityLevel level, ReadOnlySpan<byte> hostCryptogram)
    {
        _keys = keys;
        Handshake = handshake;
        Level = level;
        var command = new CommandApdu(0x80, GpInstruction.ExternalAuthenticate, (byte)level, 0x00, hostCryptogram.ToArray());
        ExternalAuthenticate = new WrappedCommand(
            new ScriptCommand(command, "EXTERNAL AUTHENTICATE"), ProtectWithMac(command, command.Data.Span), keys, Parameters, SecurityLevel.None, [], 0, mustSucceed: true);
    }

    /// <summary>The answer to INITIALIZE UPDATE that the session stands on: received, or foreseen.</summary>
    public InitializeUpdateAnswer Handshake { get; }

    /// <summary>Level of the session from EXTERNAL AUTHENTICATE on.</summary>
    public SecurityLevel Level { get; }

    /// <summary>The card's i.</summary>
    public Scp03Parameters Parameters => Handshake.Parameters;

    /// <summary>The first command of the session, to be sent before all that is wrapped (7.1.2). Its answer carries no R-MAC.</summary>
    public WrappedCommand ExternalAuthenticate { get; }

    /// <summary>Number of commands wrapped so far, EXTERNAL AUTHENTICATE not counted.</summary>
    public int WrappedCommands { get; private set; }

    /// <summary>Greatest number of plain data bytes of one short command in this session.</summary>
    public int MaxCommandData => Parameters.MaxCommandData(Level);

    /// <summary>Wraps the next command.</summary>
    public WrappedCommand Wrap(CommandApdu command) => Wrap(new ScriptCommand(command, ""));

    /// <summary>Wraps the next command (6.2.4, 6.2.6). A command without Le stays without one, as published sessions of real cards have it.</summary>
    /// <exception cref="ArgumentException">
    /// A short command does not fit a short APDU any more, or the class byte asks for other secure messaging.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    public WrappedCommand Wrap(ScriptCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var apdu = command.Command;
        WrappedCommands++;
        _counter++; // moves with every command, with or without data (6.2.6)
        if (!Level.HasFlag(SecurityLevel.CMac))
        {
            return new WrappedCommand(command, apdu.ToBytes(), _keys, Parameters, SecurityLevel.None, [], 0, mustSucceed: false);
        }

        var limit = apdu.NeedsExtended ? Parameters.MaxCommandData(Level, ushort.MaxValue) : MaxCommandData;
        if (apdu.Data.Length > limit)
        {
            throw new ArgumentException(
                $"{apdu} ({command.Purpose}): {apdu.Data.Length} data bytes do not fit one APDU at level {(byte)Level:X2} with {Parameters}; at most {limit} do.", nameof(command));
        }

        var enciphered = Level.HasFlag(SecurityLevel.CDecryption) && !apdu.Data.IsEmpty ? Encipher(apdu.Data.Span) : apdu.Data.Span;
        return new WrappedCommand(command, ProtectWithMac(apdu, enciphered), _keys, Parameters, Level, _chaining, _counter, mustSucceed: false);
    }

    /// <summary>Wraps a whole script ahead of any answer, without EXTERNAL AUTHENTICATE.</summary>
    public WrappedScript WrapScript(IEnumerable<ScriptCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return new WrappedScript([.. commands.Select(Wrap)]);
    }

    /// <summary>Wraps a whole script ahead of any answer; its first command is EXTERNAL AUTHENTICATE.</summary>
    public WrappedScript WrapScriptWithAuthentication(IEnumerable<ScriptCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return new WrappedScript([ExternalAuthenticate, .. commands.Select(Wrap)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    // The ICV is the counter as a block, enciphered with S-ENC; bit 8 of the first byte is set for answers (6.2.6, 6.2.7).
    internal static byte[] Icv(Aes enc, ulong counter, bool answer)
    {
        var block = new byte[AesCmac.BlockLength];
        BinaryPrimitives.WriteUInt64BigEndian(block.AsSpan(8), counter);
        block[0] = answer ? (byte)0x80 : (byte)0;
        enc.EncryptEcb(block, block, PaddingMode.None);
        return block;
    }

    private byte[] Encipher(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length / 16 * 16) + 16]; // 80 and zeroes to a whole block (4.1.4)
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        using var aes = Aes.Create();
        aes.SetKey(_keys.Enc);
        var result = aes.EncryptCbc(padded, Icv(aes, _counter, answer: false), PaddingMode.None);
        CryptographicOperations.ZeroMemory(padded);
        return result;
    }

    // C-MAC over: chaining value · CLA INS P1 P2 · Lc with the MAC's length · data. The class byte counts without logical channel (6.2.4).
    private byte[] ProtectWithMac(CommandApdu command, ReadOnlySpan<byte> data)
    {
        var (forMac, forWire) = SecureClass(command.Cla);
        var length = Parameters.FieldLength;
        var withRoom = command with { Cla = forMac, Data = (byte[])[.. data, .. new byte[length]] };
        var bytes = withRoom.ToBytes();
        var macAt = (withRoom.NeedsExtended ? 7 : 5) + data.Length;
        _chaining = AesCmac.Compute(_keys.Mac, [.. _chaining, .. bytes.AsSpan(0, macAt)]);
        _chaining.AsSpan(0, length).CopyTo(bytes.AsSpan(macAt));
        bytes[0] = forWire;
        return bytes;
    }

    // GP Card Specification 2.3.1, 11.1.4: channels 0 to 3 in bits 2 and 1, secure messaging bit 3; channels 4 to 19 (bit 7 set) in bits 4 to 1, secure messaging bit 6.
    private static (byte ForMac, byte ForWire) SecureClass(byte cla) =>
        (cla & 0x40) != 0
            ? ((byte)((cla & 0x90) | 0x04), (byte)(cla | 0x20))
            : ((byte)((cla & 0xF0) | 0x04), (byte)((cla & 0xF3) | 0x04));
}
