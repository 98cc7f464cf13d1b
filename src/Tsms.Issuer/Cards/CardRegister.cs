using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Data;
using Tsms.Keys;
using Tsms.SmartCard;

namespace Tsms.Issuer.Cards;

/// <summary>The issuer's list of cards: entered when a card is made, looked up by what a phone tells of it.</summary>
public sealed class CardRegister
{
    private readonly IDbContextFactory<IssuerDb> _db;

    private readonly IKeyStore _keys;

    internal CardRegister(IDbContextFactory<IssuerDb> db, IKeyStore keys) => (_db, _keys) = (db, keys);

    /// <summary>Enters a card that goes by <see cref="IssuerOptions.IssuerSecurityDomain"/> and has keys of its own.</summary>
    /// <inheritdoc cref="AddAsync(IssuedCard, CancellationToken)"/>
    public Task<string> AddAsync(string cplc, string keySet, int keyVersion, int keyLength, CancellationToken cancellationToken) =>
        AddAsync(new IssuedCard(cplc, keySet, keyVersion, keyLength), cancellationToken);

    /// <summary>Enters a card; its ISD keys must be in the issuer's key store already.</summary>
    /// <returns>The card's id: the first 16 bytes of SHA-256 of the CPLC, hexadecimal.</returns>
    /// <exception cref="ArgumentException">A value is malformed or out of range.</exception>
    /// <exception cref="InvalidOperationException">
    /// A card with this CPLC is registered already, the key store has no such key set or one of another length, or a master key set comes without
    /// diversification data.
    /// </exception>
    public async Task<string> AddAsync(IssuedCard entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentException.ThrowIfNullOrEmpty(entry.KeySet, nameof(entry));
        ArgumentOutOfRangeException.ThrowIfLessThan(entry.KeyVersion, 1, nameof(entry));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.KeyVersion, 127, nameof(entry));
        if (entry.IssuerSecurityDomain is { } aid && !Aid.TryParse(aid, out _))
        {
            throw new ArgumentException($"'{aid}' is no AID of an issuer security domain: 5 to 16 bytes, hexadecimal.", nameof(entry));
        }

        var cplc = Convert.ToHexString(Bytes(entry.Cplc, "Card production life cycle data"));
        var diversification = entry.KeyDiversificationData is { } given ? Bytes(given, "Key diversification data") : null;
        if (diversification is { Length: not InitializeUpdateAnswer.DiversificationLength })
        {
            throw new ArgumentException($"Key diversification data have 10 bytes, not {diversification.Length}.", nameof(entry));
        }

        var cardId = Convert.ToHexString(SHA256.HashData(Convert.FromHexString(cplc)).AsSpan(0, 16));
        await RequireKeySetAsync(entry, cancellationToken).ConfigureAwait(false);

        await using var db = await _db.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Cards.AnyAsync(c => c.Cplc == cplc, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"A card with this CPLC is registered already, as {cardId}.");
        }

        db.Cards.Add(new IssuerCard
        {
            CardId = cardId,
            Cplc = cplc,
            KeySet = entry.KeySet,
            KeyVersion = entry.KeyVersion,
            KeyLength = entry.KeyLength,
            KeyDiversificationData = diversification is null ? null : Convert.ToHexString(diversification),
            SecurityDomain = entry.IssuerSecurityDomain,
        });
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return cardId;
    }

    /// <summary>True when a card with this CPLC is registered.</summary>
    public async Task<bool> ContainsAsync(string cplc, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(cplc);
        cplc = cplc.ToUpperInvariant();
        await using var db = await _db.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Cards.AnyAsync(c => c.Cplc == cplc, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The key set of a registered card's issuer security domain; null when the card is not registered.</summary>
    /// <param name="cplc">Card production life cycle data, hexadecimal with tag and length.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<KeySetReference?> FindKeySetAsync(string cplc, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(cplc);
        return await FindAsync(cplc, cancellationToken).ConfigureAwait(false) is { } card ? new KeySetReference(card.KeySet, (byte)card.KeyVersion) : null;
    }

    internal async Task<IssuerCard?> FindAsync(string? cplc, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(cplc))
        {
            return null;
        }

        cplc = cplc.ToUpperInvariant();
        await using var db = await _db.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.Cards.AsNoTracking().SingleOrDefaultAsync(c => c.Cplc == cplc, cancellationToken).ConfigureAwait(false);
    }

    private async Task RequireKeySetAsync(IssuedCard entry, CancellationToken cancellationToken)
    {
        var reference = new KeySetReference(entry.KeySet, (byte)entry.KeyVersion);
        var info = await _keys.FindKeySetAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The issuer's key store has no key set {reference}. Put the card's keys there first.");
        if (info.KeyLength != entry.KeyLength)
        {
            throw new InvalidOperationException($"The keys of {reference} have {info.KeyLength} bytes each, not {entry.KeyLength}.");
        }

        if (info.Diversification != Diversification.None && entry.KeyDiversificationData is null)
        {
            throw new InvalidOperationException($"{reference} is a master key set: give the card's key diversification data, or another of its cards could pass for this one.");
        }
    }

    private static byte[] Bytes(string hex, string what)
    {
        if (string.IsNullOrEmpty(hex))
        {
            throw new ArgumentException($"{what} are missing.");
        }

        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException e)
        {
            throw new ArgumentException($"{what} need hexadecimal digits, two for each byte.", e);
        }
    }
}
