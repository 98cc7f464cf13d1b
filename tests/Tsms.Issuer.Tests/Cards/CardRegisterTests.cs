using System.Net;
using System.Security.Cryptography;
using Tsms.Api.Issuer;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Tests.Hosting;
using Tsms.Keys;

namespace Tsms.Issuer.Tests.Cards;

/// <summary>The list of the issuer's cards.</summary>
public sealed class CardRegisterTests
{
    private const string Another = "9F7F2AFF02030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F202122232425262728292A";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_NamesTheCardByTheHashOfItsProductionData()
    {
        await using var two = await TwoPartners.StartAsync();
        var id = await two.Host.Cards.AddAsync(Another.ToLowerInvariant(), "isd", 1, 16, Cancel);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(Convert.FromHexString(Another)))[..32], id);
        Assert.True(await two.Host.Cards.ContainsAsync(Another, Cancel));
    }

    [Fact]
    public async Task Add_Twice_IsRefused()
    {
        await using var two = await TwoPartners.StartAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => two.Host.Cards.AddAsync(TwoPartners.Cplc.ToLowerInvariant(), "isd", 1, 16, Cancel));
        Assert.Contains("registered already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WithoutItsKeysInTheStore_IsRefused()
    {
        await using var two = await TwoPartners.StartAsync();
        var cards = two.Host.Cards;
        Assert.Contains("no key set none", (await Assert.ThrowsAsync<InvalidOperationException>(() => cards.AddAsync(Another, "none", 1, 16, Cancel))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => cards.AddAsync(Another, "isd", 2, 16, Cancel));
        Assert.Contains("16 bytes", (await Assert.ThrowsAsync<InvalidOperationException>(() => cards.AddAsync(Another, "isd", 1, 32, Cancel))).Message, StringComparison.Ordinal);
        Assert.False(await cards.ContainsAsync(Another, Cancel));
    }

    [Theory]
    [InlineData("", "isd", 1)]
    [InlineData("XY", "isd", 1)]
    [InlineData("9F7", "isd", 1)]
    [InlineData(Another, "", 1)]
    [InlineData(Another, "isd", 0)]
    [InlineData(Another, "isd", 128)]
    public async Task Add_WithMalformedValues_IsRefused(string cplc, string keySet, int version)
    {
        await using var two = await TwoPartners.StartAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => two.Host.Cards.AddAsync(cplc, keySet, version, 16, Cancel));
    }

    [Fact]
    public async Task Add_WithAnAidOfItsOwn_IsSelectedByIt()
    {
        await using var two = await TwoPartners.StartAsync();
        await two.Host.Cards.AddAsync(new IssuedCard(Another, "isd", 1, 16) { IssuerSecurityDomain = "A0000005591010FFFFFFFF8900000100" }, Cancel);
        var authorization = await two.Tsm.AuthorizeAsync(Another);
        var step = await two.Tsm.OpenAsync(authorization.AuthorizationId, "establishTsmSecurityDomain");
        Assert.Equal("00A4040010A0000005591010FFFFFFFF890000010000", step.Commands[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A0000001")]
    [InlineData("no AID")]
    public async Task Add_WithAMalformedAid_IsRefused(string aid)
    {
        await using var two = await TwoPartners.StartAsync();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => two.Host.Cards.AddAsync(new IssuedCard(Another, "isd", 1, 16) { IssuerSecurityDomain = aid }, Cancel));
        Assert.Contains("AID", error.Message, StringComparison.Ordinal);
    }

    /// <summary>All cards of a master key set prove themselves with it; their diversification data tell which is which.</summary>
    [Fact]
    public async Task Add_UnderAMasterKeySet_NeedsTheDiversificationData()
    {
        await using var two = await TwoPartners.StartAsync();
        await two.Host.Keys.GenerateKeySetAsync(new KeySetReference("master", 1), 16, Diversification.Kdf3, Cancel);
        var cards = two.Host.Cards;
        var master = new IssuedCard(Another, "master", 1, 16);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => cards.AddAsync(master, Cancel));
        Assert.Contains("diversification data", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => cards.AddAsync(master with { KeyDiversificationData = "0011" }, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(() => cards.AddAsync(master with { KeyDiversificationData = "no hex" }, Cancel));
        await cards.AddAsync(master with { KeyDiversificationData = "00112233445566778899" }, Cancel);

        var authorization = await two.Tsm.AuthorizeAsync(Another);
        var step = await two.Tsm.OpenAsync(authorization.AuthorizationId, "establishTsmSecurityDomain");
        var text = await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardNotGenuine,
            () => two.Tsm.ContinueAsync(step.SessionId, "9000", "00112233445566778898" + "010360" + "0011223344556677" + "8899AABBCCDDEEFF" + "9000"));
        Assert.Contains("00112233445566778898", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contains_OfAnUnknownCard_IsFalse()
    {
        await using var two = await TwoPartners.StartAsync();
        CardRegister cards = two.Host.Cards;
        Assert.False(await cards.ContainsAsync(Another, Cancel));
    }
}
