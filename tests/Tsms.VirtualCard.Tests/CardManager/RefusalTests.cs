using Tsms.SmartCard.Tlv;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Refusals of content management: the status word of each, and that nothing has changed after it.</summary>
public sealed class RefusalTests
{
    private const string Kcv = "C35280"; // of 000102..0F, pySim test_globalplatform.py

    public static TheoryData<string, string, string> Commands => new()
    {
        // INSTALL
        { "no such module", Story.Install(Story.CarKeyPackage, "F054534D530199", "F054534D53010102"), "6A88" },
        { "no such package", Story.Install("F054534D5399", Story.CarKeyModule, "F054534D53010102"), "6A88" },
        { "name taken by an instance", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey), "6985" },
        { "name taken by a package", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKeyPackage), "6985" },
        { "without C9", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF00"), "6A80" },
        { "parameters no TLV", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "C905"), "6A80" },
        { "an applet with privileges of a domain", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", privileges: "004000"), "6A80" },
        { "an applet with the privilege Security Domain", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", privileges: "800000"), "6A80" },
        { "privileges that reach beyond its own", Story.InstallSd("F0545359530009", "801000"), "6985" },
        { "a domain that makes DAP mandatory", Story.InstallSd("F0545359530009", "C18000"), "6985" },
        { "mandated DAP without DAP", Story.InstallSd("F0545359530009", "818000"), "6A80" },
        { "delegated management with tokens", Story.InstallSd("F0545359530009", "A0A000"), "6A80" },
        { "delegated management with receipts", Story.InstallSd("F0545359530009", "A08080"), "6A80" },
        { "a reserved privilege", Story.InstallSd("F0545359530009", "808001"), "6A80" },
        { "final application of somebody who is not", Story.InstallSd("F0545359530009", "808200"), "6985" },
        { "a domain with parameters that are no TLV", Story.Apdu("80E60C00", Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv("F0545359530009") + "03808000" + "03C90182" + "00"), "6A80" },
        { "an applet that verifies tokens", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", privileges: "002000"), "6A80" },
        { "more in reserve than its quota", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF08C8020100D8020200C900"), "6A80" },
        { "a reserve that is not to be had", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF06D8047FFFFFFFC900"), "6A84" },
        { "an odd service name", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF03CB0181C900"), "6A80" },
        { "channel 20", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF03CF0154C900"), "6A80" },
        { "implicit selection of what is not selectable", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF03CF0141C900", p1: "04"), "6985" },
        { "both kinds of management", Story.InstallSd("F0545359530009", "A0C000"), "6A80" },
        { "a domain without the privilege", Story.InstallSd("F0545359530009", "000000"), "6A80" },
        { "two privilege bytes", Story.InstallSd("F0545359530009", "8080"), "6A80" },
        { "more volatile memory than there is", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF06C7047FFFFFFFC900"), "6A84" },
        { "more than its quota", Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102", "EF04C8020010C900"), "6A84" },
        { "registry update of nothing", Story.Apdu("80E64000", "000000000000"), "6A80" },
        { "registry update without changes", Story.Apdu("80E64000", "0000" + Story.Lv(Story.CarKey) + "000000"), "6A80" },
        { "registry update of nobody", Story.Apdu("80E64000", "0000" + Story.Lv("F054534D53010199") + "03000000" + "0000"), "6A88" },
        { "registry update of somebody else's", Story.Apdu("80E64000", "0000" + Story.Lv(Story.Isd) + "03800000" + "0000"), "6985" },
        { "registry update that makes an applet a domain", Story.Apdu("80E64000", "0000" + Story.Lv(Story.CarKey) + "03800000" + "0000"), "6A80" },
        { "registry update with privileges beyond its own", Story.Apdu("80E64000", "0000" + Story.Lv(Story.CarKey) + "03100000" + "0000"), "6985" },
        { "to restrict an applet", Story.Apdu("80E64000", "0000" + Story.Lv(Story.CarKey) + "00" + "03D90101" + "00"), "6A80" },
        { "to restrict the card without Global Lock", Story.Apdu("80E64000", "00000000" + "03D90101" + "00"), "6985" },
        { "to restrict with a reserved bit", Story.Apdu("80E64000", "00000000" + "03D90181" + "00"), "6A80" },
        { "combined loading with P2 00", Story.Apdu("80E60E00", "00"), "6A86" },
        { "combined loading with P2 02", Story.Apdu("80E60E02", "00"), "6A86" },
        { "the end of a combined process that has not begun", Story.Apdu("80E60E03", "00" + Story.Lv(Story.CarKeyModule) + Story.Lv("F054534D53010102") + "0100" + "02C900" + "00"), "6985" },
        { "P2 01 of another form", Story.Apdu("80E60C01", "00"), "6A86" },
        { "a token", Story.Apdu("80E60C00", Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.CarKeyModule) + Story.Lv("F054534D53010102") + "0100" + "02C900" + "01FF"), "6985" },
        { "something after the end", Story.Apdu("80E60C00", Story.Lv(Story.CarKeyPackage) + Story.Lv(Story.CarKeyModule) + Story.Lv("F054534D53010102") + "0100" + "02C900" + "0000"), "6A80" },
        { "a field cut short", Story.Apdu("80E60C00", "07F054"), "6A80" },
        { "selectable already", Story.Apdu("80E60800", "0000" + Story.Lv(Story.CarKey) + "01000000"), "6985" },
        { "personalize somebody else's", Story.ForPersonalization(Story.CarKey), "6985" },
        { "personalize nobody", Story.ForPersonalization("F054534D53010199"), "6A88" },

        // LOAD
        { "load what is there", Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd), "6985" },
        { "load into nowhere", Story.ForLoad(Story.VaultPackage, "F0545359530099"), "6A88" },
        { "load into the issuer's domain", Story.ForLoad(Story.VaultPackage, Story.Isd), "6985" },
        { "a hash of 19 bytes", Story.ForLoad(Story.VaultPackage, Story.ServiceSd, new string('0', 38)), "6A80" },
        { "more code memory than there is", Story.ForLoad(Story.VaultPackage, Story.ServiceSd, "", "EF06C6047FFFFFFF"), "6A84" },
        { "LOAD without INSTALL", "80E8000005C48200100100", "6985" },

        // DELETE
        { "nothing of this name", Story.Delete("F054534D5399"), "6A88" },
        { "the issuer's domain", Story.Delete(Story.Isd), "6985" },
        { "itself", Story.Delete(Story.TsmSd), "6985" },
        { "a domain that holds something", Story.Delete(Story.ServiceSd), "6985" },
        { "a package with instances", Story.Delete(Story.CarKeyPackage), "6985" },
        { "the package of domains", Story.Delete(Story.SdPackage), "6985" },
        { "no TLV", "80E40000014F00", "6A80" },
        { "no such key", "80E4000003D2017F00", "6A88" },
        { "the last key set", "80E4000003D2013000", "6985" },
        { "P1 01", "80E401000A4F08" + Story.CarKey + "00", "6A86" },
        { "a token that is not needed", Story.Apdu("80E40000", "4F" + Story.Lv(Story.CarKey) + "9E01FF"), "6985" },
        { "a tag after the token", Story.Apdu("80E40000", "4F" + Story.Lv(Story.CarKey) + "9E01FFB600"), "6A80" },

        // PUT KEY: to replace what is not there, to add what is, wrong lengths, wrong type, wrong check value
        { "replace what is not there", Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0x31, 0x31), "6A88" },
        { "add what is there", Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x30), "6A80" },
        { "keys of another length", Story.PutKeys(Story.TsmKeys, new byte[32], 0x30, 0x30), "6A80" },
        { "key version 00", Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0), "6A80" },
        { "wrong check value", Story.PutKeys(Host.TestKeys, Story.ServiceKeys, 0, 0x31), "6982" },
        { "an RSA modulus alone", "80D80001077301A102FFFF0000".Replace("7301A1", "73A1", StringComparison.Ordinal), "6A80" },
        { "an EC key without a curve", Story.Apdu("80D80001", "73B04104" + new string('1', 128) + "00"), "6A80" },
        { "an EC key of an unknown curve", Story.Apdu("80D80001", "73B04104" + new string('1', 128) + "F0010900"), "6A80" },
        { "a check value of an EC key", Story.Apdu("80D80001", "73B04104" + new string('1', 128) + "F0010003010203"), "6A80" },
        { "DES", "80D8000117318010000102030405060708090A0B0C0D0E0F03" + Kcv + "00", "6A80" },
        { "cut short", "80D80001043188110000", "6A80" },
        { "several announced as one", Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x31).Replace("80D80081", "80D80001", StringComparison.Ordinal), "6A80" },

        // STORE DATA
        { "a tag that cannot be stored", "80E29000 03 C10100", "6A80" },
        { "card capability of a domain that is not the issuer's", "80E29000 03 670100", "6A80" },
        { "block 01 first", "80E29001 03 4201FF", "6A86" },
        { "reserved bits of P1", "80E29800 03 4201FF", "6A86" },
        { "no TLV to store", "80E29000 02 42FF", "6A80" },
        { "an unknown data group", "80E28800 03 990000", "6A80" },
        { "an RSA modulus group without 00B9", "80E28800 04 001001FF", "6A80" },
        { "8113 without 00B9", "80E28800 13 811310 00000000000000000000000000000000", "6A80" },
        { "00B9 without 8113", Story.Apdu("80E28800", Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys, 0x31).Substring(10, 2 * 0x51), ""), "6A80" },

        // SET STATUS
        { "unlock what is not locked", Story.Apdu("80F04007", Story.CarKey, ""), "6985" },
        { "lock nobody", Story.Apdu("80F04080", "F054534D5399", ""), "6A88" },
        { "lock the issuer's domain", Story.Apdu("80F04080", Story.Isd, ""), "6A80" },
        { "lock the card", "80F0807F", "6985" },
        { "terminate the card", "80F080FF", "6985" },
        { "PERSONALIZED already", Story.Apdu("80F0400F", Story.TsmSd, ""), "6985" },
        { "to SELECTABLE", Story.Apdu("80F04007", Story.TsmSd, ""), "6A80" },
        { "P1 20", Story.Apdu("80F02080", Story.CarKey, ""), "6A86" },

        // GET STATUS
        { "P1 00", "80F20002024F0000", "6A86" },
        { "P2 04", "80F24004024F0000", "6A86" },
        { "next without first", "80F24003024F0000", "6985" },
        { "no AID in the criteria", "80F24002025C0000", "6A80" },
        { "a tag list cut short", "80F24002054F005C019F00", "6A80" },

        // extradition
        { "to nobody", Story.Apdu("80E61000", Story.Lv("F0545359530099") + "00" + Story.Lv(Story.CarKey) + "000000"), "6A88" },
        { "of nobody", Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv("F054534D5399") + "000000"), "6A88" },
        { "an extradition with a token that is not needed", Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Story.CarKey) + "000001FF"), "6985" },
        { "to the domain above", Story.Apdu("80E61000", Story.Lv(Story.Isd) + "00" + Story.Lv(Story.CarKey) + "000000"), "6985" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_OfTheTsmDomain_IsRefusedAndChangesNothing(string what, string command, string expected)
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Story.Tsm(host);
        var (registry, memory) = (card.Registry, card.Memory);

        var answer = host.Send(command);

        Assert.True(expected == answer, $"{what}: {answer}");
        Assert.Same(registry, card.Registry);
        Assert.Equal(memory, card.Memory);
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void Install_DomainWithoutKeys_HoldsNothing()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        host.Send(Story.InstallSd(Story.TsmSd, "80C000"));
        Assert.Equal("6985", host.Send(Story.ForLoad(Story.CarKeyPackage, Story.TsmSd)));
    }

    [Fact]
    public void DelegatedManagement_WithoutToken_IsRefused()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        host.Send(Story.InstallSd(Story.TsmSd, "A08000"));
        host.Send(Story.ForPersonalization(Story.TsmSd));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.TsmKeys)));
        Story.Tsm(host);
        Assert.Equal("6985", host.Send(Story.ForLoad(Story.CarKeyPackage, Story.TsmSd)));
        Assert.Equal("6985", host.Send(Story.InstallSd(Story.ServiceSd, "808000")));
    }

    [Fact]
    public void ServiceDomain_WithoutManagement_ManagesOnlyItselfAndItsApplications()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey));
        host.Select(Story.ServiceSd);
        Assert.Equal("9000", host.Open(key: Story.ServiceKeys));
        Assert.Equal("6985", host.Send(Story.ForLoad(Story.VaultPackage, Story.ServiceSd)));
        Assert.Equal("6985", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal("6985", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102")));
        Assert.Equal("E3124F07" + Story.ServiceSd + "9F70010FC503808000" + "E3134F08F054534D530101019F700107C5030000009000", host.Send("80F24002024F0000"));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.CarKey)));
        Assert.Equal("6985", host.Send("80E2880003010100"));
        var kcv = Convert.ToHexString(Host.CheckValue(Story.TsmKeys));
        Assert.Equal($"31{kcv}{kcv}{kcv}9000", host.Send(Story.PutKeys(Story.ServiceKeys, Story.TsmKeys, 0x30, 0x31)));
    }

    [Theory]
    [InlineData("wrong order", 0, 2, "6A86")]
    [InlineData("the first again", 0, 0, "6A86")]
    public void Load_BlocksOutOfOrder_EndTheLoad(string what, int first, int second, string expected)
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        var memory = card.Memory;
        host.Send(Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd));
        var loads = Story.Load(Story.LoadFile("CarKey"));
        Assert.Equal("009000", host.Send(loads[first]));
        Assert.True(expected == host.Send(loads[second]), what);
        Assert.Equal("6985", host.Send(loads[1]));
        Assert.Equal(memory, card.Memory);
    }

    [Fact]
    public void Load_OtherHashOtherNameOrDapBlock_IsRefusedAtTheEnd()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        var (block, memory) = (Story.LoadFile("CarKey"), card.Memory);
        Assert.Equal("6A80", Load(Story.CarKeyPackage, new string('0', 64), BerTlvWriter.Encode(0xC4, block)));
        Assert.Equal("6A80", Load("F054534D5309", "", BerTlvWriter.Encode(0xC4, block)));
        Assert.Equal("6A80", Load(Story.CarKeyPackage, "", BerTlvWriter.Encode(0xC5, block)));
        Assert.Equal("6985", Load(Story.CarKeyPackage, "", [.. Convert.FromHexString("E20C4F07F0545359530001C301FF"), .. BerTlvWriter.Encode(0xC4, block)]));
        Assert.Equal("6A80", Load(Story.CarKeyPackage, "", [.. Convert.FromHexString("E203C301FF"), .. BerTlvWriter.Encode(0xC4, block)]));
        Assert.Equal("6A80", Load(Story.CarKeyPackage, "", BerTlvWriter.Encode(0xC4, block.AsSpan(0, block.Length - 1))));
        Assert.Equal("6A80", Load(Story.CarKeyPackage, "", [.. BerTlvWriter.Encode(0xC4, block), 0]));
        Assert.Equal("6A84", Load(Story.CarKeyPackage, "", Convert.FromHexString("C4847FFFFFF000")));
        Assert.Equal(memory, card.Memory);
        Assert.Equal("009000", Load(Story.CarKeyPackage, Story.Hash("CarKey"), BerTlvWriter.Encode(0xC4, block)));

        string Load(string package, string hash, byte[] file)
        {
            Assert.Equal("009000", host.Send(Story.ForLoad(package, Story.ServiceSd, hash)));
            return Story.Blocks(file).Select(host.Send).FirstOrDefault(a => a != "009000") ?? "009000";
        }
    }

    [Fact]
    public void Load_CutAtEveryLength_IsRefusedAndLeavesNothing()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        var (block, memory) = (Story.LoadFile("CarKey"), card.Memory);
        for (var length = 1; length < block.Length; length += 37)
        {
            host.Send(Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd));
            var answer = Story.Load(block[..length]).Select(host.Send).ToList()[^1];
            Assert.True(answer == "6A80", $"{length}: {answer}");
        }

        Assert.Equal(memory, card.Memory);
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void Load_CardWithoutRoom_IsRefusedAndLeavesNothing()
    {
        using var card = Host.NewCard(change: p => p with { PersistentMemory = 900 });
        var host = new Host(card);
        host.Open();
        var memory = card.Memory;
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, "")));
        Assert.Contains("6A84", Story.Load(Story.LoadFile("CarKey")).Select(host.Send));
        Assert.Equal(memory, card.Memory);
    }

    [Fact]
    public void Extradite_InstanceToServiceDomain_MovesIt()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.TsmSd);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey));
        Assert.Equal("009000", host.Send(Story.Apdu("80E61000", Story.Lv(Story.ServiceSd) + "00" + Story.Lv(Story.CarKey) + "000000")));
        Assert.Contains("E3134F08F054534D53010101CC07" + Story.ServiceSd, host.Send("80F2400206 4F005C024FCC00".Replace(" ", "", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void SetStatus_LockAndUnlock_KeepsThePreviousState()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey));
        Assert.Equal("9000", host.Send(Story.Apdu("80F04080", Story.CarKey, "")));
        Assert.Equal("6985", host.Send(Story.Apdu("80F04080", Story.CarKey, "")));
        Assert.Contains("9F700187", host.Send("80F24002024F0000"), StringComparison.Ordinal);
        Assert.Equal("6A82", host.Select(Story.CarKey));
        Story.Tsm(host);
        Assert.Equal("9000", host.Send(Story.Apdu("80F06080", Story.ServiceSd, "")));
        Assert.Contains("9F70018F", host.Send("80F24002024F0000"), StringComparison.Ordinal);
        Assert.Equal("9000", host.Send(Story.Apdu("80F06000", Story.ServiceSd, "")));
        Assert.EndsWith("9000", host.Select(Story.CarKey), StringComparison.Ordinal);
    }

    [Fact]
    public void SetStatus_CardLockedAndTerminated_AnswersAsTheLifeCycleSays()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("6985", host.Send("80F08001"));
        Assert.Equal("9000", host.Send("80F0807F"));
        Assert.Equal("6985", host.Send(Story.InstallSd(Story.TsmSd, "80C000")));
        Assert.Equal("6985", host.Send("80E29000034201FF"));
        Assert.Equal("6985", host.Send(Story.PutKeys(Host.TestKeys, Story.TsmKeys, 0, 0x31)));
        Assert.Equal("6A81", host.Raw("0070000001"));
        Assert.EndsWith("6283", host.Raw("00A4040000"), StringComparison.Ordinal);
        Assert.Equal("6A81", host.Select("A00000015141434C00"));
        Assert.Equal("9000", host.Open());
        Assert.Equal("9000", host.Send("80F0800F"));
        Assert.Equal("9000", host.Send("80F080FF"));
        Assert.Equal("6985", host.Raw("8050000008010203040506070800"));
        host.Raw("00A4040000");
        card.Reset();
        Assert.EndsWith("9000", host.Raw("80CA9F7F00"), StringComparison.Ordinal);
        Assert.Equal("6A81", host.Raw("00A4040000"));
    }
}
