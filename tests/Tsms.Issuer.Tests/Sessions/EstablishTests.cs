using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Data;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Issuer.Tests.Sessions;

/// <summary>Making and removing the TSM's security domain on a real card.</summary>
public sealed class EstablishTests
{
    private const string Establish = "establishTsmSecurityDomain";
    private const string Remove = "removeTsmSecurityDomain";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("virtual-ese", 16)]
    [InlineData("virtual-ese", 24)]
    [InlineData("virtual-ese", 32)]
    public async Task Establish_OnAFreshCard_MakesTheDomainWithItsPrivileges(string profile, int keyLength)
    {
        await using var bench = await IssuerBench.StartAsync(profileName: profile, keyLength: keyLength);
        Assert.DoesNotContain(await bench.ApplicationsAsync(), e => e.Aid == Aid.Parse(IssuerHost.TsmDomain));

        var (script, last) = await bench.RunAsync(Establish);

        Assert.True(last.Done);
        Assert.Empty(last.Commands);
        Assert.Equal((true, false, keyLength), (script.ChangesCard, script.Done, script.HandedOverKeys!.KeyLength));
        Assert.Equal(script.CardId, last.CardId);
        var made = Assert.Single(await bench.ApplicationsAsync(), e => e.Aid == Aid.Parse(IssuerHost.TsmDomain));
        Assert.Equal(Privileges.SecurityDomain | Privileges.TrustedPath | Privileges.AuthorizedManagement, made.Privileges);
        Assert.Equal(TsmDomainState.Present, await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Establish_HandsOverKeysThatOpenTheDomain_AndForgetsThem()
    {
        await using var bench = await IssuerBench.StartAsync();
        var script = await bench.ReachScriptAsync(Establish);
        Assert.Single(await bench.Host.HandoversAsync());
        await bench.Client.ContinueAsync(script.SessionId, bench.Play(script));

        using var session = await bench.OpenTsmDomainAsync(script.HandedOverKeys!);
        var command = session.Wrap(new CommandApdu(0x80, 0xCA, 0x00, 0xE0, default, 256));
        Assert.True(command.VerifyResponse(bench.Card.Process(command.Bytes)).IsVerified);
        Assert.Empty(await bench.Host.HandoversAsync());
    }

    [Fact]
    public async Task Establish_WithAnotherTransportKeyAtTheTsm_YieldsKeysThatDoNotUnwrap()
    {
        await using var bench = await IssuerBench.StartAsync();
        var (script, _) = await bench.RunAsync(Establish);
        await bench.TsmKeys.GenerateSecretKeyAsync("another", SecretKeyPurpose.Transport, 32, Cancel);
        var error = await Assert.ThrowsAsync<KeyStoreException>(() => bench.OpenTsmDomainAsync(script.HandedOverKeys! with { TransportKey = "another" }));
        Assert.Equal(KeyStoreError.UnwrapFailed, error.Error);
    }

    [Fact]
    public async Task Establish_TwoSessions_HandOverDifferentKeys()
    {
        await using var bench = await IssuerBench.StartAsync();
        var (first, _) = await bench.RunAsync(Establish);
        var (second, _) = await bench.RunAsync(Establish);
        Assert.NotEqual(first.HandedOverKeys!.WrappedKeys, second.HandedOverKeys!.WrappedKeys);
        using var opened = await bench.OpenTsmDomainAsync(second.HandedOverKeys);
        var old = await Assert.ThrowsAsync<SecureChannelException>(() => bench.OpenTsmDomainAsync(first.HandedOverKeys, "old"));
        Assert.Equal(SecureChannelFailure.CryptogramMismatch, old.Failure);
    }

    [Fact]
    public async Task Remove_OfAnEmptyDomain_LeavesTheCardAsBefore()
    {
        await using var bench = await IssuerBench.StartAsync();
        var before = (await bench.ApplicationsAsync()).Select(e => e.Aid).ToList();
        var memory = bench.Card.Memory;
        await bench.RunAsync(Establish);

        var (script, last) = await bench.RunAsync(Remove);

        Assert.True(last.Done);
        Assert.Null(script.HandedOverKeys);
        Assert.Equal(before, (await bench.ApplicationsAsync()).Select(e => e.Aid));
        Assert.Equal(memory, bench.Card.Memory);
        Assert.Equal(TsmDomainState.Absent, await bench.Host.DomainStateAsync());
    }

    [Fact]
    public async Task Establish_AfterRemoval_MakesItAnewWithoutClearing()
    {
        await using var bench = await IssuerBench.StartAsync();
        var (first, _) = await bench.RunAsync(Establish);
        await bench.RunAsync(Remove);
        var (again, last) = await bench.RunAsync(Establish);
        Assert.True(last.Done);
        Assert.Equal(first.Commands.Count, again.Commands.Count);
    }
}
