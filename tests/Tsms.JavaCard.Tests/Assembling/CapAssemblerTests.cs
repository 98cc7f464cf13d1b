using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Tests.Assembling;

public sealed class CapAssemblerTests
{
    private const string Applet = """
        package eu/example/demo F0000000AA01 1.2
        import java/lang
        import javacard/framework 1.3
        applet F0000000AA0101 Demo
        interface Counter extends javacard/framework/Shareable
          method next(S)S
        public class Demo extends javacard/framework/Applet implements Counter
          private field count S
          private field buffer [B
          private static Total S = 0x1234
          private static Magic [B = {CA,FE}
          public static method install([BSB)V stack 2
            new Demo
            invokespecial Demo.<init>()V
            return
          end
          private method <init>()V
            aload_0
            invokespecial javacard/framework/Applet.<init>()V
            aload_0
            invokevirtual javacard/framework/Applet.register()V
            return
          end
          public method process(Ljavacard/framework/APDU;)V locals 1
            begin: aload_1
            invokevirtual javacard/framework/APDU.getBuffer()[B
            astore_2
            last: goto done
            caught: sspush 0x6F00
            invokestatic javacard/framework/ISOException.throwIt(S)V
            done: return
            try begin last caught java/lang/NullPointerException
          end
          public method next(S)S
            getfield_s_this Demo.count
            sload_1
            sadd
            sreturn
          end
        """;

    [Theory]
    [InlineData("2.1")]
    [InlineData("2.2")]
    [InlineData("2.3")]
    [InlineData("2.3 extended")]
    public void Assemble_Applet_IsReadBack(string format)
    {
        var cap = CapAssembler.Assemble(Applet.Replace("import java/lang", $"format {format}\nimport java/lang", StringComparison.Ordinal));

        Assert.Equal("F0000000AA01", cap.Aid.ToString());
        Assert.Equal(new PackageVersion(1, 2), cap.Version);
        Assert.Equal("F0000000AA0101", Assert.Single(cap.Applets).Aid.ToString());
        Assert.True(Assert.Single(cap.Class.Interfaces).IsShareable);
        var type = Assert.Single(cap.Class.Classes);
        Assert.True(type.IsShareable);
        Assert.Equal((2, 0, 1), (type.DeclaredInstanceSize, type.FirstReferenceToken, type.ReferenceCount));

        // Applet has 0 to 7 in Java Card 3.0.5 and 8 in tables up to 3.2: process is overridden as 7, next is new.
        Assert.Equal(7, type.PublicMethodTableBase);
        Assert.Equal([.. type.PublicMethods[^1..].Select(m => m!.Value)], cap.ListMethods()[^1..].Select(m => m.Location));
        Assert.Equal(2, type.Interfaces.Length);
        Assert.Equal([(byte)(type.PublicMethodTableBase + type.PublicMethods.Length - 1)], type.Interfaces[1].Index);
        Assert.Equal([0x12, 0x34], cap.StaticField.NonDefaultValues.ToArray());
        Assert.Equal([0xCA, 0xFE], Assert.Single(cap.StaticField.ArrayInits).Values.ToArray());
        Assert.Equal(cap.Header.Format.Minor >= 3 ? type.PublicMethodTableBase + type.PublicMethods.Length : 0, type.TokenMapping.Length);
        Assert.Equal(
            ["new", "invokespecial", "return"],
            cap.ListMethods()[0].Instructions().Select(i => i.Info.Mnemonic));
        var handler = Assert.Single(cap.Method.Blocks[0].Handlers);
        Assert.True(handler.StopBit);
        Assert.NotEqual(0, handler.CatchTypeIndex);
    }

