namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>The forms of INSTALL beyond load and install: combined, registry update, restrictions; and chains of commands.</summary>
public sealed class InstallFormsTests
{
    [Fact]
    public void Combined_LoadInstallMakeSelectable_IsOneStep()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        var (registry, memory) = (card.Registry, card.Memory);
        var first = Story.Apdu("80E60E01", Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.ServiceSd) + Story.Lv(Story.Hash("CarKey")) + "0000");
        var wrong = Story.Apdu("80E60E03", Story.Lv(Story.CarKeyPackage) + Story.Lv("F054534D530199") + Story.Lv(Story.CarKey) + "0100" + "02C900" + "00");
        var last = Story.Apdu("80E60E03", "00" + Story.Lv(Story.CarKeyModule) + Story.Lv(Story.CarKey) + "0100" + "02C900" + "00");

        Begin();
        Assert.Equal("6A88", host.Send(wrong));
        Assert.Same(registry, card.Registry);
        Assert.Equal(memory, card.Memory);

        Begin();
        Assert.Equal("009000", host.Send(last));
        Assert.EndsWith("9000", host.Select(Story.CarKey), StringComparison.Ordinal);
        Story.Tsm(host);
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKeyPackage, related: true)));
        Assert.Equal(memory, card.Memory);

        void Begin()
        {
            Assert.Equal("009000", host.Send(first));
            Assert.All(Story.Load(Story.LoadFile("CarKey")), l => Assert.Equal("009000", host.Send(l)));
            Assert.Same(registry, card.Registry);
        }
    }

    [Fact]
    public void Combined_LastInstallBeforeTheLoadIsWhole_IsRefused()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal("009000", host.Send(Story.Apdu("80E60E01", Story.Lv(Story.CarKeyPackage) + "00000000")));
        Assert.Equal("009000", host.Send(Story.Load(Story.LoadFile("CarKey"))[0]));
        Assert.Equal("6985", host.Send(Story.Apdu("80E60E03", "00" + Story.Lv(Story.CarKeyModule) + Story.Lv(Story.CarKey) + "0100" + "02C900" + "00")));
    }

    [Fact]
    public void RegistryUpdate_PrivilegesSelectionAndDomain_ChangeTogether()
    {
        using var card = Host.NewCard();
        var host = WithCarKey(card);
        var update = Story.Apdu("80E64000", Story.Lv(Story.TsmSd) + "00" + Story.Lv(Story.CarKey) + "03000100" + "09EF07CF0142CB028211" + "00");
        Assert.Equal("009000", host.Send(update));
        Assert.Equal($"E3274F08{Story.CarKey}9F700107C503000100CF0142C406{Story.CarKeyPackage}CC07{Story.TsmSd}9000",
            host.Send(Story.Apdu("80F24002", "4F08" + Story.CarKey + "5C074F9F70C5CFC4CC")));

        // A domain that does not exist: nothing of it happens.
        var registry = card.Registry;
        Assert.Equal("6A88", host.Send(Story.Apdu("80E64000", Story.Lv("F0545359530099") + "00" + Story.Lv(Story.CarKey) + "03000000" + "0000")));
        Assert.Same(registry, card.Registry);

        // Opened from the basic channel, channel 2 selects the applet that is implicitly selectable on it.
        Assert.Equal("9000", host.Raw("00700002"));
        Assert.Equal("6D00", new Host(card, 2).Raw("80CA006600"));
        Assert.StartsWith("66", host.Send("80CA006600"), StringComparison.Ordinal);
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void CardReset_GivenAndTakenBack_ComesFromAndReturnsToTheIssuersDomain()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, privileges: "040200")));
        Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039AFC809000", host.Send("80F28002024F0000"));
        Assert.Equal("6985", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", privileges: "040000")));
        Assert.Equal("009000", host.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Story.CarKey) + "03000200" + "0000")));
        Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039EFC809000", host.Send("80F28002024F0000"));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal("E3134F08" + Story.Isd + "9F70010FC5039EFE809000", host.Send("80F28002024F0000"));
    }

    [Fact]
    public void FinalApplication_OnLockedCard_IsTheOneThatIsSelected()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, privileges: "000200")));
        Assert.Equal("6985", host.Send(Story.Apdu("80F04080", Story.CarKey, "")));
        Assert.Equal("9000", host.Send("80F0807F"));
        Assert.Equal("6A81", host.Select(Story.Isd));
        Assert.EndsWith("9000", host.Select(Story.CarKey), StringComparison.Ordinal);
    }

    [Fact]
    public void Restrict_FunctionsOfTheCard_IsForGood()
    {
        using var card = Host.NewCard();
        var host = WithCarKey(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.Apdu("80E64000", "00000000" + "03D90103" + "00")));
        Assert.Equal("6985", host.Send(Story.ForLoad(Story.VaultPackage, "")));
        Assert.Equal("6985", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal("6985", host.Send(Story.Apdu("80E60E01", Story.Lv(Story.VaultPackage) + "00000000")));
        card.Reset();
        Assert.Equal("9000", host.Open());
        Assert.Equal("6985", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal("009000", host.Send(Story.InstallSd("F0545359530020", "808000")));
    }

    [Fact]
    public void Restrict_FunctionsOfOneDomain_LeavesTheOthers()
    {
        using var card = Host.NewCard();
        var host = WithCarKey(card);
        Assert.Equal("009000", host.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Story.TsmSd) + "00" + "05EF03D90104" + "00")));
        Assert.Equal("6985", host.Send(Story.InstallSd("F0545359530020", "808000")));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.InstallSd("F0545359530020", "808000")));
    }

    [Theory]
    [InlineData("82020000", "6985", "009000")]
    [InlineData("87020000", "009000", "6985")]
    [InlineData("820220208702 2020", "009000", "009000")]
    public void DomainParameters_NarrowWhatItAccepts(string parameters, string into, string outOf)
    {
        parameters = parameters.Replace(" ", "", StringComparison.Ordinal);
        using var card = Host.NewCard();
        var host = WithCarKey(card);
        const string narrow = "F0545359530021";
        Assert.Equal("009000", host.Send(Story.Apdu("80E60C00",
            Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(narrow) + "03808000" + Story.Lv("C9" + Story.Lv(parameters)) + "00")));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(narrow)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys)));
        Assert.Equal(into, host.Send(Story.Apdu("80E61000", Story.Lv(narrow) + "00" + Story.Lv(Story.CarKey) + "000000")));
        Assert.Equal(into, host.Send(Story.ForLoad(Story.VaultPackage, narrow)));
        if (into == "009000")
        {
            Assert.Equal(outOf, host.Send(Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Story.CarKey) + "000000")));
        }
    }

    [Fact]
    public void DomainParameters_RefuseDeletionByADomainAbove()
    {
        using var card = Host.NewCard();
        var host = WithCarKey(card);
        const string narrow = "F0545359530021";
        host.Send(Story.Apdu("80E60C00", Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(narrow) + "03808000" + "06C904830200 00".Replace(" ", "", StringComparison.Ordinal) + "00"));
        host.Send(Story.ForPersonalization(narrow));
        host.Send(Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys));
        Assert.Equal("009000", host.Send(Story.Apdu("80E61000", Story.Lv(narrow) + "00" + Story.Lv(Story.CarKey) + "000000")));
        Assert.Equal("6985", host.Send(Story.Delete(Story.CarKey)));
    }

    [Fact]
    public void OneBytePrivileges_OfADomain_PutItOnATrustedPath()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal("009000", host.Send(Story.InstallSd("F0545359530022", "80")));
        Assert.Contains("4F07F05453595300229F700107C503808000", host.Send("80F24002024F0000"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x03)]
    [InlineData(0x13)]
    [InlineData(0x33)]
    public void Chain_InstallOf600Bytes_IsProtectedAsAWhole(byte level)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(level));
        var parameters = "C900" + "EA" + TestSigner.Ber(500) + new string('7', 1000);
        var install = DelegationTests.Apdu("80E60C00", Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.TsmSd) + "03808000"
            + TestSigner.Ber(parameters.Length / 2) + parameters + "00");
        Assert.Equal("009000", host.SendChained(install));
        Assert.Equal("009000", host.SendChained(Story.Delete(Story.TsmSd), 5));
    }

    [Fact]
    public void Chain_BrokenByAnotherCommand_Is6985AndOver()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(0x01));
        Assert.Equal("9000", host.Raw("84E68C00 05 0102030405"));
        Assert.Equal("6985", host.Raw("84F2400202 4F00"));
        Assert.Equal("9000", host.Raw("84E68C00 05 0102030405"));
        Assert.Equal("6985", host.Raw("84E60400 05 0102030405"));
        Assert.Equal("9000", host.Send("80CA004200")[^4..]);
    }

    [Theory]
    [InlineData("0070000001")]
    [InlineData("00A4040008 0102030405060708 00")]
    [InlineData("00A4040008 A000000151000000 00")]
    public void Chain_BrokenByAChannelOrASelection_Is6985AndOver(string between)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(0x01));
        Assert.Equal("9000", host.Raw("84E68C00 05 0102030405"));
        Assert.Equal("6985", host.Raw(between));
        Assert.Equal("019000", host.Raw("0070000001"));
        Assert.Equal("9000", host.Send("80CA004200")[^4..]);
    }

    [Fact]
    public void Combined_DomainRenamedBeforeTheLastInstall_IsRefused()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("009000", host.Send(Story.Apdu("80E60E01", Story.Lv(Story.CarKeyPackage) + "00000000")));
        Assert.All(Story.Load(Story.LoadFile("CarKey")), load => Assert.Equal("009000", host.Send(load)));

        Assert.Equal("019000", host.Raw("0070000001"));
        var other = new Host(card, 1);
        Assert.Equal("9000", other.Open());
        Assert.Equal("9000", other.Send("80E29000 0A 4F08 A00000015100AB01"));

        Assert.Equal("6985", host.Send(Story.Apdu("80E60E03", "00" + Story.Lv(Story.CarKeyModule) + Story.Lv(Story.CarKey) + "0100" + "02C900" + "00")));
        Assert.Null(card.LastFault);
        Assert.EndsWith("9000", host.Send("80CA004200"), StringComparison.Ordinal);
    }

    [Fact]
    public void Chain_OfProductWithoutIt_IsRefused()
    {
        using var card = Host.NewCard(change: p => p with { WithoutFunctions = [VirtualCard.Profiles.CardFunction.CommandChaining, VirtualCard.Profiles.CardFunction.CombinedLoad] });
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("6A86", host.Raw("84E68C00 05 0102030405"));
        Assert.Equal("6A86", host.Send(Story.Apdu("80E60E01", Story.Lv(Story.VaultPackage) + "00000000")));
    }

    [Fact]
    public void Extradition_OfADomainToItself_MakesItARoot()
    {
        using var card = Host.NewCard();
        Story.WithDomains(card);
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        var before = card.Memory;
        Assert.Equal("009000", host.Send(Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Story.ServiceSd) + "000000")));
        Assert.Contains($"4F{Story.Lv(Story.ServiceSd)}", host.Send("80F24002 02 4F00"), StringComparison.Ordinal);
        Assert.Contains($"CC{Story.Lv(Story.ServiceSd)}", host.Send("80F24002 06 4F00 5C024FCC"), StringComparison.Ordinal);
        Assert.Equal(before, card.Memory);

        // The issuer's domain sees it by its privilege Global Registry alone; without, it is not below.
        Assert.Equal("009000", host.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Story.Isd) + "039EFA80" + "00" + "00")));
        Assert.DoesNotContain(Story.ServiceSd, host.Send("80F24002 02 4F00"), StringComparison.Ordinal);
        Assert.Contains(Story.TsmSd, host.Send("80F24002 02 4F00"), StringComparison.Ordinal);
        Assert.Contains(Story.Isd, host.Send("80F28002 02 4F00"), StringComparison.Ordinal);

        // What was above it manages it no longer; Global Delete does.
        Story.Tsm(host);
        Assert.Equal("6985", host.Send(Story.Delete(Story.ServiceSd)));
        host.Select(Story.ServiceSd);
        Assert.Equal("9000", host.Open(key: Story.ServiceKeys));
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("6985", host.Send(Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Story.Isd) + "000000")));
        Assert.Equal("009000", host.Send(Story.Delete(Story.ServiceSd)));
    }

    [Theory]
    [InlineData("FFFFFF")] // reserved ones, and Delegated beside Authorized Management
    [InlineData("9EFE81")]
    [InlineData("BEFE80")] // Delegated Management
    public void RegistryUpdate_OfTheIssuersDomain_GivesNoPrivilegesThatNobodyMayHave(string privileges)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var before = host.Send("80F28002 02 4F00");
        Assert.Equal("6A80", host.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Story.Isd) + Story.Lv(privileges) + "0000")));
        Assert.Equal(before, host.Send("80F28002 02 4F00"));
    }

    [Fact]
    public void RegistryUpdate_ThatTakesCardResetFromTheIssuersDomain_LeavesItThereWhileNobodyElseHasIt()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var before = host.Send("80F28002 02 4F00");
        Assert.Equal("009000", host.Send(Story.Apdu("80E64000", "0000" + Story.Lv(Story.Isd) + Story.Lv("9AFE80") + "0000")));
        Assert.Equal(before, host.Send("80F28002 02 4F00"));
    }

    private static Host WithCarKey(SecureComponent card)
    {
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        return host;
    }
}
