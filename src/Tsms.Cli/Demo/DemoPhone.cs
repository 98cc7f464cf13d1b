using System.Security.Cryptography;
using Tsms.Backend.Profiles;
using Tsms.Cli.Cards;
using Tsms.Cli.Phones;
using Tsms.Keys;

namespace Tsms.Cli.Demo;

/// <summary>A phone of the demo with its card, and the issuer's look at that card.</summary>
internal sealed class DemoPhone(Phone phone, DemoCard card, IKeyStore issuerKeys, RandomNumberGenerator random) : IAsyncDisposable
{
    /// <summary>The phone.</summary>
    public Phone Phone => phone;

    /// <summary>Name of the PC/SC reader that the card is in; null for one in the process.</summary>
    public string? Reader => card.Reader;

    /// <summary>The profile that the TSM knows the card as.</summary>
    /// <exception cref="DemoException">It knows none.</exception>
    public async Task<ProfileInfo> RecogniseAsync(ProfileAdmin profiles, CancellationToken cancellationToken)
    {
        var (atr, cplc, cardData) = await IssuerView.ReadSignsAsync(phone.Terminal, card.IssuerDomain, cancellationToken).ConfigureAwait(false);
        return (await profiles.RecogniseAsync(atr, cplc, cardData, cancellationToken).ConfigureAwait(false)) is [var first, ..] ? first
            : throw new DemoException($"The TSM knows no secure component profile that fits this card (answer to reset {atr}). An operator adds one: tsms profiles add FILE.");
    }

    /// <summary>What is on the card.</summary>
    public Task<CardContent> LookAsync(CancellationToken cancellationToken) =>
        IssuerView.ReadAsync(phone.Terminal, card.IssuerDomain, issuerKeys, card.IssuerKeys, random, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await phone.DisposeAsync().ConfigureAwait(false);
        await card.DisposeAsync().ConfigureAwait(false);
    }
}
