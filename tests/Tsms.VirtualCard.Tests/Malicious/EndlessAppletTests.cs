using Tsms.JavaCard.Assembling;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Malicious;

/// <summary>An applet whose process never ends, on a whole card: it is ended after as many byte codes as the profile allows, and the card goes on.</summary>
public sealed class EndlessAppletTests
{
    private const string Package = "F054534D53A9";
    private const string Applet = "F054534D53A901";

    [Theory]
    [InlineData("goto again")]
    [InlineData("invokestatic javacard/framework/APDU.getCurrentAPDUBuffer()[B\npop\ngoto again")]
    [InlineData("sspush 0x7000\nnewarray 11\npop\ngoto again\ntry again handler handler any\nhandler: pop\ngoto again")]
    [InlineData("aload_1\ninvokevirtual javacard/framework/APDU.getBuffer()[B\nsconst_0\naload_1\ninvokevirtual javacard/framework/APDU.getBuffer()[B\nsconst_0\nsspush 256\ninvokestatic javacard/framework/Util.arrayCompare([BS[BSS)B\npop\ngoto again")]
    [InlineData("sspush 0x6A80\ninvokestatic javacard/framework/ISOException.throwIt(S)V\ngoto again\ntry again handler handler any\nhandler: pop\ngoto again")]
    [InlineData("invokestatic javacard/framework/JCSystem.abortTransaction()V\ninvokestatic javacard/framework/JCSystem.beginTransaction()V\nsspush 0x100\nnewarray 11\npop\ngoto again")]
    public void Process_ThatNeverEnds_Is6F00AndTakesNothingAlong(string loop)
    {
        using var card = Host.NewCard(change: p => p with { ByteCodesPerCommand = 1_000_000 });
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        var cap = CapAssembler.Assemble(Source(loop));
        Assert.Equal("009000", host.Send(Story.ForLoad(Package, Story.Isd)));
        Assert.All(Story.Load(cap.LoadFileDataBlock()), load => Assert.Equal("009000", host.Send(load)));
        Assert.Equal("009000", host.Send(Story.Install(Package, Applet, Applet)));
        Assert.Equal("9000", host.Select(Applet));
        Assert.Equal("00009000", host.Raw("8000000002"));
        Assert.Equal("6F00", host.Raw("8001000002"));
        Assert.Equal("00009000", host.Raw("8000000002")); // what its transaction wrote is taken back
        Assert.Equal("9000", host.Select(Applet));
        Assert.Equal("009000", Managed(host));
    }

    private static string Managed(Host host)
    {
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        return host.Send(Story.Delete(Package, related: true));
    }

    private static string Source(string loop) => $"""
        package eu/tsms/endless {Package} 1.0
        import java/lang
        import javacard/framework 1.3
        applet {Applet} Endless
        public class Endless extends javacard/framework/Applet
          private static Kept S
          public static method install([BSB)V stack 2
            new Endless
            invokespecial Endless.<init>()V
            return
          end
          private method <init>()V
            aload_0
            invokespecial javacard/framework/Applet.<init>()V
            aload_0
            invokevirtual javacard/framework/Applet.register()V
            return
          end
          public method process(Ljavacard/framework/APDU;)V stack 4
            aload_0
            invokevirtual javacard/framework/Applet.selectingApplet()Z
            ifne done
            aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            sconst_1
            baload
            ifeq tell
            invokestatic javacard/framework/JCSystem.beginTransaction()V
            bspush 77
            putstatic_s Endless.Kept
            again: nop
            {loop}
            tell: aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            sconst_0
            getstatic_s Endless.Kept
            invokestatic javacard/framework/Util.setShort([BSS)S
            pop
            aload_1
            sconst_0
            sconst_2
            invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
            done: return
          end
        """;
}
