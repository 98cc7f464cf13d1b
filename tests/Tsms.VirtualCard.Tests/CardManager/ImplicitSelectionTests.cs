namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>What is selected when nobody asked for anything (GP Card Specification 2.3.1, 6.4.1, 6.4.2.2 and 9.6.2).</summary>
public sealed class ImplicitSelectionTests
{
    private const string Key = "8012000000";
    private const string Info = "80CA000000";

    [Fact]
    public void Locked_TheFinalApplicationIsSelectedInstead()
    {
        using var card = WithBoth(out var host, "EF03CF0141C900", "C900", vaultPrivileges: "000200");
        Assert.Equal("9000", host.Send(Story.Apdu("80F04080", Story.CarKey, "")));
        Assert.Equal("019000", host.Raw("0070000001"));
        Assert.EndsWith("9000", new Host(card, 1).Raw(Info), StringComparison.Ordinal);
    }

    [Fact]
    public void Channel_ThatNoParameterNames_GetsWhatIsSelectedOnTheBasicOne()
    {
        using var card = WithBoth(out var host, "EF03CF0140C900", "EF03CF0142C900");
        Assert.Equal("019000", host.Raw("0070000001"));
        Assert.EndsWith("9000", new Host(card, 1).Raw(Key), StringComparison.Ordinal);
        Assert.Equal("029000", host.Raw("0070000001"));
        Assert.EndsWith("9000", new Host(card, 2).Raw(Info), StringComparison.Ordinal);

        // The applet is busy on channel 1 and cannot be selected twice; after a reset it is on the basic channel.
        Assert.Equal("6985", host.Raw("0070000001"));
        card.Reset();
        Assert.EndsWith("9000", host.Raw(Key), StringComparison.Ordinal);
    }

    [Fact]
    public void CardReset_WithAParameterForAnotherChannel_IsNotOnTheBasicOne()
    {
        using var card = WithBoth(out var host, "EF03CF0143C900", "C900", carKeyPrivileges: "040000");
        card.Reset();
        Assert.StartsWith("66", host.Raw("80CA006600"), StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_OfWhatAnotherApplicationHas_IsRefused()
    {
        using var card = WithBoth(out var host, "EF03CF0141C900", "C900");
        Assert.Equal("6985", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, "F054534D53020102", "EF03CF0141C900")));
        Assert.Equal("6985", host.Send(Update("EF03CF01C1")));
        Assert.Equal("6985", host.Send(Story.Apdu("80E60800", "0000" + Story.Lv(Story.Vault) + "0100" + "05EF03CF0141" + "00")));

        // The other interface, and the other channel, are free.
        Assert.Equal("009000", host.Send(Update("EF03CF0181")));
        Assert.Equal("009000", host.Send(Update("EF03CF0142")));
    }

    [Fact]
    public void MakeSelectable_OfWhatIsSelectable_GivesCardResetAndNothingElse()
    {
        using var card = WithBoth(out var host, "C900", "C900");
        var give = Story.Apdu("80E60800", "0000" + Story.Lv(Story.Vault) + "0104" + "0000");
        Assert.Equal("6985", host.Send(Story.Apdu("80E60800", "0000" + Story.Lv(Story.Vault) + "0100" + "0000")));
        Assert.Equal("009000", host.Send(give));
        Assert.Contains("E3134F08" + Story.Vault + "9F700107C503040000", host.Send("80F24002024F0000"), StringComparison.Ordinal);
        card.Reset();
        Assert.EndsWith("9000", host.Raw(Info), StringComparison.Ordinal);
    }

    private static string Update(string parameters) => Story.Apdu("80E64000", "0000" + Story.Lv(Story.Vault) + "00" + Story.Lv(parameters) + "00");

    private static SecureComponent WithBoth(out Host host, string carKey, string vault, string carKeyPrivileges = "000000", string vaultPrivileges = "000000")
    {
        var card = Host.NewCard();
        host = new Host(card);
        host.Open();
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");
        Story.LoadAll(host, "Vault", Story.VaultPackage, "");
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, carKey, privileges: carKeyPrivileges)));
        Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, Story.Vault, vault, privileges: vaultPrivileges)));
        return card;
    }
}
