using Tsms.GlobalPlatform.Exploration;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Tests.Exploration;

public sealed class CardExplorerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Explore_OfACardThatTellsNothing_IsNotesAlone()
    {
        var inventory = await new CardExplorer((_, _) => ValueTask.FromResult(new ResponseApdu(StatusWord.ClaNotSupported)), null).ExploreAsync(Cancel);

        Assert.Null(inventory.Root);
        Assert.Null(inventory.CardData);
        Assert.Null(inventory.AccessRules);
        Assert.Contains(inventory.Notes, n => n.Contains("issuer security domain was answered 6E00", StringComparison.Ordinal));
        Assert.Contains(inventory.Notes, n => n.Contains("no keys were given", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Explore_OfATerminatedCard_TriesNoSecureChannel()
    {
        var card = new CardExplorer(
            (c, _) => ValueTask.FromResult(new ResponseApdu(c.Ins == 0xA4 ? StatusWord.FunctionNotSupported : StatusWord.ReferencedDataNotFound)),
            _ => throw new InvalidOperationException("INITIALIZE UPDATE"));

        var inventory = await card.ExploreAsync(Cancel);

        Assert.Contains(inventory.Notes, n => n.Contains("as on a card that is TERMINATED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Explore_OfACardThatTellsNonsense_SaysSo()
    {
        var inventory = await new CardExplorer((_, _) => ValueTask.FromResult(new ResponseApdu(new byte[] { 0xFF, 0xFF, 0xFF }, StatusWord.Success)), null).ExploreAsync(Cancel);

        Assert.Contains(inventory.Notes, n => n.Contains("card data is malformed", StringComparison.Ordinal));
        Assert.Contains(inventory.Notes, n => n.Contains("memory is malformed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Explore_WithDomainsInARing_HangsThemUnderTheRoot()
    {
        var inventory = await ExploreAsync(
            Entry("A000000151000000", "9EFE80", "A000000151000000"),
            Entry("D000000001", "800000", "D000000002") + Entry("D000000002", "800000", "D000000001") + Entry("D000000003", "800000", "A000000151000000")
            + Entry("E000000001", "000000", "D000000003") + Entry("E000000002", "000000", "F000000009") + Entry("E000000003", "000000", ""));

        Assert.Equal(["D000000001", "D000000002", "D000000003"], inventory.Root!.Domains.Select(d => d.Entry.Aid.ToString()).Order());
        Assert.Equal(4, inventory.Root.All().Count());
        Assert.Equal("E000000001", inventory.Root.Domains.Single(d => d.Entry.Aid.ToString() == "D000000003").Applications.Single().Aid.ToString());
        Assert.Equal(2, inventory.Root.Applications.Count);
    }

    [Fact]
    public async Task Explore_WithADomainOfItsOwn_TellsItBesideTheIssuers()
    {
        var inventory = await ExploreAsync(
            Entry("A000000151000000", "9EFE80", "A000000151000000"),
            Entry("D000000001", "800000", "D000000001") + Entry("D000000002", "800000", "D000000001") + Entry("D000000003", "800000", "A000000151000000")
            + Entry("E000000001", "000000", "D000000002") + Entry("E000000002", "000000", "D000000001"));

        Assert.Equal("D000000003", Assert.Single(inventory.Root!.Domains).Entry.Aid.ToString());
        Assert.Empty(inventory.Root.Applications);
        var other = Assert.Single(inventory.OtherRoots);
        Assert.Equal("D000000001", other.Entry.Aid.ToString());
        Assert.Equal("E000000002", Assert.Single(other.Applications).Aid.ToString());
        Assert.Equal("E000000001", Assert.Single(Assert.Single(other.Domains).Applications).Aid.ToString());
    }

    [Fact]
    public async Task Explore_OfACardWithoutTagLists_AsksWithoutOne()
    {
        var asked = new List<string>();
        var inventory = await ExploreAsync(Entry("A000000151000000", "9EFE80", ""), "", c =>
        {
            asked.Add(Convert.ToHexString(c.ToBytes()));
            return c.Data.Length > 2 ? new ResponseApdu(StatusWord.WrongData) : null;
        });

        Assert.NotNull(inventory.Root);
        Assert.Contains("80F28002024F0000", asked);
    }

    private static string Entry(string aid, string privileges, string domain) => Convert.ToHexString(BerTlvWriter.Encode(0xE3, new BerTlvWriter()
        .Write(0x4F, Convert.FromHexString(aid)).Write(0x9F70, [0x0F]).Write(0xC5, Convert.FromHexString(privileges)).Write(0xCC, Convert.FromHexString(domain)).ToArray()));

    private static async Task<CardInventory> ExploreAsync(string issuer, string applications, Func<CommandApdu, ResponseApdu?>? first = null)
    {
        ValueTask<ResponseApdu> Send(CommandApdu command, CancellationToken cancellationToken) => ValueTask.FromResult(
            first?.Invoke(command) ?? (command.Ins, command.P1) switch
            {
                (0xF2, 0x80) => new ResponseApdu(Convert.FromHexString(issuer), StatusWord.Success),
                (0xF2, 0x40) => new ResponseApdu(Convert.FromHexString(applications), StatusWord.Success),
                (0xA4, _) => new ResponseApdu(StatusWord.Success),
                _ => new ResponseApdu(StatusWord.ReferencedDataNotFound),
            });
        return await new CardExplorer((c, t) => c.Ins == 0xF2 ? throw new InvalidOperationException() : Send(c, t), _ => ValueTask.FromResult<CardTransmit>(Send)).ExploreAsync(Cancel);
    }
}
