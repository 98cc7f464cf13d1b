using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>The life of an applet, told with the sample Vault.</summary>
public sealed class VaultTests
{
    private static readonly Aid Module = Aid.Parse("F054534D530201");

    [Fact]
    public void Uninstall_AndUnload_GivesAllMemoryBack()
    {
        var card = new TestCard();
        var before = card.Runtime.Memory;
        var cap = TestFiles.Applet("Vault");
        card.Runtime.Load(cap);
        var loaded = card.Runtime.Memory;
        Assert.True(loaded.PersistentFree < before.PersistentFree);
        card.Install(cap, Module);
        Assert.True(card.Runtime.Memory.PersistentFree < loaded.PersistentFree);
        card.Select(Module);
        Assert.Equal("9000", card.Send(Module, $"00A4040007{Module}", selecting: true)[^4..]);
        card.Runtime.Deselect(Module, 0, stillActiveElsewhere: false);

        card.Runtime.Uninstall(Module);
        Assert.Equal(loaded, card.Runtime.Memory);
        card.Runtime.Unload(cap.Aid);
        Assert.Equal(before, card.Runtime.Memory);
        Assert.False(card.Runtime.Knows(Module));
    }

    [Fact]
    public void Install_TornAtEachWrite_LeavesAllOrNothing()
    {
        var cap = TestFiles.Applet("Vault");
        var reference = new TestCard();
        reference.Runtime.Load(cap);
        var before = reference.Runtime.Save();
        var first = reference.Persistent.Writes + 1;
        reference.Install(cap, Module);
        var last = reference.Persistent.Writes;
        Assert.True(last > first + 10);

        for (var cut = first; cut <= last; cut++)
        {
            var card = new TestCard();
            card.Runtime.Load(cap);
            card.Persistent.CutAt = cut;
            Assert.Throws<PowerLost>(() => card.Install(cap, Module));
            card.Persistent.CutAt = null;
            card.Runtime.Reset();
            Assert.False(card.Runtime.Knows(Module));
            Assert.Equal(before, card.Runtime.Save());
        }
    }

    [Fact]
    public void Uninstall_TornAtEachWrite_LeavesAllOrNothing()
    {
        var cap = TestFiles.Applet("Vault");
        TestCard Installed()
        {
            var made = new TestCard();
            made.Runtime.Load(cap);
            made.Install(cap, Module);
            return made;
        }

        var reference = Installed();
        var before = reference.Runtime.Save();
        var first = reference.Persistent.Writes + 1;
        reference.Runtime.Uninstall(Module);
        for (var cut = first; cut <= reference.Persistent.Writes; cut++)
        {
            var card = Installed();
            card.Persistent.CutAt = cut;
            Assert.Throws<PowerLost>(() => card.Runtime.Uninstall(Module));
            card.Persistent.CutAt = null;
            card.Runtime.Reset();
            Assert.Equal(before, card.Runtime.Save());
            card.Select(Module);
        }
    }

    [Fact]
    public void Restore_OfAnImage_GoesOnWhereItWas()
    {
        var cap = TestFiles.Applet("Vault");
        var card = new TestCard();
        card.Runtime.Load(cap);
        card.Install(cap, Module);
        var image = card.Runtime.Save();
        var again = TestCard.Restore(image);
        Assert.Equal(image, again.Runtime.Save());
        Assert.Equal(card.Runtime.Memory, again.Runtime.Memory);
        card.Select(Module);
        again.Select(Module);
        var select = $"00A4040007{Module}";
        Assert.Equal(card.Send(Module, select, selecting: true), again.Send(Module, select, selecting: true));
        again.Runtime.Reset();
        again.Runtime.Uninstall(Module);
        again.Runtime.Unload(cap.Aid);
        Assert.Equal(new TestCard().Runtime.Memory, again.Runtime.Memory);
    }

    [Fact]
    public void Restore_OfDamagedBytes_IsRefused()
    {
        var image = new TestCard().Runtime.Save();
        Assert.Throws<InvalidDataException>(() => TestCard.Restore([]));
        for (var i = 0; i < image.Length; i++)
        {
            var damaged = (byte[])image.Clone();
            damaged[i] ^= 1;
            Assert.Throws<InvalidDataException>(() => TestCard.Restore(damaged));
        }
    }

    [Fact]
    public void Load_WithoutRoom_LeavesNothing()
    {
        var card = new TestCard(new MachineLimits { PersistentBytes = 1000 });
        var fault = Assert.Throws<CardFault>(() => card.Runtime.Load(TestFiles.Applet("Vault")));
        Assert.Equal(StatusWord.NotEnoughMemory, fault.Sw);
        Assert.Equal(1000, card.Runtime.Memory.PersistentFree);
        Assert.Empty(card.Runtime.Packages);
    }

    [Fact]
    public void Install_WithoutRoom_LeavesNothing()
    {
        var cap = TestFiles.Applet("Vault");
        var size = new TestCard();
        var all = size.Runtime.Memory.PersistentFree;
        size.Runtime.Load(cap);
        var card = new TestCard(new MachineLimits { PersistentBytes = all - size.Runtime.Memory.PersistentFree + 200 });
        card.Runtime.Load(cap);
        var fault = Assert.Throws<CardFault>(() => card.Install(cap, Module));
        Assert.Equal(StatusWord.NotEnoughMemory, fault.Sw);
        Assert.Equal(200, card.Runtime.Memory.PersistentFree);
        Assert.False(card.Runtime.Knows(Module));
    }

    [Fact]
    public void Load_Twice_IsRefused()
    {
        var card = new TestCard();
        card.Runtime.Load(TestFiles.Applet("Vault"));
        Assert.Equal(StatusWord.ConditionsNotSatisfied, Assert.Throws<CardFault>(() => card.Runtime.Load(TestFiles.Applet("Vault"))).Sw);
    }
}
