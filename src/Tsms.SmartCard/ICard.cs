namespace Tsms.SmartCard;

/// <summary>
/// A card in a reader, real or virtual. One command at a time; whoever shares a card takes turns (the OMAPI-shaped access does).
/// </summary>
public interface ICard : IAsyncDisposable
{
    /// <summary>Name of the reader as a person knows it, for instance <c>eSE1</c>.</summary>
    string Name { get; }

    /// <summary>Powers the card up, or resets it when it is up already (warm reset), and returns its answer to reset.</summary>
    /// <exception cref="TransportException">No card, or it does not answer.</exception>
    ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken);

    /// <summary>Takes the power away; all that is transient on the card is lost.</summary>
    ValueTask PowerOffAsync(CancellationToken cancellationToken);

    /// <summary>Sends one command APDU and returns the response APDU, both as bytes.</summary>
    /// <exception cref="TransportException">The card is not powered, was removed or did not answer.</exception>
    ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken);
}

/// <summary>The way to the card failed; nothing is known about what the card did with the last command.</summary>
public sealed class TransportException : Exception
{
    /// <summary>Says what failed.</summary>
    public TransportException(string message) : base(message)
    {
    }

    /// <summary>Says what failed and why.</summary>
    public TransportException(string message, Exception inner) : base(message, inner)
    {
    }
}

/// <summary>What plays a card inside this process; <see cref="Transports.InProcessCard"/> makes an <see cref="ICard"/> of it. Calls come one at a time.</summary>
public interface ICardProcessor
{
    /// <summary>Powers up or resets; returns the answer to reset.</summary>
    ReadOnlyMemory<byte> Reset();

    /// <summary>Takes the power away.</summary>
    void PowerOff();

    /// <summary>Processes one command APDU and returns the response APDU. Never throws for anything the command holds.</summary>
    ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command);
}
