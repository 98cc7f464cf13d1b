using System.Security.Cryptography;
using Tsms.Cli.Output;
using Tsms.Cli.Servers;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.Keys;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Cards.Keys;

/// <summary>A key store with the keys of one card: those that were given, or the issuer's own.</summary>
internal sealed class CardKeyRing : IAsyncDisposable
{
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly GivenKeys? _given;
    private readonly IssuerHome? _issuer;
    private SoftwareKeyStore? _store;

    /// <summary>Of keys that a person gave; disposes of them.</summary>
    public CardKeyRing(GivenKeys given) => _given = given;

    /// <summary>Of an issuer; disposes of it.</summary>
    public CardKeyRing(IssuerHome issuer) => _issuer = issuer;

    /// <summary>Opens SCP03 with the issuer security domain, which is selected.</summary>
    public async Task<(IDisposable Session, CardTransmit Send)> LogInAsync(CardTransmit plain, CancellationToken cancellationToken)
    {
        var told = await ToldKeySet.AskAsync(plain, cancellationToken).ConfigureAwait(false);
        var (keys, set) = _issuer is not null
            ? (_issuer.Keys, await FindAsync(_issuer, plain, cancellationToken).ConfigureAwait(false))
            : await ImportAsync(_given!, told, cancellationToken).ConfigureAwait(false);
        var (session, send, _) = await CardLogin.OpenAsync(plain, told.Parameters, keys, set, _random, cancellationToken).ConfigureAwait(false);
        return (session, send);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _given?.Dispose();
        if (_store is not null)
        {
            await _store.DisposeAsync().ConfigureAwait(false);
        }

        if (_issuer is not null)
        {
            await _issuer.DisposeAsync().ConfigureAwait(false);
        }

        _random.Dispose();
    }

    private static async Task<KeySetReference> FindAsync(IssuerHome issuer, CardTransmit plain, CancellationToken cancellationToken)
    {
        var cplc = await plain(GpCommand.GetData(GpTag.Cplc), cancellationToken).ConfigureAwait(false);
        return (cplc.Sw.IsSuccess ? await issuer.FindKeySetAsync(Convert.ToHexString(cplc.Data.Span), cancellationToken).ConfigureAwait(false) : null)
            ?? throw new CommandException("The issuer did not make this card: its production data are not in the issuer's list.");
    }

    private async Task<(IKeyStore Keys, KeySetReference Set)> ImportAsync(GivenKeys given, ToldKeySet told, CancellationToken cancellationToken)
    {
        _store ??= SoftwareKeyStore.CreateInMemory(_random);
        var (set, _) = await given.ImportAsync(_store, "card", told, cancellationToken).ConfigureAwait(false);
        return (_store, set);
    }
}
