using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.SmartCard.Omapi;

/// <summary>A channel to one application (OMAPI Channel). The service sets the channel number in the class byte.</summary>
public sealed class CardChannel : IAsyncDisposable
{
    private readonly CardTerminal _terminal;
    private readonly OpenedChannel _opened;
    private int _isClosed;

    internal CardChannel(CardSession session, CardTerminal terminal, OpenedChannel opened)
    {
        Session = session;
        _terminal = terminal;
        _opened = opened;
        SelectResponse = opened.SelectResponse;
    }

    /// <summary>The session that the channel was opened in.</summary>
    public CardSession Session { get; }

    /// <summary>Answer to the last SELECT that succeeded, status word included.</summary>
    public ResponseApdu SelectResponse { get; private set; }

    /// <summary>True for the basic channel, number 0.</summary>
    public bool IsBasic => _opened.Number == 0;

    /// <summary>True after <see cref="CloseAsync"/>.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>
    /// Sends a command and returns its answer; 61xx and 6Cxx are resolved. The channel bits of the class byte are set by the service, whatever the command has.
    /// </summary>
    /// <param name="command">A command APDU; not changed.</param>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="ArgumentException">The bytes are no command APDU, CLA is FF or 20 to 3F or has no form on this channel, or INS is 6X or 9X.</exception>
    /// <exception cref="AccessDeniedException">SELECT by name and MANAGE CHANNEL are the service's; or no access rule allows this command.</exception>
    /// <exception cref="TransportException">The card does not answer, or was reset since the channel was opened.</exception>
    /// <exception cref="ObjectDisposedException">The channel is closed.</exception>
    public async ValueTask<ResponseApdu> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        Check(command);
        var bytes = command.ToArray();
        bytes[0] = ClassByte.WithChannel(bytes[0], _opened.Number);
        return await _terminal.TransmitAsync(bytes, _opened.Generation, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Selects the next application whose AID begins with the one that the channel was opened with; false when there is none.</summary>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="CardFeatureUnsupportedException">The channel was opened without an AID, or the card does not know this.</exception>
    /// <exception cref="TransportException">The card does not answer, or was reset since the channel was opened.</exception>
    /// <exception cref="ObjectDisposedException">The channel is closed.</exception>
    public async ValueTask<bool> SelectNextAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (_opened.Aid.IsEmpty)
        {
            throw new CardFeatureUnsupportedException("The channel was opened without an AID; there is no next application.");
        }

        // SELECT by name, next occurrence: P2 02 (ISO/IEC 7816-4, 11.2.2)
        var select = new CommandApdu(ClassByte.WithChannel(0x00, _opened.Number), GpInstruction.Select, 0x04, 0x02, _opened.Aid.Bytes, 256);
        var answer = await _terminal.TransmitAsync(select.ToBytes(), _opened.Generation, cancellationToken).ConfigureAwait(false);
        if (answer.Sw.IsSuccess || answer.Sw.IsWarning)
        {
            SelectResponse = answer;
            return true;
        }

        return answer.Sw.Sw1 == 0x6A ? false : throw new CardFeatureUnsupportedException($"SELECT of the next application was answered {answer.Sw}.");
    }

    /// <summary>Closes the channel; the basic channel goes back to the default application. Again: nothing. A card that is gone is no error.</summary>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
        {
            return;
        }

        Session.Forget(this);
        try
        {
            await _terminal.CloseAsync(_opened, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException)
        {
            // without power there is no channel
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync(CancellationToken.None);

    private void Check(ReadOnlyMemory<byte> command)
    {
        if (!CommandApdu.TryParse(command, out var parsed, out var error))
        {
            throw new ArgumentException(error, nameof(command));
        }

        if (ClassByte.Fault(parsed.Cla, _opened.Number) is { } fault)
        {
            throw new ArgumentException(fault, nameof(command));
        }

        if ((parsed.Ins & 0xF0) is 0x60 or 0x90)
        {
            throw new ArgumentException($"INS {parsed.Ins:X2} is no command: INS 6X and 9X are reserved (ISO/IEC 7816-3).", nameof(command));
        }

        if (ClassByte.IsInterindustry(parsed.Cla) && parsed.Ins == GpInstruction.ManageChannel)
        {
            throw new AccessDeniedException("MANAGE CHANNEL is refused in transmit; open and close channels instead.");
        }

        if (ClassByte.IsInterindustry(parsed.Cla) && parsed.Ins == GpInstruction.Select && parsed.P1 == 0x04)
        {
            throw new AccessDeniedException("SELECT by name is refused in transmit; open a channel to the application instead.");
        }

        if (!_opened.Access.Permits(parsed.Header))
        {
            throw new AccessDeniedException($"The access rule for this application allows no command {Convert.ToHexString(parsed.Header)}.");
        }
    }
}
