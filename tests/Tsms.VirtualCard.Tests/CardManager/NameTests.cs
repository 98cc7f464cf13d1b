using Tsms.JavaCard.Assembling;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>
/// The objects by which an applet knows other applications: they stay while somebody holds them, and go when nobody does. With Global Registry and Global Lock an applet
/// sees and locks security domains too (GP Card Specification 2.3.1, 6.6.1).
/// </summary>
public sealed class NameTests
{
    private const string Package = "F054534D53AA";
    private const string Applet = "F054534D53AA01";

    [Fact]
    public void Aid_OfAnAppletThatWent_IsWhatItWasForWhoHoldsIt()
    {
        using var card = WithNames(out var host, "000000");
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.Isd);
        var before = card.Memory;
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Assert.EndsWith("9000", host.Select(Applet), StringComparison.Ordinal);
        Assert.Equal("9000", host.Raw(Story.Apdu("80010000", Story.CarKey, "")));
        Assert.Equal(Story.CarKey + "9000", host.Raw("8002000001 00 00"));

        Issuer(host);
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        for (var i = 0; i < 8; i++)
        {
            // Others take what places there are.
            Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, $"F054534D5301018{i}")));
        }

        host.Select(Applet);
        Assert.Equal(Story.CarKey + "9000", host.Raw("8002000001 00 00"));
        Issuer(host);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal("009000", host.Send(Story.Delete($"F054534D5301018{i}")));
        }

        // It lets go, and the memory comes back with the next deletion.
        host.Select(Applet);
        Assert.Equal("9000", host.Raw(Story.Apdu("80010000", "F0545359530009", "")));
        Issuer(host);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKey)));
        Assert.Equal(before, card.Memory);
    }

    [Fact]
    public void Entry_OfASecurityDomain_IsSeenAndLockedWithThePrivilegesForIt()
    {
        using var card = WithNames(out var host, "000C00");
        Assert.Equal("009000", host.Send(Story.InstallSd(Story.TsmSd, "808000")));
        host.Select(Applet);

        Assert.Equal("01879000", host.Raw(Story.Apdu("80038000", Story.TsmSd)));
        Assert.Equal("00879000", host.Raw(Story.Apdu("80038000", Story.TsmSd)));
        Assert.Equal("01079000", host.Raw(Story.Apdu("80030000", Story.TsmSd)));
        Assert.Equal("000F9000", host.Raw(Story.Apdu("80038000", Story.Isd)));
        Assert.Equal("FF", host.Raw(Story.Apdu("80038000", "F0545359530009"))[..2]);

        Issuer(host);
        Assert.Equal("009000", host.Send(Story.Delete(Story.TsmSd)));
        Assert.Equal("009000", host.Send(Story.Delete(Package, related: true)));
        Assert.Null(card.LastFault);
    }

    [Fact]
    public void Entry_OfAnother_IsNotForAnAppletWithoutGlobalRegistry()
    {
        using var card = WithNames(out var host, "000000");
        host.Select(Applet);
        Assert.Equal("FF", host.Raw(Story.Apdu("80038000", Story.Isd))[..2]);
    }

    [Fact]
    public void Entries_OfDomainsThatCameAndWent_LeaveNoTrace() => Assert.Equal(ImageAfter(1), ImageAfter(5));

    /// <summary>Bytes of the image after so many domains were made, looked at and deleted, and the applet that looked at them was.</summary>
    private static int ImageAfter(int domains)
    {
        using var card = WithNames(out var host, "000C00");
        for (var i = 0; i < domains; i++)
        {
            Assert.Equal("009000", host.Send(Story.InstallSd($"F05453595301{i:X2}", "808000")));
            host.Select(Applet);
            Assert.Equal("01879000", host.Raw(Story.Apdu("80038000", $"F05453595301{i:X2}")));
            Issuer(host);
            Assert.Equal("009000", host.Send(Story.Delete($"F05453595301{i:X2}")));
        }

        Assert.Equal("009000", host.Send(Story.Delete(Package, related: true)));
        return card.Save().Length;
    }

    private static void Issuer(Host host)
    {
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
    }

    private static SecureComponent WithNames(out Host host, string privileges)
    {
        var card = Host.NewCard();
        host = new Host(card);
        Issuer(host);
        var load = CapAssembler.Assemble(Source).LoadFileDataBlock();
        Assert.Equal("009000", host.Send(Story.ForLoad(Package, Story.Isd)));
        foreach (var block in Story.Load(load))
        {
            Assert.Equal("009000", host.Send(block));
        }

        Assert.Equal("009000", host.Send(Story.Install(Package, Applet, Applet, privileges: privileges)));
        return card;
    }

    // 01: keeps what lookupAID finds; 02: tells it; 03: sets the state of an entry to P1 and tells whether it did, and the state.
    private const string Source = $"""
        package eu/tsms/names {Package} 1.0
        import java/lang
        import javacard/framework 1.3
        import org/globalplatform
        applet {Applet} Names
        public class Names extends javacard/framework/Applet
          private field kept Ljavacard/framework/AID;
          public static method install([BSB)V stack 2
            new Names
            invokespecial Names.<init>()V
            return
          end
          private method <init>()V
            aload_0
            invokespecial javacard/framework/Applet.<init>()V
            aload_0
            invokevirtual javacard/framework/Applet.register()V
            return
          end
          public method process(Ljavacard/framework/APDU;)V stack 6 locals 3
            aload_0
            invokevirtual javacard/framework/Applet.selectingApplet()Z
            ifne done
            aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            astore_2
            aload_1
            invokevirtual javacard/framework/APDU.setIncomingAndReceive()S
            sstore_3
            aload_2
            sconst_1
            baload
            sconst_1
            if_scmpeq look
            aload_2
            sconst_1
            baload
            sconst_2
            if_scmpeq tell
            new javacard/framework/AID
            dup
            aload_2
            sconst_5
            sload_3
            s2b
            invokespecial javacard/framework/AID.<init>([BSB)V
            invokestatic org/globalplatform/GPSystem.getRegistryEntry(Ljavacard/framework/AID;)Lorg/globalplatform/GPRegistryEntry;
            astore 4
            aload 4
            ifnull none
            aload_2
            sconst_0
            aload 4
            aload_2
            sconst_2
            baload
            invokeinterface org/globalplatform/GPRegistryEntry.setState(B)Z
            bastore
            aload_2
            sconst_1
            aload 4
            invokeinterface org/globalplatform/GPRegistryEntry.getState()B
            bastore
            goto send
            none: aload_2
            sconst_0
            sconst_m1
            bastore
            send: aload_1
            sconst_0
            sconst_2
            invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
            return
            look: aload_0
            aload_2
            sconst_5
            sload_3
            s2b
            invokestatic javacard/framework/JCSystem.lookupAID([BSB)Ljavacard/framework/AID;
            putfield_a Names.kept
            return
            tell: getfield_a_this Names.kept
            aload_2
            sconst_0
            invokevirtual javacard/framework/AID.getBytes([BS)B
            sstore_3
            aload_1
            sconst_0
            sload_3
            invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
            done: return
          end
        """;
}
