using Tsms.JavaCard;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Exports;
using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>Virtual method tokens that differ between a class and its superclass (JCVM 3.1, 6.9.2.7 and 7.5.57.1), on a card that verifies.</summary>
public sealed class MethodTokenTests
{
    private static readonly Aid Applet = Aid.Parse("F0000000DE0201");

    // one, two, three are 1, 2, 3 in Base; three, one, two in Mid; four, two, one, three in Low.
    private const string Renumbered = """
        package eu/example/numbers F0000000DE01 1.0
        format 2.3
        export
        import java/lang
        public interface Pair
          method two()S
          method three()S
        public class Base
          public method <init>()V
            aload_0
            invokespecial java/lang/Object.<init>()V
            return
          end
          public method one()S
            sconst_1
            sreturn
          end
          public method two()S
            sconst_2
            sreturn
          end
          public method three()S
            sconst_3
            sreturn
          end
        public class Mid extends Base implements Pair tokens 0,3,1,2
          public method <init>()V
            aload_0
            invokespecial Base.<init>()V
            return
          end
          public method two()S
            bspush 22
            sreturn
          end
          public method four()S
            sconst_4
            sreturn
          end
        public class Low extends Mid tokens 0,4,3,2,1
          public method <init>()V
            aload_0
            invokespecial Mid.<init>()V
            return
          end
          public method one()S
            bspush 111
            sreturn
          end
          public method both()S
            aload_0
            invokespecial super Low.two()S
            aload_0
            invokespecial super Low.three()S
            sadd
            sreturn
          end
        """;

    [Theory]
    [InlineData("Base", 1, 111)]
    [InlineData("Base", 2, 22)]
    [InlineData("Base", 3, 3)]
    [InlineData("Mid", 1, 3)]
    [InlineData("Mid", 2, 111)]
    [InlineData("Mid", 3, 22)]
    [InlineData("Mid", 4, 4)]
    [InlineData("Low", 1, 4)]
    [InlineData("Low", 2, 22)]
    [InlineData("Low", 3, 111)]
    [InlineData("Low", 4, 3)]
    [InlineData("Low", 5, 25)]
    public void Invoke_OfARenumberedMethod_RunsTheSameMethod(string type, int token, short expected)
    {
        var library = CapAssembler.Assemble(Renumbered);
        var exports = Named(library, "Pair", "Base", "Mid", "Low");
        Assert.Equal(expected, Run(library, exports, "2.1", $"invokevirtual numbers/{type}.method{token}()S"));
    }

    [Theory]
    [InlineData(0, 22)]
    [InlineData(1, 3)]
    public void Invoke_ThroughAnInterface_RunsTheSameMethod(int token, short expected)
    {
        var library = CapAssembler.Assemble(Renumbered);
        var exports = Named(library, "Pair", "Base", "Mid", "Low");
        Assert.Equal(expected, Run(library, exports, "2.3", $"invokeinterface numbers/Pair.method{token}()S"));
    }

    // The user was made against version 1.0 of Base, which has one; 1.1 has two besides, under the token that the user's class has for its own.
    [Theory]
    [InlineData("2.3", 3)]
    [InlineData("2.2", 3)]
    public void Class_OfAnOlderVersion_OverridesNothingThatCameLater(string format, short expected)
    {
        var (old, grown) = (CapAssembler.Assemble(Grown(0, "")), CapAssembler.Assemble(Grown(1, """
              public method two()S
                sconst_2
                sreturn
              end
              public method both()S
                aload_0
                invokevirtual Base.one()S
                aload_0
                invokevirtual Base.two()S
                sadd
                sreturn
              end
            """)));
        var user = CapAssembler.Assemble(
            $"""
            package eu/example/user F0000000DE03 1.0
            format {format}
            import java/lang
            import numbers F0000000DE01 1.0
            export
            public class Sub extends numbers/Base
              public method <init>()V
                aload_0
                invokespecial numbers/Base.<init>()V
                return
              end
              public method own()S
                bspush 77
                sreturn
              end
            """,
            Named(old, "Base"));
        var exports = Named(grown, "Base").With(NamedFile(user, Named(grown, "Base"), "users", "Sub"));
        Assert.Equal(expected, Run(grown, exports, "2.1", "invokevirtual numbers/Base.method3()S", user));
        Assert.Equal(77, Run(grown, exports, "2.1", "invokevirtual users/Sub.method2()S", user));
    }

