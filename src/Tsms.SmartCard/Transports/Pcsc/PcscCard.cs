using System.Security.Cryptography;

namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>
/// A card in a reader of this machine, by way of PC/SC. Nothing is opened before the first <see cref="ResetAsync"/>. Calls of the native library block, so they
/// run on the thread pool; one at a time.
/// </summary>
/// <param name="reader">Name of the reader, whole, as <see cref="PcscReaders"/> lists it.</param>
/// <param name="name">Name for people and OMAPI, for instance <c>eSE1</c>; null: the reader's.</param>
/// <param name="shared">False, as it should be: no other program may use the card meanwhile. True: others may, and may change what is selected.</param>
public sealed class PcscCard(string reader, string? name = null, bool shared = false) : ICard
{
    private const uint Protocols = PcscLibrary.ProtocolT0 | PcscLibrary.ProtocolT1;

    /// <summary>Longest response APDU: 65,536 bytes and the status word.</summary>
    private const int MaxAnswer = 65_538;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _answer = new byte[MaxAnswer];
    private PcscContext? _context;
    private nint _card;
    private bool _isConnected;
    private uint _protocol;

    /// <inheritdoc/>
    public string Name => name ?? reader;

    /// <summary>Name of the reader.</summary>
    public string Reader => reader;

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken) => InTurnAsync(Reset, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask PowerOffAsync(CancellationToken cancellationToken) =>
        await InTurnAsync(
            () =>
            {
                Disconnect(PcscLibrary.UnpowerCard);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken) =>
        InTurnAsync(() => Transmit(command), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        Disconnect(PcscLibrary.ResetCard); // nobody finds our sessions open
        _context?.Dispose();
        CryptographicOperations.ZeroMemory(_answer);
        _turn.Dispose();
    }

    private ReadOnlyMemory<byte> Reset()
    {
        _context ??= PcscContext.Open();
        var share = shared ? PcscLibrary.ShareShared : PcscLibrary.ShareExclusive;
        if (!_isConnected)
        {
            Connect(share);
        }

        var library = _context.Library;

        // what another program left selected goes too
        var code = library.Reconnect(_card, share, Protocols, PcscLibrary.ResetCard, out _protocol);
        if (code == PcscError.Success)
        {
            code = library.GetAtr(_card, out var atr);
            if (code == PcscError.Success)
            {
                return atr;
            }
        }

        Disconnect(PcscLibrary.LeaveCard);
        throw PcscError.Fail($"The card in reader '{reader}' cannot be reset", code);
    }

    private ReadOnlyMemory<byte> Transmit(ReadOnlyMemory<byte> command)
    {
        if (!_isConnected)
        {
            throw new TransportException($"The card in reader '{reader}' has no power; reset it first.");
        }

        var code = _context!.Library.Transmit(_card, _protocol, ForProtocol(command).Span, _answer, out var length);
        if (code != PcscError.Success)
        {
            Disconnect(PcscLibrary.LeaveCard);
            throw PcscError.Fail($"The card in reader '{reader}' did not answer", code);
        }

        if (length < 2)
        {
            Disconnect(PcscLibrary.LeaveCard);
            throw new TransportException($"The card in reader '{reader}' is mute: {length} bytes came instead of an answer. What it did with the command is unknown; begin again.");
        }

        return _answer.AsSpan(0, length).ToArray();
    }

    // T=0 has no Le beside command data: case 4 goes as case 3 and the card offers its answer with 61xx (ISO/IEC 7816-3, 12.2.1).
    private ReadOnlyMemory<byte> ForProtocol(ReadOnlyMemory<byte> command) =>
        _protocol == PcscLibrary.ProtocolT0 && command.Length > 5 && command.Span[4] != 0 && command.Length == 6 + command.Span[4] ? command[..^1] : command;

    private void Connect(uint share)
    {
        var code = _context!.Library.Connect(_context.Value, reader, share, Protocols, out _card, out _protocol);
        if (code is PcscError.NoService or PcscError.ServiceStopped or PcscError.InvalidHandle)
        {
            _context.Dispose(); // a service that was started anew knows the old context no more
            _context = null;
            _context = PcscContext.Open();
            code = _context.Library.Connect(_context.Value, reader, share, Protocols, out _card, out _protocol);
        }

        _isConnected = code == PcscError.Success ? true : throw PcscError.Fail($"The card in reader '{reader}' cannot be opened", code);
    }

    private void Disconnect(uint disposition)
    {
        if (_isConnected)
        {
            _isConnected = false;
            _context!.Library.Disconnect(_card, disposition); // a card that is gone needs none
        }
    }

    private async ValueTask<T> InTurnAsync<T>(Func<T> call, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(call, CancellationToken.None).ConfigureAwait(false); // an exchange that has begun is ended
        }
        finally
        {
            _turn.Release();
        }
    }
}
