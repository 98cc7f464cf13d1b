using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <summary>
/// The command in work, between the runtime environment, which hands it in and takes the answer out, and the natives of javacard.framework.APDU, which own
/// what its methods mean. The header stands in the buffer when <c>process</c> is called; data comes in through <see cref="Receive"/>.
/// </summary>
/// <param name="command">The command as sent, without secure messaging of the card manager.</param>
/// <param name="channel">Number of the logical channel.</param>
/// <param name="buffer">The APDU buffer, a global array.</param>
internal sealed class ApduState(CommandApdu command, int channel, HeapObject buffer)
{
    private readonly List<byte> _outgoing = [];

    /// <summary>The command.</summary>
    public CommandApdu Command { get; } = command;

    /// <summary>Number of the logical channel.</summary>
    public int Channel { get; } = channel;

    /// <summary>The APDU buffer.</summary>
    public HeapObject Buffer { get; } = buffer;

    /// <summary>The state as APDU.getCurrentState returns it.</summary>
    public sbyte State { get; set; }

    /// <summary>Data bytes of the command that have been received.</summary>
    public int Received { get; private set; }

    /// <summary>Data bytes of the command that have not been received.</summary>
    public int Remaining => Command.Data.Length - Received;

    /// <summary>Length of the answer that setOutgoingLength set; negative: not set.</summary>
    public int OutgoingLength { get; set; } = -1;

    /// <summary>True after setOutgoingNoChaining: the answer has the length that was announced, whatever was sent (JCRE 3.0.5, 9.4.1.1 and 9.4.2.1).</summary>
    public bool IsUnchained { get; set; }

    /// <summary>Bytes of the answer so far.</summary>
    public int Sent => _outgoing.Count;

    /// <summary>Offset of command data in the buffer: 5, or 7 for extended length (APDU.getOffsetCdata).</summary>
    public int DataOffset => Command.NeedsExtended ? 7 : 5;

    /// <summary>Copies the next bytes of the command's data into the buffer; returns how many.</summary>
    public int Receive(int offset, int maximum)
    {
        var length = Math.Min(Remaining, maximum);
        Command.Data.Span.Slice(Received, length).CopyTo(Buffer.Bytes.AsSpan(offset));
        Received += length;
        return length;
    }

    /// <summary>Appends bytes to the answer.</summary>
    public void Send(ReadOnlySpan<byte> data) => _outgoing.AddRange(data);

    /// <summary>The answer with a status word.</summary>
    public byte[] Response(StatusWord sw) =>
        [.. _outgoing, .. new byte[IsUnchained ? Math.Max(0, OutgoingLength - Sent) : 0], sw.Sw1, (byte)sw.Value];
}
