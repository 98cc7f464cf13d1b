namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>A security domain in the state LOCKED serves nobody: no keys for those below it, no consent to moves, no receipts (GP Card Specification 2.3.1, 5.3.2.4).</summary>
public sealed class LockedDomainTests
{
    private const string Lock = "80F04080 07 " + Story.TsmSd + "00";
    private const string Unlock = "80F04000 07 " + Story.TsmSd + "00";
    private const string Child = "F0545359530003";

    [Fact]
    public void DomainBelow_OpensNothingWithItsKeys()
    {
        using var card = Host.NewCard();
        var host = WithChild(card);
        host.Select(Child);
        Assert.Equal("9000", host.Open(key: Story.TsmKeys));
        var issuer = Issuer(card);
        Assert.EndsWith("9000", issuer.Send(Lock), StringComparison.Ordinal);

        // The session that is open, and one more.
        Assert.Equal("6985", host.Raw("84F2400212 4F00" + new string('0', 32)));
        Assert.Equal("6985", host.Initialize(0, Story.TsmKeys, out _, out _));
        Assert.EndsWith("9000", issuer.Send(Unlock), StringComparison.Ordinal);
        Assert.Equal("9000", host.Open(key: Story.TsmKeys));
    }

    [Fact]
    public void DomainBelow_BegunBeforeTheLock_IsNotOpened()
    {
        using var card = Host.NewCard();
        var host = WithChild(card);
        host.Select(Child);
        Assert.Equal("9000", host.Initialize(0, Story.TsmKeys, out _, out var cryptogram));
        Assert.EndsWith("9000", Issuer(card).Send(Lock), StringComparison.Ordinal);
        Assert.Equal("6985", host.Authenticate(0x33, cryptogram));
    }

    [Fact]
    public void ContentOfIt_IsNeitherMovedNorMadeSelectableNorChanged()
    {
        using var card = Host.NewCard();
        var host = WithChild(card);
        Story.Tsm(host);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.TsmSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, p1: "04")));
        var issuer = Issuer(card);
        Assert.EndsWith("9000", issuer.Send(Lock), StringComparison.Ordinal);

        string To(string what) => Story.Apdu("80E61000", Story.Lv(Story.Isd) + "00" + Story.Lv(what) + "000000");
        Assert.Equal("6985", issuer.Send(To(Story.CarKey)));
        Assert.Equal("6985", issuer.Send(To(Story.CarKeyPackage)));
        Assert.Equal("6985", issuer.Send(To(Child)));
        Assert.Equal("6985", issuer.Send(Story.Apdu("80E60800", "0000" + Story.Lv(Story.CarKey) + "0100" + "0000")));
        Assert.Equal("6985", issuer.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Child) + "03808000" + "0000")));

        Assert.EndsWith("9000", issuer.Send(Unlock), StringComparison.Ordinal);
        Assert.Equal("009000", issuer.Send(To(Story.CarKey)));
    }

    [Fact]
    public void ContentOfIt_IsDeletedByGlobalDeleteAlone()
    {
        using var card = Host.NewCard();
        WithChild(card);
        var issuer = Issuer(card);
        Assert.Equal("009000", issuer.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Story.Isd) + "039EEE80" + "0000")));
        Assert.EndsWith("9000", issuer.Send(Lock), StringComparison.Ordinal);
        Assert.Equal("6985", issuer.Send(Story.Delete(Child)));
        Assert.EndsWith("9000", issuer.Send(Unlock), StringComparison.Ordinal);
        Assert.Equal("009000", issuer.Send(Story.Delete(Child)));
    }

    /// <summary>The TSM's domain with a child that has no keys of its own; the child is not selected.</summary>
    private static Host WithChild(SecureComponent card)
    {
        var host = Story.WithDomains(card);
        Assert.Equal("009000", host.Send(Story.InstallSd(Child, "808000")));
        return host;
    }

    private static Host Issuer(SecureComponent card)
    {
        Assert.Equal("019000", new Host(card).Raw("0070000001"));
        var issuer = new Host(card, 1);
        issuer.Select(Story.Isd);
        Assert.Equal("9000", issuer.Open());
        return issuer;
    }
}
