using Tsms.Cli.Output;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Images;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Cards;

/// <summary>Where a command's card comes from: an image file, or a PC/SC reader.</summary>
internal static class CardSource
{
    /// <summary>Opens the card of an image; <paramref name="orMake"/> makes it when there is no file.</summary>
    /// <exception cref="UsageException">There is no image, or a damaged one.</exception>
    public static StoredCard OpenImage(FileInfo image, Func<SecureComponent>? orMake = null)
    {
        var store = new CardStore(image.FullName);
        try
        {
            if (store.Exists)
            {
                return new StoredCard(store, store.Load());
            }
        }
        catch (FormatException e)
        {
            throw new CommandException($"'{image.FullName}' is no card image, or a damaged one: {e.Message}");
        }

        var card = orMake?.Invoke() ?? throw new UsageException($"There is no card image '{image.FullName}'. Make one: tsms issuer card add --image FILE.");
        store.Save(card);
        return new StoredCard(store, card);
    }

    /// <summary>The card for a phone.</summary>
    public static ICard ForPhone(FileInfo? image, string? reader) => (image, reader) switch
    {
        ({ } file, null) => new InProcessCard("eSE1", OpenImage(file)),
        (null, { } name) => new PcscCard(PcscReaders.Find(name).Name, "eSE1"),
        _ => throw new UsageException("Give the phone's card: either --image FILE or --reader NAME."),
    };

    /// <summary>A new card of a test profile with the keys that everybody knows (40 to 4F), for people's own experiments.</summary>
    public static SecureComponent MakeTestCard(CardProfile profile)
    {
        if (!profile.Test)
        {
            throw new CommandException($"Profile {profile.Name} is none for tests: its cards are made by 'tsms issuer card add', with keys of their own.");
        }

        var key = Enumerable.Range(0, profile.IssuerKeyLength).Select(i => (byte)(0x40 + (i % 16))).ToArray();
        using var personalization = new CardPersonalization(0x30, key, key, key);
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        return SecureComponent.Create(profile, personalization, random);
    }
}
