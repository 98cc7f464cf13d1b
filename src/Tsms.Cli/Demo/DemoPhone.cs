using System.Security.Cryptography;
using Tsms.Cli.Cards;
using Tsms.Cli.Phones;
using Tsms.Keys;
using Tsms.SmartCard;

namespace Tsms.Cli.Demo;

/// <summary>A phone of the demo with its card, and the issuer's look at that card.</summary>
internal sealed class DemoPhone(Phone phone, MadeCard made, IKeyStore issuerKeys, RandomNumberGenerator random) : IAsyncDisposable
{
    /// <summary>The phone.</summary>
    public Phone Phone => phone;

    /// <summary>Name of the card's profile.</summary>
    public string Profile => made.Card.Profile.Name;

    /// <summary>What is on the card.</summary>
    public Task<CardContent> LookAsync(CancellationToken cancellationToken) =>
        IssuerView.ReadAsync(phone.Terminal, Aid.Parse(made.Card.Profile.IssuerSecurityDomain), issuerKeys, made.IssuerKeys, random, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await phone.DisposeAsync().ConfigureAwait(false);
        made.Card.Dispose();
    }
}
