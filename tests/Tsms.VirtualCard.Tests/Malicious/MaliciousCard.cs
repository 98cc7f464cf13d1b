using Tsms.JavaCard.Assembling;
using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.Malicious;

/// <summary>
/// A victim with a secret array and an attacker of another package on one runtime that verifies nothing. A command may run few byte codes, so that what
/// would go on for ever ends soon.
/// </summary>
internal sealed class MaliciousCard
{
    public const string Secret = "DEC0ADDE15BADBAD";

    private const string Victim = $$"""
        package eu/tsms/victim F054534D5391 1.0
        import java/lang
        import javacard/framework 1.3
        import javacard/security 1.3
        applet F054534D539101 Victim
        public class Victim extends javacard/framework/Applet
          private field number S
          private field own [B
          private static Kept [B = {{{Secret}}}
          public static method install([BSB)V stack 2
            new Victim
            invokespecial Victim.<init>()V
            return
          end
          private method <init>()V stack 6
            aload_0
            invokespecial javacard/framework/Applet.<init>()V
            aload_0
            sspush 0x5EC2
            putfield_s Victim.number
            aload_0
            bspush 8
            newarray 11
            putfield_a Victim.own
            getstatic_a Victim.Kept
            sconst_0
            getfield_a_this Victim.own
            sconst_0
            bspush 8
            invokestatic javacard/framework/Util.arrayCopy([BS[BSS)S
            pop
            aload_0
            invokevirtual javacard/framework/Applet.register()V
            return
          end
          public method process(Ljavacard/framework/APDU;)V stack 6
            aload_0
            invokevirtual javacard/framework/Applet.selectingApplet()Z
            ifne done
            getfield_a_this Victim.own
            sconst_0
            aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            sconst_0
            bspush 8
            invokestatic javacard/framework/Util.arrayCopyNonAtomic([BS[BSS)S
            pop
            aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            bspush 8
            getfield_s_this Victim.number
            invokestatic javacard/framework/Util.setShort([BSS)S
            pop
            aload_1
            sconst_0
            bspush 10
            invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
            done: return
          end
        """;

    private const string Attacker = """
        package eu/tsms/attacker F054534D5392 1.0
        import java/lang
        import javacard/framework 1.3
        import javacard/security 1.3
        applet F054534D539201 Attacker
        public class Attacker extends javacard/framework/Applet
          private field number S
          private field object Ljava/lang/Object;
          public static method install([BSB)V stack 2
            new Attacker
            invokespecial Attacker.<init>()V
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
            aload_0
            aload_1
            aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            invokespecial Attacker.attack(Ljavacard/framework/APDU;[B)V
            aload_1
            sconst_0
            bspush 16
            invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
            done: return
          end
          private method attack(Ljavacard/framework/APDU;[B)V stack 8 locals 6
            BODY
          end
        public class Fake extends javacard/framework/AID
        """;

    private static readonly Aid VictimAid = Aid.Parse("F054534D539101");
    private static readonly Aid AttackerAid = Aid.Parse("F054534D539201");
    private readonly string _secret;
    private readonly string _victim;

    public MaliciousCard(long byteCodes = 200_000)
    {
        Card = new TestCard(new MachineLimits { ByteCodesPerCommand = byteCodes });
        var cap = CapAssembler.Assemble(Victim);
        Card.Runtime.Load(cap);
        Card.Install(cap, VictimAid);
        var objects = Card.Runtime.Machine.Heap.Objects.Where(o => o.Owner == 1).ToList();
        _secret = $"{objects.Single(o => o.Kind == ObjectKind.ByteArray).Handle}";
        _victim = $"{objects.Single(o => o.Kind == ObjectKind.Instance).Handle}";
        Card.Select(VictimAid);
        Assert.Equal(Secret + "5EC29000", Card.Send(VictimAid, "8000000000"));
    }

    public TestCard Card { get; }

    /// <summary>Assembles the attack, runs it once and looks after the victim. The answer.</summary>
    public string Attack(string body)
    {
        var cap = CapAssembler.Assemble(Attacker.Replace(
            "BODY",
            body.Replace("SECRET", _secret, StringComparison.Ordinal).Replace("VICTIM", _victim, StringComparison.Ordinal),
            StringComparison.Ordinal));
        Card.Runtime.Load(cap);
        Card.Install(cap, AttackerAid);
        Card.Select(AttackerAid);
        var answer = Card.Send(AttackerAid, "8000000000");
        Assert.True(answer.Length >= 4);
        LookAfterTheVictim();
        return answer;
    }

    public void LookAfterTheVictim()
    {
        Assert.False(Card.Persistent.IsTorn);
        Assert.Equal((0, default), (Card.Runtime.Machine.Depth, Card.Runtime.Machine.Current));
        Card.Select(VictimAid);
        Assert.Equal(Secret + "5EC29000", Card.Send(VictimAid, "8000000000"));
    }
}
