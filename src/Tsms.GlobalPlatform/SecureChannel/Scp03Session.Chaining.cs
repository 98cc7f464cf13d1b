using Tsms.SmartCard;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <content>GlobalPlatform command chaining: DELETE, INSTALL and PUT KEY that are longer than a short command (GP Card Specification 2.3.1, 11.1.5.1).</content>
public sealed partial class Scp03Session
{
    private const int Segment = CommandApdu.MaxShortData;
    private const byte MoreCommands = 0x80;

    /// <summary>
    /// Wraps the next command, in several where one short command cannot hold it. Enciphering and C-MAC are made over the whole; the answers before the last are a
    /// bare 9000, the last verifies the whole.
    /// </summary>
    /// <exception cref="ArgumentException">It does not fit one command and is none of DELETE, INSTALL and PUT KEY, or is longer than 65,535 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    public IReadOnlyList<WrappedCommand> WrapChained(ScriptCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        var apdu = command.Command;
        if (apdu.Data.Length <= MaxCommandData)
        {
            return [Wrap(command)];
        }

        if (apdu.Ins is not (GpInstruction.Delete or GpInstruction.Install or GpInstruction.PutKey) || (apdu.P1 & MoreCommands) != 0)
        {
            throw new ArgumentException($"{apdu} ({command.Purpose}): {apdu.Data.Length} data bytes do not fit one command, and only DELETE, INSTALL and PUT KEY are chained.", nameof(command));
        }

        if (apdu.Data.Length > Parameters.MaxCommandData(Level, ushort.MaxValue))
        {
            throw new ArgumentException($"{apdu} ({command.Purpose}): {apdu.Data.Length} data bytes are more than a chain can hold.", nameof(command));
        }

        WrappedCommands++;
        _counter++;
        var isProtected = Level.HasFlag(SecurityLevel.CMac);
        byte[] data = Level.HasFlag(SecurityLevel.CDecryption) ? Encipher(apdu.Data.Span) : apdu.Data.ToArray();
        var cla = apdu.Cla;
        if (isProtected)
        {
            // P1 as of the last command; the length of the whole on three bytes
            var (forMac, forWire) = SecureClass(cla);
            var length = data.Length + Parameters.FieldLength;
            byte[] head = length > Segment ? [forMac, apdu.Ins, apdu.P1, apdu.P2, 0x00, (byte)(length >> 8), (byte)length] : [forMac, apdu.Ins, apdu.P1, apdu.P2, (byte)length];
            _chaining = AesCmac.Compute(_keys.Mac, [.. _chaining, .. head, .. data]);
            data = [.. data, .. _chaining.AsSpan(0, Parameters.FieldLength)];
            cla = forWire;
        }

        var chunks = data.Chunk(Segment).ToArray();
        var wrapped = new WrappedCommand[chunks.Length];
        for (var i = 0; i < chunks.Length; i++)
        {
            var isLast = i == chunks.Length - 1;
            var bytes = new CommandApdu(cla, apdu.Ins, (byte)(isLast ? apdu.P1 : apdu.P1 | MoreCommands), apdu.P2, chunks[i], isLast ? 256 : null).ToBytes();
            wrapped[i] = isLast
                ? new(command, bytes, _keys, Parameters, isProtected ? Level : SecurityLevel.None, _chaining, _counter, mustSucceed: false)
                : new(command, bytes, _keys, Parameters, SecurityLevel.None, [], 0, mustSucceed: true);
        }

        return wrapped;
    }
}
