using Tsms.Keys;
using Tsms.SmartCard;

namespace Tsms.Cli.Demo;

/// <summary>The card of a demo's phone, entered at the demo's issuer.</summary>
/// <param name="card">The card in its reader.</param>
/// <param name="issuerKeys">Its keys in the issuer's key store.</param>
/// <param name="issuerDomain">AID of its issuer security domain.</param>
/// <param name="reader">Name of the PC/SC reader that it is in; null for one in the process.</param>
/// <param name="behind">What is behind it and goes with it, in this order.</param>
internal sealed class DemoCard(ICard card, KeySetReference issuerKeys, Aid issuerDomain, string? reader, params IReadOnlyList<object> behind) : IAsyncDisposable
{
    /// <summary>The card.</summary>
    public ICard Card => card;

    /// <summary>Its keys in the issuer's key store.</summary>
    public KeySetReference IssuerKeys => issuerKeys;

    /// <summary>AID of its issuer security domain.</summary>
    public Aid IssuerDomain => issuerDomain;

    /// <summary>Name of the PC/SC reader; null for a card in the process.</summary>
    public string? Reader => reader;

    /// <summary>The phone that it is in has disposed of the card itself before.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var one in behind)
        {
            if (one is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                ((IDisposable)one).Dispose();
            }
        }
    }
}
