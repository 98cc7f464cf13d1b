using System.Security.Cryptography;
using Tsms.SmartCard.Tlv;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>PUT KEY and STORE DATA of asymmetric keys, and what GET DATA tells, as whole byte strings.</summary>
public sealed class KeyAndDataTests
{
    private static readonly string SymmetricKeys = "C00401308810C00402308810C00403308810";

    [Fact]
    public void PutKey_RsaAndEcPublicKeys_StandInTheKeyInformation()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("709000", host.Send(DelegationTests.Apdu("80D80001", "70" + TestSigner.Make("RSA-1024").PublicField(Host.TestKeys))));
        Assert.Equal("739000", host.Send(DelegationTests.Apdu("80D80001", "73" + TestSigner.Make("P-256").PublicField(Host.TestKeys))));
        Assert.Equal("749000", host.Send(DelegationTests.Apdu("80D80001", "74" + TestSigner.Make("RSA-2048").PublicField(Host.TestKeys))));
        Assert.Equal($"E02A{SymmetricKeys}C0060170A180A003C0060173B040F000C0060174A100A0039000", host.Send("80CA00E000"));
    }

    [Fact]
    public void PutKey_ExtendedFormatWithUsage_VerifiesWhatItSays()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var signer = TestSigner.Make("P-256");
        var basic = signer.PublicField(Host.TestKeys)[..^2]; // without the length of the check value
        var extended = "FF" + basic[..(2 * 67)] + "FF" + basic[(2 * 67)..] + "00" + "0181" + "0101";
        Assert.Equal("519000", host.Send(DelegationTests.Apdu("80D80001", "51" + extended)));
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "A08000")));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.TsmSd)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.TsmKeys)));
        Story.Tsm(host);
        Assert.Equal("009000", host.Send(DelegationTests.WithToken(signer, "80E60C00",
            Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.ServiceSd) + "03808000" + "02C900")));
    }

    [Fact]
    public void PutKey_EcKeyWithItsOwnCurve_IsTaken()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        using var ec = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var key = ec.ExportExplicitParameters(false);
        var field = TestSigner.Part(0xB0, [4, .. key.Q.X!, .. key.Q.Y!]) + TestSigner.Part(0xB2, key.Curve.Prime!) + TestSigner.Part(0xB3, key.Curve.A!)
            + TestSigner.Part(0xB4, key.Curve.B!) + TestSigner.Part(0xB5, [4, .. key.Curve.G.X!, .. key.Curve.G.Y!]) + TestSigner.Part(0xB6, key.Curve.Order!)
            + TestSigner.Part(0xB7, key.Curve.Cofactor!) + "00";
        Assert.Equal("739000", host.Send(DelegationTests.Apdu("80D80001", "73" + field)));
        Assert.Equal($"E018{SymmetricKeys}C0040173B0409000", host.Send("80CA00E000"));
    }

    [Fact]
    public void PutKey_InAChain_IsOneStep()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("709000", host.SendChained(DelegationTests.Apdu("80D80001", "70" + TestSigner.Make("RSA-2048").PublicField(Host.TestKeys)), 100));
    }

    [Theory]
    [InlineData("secora-id-x")]
    [InlineData("smartcafe-7")]
    [InlineData("jcop3-j3h145")]
    public void PutKey_OfAProductWithoutChains_HasItsOwn(string product)
    {
        using var card = Host.NewCard(product);
        var host = new Host(card);
        Assert.Equal("9000", host.Open(1));
        Assert.Equal("709000", host.SendChained(DelegationTests.Apdu("80D80001", "70" + TestSigner.Make("RSA-2048").PublicField(Host.TestKeys)), 200));
        Assert.Equal("6A86", host.Raw("80E48000024F00"));
    }

    [Fact]
    public void PutKey_SeveralWithOneWrong_PutsNone()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var registry = card.Registry;
        var good = Story.PutKeys(Host.TestKeys, Story.TsmKeys, 0, 0x31);
        Assert.Equal("6982", host.Send(good[..^8] + "00000000"));
        Assert.Same(registry, card.Registry);
        var check = Convert.ToHexString(Host.CheckValue(Story.TsmKeys));
        Assert.Equal($"31{check}{check}{check}9000", host.Send(good));
    }

    [Fact]
    public void PutKey_ThatTakesTheLastKeySetApart_IsRefused()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var one = Story.PutKeys(Host.TestKeys, Story.TsmKeys, 0x30, 0x31);
        var single = Story.Apdu("80D83001", "31" + one[12..(12 + (2 * 23))]);
        var registry = card.Registry;
        Assert.Equal("6985", host.Send(single));
        Assert.Same(registry, card.Registry);

        // With another whole set beside it nothing is out of reach.
        Assert.EndsWith("9000", host.Send(Story.PutKeys(Host.TestKeys, Story.ServiceKeys, 0, 0x32)), StringComparison.Ordinal);
        Assert.Equal("31" + Convert.ToHexString(Host.CheckValue(Story.TsmKeys)) + "9000", host.Send(single));
        Assert.Equal("9000", host.Open(version: 0x32, key: Story.ServiceKeys));
    }

    [Fact]
    public void GetData_KeyInformationOfADomainWithoutKeys_IsAnEmptyTemplate()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "80C000")));
        host.Select(Story.TsmSd);
        Assert.Equal("E002C0009000", host.Raw("80CA00E000"));
    }

    [Fact]
    public void PutKey_ReplaceByAKeyOfAnotherKind_IsRefused()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("739000", host.Send(DelegationTests.Apdu("80D80001", "73" + TestSigner.Make("P-256").PublicField(Host.TestKeys))));
        Assert.Equal("6A80", host.Send(DelegationTests.Apdu("80D87301", "73" + TestSigner.Make("RSA-1024").PublicField(Host.TestKeys))));
        Assert.Equal("6A80", host.Send(DelegationTests.Apdu("80D87301", "73" + TestSigner.Make("P-384").PublicField(Host.TestKeys))));
        Assert.Equal("739000", host.Send(DelegationTests.Apdu("80D87301", "73" + TestSigner.Make("P-256").PublicField(Host.TestKeys))));
        Assert.Equal("009000", host.Send("80E40000 06 D00101D20173 00"));
        Assert.Equal($"E012{SymmetricKeys}9000", host.Send("80CA00E000"));
    }

    [Theory]
    [InlineData(0, 0, "010001")] // nothing
    [InlineData(1, 0, "010001")] // 00
    [InlineData(127, 0xC1, "010001")] // too short
    [InlineData(128, 0x41, "010001")] // 1,023 bits in 128 bytes
    [InlineData(128, 0xC0, "010001")] // even
    [InlineData(513, 0xC1, "010001")] // too long
    [InlineData(128, 0xC1, "")]
    [InlineData(128, 0xC1, "000001")] // every signature would be good
    [InlineData(128, 0xC1, "010002")]
    public void PutKey_RsaNumbersThatMakeNoKey_AreRefused(int length, byte value, string exponent)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var modulus = Enumerable.Repeat(value, length).ToArray();
        Assert.Equal("6A80", host.SendChained(DelegationTests.Apdu("80D80001", "70" + TestSigner.Part(0xA1, modulus) + TestSigner.Part(0xA0, Convert.FromHexString(exponent)) + "00")));
        Assert.Equal($"E012{SymmetricKeys}9000", host.Send("80CA00E000"));
    }

    [Fact]
    public void StoreData_ObjectsThatAreSaidToBeEnciphered_AreRefused()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("6A80", host.Send("80E2F000 03 420199 00"));
        Assert.Equal("9000", host.Send("80E29000 03 420199 00"));
    }

    [Fact]
    public void StoreData_RsaAndEcPublicKeysByDgi_AreTaken()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        using var rsa = RSA.Create(1024);
        var key = rsa.ExportParameters(false);
        var templates = Template(0x81, 0xA1, 0x80) + Template(0x81, 0xA0, 3);
        Assert.Equal("9000", host.Send(DelegationTests.Apdu("80E28800", Dgi("00B9", templates) + Dgi("0010", Convert.ToHexString(key.Modulus!)) + Dgi("0011", Convert.ToHexString(key.Exponent!)))));
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = ec.ExportParameters(false).Q;
        var ecTemplates = Template(0x84, 0xB0, 0x41, "71") + "B906" + "8001F0" + "850100";
        Assert.Equal("9000", host.Send(DelegationTests.Apdu("80E28800", Dgi("00B9", ecTemplates) + Dgi("0036", "04" + Convert.ToHexString(q.X!) + Convert.ToHexString(q.Y!)))));
        Assert.Equal($"E022{SymmetricKeys}C0060270A180A003C0060271B040F0009000", host.Send("80CA00E000"));

        static string Template(byte usage, byte type, byte length, string version = "70") => $"B90F9501{usage:X2}8001{type:X2}8101{length:X2}8201028301{version}";

        static string Dgi(string name, string value) => $"{name}{value.Length / 2:X2}{value}";
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StoreData_RsaPrivateKeyByDgi_MakesReceipts(bool crt)
    {
        // Tables 11-96 to 11-99: modulus and exponent, or the five constants of the Chinese remainder theorem in the order A6 A8 A7 A5 A4.
        using var card = Host.NewCard();
        using var rsa = RSA.Create(1024);
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Assert.Equal("9000", host.Send(DelegationTests.Apdu("80E2A800", PrivateGroups(rsa, crt))));
        var told = crt ? "A640A840A740A540A440" : "A180A380";
        Assert.Equal($"E0{(18 + 4 + (told.Length / 2)):X2}{SymmetricKeys}C0{(2 + (told.Length / 2)):X2}0171{told}9000", host.Send("80CA00E000"));

        var tokens = TestSigner.Make("AES-128");
        host = DelegationTests.WithDelegation(card, tokens, null);
        var answer = host.Send(DelegationTests.WithToken(tokens, "80E60C00", Story.Lv(Story.SdPackage) + Story.Lv(Story.SdModule) + Story.Lv(Story.ServiceSd) + "03808000" + "02C900"));
        Assert.EndsWith("9000", answer, StringComparison.Ordinal);
        var receipt = DelegationTests.Value(DelegationTests.Value(Convert.FromHexString(answer)[..^2], out _), out var confirmation);
        byte[] says = [.. confirmation, .. Convert.FromHexString(Story.Lv(Story.SdPackage) + Story.Lv(Story.ServiceSd))];
        Assert.True(rsa.VerifyData(says, receipt, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData("950144", "950181")] // the first component has another usage than the second
    [InlineData("8001A3", "8001A0")] // another component than comes
    [InlineData("820101830171B9", "820102830171B9")] // modulus and exponent belong to two keys
    [InlineData("8001A3810180", "8001A3810170")] // another length than the group has
    public void StoreData_RsaPrivateKeyThatDoesNotFit_ChangesNothing(string template, string wrong)
    {
        using var card = Host.NewCard();
        using var rsa = RSA.Create(1024);
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var registry = card.Registry;
        var good = PrivateGroups(rsa, crt: false);
        var at = good.IndexOf(template, StringComparison.Ordinal);
        Assert.InRange(at, 0, 80);
        Assert.Equal("6A80", host.Send(DelegationTests.Apdu("80E2A800", good[..at] + wrong + good[(at + wrong.Length)..])));
        Assert.Same(registry, card.Registry);
    }

    [Fact]
    public void StoreData_IssuerDomainsName_RenamesItAndAllThatBelongsToIt()
    {
        const string Name = "A00000015100AB01";
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("9000", host.Send("80E29000 0A 4F08 " + Name));

        // The session goes on, and so does the selection; the old name is gone.
        Assert.Equal("E3134F08" + Name + "9F70010FC5039EFE809000", host.Send("80F28002024F0000"));
        Assert.Equal("E3134F07" + Story.TsmSd + "CC08" + Name + "9000", host.Send(Story.Apdu("80F24002", "4F07" + Story.TsmSd + "5C024FCC")));
        Assert.Equal("4F08" + Name + "9000", host.Send("80CA004F00"));
        Assert.Equal("6A82", new Host(card).Select(Story.Isd));
        Assert.EndsWith("9000", new Host(card).Select(Name), StringComparison.Ordinal);
        card.Reset();
        Assert.StartsWith("6F", new Host(card).Raw("00A4040000"), StringComparison.Ordinal);
        using var again = card.Clone();
        again.Reset();
        Assert.Contains("8408" + Name, new Host(again).Raw("00A4040000"), StringComparison.Ordinal);
        Story.Tsm(new Host(again));
    }

    [Theory]
    [InlineData("4F04A0000001")]
    [InlineData("4F07F0545359530001")] // the name of another domain
    [InlineData("4F07A0000001515350")] // the name of a load file
    public void StoreData_NameThatTheIssuerDomainCannotHave_IsRefused(string data)
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("6A80", host.Send(Story.Apdu("80E29000", data)));
        Story.Tsm(host);
        Assert.Equal("6A80", host.Send("80E29000 0A 4F08 A00000015100AB01"));
    }

    [Fact]
    public void GetData_KeyDiversificationData_IsWhatInitializeUpdateTells()
    {
        using var card = Host.NewCard();
        Assert.Equal("CF0A" + "000000000000" + "01020304" + "9000", new Host(card).Raw("80CA00CF00"));
    }

    private static string PrivateGroups(RSA rsa, bool crt)
    {
        var key = rsa.ExportParameters(true);
        (byte Type, string Dgi, byte[] Value)[] parts = crt
            ? [(0xA6, "8121", key.InverseQ!), (0xA8, "8122", key.DQ!), (0xA7, "8123", key.DP!), (0xA5, "8124", key.Q!), (0xA4, "8125", key.P!)]
            : [(0xA1, "0010", key.Modulus!), (0xA3, "8112", key.D!)];
        var templates = string.Concat(parts.Select(p => $"B90F9501448001{p.Type:X2}8101{p.Value.Length:X2}820101830171"));
        return $"00B9{templates.Length / 2:X2}{templates}" + string.Concat(parts.Select(p =>
        {
            var value = p.Dgi[0] == '8' ? Host.Encipher(Host.TestKeys, p.Value) : p.Value;
            return $"{p.Dgi}{value.Length:X2}{Convert.ToHexString(value)}";
        }));
    }

    [Fact]
    public void GetData_MoreThanIsExpected_ComesInPieces()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        var whole = host.Raw("80CA9F7F00");
        Assert.Equal(whole[..10] + "6128", host.Raw("80CA9F7F05"));
        Assert.Equal(whole[10..], host.Raw("00C0000028"));
        Assert.Equal(whole, host.Raw("80CA9F7F2D"));
    }

    [Fact]
    public void DeleteKey_OfADomainThatHasNoSetOfItsOwn_LeavesItWithoutKeys()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "808000")));
        host.Select(Story.TsmSd);
        Assert.Equal("9000", host.Open());
        var key = Host.Encipher(Host.TestKeys, Story.TsmKeys);
        Assert.EndsWith("9000", host.Send(Story.Apdu("80D80001", "73" + "881110" + Convert.ToHexString(key) + "03" + Convert.ToHexString(Host.CheckValue(Story.TsmKeys)))), StringComparison.Ordinal);
        Assert.Equal("009000", host.Send("80E40000 03 D20173 00"));
        Assert.Equal("E002C0009000", host.Send("80CA00E000"));
    }

    [Fact]
    public void KeysForSomethingElse_OpenNoSecureChannel()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "808000")));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.TsmSd)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.TsmKeys, 0x70, usages: [0x81, 0x81, 0x81])));
        host.Select(Story.TsmSd);
        Assert.Equal("6A88", host.Open(version: 0x70, key: Story.TsmKeys));
        Assert.Equal("9000", host.Open());
    }

    [Theory]
    [InlineData(0x18, 0x14, 0x48)] // commands alone
    [InlineData(0x28, 0x24, 0x88)] // answers alone
    [InlineData(0x5C, 0x5C, 0x5C)] // one for all
    public void FirstKeys_WithTheUsagesOfASecureChannel_OpenOne(byte enc, byte mac, byte dek)
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "808000")));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Story.TsmSd)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.TsmKeys, 0x70, usages: [enc, mac, dek])));
        host.Select(Story.TsmSd);
        Assert.Equal("9000", host.Open(version: 0x70, key: Story.TsmKeys));
    }

    [Fact]
    public void GetData_WhatADomainTells_IsAsTheSpecificationHasIt()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal("42024201" + "9000", host.Raw("80CA004200"));
        Assert.Equal("4201" + "9000", host.Raw("00CA004200"));
        Assert.Equal("4201" + "9000", host.Raw("00CB004200"));
        Assert.Equal("6D00", host.Raw("80CB004200"));
        Assert.Equal("45024501" + "9000", host.Raw("80CA004500"));
        Assert.Equal("6631" + "732F" + "06072A864886FC6B01" + "600C060A2A864886FC6B02020301" + "630906072A864886FC6B03" + "640B06092A864886FC6B040370" + "9000",
            host.Raw("80CA006600"));
        Assert.Equal("C1030000009000", host.Raw("80CA00C100"));
        Assert.Equal("C20200009000", host.Raw("80CA00C200"));
        Assert.Equal("D301009000", host.Raw("80CA00D300"));
        Assert.Equal("6A88", host.Raw("80CA004400"));
        Assert.Equal("9F7F2A" + new string('0', 24) + "01020304" + new string('0', 52) + "9000", host.Raw("80CA9F7F00"));
        Assert.Equal("610A4F08" + Story.Isd + "610B4F09A00000015141434C00" + "9000", host.Raw("00CB2F00025C0000"));
        Assert.Equal("6A80", host.Raw("00CB2F0000"));
        Assert.Equal("6A80", host.Raw("80CA004202420100"));
        Assert.Equal("42024201" + "9000", host.Raw("80CA0042025C0000"));
        Assert.Equal("9000", host.Open(0x13));
        Assert.Equal("D301139000", host.Send("80CA00D300"));
    }

    [Fact]
    public void GetData_CardCapability_TellsCiphersPrivilegesAndCurves()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        Assert.Equal(
            "6735" + "A009" + "800103" + "810170" + "820107" + "8103FFFFF0" + "82031E1F30" + "830401020304" + "84018E" + "8502FB03" + "8602FB03" + "8702FB03"
            + "8809000102030405060708" + "9000", host.Raw("80CA006700"));
        using var plain = Host.NewCard(change: p => p with
        {
            WithoutFunctions = [VirtualCard.Profiles.CardFunction.DelegatedManagement, VirtualCard.Profiles.CardFunction.DapVerification, VirtualCard.Profiles.CardFunction.CipheredLoad],
        });
        var answer = new Host(plain).Raw("80CA006700");
        var tags = BerTlvReader.ReadAll(BerTlvReader.ReadAll(Convert.FromHexString(answer[..^4]))[0].Value).Select(t => t.Tag.Value);
        Assert.Equal([0xA0u, 0x81u, 0x82u, 0x83u, 0x88u], tags);
    }

    [Fact]
    public void GetStatus_InTheDeprecatedFormat_HasNoTags()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("08" + Story.Isd + "0F9E" + "9000", host.Send("80F28000024F0000"));
        Assert.Equal("07" + Story.TsmSd + "0F80" + "9000", host.Send(Story.Apdu("80F24000", "4F07" + Story.TsmSd)));
        Assert.Equal("06" + Story.CarKeyPackage + "0100" + "9000", host.Send(Story.Apdu("80F22000", "4F06" + Story.CarKeyPackage)));
        Assert.Equal("06" + Story.CarKeyPackage + "010001" + Story.Lv(Story.CarKeyModule) + "9000", host.Send(Story.Apdu("80F21000", "4F06" + Story.CarKeyPackage)));
        Assert.Equal("6985", host.Send(Story.Apdu("80F21001", "4F00")));
    }

    [Fact]
    public void GetResponse_WithoutAnythingLeft_IsAnUnknownInstruction()
    {
        using var card = Host.NewCard();
        Assert.Equal("6D00", new Host(card).Raw("00C0000000"));
    }
}