    [Fact]
    public void Load_OfAMappingToNothing_IsRefused()
    {
        var file = CapAssembler.Assemble(Renumbered).LoadFileDataBlock(withDescriptor: true);
        var mapping = file.AsSpan().IndexOf((byte[])[0, 3, 1, 2, 0xFF]);
        file[mapping + 1] = 9;
        var fault = Assert.Throws<CardFault>(() => new TestCard().Runtime.Load(CapFile.FromLoadFile(file)));
        Assert.Contains("should have as 9, which it does not have", fault.Message, StringComparison.Ordinal);
    }

    private static string Grown(int minor, string more) => $"""
        package eu/example/numbers F0000000DE01 1.{minor}
        format 2.3
        export
        import java/lang
        public class Base inheritable 2
          public method <init>()V
            aload_0
            invokespecial java/lang/Object.<init>()V
            return
          end
          public method one()S
            sconst_1
            sreturn
          end
        {more}
        """;

    private static ExportLookup Named(CapFile cap, params string[] classes) => ExportLookup.Api.With(NamedFile(cap, ExportLookup.Api, "numbers", classes));

    // Without a Debug component the names in an export file are made up; these are for the assembler.
    private static ExportFile NamedFile(CapFile cap, ExportLookup exports, string package, params string[] classes)
    {
        var file = ExportFile.Of(cap, exports);
        return file with
        {
            Package = file.Package with { Name = package },
            Classes = [.. file.Classes.Zip(classes, (c, name) => c with { Name = $"{package}/{name}" })],
        };
    }

    private static short Run(CapFile library, ExportLookup exports, string format, string call, CapFile? user = null)
    {
        var (made, import) = user is null ? ("numbers/Low", "") : ("users/Sub", "import users F0000000DE03 1.0");
        var applet = CapAssembler.Assemble(
            $"""
            package eu/example/caller F0000000DE02 1.0
            format {format}
            import java/lang
            import javacard/framework 1.3
            import numbers F0000000DE01 1.{library.Header.Version.Minor}
            {import}
            applet F0000000DE0201 Caller
            public class Caller extends javacard/framework/Applet
              public static method install([BSB)V stack 2
                new Caller
                invokespecial Caller.<init>()V
                return
              end
              private method <init>()V
                aload_0
                invokespecial javacard/framework/Applet.<init>()V
                aload_0
                invokevirtual javacard/framework/Applet.register()V
                return
              end
              public method process(Ljavacard/framework/APDU;)V stack 5
                aload_1
                invokevirtual javacard/framework/APDU.getBuffer()[B
                sconst_0
                new {made}
                dup
                invokespecial {made}.<init>()V
                {call}
                invokestatic javacard/framework/Util.setShort([BSS)S
                pop
                aload_1
                sconst_0
                sconst_2
                invokevirtual javacard/framework/APDU.setOutgoingAndSend(SS)V
                return
              end
            """,
            exports);
        var card = new TestCard(new MachineLimits { VerifiesCode = true });
        foreach (var cap in (CapFile?[])[library, user, applet])
        {
            if (cap is not null)
            {
                card.Runtime.Load(CapFile.FromLoadFile(cap.LoadFileDataBlock(withDescriptor: true)));
            }
        }

        card.Install(applet, Applet);
        card.Select(Applet);
        var answer = card.Send(Applet, "8000000002");
        Assert.EndsWith("9000", answer, StringComparison.Ordinal);
        return Convert.ToInt16(answer[..4], 16);
    }
}
