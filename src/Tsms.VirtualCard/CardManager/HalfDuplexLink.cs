using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.CardManager;

/// <summary>
/// The transport of a card that speaks T=0 only (ISO/IEC 7816-3, 10.3 and 12.2; JCRE 3.0.5, 9.4.1): data go one way in a command. An answer to a command
/// that had data, or no Le, waits for GET RESPONSE (61xx); a command that expects more than there is, is to come again with the length that 6Cxx names.
/// </summary>
/// <param name="card">What processes the command; it hears neither GET RESPONSE for what waits here nor a repeated command.</param>
/// <param name="takeUnchained">Whether the command that was processed last forbade chaining; asked once after each.</param>
internal sealed class HalfDuplexLink(Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> card, Func<bool> takeUnchained)
{
    private const int Short = 256;
    private const byte BytesRemain = 0x61;
    private const byte WrongLe = 0x6C;

    private ReadOnlyMemory<byte> _waiting;
    private int _channel;
    private byte[]? _repeatable;

    /// <summary>Forgets what waits.</summary>
    public void Reset() => (_waiting, _repeatable) = (default, null);

    /// <summary>Processes one command.</summary>
    public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> bytes)
    {
        if (!CommandApdu.TryParse(bytes, out var command, out _))
        {
            Reset();
            return card(bytes);
        }

        if (command.NeedsExtended)
        {
            Reset();
            return new[] { StatusWord.WrongLength.Sw1, StatusWord.WrongLength.Sw2 };
        }

        if (!_waiting.IsEmpty && command.Data.IsEmpty && IsAwaited(command))
        {
            return Deliver(command.Ne ?? Short, command);
        }

        Reset();
        var answer = card(bytes);
        var isUnchained = takeUnchained();
        if (answer.Length <= 2)
        {
            return answer;
        }

        (_waiting, _channel) = (answer, new ClassByte(command.Cla).Channel);

        // Less than is expected: 6Cxx, but without chaining it is announced (JCRE 3.0.5, 9.4.1.1.2).
        return command.Data.IsEmpty && command.Ne is { } expected && !(isUnchained && DataOf(answer) < expected) ? Deliver(expected, command) : Announce();
    }

    private static int DataOf(ReadOnlyMemory<byte> answer) => answer.Length - 2;

    // Any class of the channel will do for GET RESPONSE: secure messaging covers what it brings, not the command itself. What comes on another channel is another
    // command (JCRE 3.0.5, 9.4.1.3).
    private bool IsAwaited(CommandApdu command) => _repeatable is { } header
        ? command.Header.AsSpan().SequenceEqual(header)
        : command is { Ins: GpInstruction.GetResponse, P1: 0, P2: 0 } && new ClassByte(command.Cla).Channel == _channel;

    private byte[] Deliver(int expected, CommandApdu command)
    {
        var there = DataOf(_waiting);
        if (there < expected)
        {
            _repeatable = command.Ins == GpInstruction.GetResponse ? null : command.Header;
            return [WrongLe, (byte)there];
        }

        if (there == expected)
        {
            var all = _waiting.ToArray();
            Reset();
            return all;
        }

        var first = _waiting[..expected].ToArray();
        _waiting = _waiting[expected..];
        _repeatable = null;
        return [.. first, .. Announce()];
    }

    private byte[] Announce() => [BytesRemain, (byte)(DataOf(_waiting) >= Short ? 0 : DataOf(_waiting))];
}
