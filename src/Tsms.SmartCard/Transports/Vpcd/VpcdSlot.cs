using System.Buffers.Binary;

namespace Tsms.SmartCard.Transports.Vpcd;

/// <summary>
/// Serves one vpcd connection. Both sides send messages of two bytes of length, high byte first, and as many bytes. A message of one byte is a control:
/// 00 power off, 01 power on, 02 reset, 04 ask for the answer to reset; only the last is answered. All others are command APDUs, each answered by a
/// response APDU; so is any other single byte, which a host has sent as a command: vpcd waits for an answer to it. A card that is mute is taken out of the reader: the connection ends, since vpcd would wait for ever behind an answer of no bytes.
/// </summary>
/// <param name="card">The card.</param>
/// <param name="stream">The connection.</param>
/// <param name="progress">Gets told what happens.</param>
/// <param name="beforeRead">Called before every read; null: nothing.</param>
internal sealed class VpcdSlot(ICard card, Stream stream, IProgress<VpcdEvent>? progress, Action? beforeRead = null)
{
    private const byte Off = 0x00;
    private const byte On = 0x01;
    private const byte ResetControl = 0x02;
    private const byte AskForAtr = 0x04;
    private const int MaxMessage = ushort.MaxValue;

    private readonly byte[] _message = new byte[MaxMessage];
    private ReadOnlyMemory<byte> _atr;
    private bool _powered;

    /// <summary>Serves until the reader ends the connection.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="TransportException">The card cannot be used.</exception>
    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (await ReadAsync(cancellationToken).ConfigureAwait(false) is { } length)
        {
            if (length == 1 && _message[0] is Off or On or ResetControl or AskForAtr)
            {
                await ControlAsync(_message[0], cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await WriteAsync(await TransmitAsync(_message.AsMemory(0, length), cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask ControlAsync(byte control, CancellationToken cancellationToken)
    {
        switch (control)
        {
            case Off:
                _powered = false;
                await card.PowerOffAsync(cancellationToken).ConfigureAwait(false);
                progress?.Report(new(VpcdState.PowerOff, $"'{card.Name}' has no power."));
                break;
            case On or ResetControl:
                await PowerOnAsync(cancellationToken).ConfigureAwait(false);
                progress?.Report(new(VpcdState.PowerOn, $"'{card.Name}' is {(control == On ? "powered up" : "reset")}."));
                break;
            case AskForAtr:
                // vpcd looks this way whether the card is still there, many times a minute; the card is not touched for it
                if (_atr.IsEmpty)
                {
                    await PowerOnAsync(cancellationToken).ConfigureAwait(false);
                }

                await WriteAsync(_atr, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask PowerOnAsync(CancellationToken cancellationToken)
    {
        _atr = await card.ResetAsync(cancellationToken).ConfigureAwait(false);
        _powered = true;
        if (_atr.Length is < 2 or > 33)
        {
            throw new TransportException($"'{card.Name}' gave an answer to reset of {_atr.Length} bytes; 2 to 33 are possible (ISO/IEC 7816-3, 8.1).");
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        var answer = _powered ? await card.TransmitAsync(command, cancellationToken).ConfigureAwait(false) : default;
        if (answer.IsEmpty)
        {
            throw new TransportException($"'{card.Name}' is mute: {(_powered ? "it lost its power inside a command" : "it has no power")}.");
        }

        return answer.Length <= MaxMessage
            ? answer
            : throw new TransportException($"'{card.Name}' answered {answer.Length} bytes; a message to vpcd holds at most {MaxMessage}. Ask for fewer with Le.");
    }

    /// <summary>Length of the next message, whose bytes are in the buffer; null when the reader ended the connection between two.</summary>
    private async ValueTask<int?> ReadAsync(CancellationToken cancellationToken)
    {
        beforeRead?.Invoke();
        var read = await stream.ReadAtLeastAsync(_message.AsMemory(0, 2), 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            return null;
        }

        if (read == 1)
        {
            throw new EndOfStreamException("It ended inside the length of a message.");
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(_message);
        beforeRead?.Invoke();
        await stream.ReadExactlyAsync(_message.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        return length;
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        var message = new byte[2 + answer.Length];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)answer.Length);
        answer.CopyTo(message.AsMemory(2));
        await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
