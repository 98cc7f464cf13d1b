namespace Tsms.Issuer.Cards;

/// <summary>A card as it is entered in the issuer's register; its keys are in the issuer's key store already.</summary>
/// <param name="Cplc">Card production life cycle data (GET DATA 9F7F), hexadecimal with tag and length.</param>
/// <param name="KeySet">Name of the issuer security domain's key set in the key store.</param>
/// <param name="KeyVersion">Its version, 1 to 127.</param>
/// <param name="KeyLength">Bytes of each of its keys: 16, 24 or 32.</param>
public sealed record IssuedCard(string Cplc, string KeySet, int KeyVersion, int KeyLength)
{
    /// <summary>
    /// The 10 bytes that the card answers to INITIALIZE UPDATE with, hexadecimal; needed when <see cref="KeySet"/> is a master key set, as nothing else tells one of its cards
    /// from another. Null: not looked at.
    /// </summary>
    public string? KeyDiversificationData { get; init; }

    /// <summary>AID of the card's issuer security domain, hexadecimal. Null: <see cref="IssuerOptions.IssuerSecurityDomain"/>.</summary>
    public string? IssuerSecurityDomain { get; init; }
}