    [Fact]
    public void Assemble_ExtendedWithBlocks_PlacesMethodsInTheirBlocks()
    {
        var cap = CapAssembler.Assemble(
            """
            package a/b F0000000AB 1.0
            format 2.3 extended
            export
            import java/lang
            public class A
              public static method one()S
                sconst_1
                sreturn
              end
            block
            public class B
              public static method two()S
                invokestatic A.one()S
                sreturn
              end
            resource 7 CAFE
            """);

        Assert.Equal(2, cap.Method.Blocks.Length);
        Assert.Equal([0, 1], cap.Export!.Packages[0].Classes.Select(c => c.StaticMethods[0].Block).Select(b => (int)b));
        Assert.Equal("a.b", cap.PackageName);
        Assert.Equal(7, Assert.Single(cap.StaticResources!.Resources).Id);
        Assert.Single(cap.ReferenceLocation.Blocks[1].Byte2Indices);
    }

    [Fact]
    public void Assemble_EveryInstruction_IsReadBackWithItsOperands()
    {
        var lines = new List<string>();
        foreach (var info in Opcodes.All)
        {
            lines.Add("@: " + info.Mnemonic + " " + info.Operands switch
            {
                OperandLayout.None => "",
                OperandLayout.Byte => "-7",
                OperandLayout.Short => "-300",
                OperandLayout.Int => "-70000",
                OperandLayout.Local => "9",
                OperandLayout.LocalByte => "9 -3",
                OperandLayout.LocalShort => "9 -300",
                OperandLayout.Nibbles => "2 3",
                OperandLayout.Branch1 or OperandLayout.Branch2 => "@",
                OperandLayout.Index1 => "#5",
                OperandLayout.Index2 => "#5",
                OperandLayout.Interface => "2 #0x1 3",
                OperandLayout.ArrayType => "short",
                OperandLayout.Cast => "short[]",
                _ when info.Mnemonic.Contains("table", StringComparison.Ordinal) => "@ -1 0 @ @",
                _ => "@ -5:@ 6:@",
            });
        }

        var body = string.Join('\n', lines.Select((l, i) => l.Replace("@", $"l{i}", StringComparison.Ordinal)));
        var cap = CapAssembler.Assemble(
            $"""
            package a/b F0000000AB 1.0
            import java/lang
            constant 1 0x80 0 0
            constant 1 0x80 0 0
            constant 1 0x80 0 0
            constant 1 0x80 0 0
            constant 1 0x80 0 0
            constant 1 0x80 0 0
            class A
              static method all()V
            {body}
              end
            """);
        var read = cap.ListMethods().Single().Instructions().ToList();

        Assert.Equal(Opcodes.All, read.Select(i => i.Info));
        Assert.All(read, i => Assert.All(i.Targets(), t => Assert.Equal(i.Offset, t)));
        Assert.True(cap.UsesInt);
        Assert.Equal(read.Where(i => i.Info.Operands is OperandLayout.Index1).Select(i => i.Offset + 1), cap.ReferenceLocation.Blocks[0].ByteIndices);
        Assert.Equal(
            read.Where(i => i.Info.Operands is OperandLayout.Index2).Select(i => i.Offset + 1)
                .Concat(read.Where(i => i.Info.Operands == OperandLayout.Interface).Select(i => i.Offset + 2)).Order(),
            cap.ReferenceLocation.Blocks[0].Byte2Indices);
    }

    [Theory]
    [InlineData("class A", 1)]
    [InlineData("package a F0000000AB 1.0\nclass A\nstatic method m()V\nflop\nend", 4)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\nclass A\nstatic method m()V\ngoto nowhere\nend", 5)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\nclass A\nstatic method m()V\ninvokestatic A.x()V\nend", 5)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\nclass A\nstatic method m()V\nreturn", 4)]
    [InlineData("package a F0000000AB 1.0\nimport unknown/thing", 2)]
    [InlineData("package a F0000000AB 1.0\nclass A extends b/C", 2)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\nclass A\nstatic method m(Q)V\nend", 4)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\napplet F0000000AB01 A\nclass A", 3)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\nclass A\nstatic method m()V\nbspush 200\nend", 5)]
    [InlineData("package a F0000000AB 1.0\nimport java/lang\nclass A\nstatic method m()V\nsinc 1\nend", 5)]
    public void Assemble_Nonsense_NamesTheLine(string source, int line) =>
        Assert.Equal(line, Assert.Throws<AssemblyException>(() => CapAssembler.AssembleLoadFile(source)).Line);
}
