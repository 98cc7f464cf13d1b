using CsCheck;
using Tsms.JavaCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>Load files with bytes changed: whatever the reader lets through is refused or runs, and the card goes on.</summary>
public sealed class HostilePackageTests
{
    private static readonly byte[] Client = ProbeCard.ClientPackage.LoadFileDataBlock();

    private static readonly MachineLimits Limits = new() { ByteCodesPerCommand = 20_000 };

    [Fact]
    public void Load_OfAChangedFile_IsRefusedOrRuns() => Gen.Select(Gen.Int[0, Client.Length - 1], Gen.Byte).Array[1, 4].Sample(
        changes =>
        {
            var file = (byte[])Client.Clone();
            Array.ForEach(changes, change => file[change.Item1] = change.Item2);
            try
            {
                Try(CapFile.FromLoadFile(file));
            }
            catch (CapFormatException)
            {
                // Refused by the reader.
            }
        },
        iter: 2000);

    private static void Try(CapFile cap)
    {
        var card = new TestCard(Limits);
        card.Runtime.Load(ProbeCard.Library);
        card.Runtime.Load(ProbeCard.ServerPackage);
        card.Install(ProbeCard.ServerPackage, ProbeCard.Server);
        var before = card.Runtime.Memory;
        try
        {
            card.Runtime.Load(cap);
            foreach (var module in cap.Applet?.Applets ?? [])
            {
                card.Install(cap, module.Aid);
                card.Runtime.Select(module.Aid, 0, alreadyActiveElsewhere: false);
                foreach (var ins in (byte[])[0x10, 0x20, 0x30, 0x41, 0x51, 0x52, 0x60])
                {
                    var answer = card.Send(module.Aid, $"80{ins:X2}000000");
                    Assert.True(answer.Length >= 4);
                }

                card.Runtime.Reset();
            }
        }
        catch (CardFault)
        {
            // Refused; what was loaded stays.
        }

        card.Runtime.Reset();
        Assert.False(card.Persistent.IsTorn);
        var image = card.Runtime.Save();
        Assert.Equal(image, TestCard.Restore(image, Limits).Runtime.Save());
        card.Select(ProbeCard.Server);
        Assert.True(card.Runtime.Memory.PersistentFree <= before.PersistentFree);
    }
}
