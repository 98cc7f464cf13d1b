namespace Tsms.SmartCard.Omapi;

/// <summary>
/// Access to secure elements in the shape of OMAPI (GlobalPlatform Open Mobile API): readers, sessions, channels. One service belongs to one caller;
/// the terminals behind it belong to the platform and are shared by all.
/// </summary>
public sealed class SecureElementService : IAsyncDisposable
{
    private readonly List<CardReader> _readers;

    /// <summary>Opens the service for a caller.</summary>
    /// <param name="caller">Who asks; part of every opening of a channel.</param>
    /// <param name="terminals">The platform's readers in its order; they are not disposed with the service.</param>
    public SecureElementService(CallerIdentity caller, params IEnumerable<CardTerminal> terminals)
    {
        Caller = caller;
        _readers = [.. terminals.Select(terminal => new CardReader(terminal, caller))];
    }

    /// <summary>Who asks.</summary>
    public CallerIdentity Caller { get; }

    /// <summary>The readers in the platform's order, with or without a card.</summary>
    public IReadOnlyList<CardReader> Readers => _readers;

    /// <summary>The reader of this name, or null.</summary>
    public CardReader? FindReader(string name) => _readers.Find(reader => reader.Name == name);

    /// <summary>Closes all sessions of this service.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers)
        {
            await reader.CloseSessionsAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
