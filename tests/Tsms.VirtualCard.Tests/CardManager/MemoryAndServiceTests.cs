using Tsms.SmartCard;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Quotas and reserves of memory (GP Card Specification 2.3.1, 9.7), and what applets ask of the registry (6.6, 8.1, A.3).</summary>
public sealed class MemoryAndServiceTests
{
    private const string Second = "F054534D53010102";
    private static readonly Aid CarKey = Aid.Parse(Story.CarKey);
    private static readonly Aid Other = Aid.Parse(Second);

    [Fact]
    public void Install_ReserveWithinAQuota_TakesTheQuotasRoomAlone()
    {
        using var card = Host.NewCard();
        var host = new Host(card);
        host.Open();
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.Isd);
        var more = (card.Memory.PersistentFree / 2) + 1000;
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, $"EF0CC804{more:X8}D804{more:X8}C900")));
    }

    [Fact]
    public void Reserve_TakesItsBytesAtInstallAndGivesThemBack()
    {
        using var card = Host.NewCard();
        var host = WithPackage(card);
        var before = card.Memory;
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        var plain = before.PersistentFree - card.Memory.PersistentFree;
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal(before, card.Memory);

        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, "EF08D8023000D7020800C900")));
        var taken = before.PersistentFree - card.Memory.PersistentFree;
        Assert.InRange(taken, 0x3000, 0x3000 + plain);
        Assert.Equal(0x0800, before.TransientFree - card.Memory.TransientFree);

        // The reserve stands after a restart from the image too.
        using var copy = SecureComponent.Restore(card.Save());
        copy.Reset();
        Assert.Equal(card.Memory, copy.Memory);
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal(before, card.Memory);
    }

    [Fact]
    public void Reserve_OfOneAppletIsNotThereForOthers()
    {
        using var card = Host.NewCard(change: p => p with { PersistentMemory = 12_000 });
        var host = WithPackage(card);
        var free = card.Memory.PersistentFree - 600;
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, $"EF04D802{free:X4}C900")));
        Assert.Equal("6A84", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Second, "EF04D8020400C900")));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Second, "EF04D8020400C900")));
    }

    [Fact]
    public void Quota_TooSmallForInstall_IsRefusedAndLeavesNothing()
    {
        using var card = Host.NewCard();
        var host = WithPackage(card);
        var memory = card.Memory;
        Assert.Equal("6A84", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, "EF04C8020020C900")));
        Assert.Equal(memory, card.Memory);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, "EF04C8021000C900")));
    }

    [Fact]
    public void Load_MinimumMemory_MustBeThere()
    {
        using var card = Host.NewCard(change: p => p with { PersistentMemory = 20_000 });
        var host = new Host(card);
        host.Open();
        Assert.Equal("6A84", host.Send(Story.ForLoad(Story.CarKeyPackage, "", "", "EF08C6024000C8021000")));
        Assert.Equal("6A84", host.Send(Story.ForLoad(Story.CarKeyPackage, "", "", "EF06C70400010000")));
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, "", "", "EF0CC6021000C7020010C8021000")));
    }

    [Fact]
    public void Services_RegisteredOnce_AreFoundByNameFamilyAndServer()
    {
        using var card = Host.NewCard();
        var host = WithPackage(card);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, "EF06CB0482118300C900", privileges: "000100"));
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Second, privileges: "000100"));
        var services = card.Services;
        Assert.Null(services.FindService(null, 0x8211));
        Assert.Equal(CarKey, services.FindService(CarKey, 0x8211));
        services.RegisterService(CarKey, 0x8211);
        services.RegisterService(CarKey, 0x8305);
        Refused(() => services.RegisterService(CarKey, 0x8401));
        Refused(() => services.RegisterService(Other, 0x8211));
        services.RegisterService(Other, 0x8500);
        Assert.Equal(CarKey, services.FindService(null, 0x8211));
        Assert.Equal(CarKey, services.FindService(null, 0x8200));
        Assert.Equal(Other, services.FindService(null, 0x8507));
        Assert.Null(services.FindService(Other, 0x8211));
        using var copy = SecureComponent.Restore(card.Save());
        Assert.Equal(CarKey, copy.Services.FindService(null, 0x8211));
        services.DeregisterService(CarKey, 0x8211);
        Refused(() => services.DeregisterService(CarKey, 0x8211));
        Assert.Null(services.FindService(null, 0x8211));
        Refused(() => services.RegisterService(Aid.Parse(Story.Isd), 0x8211));

        static void Refused(Action action) => Assert.Equal(StatusWord.ConditionsNotSatisfied, Assert.Throws<CardFault>(action).Sw);
    }

    [Fact]
    public void RegistryEntries_OfOthers_NeedTheirPrivilege()
    {
        using var card = Host.NewCard();
        var host = WithPackage(card);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, privileges: "000C00"));
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Second));
        var services = card.Services;
        Assert.True(services.MayAccess(CarKey, Other));
        Assert.True(services.MayAccess(Other, Other));
        Assert.False(services.MayAccess(Other, CarKey));
        Assert.False(services.MayAccess(CarKey, Aid.Parse("F054534D53010199")));
        Assert.Equal(0x000C00u, (uint)services.PrivilegesOf(CarKey));
        Assert.Equal(Aid.Parse(Story.Isd), services.DomainOf(Other));
        Assert.False(services.SetStateOf(Other, CarKey, 0x80));
        Assert.True(services.SetStateOf(CarKey, Other, 0x80));
        Assert.False(services.SetStateOf(CarKey, Other, 0x80));
        Assert.Equal(0x87, services.GetState(Other));
        Assert.Equal("6A82", host.Select(Second));
        Assert.True(services.SetStateOf(CarKey, Other, 0x00));
        Assert.Equal(0x07, services.GetState(Other));
        Assert.False(services.SetStateOf(CarKey, Aid.Parse(Story.Isd), 0x80));
    }

    [Fact]
    public void HistoricalBytes_OfTheApplicationWithCardReset_StandInTheNextAnswerToReset()
    {
        using var card = Host.NewCard();
        var host = WithPackage(card);
        host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey, privileges: "040000"));
        Assert.False(card.Services.SetHistoricalBytes(Other, [1]));
        Assert.False(card.Services.SetHistoricalBytes(CarKey, new byte[16]));
        Assert.True(card.Services.SetHistoricalBytes(CarKey, [0xAA, 0xBB]));
        Assert.Equal("3B828001AABB12", Convert.ToHexString(card.Reset().Span));
        using var copy = SecureComponent.Restore(card.Save());
        Assert.Equal("3B828001AABB12", Convert.ToHexString(copy.Reset().Span));
    }

    private static Host WithPackage(SecureComponent card)
    {
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, "");
        return host;
    }
}
