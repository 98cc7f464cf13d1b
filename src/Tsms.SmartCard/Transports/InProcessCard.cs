namespace Tsms.SmartCard.Transports;

/// <summary>A card that lives in this process: the virtual secure component behind the same interface as a reader.</summary>
/// <param name="name">Name of the reader, for instance <c>eSE1</c>.</param>
/// <param name="processor">What plays the card.</param>
public sealed class InProcessCard(string name, ICardProcessor processor) : ICard
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _powered;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var atr = processor.Reset();
            _powered = true;
            return atr;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask PowerOffAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _powered = false;
            processor.PowerOff();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _powered ? processor.Process(command) : throw new TransportException($"The card in reader '{name}' has no power; reset it first.");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }
}
