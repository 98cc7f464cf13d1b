using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Data;
using Tsms.Keys;

namespace Tsms.Issuer.Cards;

/// <summary>The issuer's list of cards: entered when a card is made, looked up by what a phone tells of it.</summary>
public sealed class CardRegister
{
    private readonly IDbContextFactory<IssuerDb> _db;

    private readonly IKeyStore _keys;

    internal CardRegister(IDbContextFactory<IssuerDb> db, IKeyStore keys) => (_db, _keys) = (db, keys);

    /// <inheritdoc cref="AddAsync(string, string, int, int, string?, CancellationToken)"/>
    public Task<string> AddAsync(string cplc, string keySet, int keyVersion, int keyLength, CancellationToken cancellationToken) =>
        AddAsync(cplc, keySet, keyVersion, keyLength, null, cancellationToken);

    /// <summary>Enters a card; its ISD keys must be in the issuer's key store already.</summary>
    /// <param name="cplc">Card production life cycle data (GET DATA 9F7F), hexadecimal with tag and length.</param>
    /// <param name="keySet">Name of the ISD's key set in the key store.</param>
    /// <param name="keyVersion">Its version, 1 to 127.</param>
    /// <param name="keyLength">Bytes of each of its keys: 16, 24 or 32.</param>
    /// <param name="keyDiversificationData">
    /// The 10 bytes that the card answers to INITIALIZE UPDATE with, hexadecimal; needed when <paramref name="keySet"/> is a master key set, as nothing else
    /// tells one of its cards from another. Null: not looked at.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The card's id: the first 16 bytes of SHA-256 of the CPLC, hexadecimal.</returns>
    /// <exception cref="ArgumentException">A value is malformed or out of range.</exception>
    /// <exception cref="InvalidOperationException">
    /// A card with this CPLC is registered already, the key store has no such key set or one of another length, or a master key set comes without
    /// diversification data.
    /// </exception>
    public async Task<string> AddAsync(
        string cplc, string keySet, int keyVersion, int keyLength, string? keyDiversificationData, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(keySet);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyVersion, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyVersion, 127);
        cplc = Convert.ToHexString(Bytes(cplc, nameof(cplc)));
        if (keyDiversificationData is not null)
        {
            var data = Bytes(keyDiversificationData, nameof(keyDiversificationData));
            keyDiversificationData = data.Length == InitializeUpdateAnswer.DiversificationLength
                ? Convert.ToHexString(data)
                : throw new ArgumentException($"Key diversification data have 10 bytes, not {data.Length}.", nameof(keyDiversificationData));
        }

        var cardId = Convert.ToHexString(SHA256.HashData(Convert.FromHexString(cplc)).AsSpan(0, 16));
        await RequireKeySetAsync(new KeySetReference(keySet, (byte)keyVersion), keyLength, keyDiversificationData, cancellationToken).ConfigureAwait(false);

        await using var db = await _db.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Cards.AnyAsync(c => c.Cplc == cplc, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"A card with this CPLC is registered already, as {cardId}.");
        }

        db.Cards.Add(new IssuerCard
        {
            CardId = cardId, Cplc = cplc, KeySet = keySet, KeyVersion = keyVersion, KeyLength = keyLength, KeyDiversificationData = keyDiversificationData,
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

    private async Task RequireKeySetAsync(KeySetReference reference, int keyLength, string? keyDiversificationData, CancellationToken cancellationToken)
    {
        var info = await _keys.FindKeySetAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"The issuer's key store has no key set {reference}. Put the card's keys there first.");
        if (info.KeyLength != keyLength)
        {
            throw new InvalidOperationException($"The keys of {reference} have {info.KeyLength} bytes each, not {keyLength}.");
        }

        if (info.Diversification != Diversification.None && keyDiversificationData is null)
        {
            throw new InvalidOperationException($"{reference} is a master key set: give the card's key diversification data, or another of its cards could pass for this one.");
        }
    }

    private static byte[] Bytes(string hex, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(hex, name);
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException e)
        {
            throw new ArgumentException("Hexadecimal digits are needed, two for each byte.", name, e);
        }
    }
}
