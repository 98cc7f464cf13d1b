using System.Security.Cryptography;
using Tsms.Cli.Output;
using Tsms.Issuer.Cards;
using Tsms.Keys;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Cards;

/// <summary>Plays the chip maker: makes a virtual card with random issuer keys and hands card data and keys to the issuer.</summary>
internal static class CardMaker
{
    /// <summary>Version of the issuer's key set on new cards.</summary>
    public const byte KeyVersion = 0x30;

    /// <summary>Makes the card and enters it with its keys at the issuer.</summary>
    /// <exception cref="CommandException">Cards of this profile cannot be told apart.</exception>
    public static async Task<MadeCard> MakeAsync(
        CardProfile profile, IKeyStore issuerKeys, CardRegister register, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        var length = profile.IssuerKeyLength;
        var keys = new byte[3 * length];
        var serial = new byte[4];
        random.GetBytes(keys);
        random.GetBytes(serial);
        try
        {
            using var personalization = new CardPersonalization(KeyVersion, keys.AsSpan(0, length), keys.AsSpan(length, length), keys.AsSpan(2 * length, length))
            {
                Serial = serial,
            };
            var seed = new byte[32];
            random.GetBytes(seed);
            var card = SecureComponent.Create(profile, personalization, seed);
            var cplc = card.ReadCplc();
            if (cplc.Length == 0)
            {
                throw new CommandException($"A card of profile '{profile.Name}' has no production data (GET DATA 9F7F); the issuer knows cards by them. Take another profile: tsms card profiles.");
            }

            var reference = new KeySetReference($"isd/{Convert.ToHexString(serial)}", KeyVersion);
            await issuerKeys.ImportKeySetAsync(reference, keys, Diversification.None, testProfile: false, cancellationToken).ConfigureAwait(false);
            var entry = new IssuedCard(cplc, reference.Name, reference.Version, length) { IssuerSecurityDomain = profile.IssuerSecurityDomain };
            await register.AddAsync(entry, cancellationToken).ConfigureAwait(false);
            return new MadeCard(card, reference);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }
    }

    // GET DATA 9F7F on the card as it leaves the factory; with tag and length, as a phone reads it.
    private static string ReadCplc(this SecureComponent card)
    {
        card.Reset();
        var answer = SmartCard.ResponseApdu.Parse(card.Process(new byte[] { 0x80, 0xCA, 0x9F, 0x7F, 0x00 }));
        card.PowerOff();
        return Convert.ToHexString(answer.Data.Span);
    }
}

/// <summary>A new card and the name of its issuer keys.</summary>
internal sealed record MadeCard(SecureComponent Card, KeySetReference IssuerKeys);
