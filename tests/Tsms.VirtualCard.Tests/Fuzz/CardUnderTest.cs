using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Fuzz;

/// <summary>A card with something on it: domains with keys, packages, instances, rules.</summary>
internal static class CardUnderTest
{
    private static readonly Lazy<byte[]> Image = new(MakeImage);

    public static SecureComponent Make()
    {
        var card = SecureComponent.Restore(Image.Value);
        card.Reset();
        return card;
    }

    private static byte[] MakeImage()
    {
        using var card = Host.NewCard(change: p => p with { PersistentMemory = 256 * 1024 });
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Story.LoadAll(host, "Vault", Story.VaultPackage, Story.TsmSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, Story.Vault)));
        return card.Save();
    }
}
