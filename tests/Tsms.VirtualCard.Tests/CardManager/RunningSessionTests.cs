namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>What goes on, and what ends, when something else happens in between: lists, personalization, applications that are locked while they are selected.</summary>
public sealed class RunningSessionTests
{
    private const string Pin = "80E28800 07 01010431323334";
    private const string Info = "80CA000000";

    [Fact]
    public void GetStatus_OfADomain_ShowsItselfAndWhatIsBelow()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal(
            "E3124F07" + Story.TsmSd + "9F70010FC50380C000" + "E3124F07" + Story.ServiceSd + "9F70010FC5038080009000",
            host.Send("80F24002024F0000"));
        host.Select(Story.ServiceSd);
        Assert.Equal("9000", host.Open(key: Story.ServiceKeys));
        Assert.Equal("E3124F07" + Story.ServiceSd + "9F70010FC5038080009000", host.Send("80F24002024F0000"));
    }

    [Fact]
    public void GetStatus_OfTheIssuersDomain_NeedsNoCriteria()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039EFE809000", host.Send("80F2800200"));
    }

    [Fact]
    public void GetStatus_Next_GoesOnUntilSomethingChanges()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        for (var i = 0; i < 14; i++)
        {
            Assert.Equal("009000", host.Send(Story.InstallSd($"F0545359530{i:X3}", "808000")));
        }

        Assert.EndsWith("6310", host.Send("80F24002024F0000"), StringComparison.Ordinal);
        Assert.Equal("6A88", host.Send("80CA5F5000"));
        Assert.EndsWith("9000", host.Send("80F24003024F0000"), StringComparison.Ordinal);
        Assert.EndsWith("6310", host.Send("80F24002024F0000"), StringComparison.Ordinal);
        Assert.Equal("9000", host.Send("80E29000034201FF"));
        Assert.Equal("6985", host.Send("80F24003024F0000"));
    }

    [Fact]
    public void StoreData_RefusedByTheApplet_GoesToItAgainFromBlockZero()
    {
        using var card = WithVault(out var host);
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.Vault)));
        Assert.Equal("6A80", host.Send("80E20800 04 01990100"));
        Assert.Equal("6A86", host.Send("80E28801 07 01010431323334"));

        // The refused one had the last block's mark, with which a personalization session ends (11.11.1); the domain has no such data group.
        Assert.Equal("6A80", host.Send(Pin));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.Vault)));
        Assert.Equal("6A80", host.Send("80E20800 04 01990100"));
        Assert.Equal("9000", host.Send(Pin));
    }

    [Fact]
    public void StoreData_AfterItsDomainWasSelectedElsewhere_GoesToTheDomain()
    {
        using var card = WithVault(out var host);
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.Vault)));
        Assert.Equal("019000", host.Raw("0070000001"));
        Assert.Equal("6A80", host.Send(Pin));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.Vault)));
        Assert.EndsWith("9000", new Host(card, 1).Select(Story.Isd), StringComparison.Ordinal);
        Assert.Equal("6A80", host.Send(Pin));
    }

    [Fact]
    public void SetStatus_OfATreeThatIsSoAlready_IsNoError()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        foreach (var state in new[] { "80", "80", "00", "00" })
        {
            Assert.Equal("9000", host.Send(Story.Apdu("80F060" + state, Story.ServiceSd, "")));
        }

        Assert.Equal("6985", host.Send(Story.Apdu("80F04000", Story.ServiceSd, "")));
    }

    [Fact]
    public void Applet_LockedWhileSelected_GoesOnToTheEndOfItsSession()
    {
        using var card = WithVault(out var host);
        Assert.Equal("019000", host.Raw("0070000001"));
        var other = new Host(card, 1);
        Assert.EndsWith("9000", other.Select(Story.Vault), StringComparison.Ordinal);
        Assert.Equal("9000", host.Send(Story.Apdu("80F04080", Story.Vault, "")));
        Assert.EndsWith("9000", other.Raw(Info), StringComparison.Ordinal);
        Assert.Equal("6A82", other.Select(Story.Vault));
        Assert.Equal("6A88", other.Raw(Info));
    }

    [Fact]
    public void Domain_LockedWhileSelected_RejectsEveryCommand()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal("9000", host.Send(Story.Apdu("80F04080", Story.TsmSd, "")));
        Assert.Equal("6985", host.Raw("80CA00E000"));
        Assert.Equal("6A82", host.Select(Story.TsmSd));
    }

    private static SecureComponent WithVault(out Host host)
    {
        var card = Host.NewCard();
        host = new Host(card);
        host.Open();
        Story.LoadAll(host, "Vault", Story.VaultPackage, "");
        Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, Story.Vault)));
        return card;
    }
}
