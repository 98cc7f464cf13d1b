using System.Security.Cryptography;

namespace Tsms.VirtualCard.Tests.CardManager;

public sealed class StoryTests
{
    [Fact]
    public void Story_CarKeyOnAServiceDomain_SignsAndLeavesNothing()
    {
        using var card = Host.NewCard();
        var fresh = card.Memory;
        var freshStatus = Status(card);

        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));

        var app = new Host(card, 1);
        Assert.Equal("019000", new Host(card).Raw("0070000001"));
        Assert.EndsWith("9000", app.Select(Story.CarKey), StringComparison.Ordinal);
        var point = Convert.FromHexString(app.Raw("8012000000"));
        var challenge = new byte[32];
        var signature = Convert.FromHexString(app.Raw("8014000020" + Convert.ToHexString(challenge) + "00"));
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..65] } });
        Assert.True(key.VerifyData(challenge, signature.AsSpan(0, signature.Length - 2), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        // Selected on another channel: it stays until the channel is closed.
        Assert.Equal("6985", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal("9000", new Host(card).Raw("00708001"));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKeyPackage, related: true)));
        Assert.Equal("009000", host.Send(Story.Delete(Story.ServiceSd)));
        host.Select(Story.Isd);
        host.Open();
        Assert.Equal("009000", host.Send(Story.Delete(Story.TsmSd)));

        Assert.Equal(fresh, card.Memory);
        Assert.Equal(freshStatus, Status(card));
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void Story_Vault_IsPersonalizedThroughItsOwnDomain()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "Vault", Story.VaultPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, Story.Vault, "C90304400A")));

        host.Select(Story.ServiceSd);
        Assert.Equal("9000", host.Open(key: Story.ServiceKeys));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.Vault)));
        Assert.Equal("9000", host.Send("80E288000C 010104 31323334 010202 4142"));

        Assert.EndsWith("9000", host.Select(Story.Vault), StringComparison.Ordinal);
        Assert.Equal("9000", host.Raw("8020000004 31323334"));
    }

    [Fact]
    public void Select_IssuerDomain_AnswersFileControlInformation()
    {
        using var card = Host.NewCard("jcop4-j3r180");
        Assert.Equal("6F108408A000000151000000A5049F6501FF9000", new Host(card).Raw("00A4040000"));
        Assert.Equal("9F7F2A4790D321470000000000834501020304524300000000000000005758594E4E4E4E4E00000000000000009000", new Host(card).Raw("80CA9F7F00"));
    }

    [Fact]
    public void GetStatus_AfterTheStory_ShowsTreeStatesAndAssociations()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, p1: "04")));

        // Of the TSM's domain: itself and what hangs below it.
        Assert.Equal(
            "E3254F07F05453595300019F70010FC50380C000C407A0000001515350CC08A000000151000000"
            + "E3244F07F05453595300029F70010FC503808000C407A0000001515350CC07F0545359530001"
            + "E3244F08F054534D530101019F700103C503000000C406F054534D5301CC07F0545359530002" + "9000",
            host.Send("80F240020A 4F00 5C06 4F 9F70 C5 C4 CC 00"));
        Assert.Equal("E3154F06F054534D53019F7001018407F054534D5301019000", host.Send("80F2100202 4F00 00"));
        Assert.Equal("E3194F06F054534D53019F700101CE020100CC07F05453595300029000", host.Send("80F220020B 4F00 5C07 4F 9F70 CE 84 CC CF 00"));
        Assert.Equal("6985", host.Send("80F2800202 4F00 00"));
        Assert.Equal("6A88", host.Send("80F2400207 4F05 A000000001 00"));
    }

    private static string Status(SecureComponent card)
    {
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        return host.Send("80F2400202 4F00 00") + host.Send("80F2100202 4F00 00") + host.Send("80F2800202 4F00 00");
    }
}
