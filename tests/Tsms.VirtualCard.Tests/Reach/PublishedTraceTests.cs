using Tsms.GlobalPlatform.SecureChannel;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Reach;

/// <summary>
/// What other people's programs and real cards said to each other, as they published it, replayed on the profile of the product: whole byte strings. Where the profile
/// differs from the card of the trace on purpose, the test says so. Recorded SCP03 sessions of an eUICC are in Scp03VectorTests.
/// </summary>
public sealed class PublishedTraceTests
{
    /// <summary>
    /// martinpaljak/GlobalPlatformPro issues 113 and 114: an ID-One Cosmo 8.1, SCP03 with i=70 and AES-256; its keys are made from the master key of the trace with
    /// KDF3. Card challenge, cryptogram and counter of both sessions come out as the real card sent them.
    /// </summary>
    [Fact]
    public void Cosmo_SelectDataAndTwoSessions_AreTheRealCards()
    {
        using var card = Cosmo("149480576000078C0100");
        Assert.Equal("3BD6970081B1FE451F878031C152211A4B", Convert.ToHexString(card.Reset().Span));
        Replay(card,
            "00A4040000 > 6F408407A0000001510000A535732F06072A864886FC6B01600C060A2A864886FC6B02020201630906072A864886FC6B03640B06092A864886FC6B0403709F6501FF 9000",
            "80CA004200 > 6A88",
            "80CA004500 > 6A88",
            "80CA006600 > 6631732F06072A864886FC6B01600C060A2A864886FC6B02020201630906072A864886FC6B03640B06092A864886FC6B040370 9000",
            "80CA00E000 > E012C00401018820C00402018820C00403018820 9000");
        Count(card, 0x19);
        Replay(card, "8050000008 726FA486419E8424 00 > 149480576000078C0100010370 5CB17CF9D29E88CC 780408C2550282F9 00001A 9000");
        Count(card, 3);
        Replay(card, "8050000008 4D5FED791C9C8A50 00 > 149480576000078C0100010370 A77132FC98021BA9 D44F6712C8782118 00001E 9000");

        // INITIALIZE UPDATE alone leaves a session that takes EXTERNAL AUTHENTICATE only; the trace asks after a new SELECT.
        Assert.EndsWith("9000", new Host(card).Raw("00A4040000"), StringComparison.Ordinal);
        Replay(card, "80CA00C100 > C10300001E 9000");
    }

    /// <summary>martinpaljak/GlobalPlatformPro issue 112: production data of another card of that product.</summary>
    [Fact]
    public void Cosmo_ProductionData_AreTheRealCards()
    {
        using var card = Cosmo("149480576000078C0100");
        Replay(card, "80CA9F7F00 > 9F7F2A47906A1582314176009661330000114A1424114261331143613311446133130B00000000000000000000 9000");
    }

    /// <summary>martinpaljak/GlobalPlatformPro issue 221: a JCOP 4.</summary>
    [Fact]
    public void Jcop4_SelectAndProductionData_AreTheRealCards()
    {
        using var card = Make(CardProfiles.Find("jcop4-j3r180"), 0x31, "6E6E6E50");
        Assert.Equal("3BD518FF8191FE1FC38073C821100A", Convert.ToHexString(card.Reset().Span));
        Replay(card,
            "00A4040000 > 6F108408A000000151000000A5049F6501FF 9000",
            "80CA9F7F00 > 9F7F2A4790D32147000000000083456E6E6E50524300000000000000005758594E4E4E4E4E0000000000000000 9000");
    }

    /// <summary>Production data of one more J3R180 (martinpaljak/GlobalPlatformPro issue 383) and of a P71D600 (kaoh/globalplatform, globalplatform/src/getDataTest.c).</summary>
    [Theory]
    [InlineData("jcop4-j3r180", "05047420", "4790D32147000000000031800504742075150000000000000000031C2A35303437340000000000000000")]
    [InlineData("jcop4-p71d600", "34295220", "4790D6004700000000003244342952208448000000000000000015278234323935320000000000000000")]
    public void Jcop4_ProductionDataOfOtherCards_AreTheirs(string profile, string serial, string cplc)
    {
        using var card = Make(CardProfiles.Find(profile) with { Cplc = cplc }, 0x31, serial);
        Replay(card, $"80CA9F7F00 > 9F7F2A{cplc} 9000");
    }

    /// <summary>
    /// martinpaljak/GlobalPlatformPro issue 255: a JCOP 4 whose issuer gave its domain another name; without a tag list it tells load file and domain too.
    /// The answer has 40 bytes, as the trace says.
    /// </summary>
    [Fact]
    public void Jcop4_GetStatusOfTheIssuerDomain_HasLoadFileAndDomainToo()
    {
        using var card = Make(CardProfiles.Find("jcop4-j3r180") with { IssuerSecurityDomain = "D480424C4E53434D", CardState = 0x01 }, 0x31, "00000001");
        card.Reset();
        var host = new Host(card);
        Assert.Equal("9000", host.Open(0x01));
        Assert.Equal("E3264F08D480424C4E53434D9F700101C5039EFE80C407A0000001515350CC08D480424C4E53434D" + "9000", host.Send("80F28002 02 4F00 00"));
    }

