using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Reach;

/// <summary>What the explorer finds on this card is what is on it.</summary>
public sealed class ExplorerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explore_OfAVirtualCard_FindsTheWholeTree()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.TsmSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));

        ValueTask<ResponseApdu> Plain(CommandApdu c, CancellationToken _) => ValueTask.FromResult(ResponseApdu.Parse(card.Process(c.ToBytes())));
        Scp03Session? open = null;
        var inventory = await new CardExplorer(Plain, async token =>
        {
            var (session, send) = await SecureTransmit.OpenAsync(
                Plain, (_, _) => ValueTask.FromResult<IScp03Keys>(new OpenKeys(0x30, Host.TestKeys[..16])), 0, null, new byte[8], token);
            open = session;
            return send;
        }).ExploreAsync(Cancel);
        open?.Dispose();

        Assert.Equal(Story.Isd, inventory.IssuerSecurityDomain.ToString());
        Assert.Equal(LifeCycle.CardSecured, inventory.CardState);
        Assert.Equal("2.3.1", inventory.CardData!.Version);
        Assert.Equal("01020304", Convert.ToHexString(inventory.Production!.IcSerialNumber.Span));
        Assert.Equal("4201", Convert.ToHexString(inventory.IssuerIdentificationNumber.Span));
        Assert.True(inventory.Resources!.FreeNonVolatile > 0);
        var nodes = inventory.Root!.All().ToDictionary(n => n.Entry.Aid.ToString());
        Assert.Equal([0x30], nodes[Story.Isd].Keys.Select(k => k.KeyVersion).Distinct());
        Assert.Equal(3, nodes[Story.TsmSd].Keys.Count);
        Assert.Contains(nodes[Story.TsmSd], inventory.Root.Domains);
        Assert.Contains(nodes[Story.ServiceSd], nodes[Story.TsmSd].Domains);
        Assert.Contains(nodes.Values.SelectMany(n => n.LoadFiles), f => f.Aid.ToString() == Story.CarKeyPackage && f.Modules.Count == 1);
        Assert.Contains(nodes.Values.SelectMany(n => n.Applications), a => a.Aid.ToString() == Story.CarKey);
        Assert.Single(inventory.AccessRules!);
        Assert.Null(card.LastFault);
    }

    [Fact]
    public async Task Explore_WithoutKeys_TellsWhatIsPublic()
    {
        using var card = Host.NewCard();
        var inventory = await new CardExplorer((c, _) => ValueTask.FromResult(ResponseApdu.Parse(card.Process(c.ToBytes()))), null).ExploreAsync(Cancel);

        Assert.Null(inventory.Root);
        Assert.NotNull(inventory.CardData);
        Assert.Equal(Story.Isd, inventory.IssuerSecurityDomain.ToString());
    }

    [Fact]
    public async Task Open_WithTheWrongKeys_SaysSoAndSendsNoFurther()
    {
        using var card = Host.NewCard();
        card.Process(Convert.FromHexString("00A4040000"));
        ValueTask<ResponseApdu> Plain(CommandApdu c, CancellationToken _) => ValueTask.FromResult(ResponseApdu.Parse(card.Process(c.ToBytes())));

        var error = await Assert.ThrowsAsync<SecureChannelException>(async () => await SecureTransmit.OpenAsync(
            Plain, (_, _) => ValueTask.FromResult<IScp03Keys>(new OpenKeys(0x30, new byte[16])), 0, null, new byte[8], Cancel));
        Assert.Equal(SecureChannelFailure.CryptogramMismatch, error.Failure);
    }
}
