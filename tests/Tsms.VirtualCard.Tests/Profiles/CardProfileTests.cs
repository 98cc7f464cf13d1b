using System.Text;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Profiles;

public sealed class CardProfileTests
{
    public static TheoryData<string> Names => [.. CardProfiles.All.Select(p => p.Name)];

    /// <summary>Products with the Java Card version that CarKey was made for, or a later one.</summary>
    public static TheoryData<string> Able => [.. CardProfiles.All.Where(p => p.JavaCardVersion != "3.0.1").Select(p => p.Name)];

    [Fact]
    public void All_Profiles_ReferenceFirstAndUniqueNames()
    {
        Assert.Equal(CardProfiles.Reference, CardProfiles.All[0].Name);
        Assert.Equal(CardProfiles.All.Length, CardProfiles.All.Select(p => p.Name).Distinct().Count());
        Assert.True(CardProfiles.All.Length >= 9);
        Assert.Equal([SecureElementKind.Ese, SecureElementKind.Euicc, SecureElementKind.Uicc], CardProfiles.All.Select(p => p.Kind).Distinct().Order());
        Assert.All(CardProfiles.All, p => Assert.NotEmpty(p.Sources));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EveryProfile_IsACardWithItsAnswerToReset(string name)
    {
        using var card = Host.NewCard(name);
        Assert.Equal(card.Profile.Atr, Convert.ToHexString(card.Reset().Span));
        Assert.Equal("9000", new Host(card).Open(0x03));
        Assert.True(card.Memory.PersistentFree > card.Memory.PersistentTotal - 1000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_WhatToJsonWrote_IsTheSame(string name)
    {
        var profile = CardProfiles.Find(name);
        Assert.Equal(Encoding.UTF8.GetString(profile.ToJson()), Encoding.UTF8.GetString(CardProfile.Parse(profile.ToJson()).ToJson()));
    }

    [Theory]
    [InlineData("\"channels\": 20", "\"channels\": 21", "channels")]
    [InlineData("\"channels\": 20", "\"chanels\": 20", "chanels")]
    [InlineData("\"scp03Options\": \"70\"", "\"scp03Options\": \"40\"", "scp03Options")]
    [InlineData("\"scp03Options\": \"70\"", "\"scp03Options\": 70", "cp03Options")]
    [InlineData("\"atr\": \"3B", "\"atr\": \"3", "atr")]
    [InlineData("\"cplc\": \"00", "\"cplc\": \"", "cplc")]
    [InlineData("\"persistentMemory\": 1048576", "\"persistentMemory\": 0", "memory")]
    [InlineData("\"maxCommandData\": 65535", "\"maxCommandData\": 254", "maxCommandData")]
    [InlineData("\"stackWords\": 2048", "\"stackWords\": 255", "stackWords")]
    [InlineData("\"frames\": 96", "\"frames\": 15", "frames")]
    [InlineData("\"getResponseByHost\": false", "\"getResponseByHost\": true", "getResponseByHost")]
    [InlineData("\"withoutFunctions\": []", "\"withoutFunctions\": [ \"magic\" ]", "withoutFunctions")]
    [InlineData("\"withoutObjects\": []", "\"withoutObjects\": [ \"9F7\" ]", "withoutObjects")]
    [InlineData("\"statusTags\": []", "\"statusTags\": [ \"84\" ]", "statusTags")]
    [InlineData("\"withoutFunctions\": []", "\"withoutFunctions\": [ \"extradition\", \"extradition\" ]", "withoutFunctions")]
    [InlineData("\"issuerKeyLength\": 16", "\"issuerKeyLength\": 17", "issuerKeyLength")]
    [InlineData("\"name\": \"virtual-ese\"", "\"name\": \"\"", "name")]
    [InlineData("{", "", "JSON")]
    public void Parse_Wrong_NamesTheMember(string old, string replacement, string named)
    {
        var json = Encoding.UTF8.GetString(CardProfiles.Find(CardProfiles.Reference).ToJson());
        Assert.Contains(old, json, StringComparison.Ordinal);
        var at = json.IndexOf(old, StringComparison.Ordinal);
        var wrong = json[..at] + replacement + json[(at + old.Length)..];
        var error = Assert.Throws<FormatException>(() => CardProfile.Parse(Encoding.UTF8.GetBytes(wrong)));
        Assert.Contains(named, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Load_AppletForALaterJavaCard_IsRefusedAndNothingStays()
    {
        using var card = Host.NewCard("euicc-comprion");
        var host = new Host(card);
        Assert.Equal("9000", host.Open(0x03));
        var memory = card.Memory;
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, "", Story.Hash("CarKey"))));
        Assert.Equal("6A80", Story.Load(Story.LoadFile("CarKey")).Select(host.Send).SkipWhile(a => a == "009000").First());
        Assert.Equal(memory, card.Memory);
    }

    [Theory]
    [MemberData(nameof(Able))]
    public void Create_EveryProfile_LoadsInstallsAndDeletesAnApplet(string name)
    {
        using var card = Host.NewCard(name);
        var host = new Host(card);
        Assert.Equal("9000", host.Open(0x03));
        var memory = card.Memory;
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");

        // CarKey signs with ECDSA and SHA-256 (Signature 33): where the product lacks that, its constructor throws.
        var works = !card.Profile.WithoutAlgorithms.Contains("Signature 33");
        Assert.Equal(works ? "009000" : "6F00", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Assert.Equal(works, new Host(card).Select(Story.CarKey).EndsWith("9000", StringComparison.Ordinal));
        host.Select(card.Profile.IssuerSecurityDomain);
        Assert.Equal("9000", host.Open(0x03));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKeyPackage, related: true)));
        Assert.Equal(memory, card.Memory);
    }

    [Fact]
    public void Process_CommandLongerThanTheProductTakes_Is6700()
    {
        using var card = Host.NewCard("uicc-sja5");
        Assert.Equal("6700", new Host(card).Raw("80E2800000" + "0100" + new string('0', 512)));
    }

    [Fact]
    public void Find_UnknownName_ListsThoseThereAre() =>
        Assert.Contains(CardProfiles.Reference, Assert.Throws<ArgumentException>(() => CardProfiles.Find("nobody")).Message, StringComparison.Ordinal);
}
