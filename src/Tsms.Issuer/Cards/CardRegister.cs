using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tsms.Issuer.Data;

namespace Tsms.Issuer.Cards;

/// <summary>The issuer's list of cards: entered when a card is made, looked up by what a phone tells of it.</summary>
public sealed class CardRegister
{
    private readonly IDbContextFactory<IssuerDb> _db;

    internal CardRegister(IDbContextFactory<IssuerDb> db) => _db = db;

    /// <summary>Enters a card; its ISD keys must be in the issuer's key store already.</summary>
    /// <param name="cplc">Card production life cycle data (GET DATA 9F7F), hexadecimal with tag and length.</param>
    /// <param name="keySet">Name of the ISD's key set in the key store.</param>
    /// <param name="keyVersion">Its version, 1 to 127.</param>
    /// <param name="keyLength">Bytes of each of its keys: 16, 24 or 32.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The card's id: the first 16 bytes of SHA-256 of the CPLC, hexadecimal.</returns>
    /// <exception cref="InvalidOperationException">A card with this CPLC is registered already.</exception>
    public async Task<string> AddAsync(string cplc, string keySet, int keyVersion, int keyLength, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(cplc);
        ArgumentException.ThrowIfNullOrEmpty(keySet);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyVersion, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyVersion, 127);
        cplc = cplc.ToUpperInvariant();
        var cardId = Convert.ToHexString(SHA256.HashData(Convert.FromHexString(cplc)).AsSpan(0, 16));

        await using var db = await _db.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await db.Cards.AnyAsync(c => c.Cplc == cplc, cancellationToken).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"A card with this CPLC is registered already, as {cardId}.");
        }

        db.Cards.Add(new IssuerCard { CardId = cardId, Cplc = cplc, KeySet = keySet, KeyVersion = keyVersion, KeyLength = keyLength });
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
}