    /// <summary>GlobalPlatformPro looks for the domain that it is connected to in the registry which that domain tells, and goes no further without it.</summary>
    [Fact]
    public void Jcop4_GetStatusOfASupplementaryDomain_ShowsItselfToo()
    {
        using var card = Host.NewCard("jcop4-j3r180");
        var host = Story.WithDomains(card);
        Assert.Equal(
            $"E3254F07{Story.TsmSd}9F70010FC50380C000C407A0000001515350CC08{Story.Isd}E3244F07{Story.ServiceSd}9F70010FC503808000C407A0000001515350CC07{Story.TsmSd}9000",
            host.Send("80F24002024F0000"));
    }

    /// <summary>
    /// martinpaljak/GlobalPlatformPro issue 253 and herlesupreeth/CoIMS_Wiki issue 8: a sysmoISIM-SJA2 without production data and capability, which knows GET DATA
    /// with class 80 alone. The card of the trace announces SCP02 in its card data, the profile what it speaks; here it has those of the trace.
    /// </summary>
    [Fact]
    public void Sja2_WhatAProgramAsksFirst_IsAnsweredAsTheRealCardDoes()
    {
        var profile = CardProfiles.Find("uicc-sja2") with
        {
            Atr = "3B9F96801F878031E073FE211B674A4C753034054BA9",
            CardData = "732F06072A864886FC6B01600C060A2A864886FC6B02020101630906072A864886FC6B03640B06092A864886FC6B040215",
        };
        using var card = Make(profile, 0x01, "00000001", iin: "000000", cin: "0000");
        Assert.Equal(profile.Atr, Convert.ToHexString(card.Reset().Span));
        Replay(card,
            "00A4040000 > 6F108408A000000003000000A5049F6501FF 9000",
            "80CA9F7F00 > 6A88",
            "00CA9F7F00 > 6E00",
            "80CA004200 > 4203000000 9000",
            "80CA004500 > 45020000 9000",
            "80CA006600 > 6631732F06072A864886FC6B01600C060A2A864886FC6B02020101630906072A864886FC6B03640B06092A864886FC6B040215 9000",
            "80CA006700 > 6A88");
    }

    /// <summary>vletoux/GidsApplet issue 10: what Windows asks a JCOP 3 that it does not know.</summary>
    [Fact]
    public void Jcop3_ForeignProbes_AreRefusedAsTheRealCardDoes()
    {
        using var card = Make(CardProfiles.Find("jcop3-j3h145"), 0x01, "00000001");
        card.Reset();
        Replay(card,
            "00A404000BA0000003974349445F0100 > 6A82",
            "00CA7F6800 > 6A88",
            "00A4040009A0000003080000100000 > 6A82");
    }

    private static SecureComponent Cosmo(string diversification)
    {
        var master = Convert.FromHexString("808CD8F1E4850B13DB50DCAA102C85DC6D877437C0D97A0C537196577D508852");
        var data = Convert.FromHexString(diversification);
        using var personalization = new CardPersonalization(
            0x01, KeyDiversification.Kdf3(master, 1, data), KeyDiversification.Kdf3(master, 2, data), KeyDiversification.Kdf3(master, 3, data))
        {
            Serial = Convert.FromHexString("0000114A"),
            KeyDiversificationData = data,
        };
        var card = SecureComponent.Create(CardProfiles.Find("cosmo-8.1"), personalization, new byte[16]);
        card.Reset();
        return card;
    }

    private static SecureComponent Make(CardProfile profile, byte version, string serial, string iin = "", string cin = "")
    {
        var key = Host.KeysOf(profile);
        using var personalization = new CardPersonalization(version, key, key, key)
        {
            Serial = Convert.FromHexString(serial),
            IssuerIdentificationNumber = Convert.FromHexString(iin),
            CardImageNumber = Convert.FromHexString(cin),
        };
        var card = SecureComponent.Create(profile, personalization, new byte[16]);
        card.Reset();
        return card;
    }

    /// <summary>Sessions that were begun before: each INITIALIZE UPDATE counts.</summary>
    private static void Count(SecureComponent card, int sessions)
    {
        for (var i = 0; i < sessions; i++)
        {
            Assert.EndsWith("9000", new Host(card).Raw("8050000008 0000000000000000 00"), StringComparison.Ordinal);
        }
    }

    private static void Replay(SecureComponent card, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            var (command, answer) = line.Replace(" ", "", StringComparison.Ordinal).Split('>') is [var c, var a] ? (c, a) : throw new FormatException(line);
            Assert.Equal((command, answer), (command, Convert.ToHexString(card.Process(Convert.FromHexString(command)).Span)));
        }

        Assert.Null(card.LastFault);
    }
}
