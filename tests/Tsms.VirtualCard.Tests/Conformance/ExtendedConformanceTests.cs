using System.Text;
using Tsms.JavaCard.Verification;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>A CAP file in the extended format of Java Card 3.1 on a whole card: method blocks, several packages in one context, static resources.</summary>
public sealed class ExtendedConformanceTests
{
    private const string File = "F054534D5387";
    private const string Applet = "F054534D538701";
    private const string Text = "A static resource of an extended CAP file.";

    private static Host Loaded(bool verifies = false)
    {
        var host = new Host(Host.NewCard(change: p => p with { JavaCardVersion = "3.2", VerifiesCode = verifies }));
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.ForLoad(File, Story.Isd)));
        Assert.All(Story.Load(ConformanceCard.Package("extended").LoadFileDataBlock(withDescriptor: true)), load => Assert.Equal("009000", host.Send(load)));
        return host;
    }

    private static Host Selected()
    {
        var host = Loaded();
        Assert.Equal("009000", host.Send(Story.Install(File, Applet, Applet)));
        Assert.Equal("9000", host.Select(Applet));
        return host;
    }

    [Fact]
    public void File_IsOfSeveralPackagesAndBlocks_AndValid()
    {
        var cap = ConformanceCard.Package("extended");
        Assert.True(cap.Header.IsExtended);
        Assert.Equal("2.3", cap.Header.Format.ToString());
        Assert.Single(cap.Method.Blocks);
        Assert.Equal(2, cap.StaticResources!.Resources.Length);
        Assert.Empty(CapVerifier.Verify(cap).Findings);
    }

    [Fact]
    public void Resources_AreThoseOfTheFile()
    {
        var host = Selected();
        using var card = host.Card;
        Assert.Equal(Convert.ToHexString(Encoding.ASCII.GetBytes(Text)) + "9000", host.Raw("8001010000"));
        Assert.Equal($"{Text.Length:X4}9000", host.Raw("8003010000"));
        Assert.Equal(Convert.ToHexString(Encoding.ASCII.GetBytes(Text[2..4])) + "9000", host.Raw("8002010200"));
        Assert.Equal("9000", host.Raw("8001020000"));
        Assert.Equal("00009000", host.Raw("8003020000"));
        Assert.Equal("6A82", host.Raw("8003030000"));
        Assert.Equal("6F00", host.Raw($"800201{Text.Length - 1:X2}00"));
    }

    [Theory]
    [InlineData("0507", "066C")] // 5 + 1; 7 + 1 + 100: hidden() of the one package does not override that of the other
    [InlineData("0000", "0165")]
    public void Classes_OfBothPackages_WorkTogether(string values, string expected)
    {
        var host = Selected();
        using var card = host.Card;
        Assert.Equal(expected + "9000", host.Raw($"8004{values}00"));
    }

    [Fact]
    public void File_SurvivesAnImage_AndLeavesNothingBehind()
    {
        var host = Loaded();
        using var card = host.Card;
        using var before = Host.NewCard(change: p => p with { JavaCardVersion = "3.2" });
        Assert.Equal("009000", host.Send(Story.Install(File, Applet, Applet)));
        using var restored = SecureComponent.Restore(card.Save());
        restored.Reset();
        var other = new Host(restored);
        Assert.Equal("9000", other.Select(Applet));
        Assert.Equal("066C9000", other.Raw("8004050700"));
        other.Select(Story.Isd);
        Assert.Equal("9000", other.Open());
        Assert.Equal("009000", other.Send(Story.Delete(File, related: true)));
        Assert.Equal(before.Memory, restored.Memory);
    }

    [Fact]
    public void VerifyingCard_TakesIt_AndWhatImportsItsPackage()
    {
        var host = Loaded(verifies: true);
        using var card = host.Card;
        Assert.Equal("009000", host.Send(Story.Install(File, Applet, Applet)));

        // The package that the file brings cannot come a second time, and the file does not go while somebody imports it.
        var importer = JavaCard.Assembling.CapAssembler.Assemble("""
            package user F054534D538B 1.0
            import java/lang
            import eu/tsms/conformance/library F054534D5388 1.1
            """);
        Assert.Equal("009000", host.Send(Story.ForLoad("F054534D538B", Story.Isd)));
        Assert.All(Story.Load(importer.LoadFileDataBlock(withDescriptor: true)), load => Assert.Equal("009000", host.Send(load)));
        Assert.Equal("6985", host.Send(Story.Delete(File, related: true)));
        Assert.Equal("009000", host.Send(Story.Delete("F054534D538B")));
        Assert.Equal("009000", host.Send(Story.Delete(File, related: true)));
    }

    [Fact]
    public void Methods_OfSeveralBlocks_CallJumpAndCatchAcross()
    {
        // The second block has a subroutine (its return address counts from the block), a handler, and a switch.
        var cap = JavaCard.Assembling.CapAssembler.Assemble("""
            package blocks F054534D538C 1.0
            format 2.3 extended
            import java/lang
            import javacard/framework 1.3
            applet F054534D538C01 Blocks
            public class Blocks extends javacard/framework/Applet
              public static method install([BSB)V stack 2
                new Blocks
                invokespecial Blocks.<init>()V
                return
              end
              private method <init>()V
                aload_0
                invokespecial javacard/framework/Applet.<init>()V
                aload_0
                invokevirtual javacard/framework/Applet.register()V
                return
              end
              public method process(Ljavacard/framework/APDU;)V stack 5 locals 2
                aload_0
                invokevirtual javacard/framework/Applet.selectingApplet()Z
                ifeq run
                return
                run: aload_1
                invokevirtual javacard/framework/APDU.getBuffer()[B
                astore_2
                aload_2
                sconst_0
                aload_2
                sconst_2
                baload
                invokestatic Far.far(S)S
                invokestatic javacard/framework/Util.setShort([BSS)S
                pop
                aload_1
                sconst_0
                sconst_2
                invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
                return
              end
            block
            public class Far
              public static method far(S)S stack 4 locals 3
                start: sload_0
                stableswitch other 1 2 one two
                one: jsr sub
                sspush 0x0101
                sload_2
                sadd
                sreturn
                sub: astore_1
                bspush 16
                sstore_2
                ret 1
                two: sconst_1
                sconst_0
                sdiv
                sreturn
                stop: pop
                sspush 0x0202
                sreturn
                other: sconst_m1
                sreturn
                try two stop stop java/lang/ArithmeticException
              end
            """);
        Assert.Equal(2, cap.Method.Blocks.Length);
        using var card = Host.NewCard(change: p => p with { JavaCardVersion = "3.2" });
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(Story.ForLoad("F054534D538C", Story.Isd)));
        Assert.All(Story.Load(cap.LoadFileDataBlock()), load => Assert.Equal("009000", host.Send(load)));
        Assert.Equal("009000", host.Send(Story.Install("F054534D538C", "F054534D538C01", "F054534D538C01")));
        Assert.Equal("9000", host.Select("F054534D538C01"));
        Assert.Equal("01119000", host.Raw("8000010002"));
        Assert.Equal("02029000", host.Raw("8000020002"));
        Assert.Equal("FFFF9000", host.Raw("8000030002"));
    }
}
