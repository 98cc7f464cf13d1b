using Tsms.Sdk;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;

namespace Tsms.Cli.Phones;

/// <summary>
/// A phone with one secure component: the platform's terminal, the TSM-API-SDK with its privileged agent, and the SP's app, which comes to the card over the
/// OMAPI-shaped access with its own identity.
/// </summary>
internal sealed class Phone : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly SecureElementService _agent;

    /// <summary>Puts a card into a phone.</summary>
    /// <param name="card">The card; disposed with the phone.</param>
    /// <param name="backend">Base address of the device door.</param>
    /// <param name="app">The SP's app.</param>
    /// <param name="time">The clock.</param>
    public Phone(ICard card, Uri backend, CallerIdentity app, TimeProvider time)
    {
        Card = new WatchedCard(card);
        Terminal = new CardTerminal(Card);
        App = new SecureElementService(app, Terminal);
        _agent = new SecureElementService(CallerIdentity.Privileged("tsm.agent"), Terminal);
        _http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        Sdk = new TsmApiService(_http, _agent, new TsmSdkOptions { BackendAddress = backend, DeviceAppId = app.DeviceAppId }, time);
    }

    /// <summary>The card with its refusals.</summary>
    public WatchedCard Card { get; }

    /// <summary>The reader as the platform holds it.</summary>
    public CardTerminal Terminal { get; }

    /// <summary>The SP's app at the secure components.</summary>
    public SecureElementService App { get; }

    /// <summary>The TSM-API.</summary>
    public TsmApiService Sdk { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync().ConfigureAwait(false);
        await _agent.DisposeAsync().ConfigureAwait(false);
        await Terminal.DisposeAsync().ConfigureAwait(false);
        _http.Dispose();
    }
}
