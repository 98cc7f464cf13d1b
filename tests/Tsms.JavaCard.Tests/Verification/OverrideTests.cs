using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Verification;

namespace Tsms.JavaCard.Tests.Verification;

/// <summary>What a class overrides of another package's (JCVM 3.0.5, 6.9.2.3): the finding names the one cause.</summary>
public sealed class OverrideTests
{
    [Theory]
    [InlineData("protected method process(Ljavacard/framework/APDU;)V\n return\nend", "is more visible: public there, protected here")]
    [InlineData("public method process(Ljavacard/framework/APDU;)V\n return\nend\nprotected method selectingApplet()Z\n sconst_0\n sreturn\nend", "is final")]
    public void Verify_WrongOverride_NamesOneCause(string methods, string cause)
    {
        var cap = CapAssembler.Assemble($"""
            package eu/example/over F0000000CC02 1.0
            import java/lang
            import javacard/framework 1.3
            applet F0000000CC0201 Over
            public class Over extends javacard/framework/Applet
              public static method install([BSB)V stack 2
                new Over
                dup
                invokespecial Over.<init>()V
                pop
                return
              end
              private method <init>()V
                aload_0
                invokespecial javacard/framework/Applet.<init>()V
                aload_0
                invokevirtual javacard/framework/Applet.register()V
                return
              end
            {methods}
            """);
        var finding = Assert.Single(CapVerifier.Verify(cap).Findings);
        Assert.EndsWith($"overrides one of javacard/framework/Applet that {cause}", finding.Message, StringComparison.Ordinal);
    }

    // public_method_table_base is the seventh byte of a class, package_method_table_base the ninth; the off-card verifier of the kit 25.1 refuses the same ones.
    [Theory]
    [InlineData(0, 6, 33, "the public method table has 0 entries and begins at 33")]
    [InlineData(0, 6, 0, "the public method table has 0 entries and begins at 0")]
    [InlineData(1, 6, 2, "the public method table has 0 entries and begins at 2")]
    [InlineData(1, 8, 1, "the package method table has 0 entries and begins at 1")]
    public void Verify_TableThatBeginsBesideTheSuperclasss_IsFound(int place, int offset, byte value, string told)
    {
        var cap = CapAssembler.Assemble("package eu/example/empty F0000000CC03 1.0\nimport java/lang\npublic class Base\npublic class Next extends Base\n");
        Assert.Empty(CapVerifier.Verify(cap).Findings);
        var at = 3 + cap.Class.Classes[place].Offset + offset;
        var file = CapFile.LoadOrder.Select(cap.Find).OfType<RawComponent>().SelectMany(raw => raw.Bytes.ToArray().Select((b, i) => raw.Tag == ComponentTag.Class && i == at ? value : b));
        Assert.Contains(CapVerifier.Verify((byte[])[.. file]).Findings, f => f.Message.Contains(told, StringComparison.Ordinal));
    }
}
