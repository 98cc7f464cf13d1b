using CsCheck;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Tests.Assembling;

/// <summary>Packages of any shape: written and read they are the same, and with bytes changed or cut they are refused with component and offset, or say again what they are.</summary>
public sealed class CapDamageProperties
{
    private static readonly string[] Components = [.. Enum.GetValues<ComponentTag>().Select(RawComponent.NameOf), "CAP"];

    private static readonly Gen<string> Fields = Gen.OneOf(
        Gen.OneOf("field {0} S", "field {0} [B", "field {0} LA;", "private field {0} Z", "public static {0} B = 7", "static {0} I", "static {0} [B = {{01020304}}", "public static {0} LA;"));

    private static readonly Gen<string> Methods = Gen.OneOf(
        "public method {0}()V\n    return\n  end", "public method {0}(SI)S\n    sload_1\n    sreturn\n  end", "static method {0}([B)V\n    aload_0\n    pop\n    return\n  end",
        "public static method {0}()I\n    iipush 70000\n    ireturn\n  end", "method {0}(LA;)V\n    aload_1\n    pop\n    return\n  end",
        "public method {0}(B)V\n    begin: sload_1\n    ifeq out\n    getstatic_a A.a0\n    pop\n    out: return\n  end");

    // A class with a constructor, fields and methods; later ones extend earlier ones.
    private static readonly Gen<string> Sources =
        from format in Gen.OneOf("2.1", "2.2", "2.3", "2.3 extended")
        from export in Gen.Bool
        from descriptor in Gen.Frequency((4, Gen.Const("")), (1, Gen.Const("nodescriptor")))
        from classes in Gen.Select(Fields.Array[0, 4], Methods.Array[0, 4]).Array[1, 4]
        from resource in Gen.Byte.Array[0, 20]
        select Source(format, export, descriptor, classes, resource);

    [Fact]
    public void Read_AssembledPackage_IsTheSameAsLoadFileAndAsJar() => Sources.Sample(source =>
    {
        var cap = CapAssembler.Assemble(source);
        AssertSame(cap, CapFile.Read(cap.LoadFileDataBlock(true)));
        AssertSame(cap, CapFile.Read(CapWriter.ToJar(cap)));
        Assert.Equal(cap.RawComponents.Select(c => c.Tag), CapFile.Read(CapWriter.ToJar(cap)).RawComponents.Select(c => c.Tag));
    });

    [Fact]
    public void Read_CutAnywhere_IsToldWithComponentAndOffset() => Gen.Select(Sources, Gen.Int[0, 100_000], Gen.Bool).Sample((source, at, jar) =>
    {
        var cap = CapAssembler.Assemble(source);
        var file = jar ? CapWriter.ToJar(cap) : cap.LoadFileDataBlock();
        file = file[..(at % file.Length)];
        Assert.False(CapFile.TryRead(file, out _, out var error));
        AssertPlace(error!, jar ? CapLimits.Default.MaxComponentBytes : file.Length);
    });

    [Fact]
    public void Read_AnyBytesChanged_IsToldWithComponentAndOffsetOrReadsTheSame() =>
        Gen.Select(Sources, Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 3], Gen.Bool).Sample((source, changes, jar) =>
        {
            var cap = CapAssembler.Assemble(source);
            var file = jar ? CapWriter.ToJar(cap) : cap.LoadFileDataBlock(true);
            foreach (var (at, value) in changes)
            {
                file[at % file.Length] = value;
            }

            if (CapFile.TryRead(file, out var changed, out var error))
            {
                // What was taken is a package of its own right: written it reads the same again.
                AssertSame(changed, CapFile.Read(CapWriter.ToJar(changed)));
                AssertSame(changed, CapFile.Read(changed.LoadFileDataBlock(true)));
            }
            else
            {
                AssertPlace(error, jar ? CapLimits.Default.MaxComponentBytes : file.Length);
            }
        });

    private static void AssertPlace(CapFormatException error, int length)
    {
        Assert.True(Components.Contains(error.Component) || error.Component.StartsWith("Custom ", StringComparison.Ordinal), error.Component);
        Assert.InRange(error.Offset, 0, length);
        Assert.Equal($"{error.Component} at byte {error.Offset}: {error.Reason}", error.Message);
        Assert.NotEmpty(error.Reason);
    }

    private static void AssertSame(CapFile one, CapFile other)
    {
        Assert.Equal(Convert.ToHexString(one.LoadFileDataBlock(true)), Convert.ToHexString(other.LoadFileDataBlock(true)));
        Assert.Equal(one.Aid, other.Aid);
        Assert.Equal(one.ListMethods().Select(m => m.Location), other.ListMethods().Select(m => m.Location));
    }

    private static string Source(string format, bool export, string descriptor, (string[] Fields, string[] Methods)[] classes, byte[] resource)
    {
        var lines = new List<string> { "package a/b F0000000AB 1.2", $"format {format}", "import java/lang" };
        lines.AddRange(export ? ["export"] : []);
        lines.AddRange(descriptor.Length > 0 ? [descriptor] : []);
        lines.AddRange(format == "2.3 extended" && resource.Length > 0 ? [$"resource 7 {Convert.ToHexString(resource)}"] : []);
        for (var i = 0; i < classes.Length; i++)
        {
            lines.Add(i == 0 ? "public class A" : $"public class C{i} extends {(i == 1 ? "A" : $"C{i - 1}")}");
            lines.AddRange(i == 0 ? ["  static a0 LA;"] : []);
            lines.AddRange(classes[i].Fields.Select((f, n) => "  " + string.Format(null, f, $"f{i}_{n}")));
            lines.Add("  public method <init>()V\n    return\n  end");
            lines.AddRange(classes[i].Methods.Select((m, n) => "  " + string.Format(null, m, $"m{i}_{n}")));
        }

        return string.Join('\n', lines);
    }
}
