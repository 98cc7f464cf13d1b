using Tsms.Cli.Output;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Images;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Cards;

/// <summary>Where a command's card comes from: image files, and new cards for tests.</summary>
internal static class CardSource
{
    /// <summary>Opens the card of an image; <paramref name="orMake"/> makes it when there is no file.</summary>
    /// <exception cref="UsageException">There is no image, or a damaged one.</exception>
    /// <exception cref="IOException">Another process has the card, or the file cannot be read or made.</exception>
    public static StoredCard OpenImage(FileInfo image, Func<SecureComponent>? orMake = null)
    {
        var store = new CardStore(image.FullName);
        var make = store.Exists ? null : orMake ?? throw NoImage(image);
        var hold = store.Hold();
        try
        {
            var card = make?.Invoke() ?? Load(store, image);
            if (make is not null)
            {
                store.Save(card);
            }

            return new StoredCard(store, card, hold);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>A copy of an image's card, in memory only.</summary>
    /// <exception cref="UsageException">There is no image, or a damaged one.</exception>
    public static SecureComponent LoadCopy(FileInfo image)
    {
        var store = new CardStore(image.FullName);
        return store.Exists ? Load(store, image) : throw NoImage(image);
    }

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

    private static SecureComponent Load(CardStore store, FileInfo image)
    {
        try
        {
            return store.Load();
        }
        catch (FormatException e)
        {
            throw new CommandException($"'{image.FullName}' is no card image, or a damaged one: {e.Message}");
        }
    }

    private static UsageException NoImage(FileInfo image) =>
        new($"There is no card image '{image.FullName}'. Make one: tsms issuer card add --image FILE, or tsms card run --image FILE.");
}
