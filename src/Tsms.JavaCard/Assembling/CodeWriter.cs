using System.Buffers.Binary;
using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Assembling;

/// <summary>Writes a method: header and code; and notes where indices of the constant pool stand in its block.</summary>
internal sealed class CodeWriter(ConstantPoolBuilder pool)
{
    /// <summary>Offsets in the block of 1-byte and 2-byte indices.</summary>
    public List<int> ByteIndices { get; } = [];

    public List<int> Byte2Indices { get; } = [];

    public static int HeaderLength(MethodSource method) => IsLong(method) ? 4 : 2;

    /// <summary>Words of locals that the code touches, arguments included.</summary>
    public static int LocalsOf(MethodSource method)
    {
        var highest = 0;
        foreach (var line in method.Code.Where(l => l.Info is not null))
        {
            var name = line.Info!.Mnemonic;
            var wide = name[0] == 'i' && !name.StartsWith("if", StringComparison.Ordinal) ? 2 : 1;
            if (line.Info.Operands is OperandLayout.Local or OperandLayout.LocalByte or OperandLayout.LocalShort && int.TryParse(line.Operands.FirstOrDefault(), out var index))
            {
                highest = Math.Max(highest, index + wide);
            }
            else if (name.Contains("load_", StringComparison.Ordinal) || name.Contains("store_", StringComparison.Ordinal))
            {
                highest = Math.Max(highest, name[^1] - '0' + wide);
            }
        }

        return highest;
    }

    public void Write(MethodSource method, List<byte> block)
    {
        var flags = method.IsAbstract ? (int)MethodFlags.Abstract : 0;
        var args = (byte)method.Arguments;
        var locals = method.Locals ?? 0;
        if (IsLong(method))
        {
            block.AddRange([(byte)((flags | (int)MethodFlags.Extended) << 4), method.Stack, args, locals]);
        }
        else
        {
            block.AddRange([(byte)((flags << 4) | method.Stack), (byte)((args << 4) | locals)]);
        }

        var code = block.Count;
        foreach (var line in method.Code)
        {
            try
            {
                Line(method, line, block);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException or IndexOutOfRangeException)
            {
                throw new AssemblyException(line.Line, $"{line.Info?.Mnemonic} {string.Join(' ', line.Operands)}: {e.Message}");
            }

            if (block.Count - code != line.Offset + line.Length)
            {
                throw new AssemblyException(line.Line, $"{line.Info?.Mnemonic} has the wrong number of operands");
            }
        }
    }

    private static bool IsLong(MethodSource method) => method.Stack > 15 || method.Arguments > 15 || method.Locals > 15;

    private void Line(MethodSource method, CodeLine line, List<byte> block)
    {
        if (line.Info is not { } info)
        {
            block.AddRange(line.Bytes);
            return;
        }

        block.Add((byte)info.Opcode);
        var words = line.Operands;
        switch (info.Operands)
        {
            case OperandLayout.None:
                break;
            case OperandLayout.Byte:
                block.Add((byte)checked((sbyte)AssemblyParser.Number(words[0])));
                break;
            case OperandLayout.Short:
                U2(block, (short)AssemblyParser.Number(words[0]));
                break;
            case OperandLayout.Int:
                U4(block, AssemblyParser.Number(words[0]));
                break;
            case OperandLayout.Local:
                block.Add(AssemblyParser.Byte(words[0]));
                break;
            case OperandLayout.LocalByte:
                block.AddRange([AssemblyParser.Byte(words[0]), (byte)checked((sbyte)AssemblyParser.Number(words[1]))]);
                break;
            case OperandLayout.LocalShort:
                block.Add(AssemblyParser.Byte(words[0]));
                U2(block, checked((short)AssemblyParser.Number(words[1])));
                break;
            case OperandLayout.Nibbles:
                block.Add((byte)((AssemblyParser.Byte(words[0]) << 4) | AssemblyParser.Byte(words[1])));
                break;
            case OperandLayout.Branch1:
                block.Add((byte)checked((sbyte)Distance(method, line, words[0])));
                break;
            case OperandLayout.Branch2:
                U2(block, Distance(method, line, words[0]));
                break;
            case OperandLayout.ArrayType:
                block.Add(ArrayType(words[0]));
                break;
            case OperandLayout.Switch:
                Switch(method, line, block);
                break;
            default:
                Constant(line, block);
                break;
        }
    }

    private void Constant(CodeLine line, List<byte> block)
    {
        var words = line.Operands;
        switch (line.Info!.Operands)
        {
            case OperandLayout.Index1:
                ByteIndices.Add(block.Count);
                block.Add(checked((byte)Index(line, words)));
                break;
            case OperandLayout.Index2:
                Byte2Indices.Add(block.Count);
                U2(block, Index(line, words));
                break;
            case OperandLayout.Interface:
                // CLASS.METHOD(…), or NARGS #INDEX TOKEN
                var (type, token, nargs) = words.Length == 3
                    ? (AssemblyParser.Number(words[1].TrimStart('#')), AssemblyParser.Byte(words[2]), AssemblyParser.Byte(words[0]))
                    : pool.Interface(words[0], line.Line);
                block.Add(nargs);
                Byte2Indices.Add(block.Count);
                U2(block, type);
                block.Add(token);
                break;
            default:
                Cast(line, block);
                break;
        }
    }

    private void Cast(CodeLine line, List<byte> block)
    {
        var text = line.Operands[0];
        if (text is "boolean[]" or "byte[]" or "short[]" or "int[]")
        {
            block.AddRange([ArrayType(text[..^2]), 0, 0]);
            return;
        }

        block.Add(text.EndsWith("[]", StringComparison.Ordinal) ? (byte)14 : (byte)0);
        Byte2Indices.Add(block.Count);
        U2(block, Index(line, [text.EndsWith("[]", StringComparison.Ordinal) ? text[..^2] : text]));
    }

    // #INDEX, or [super] NAME [as TYPE]
    private int Index(CodeLine line, string[] words)
    {
        if (words[0].StartsWith('#'))
        {
            return AssemblyParser.Number(words[0][1..]);
        }

        var super = words[0] == "super";
        var name = words[super ? 1 : 0];
        var type = Array.IndexOf(words, "as") is > 0 and var at ? words[at + 1] : null;
        var mnemonic = line.Info!.Mnemonic;
        return line.Info.Opcode switch
        {
            Opcode.New or Opcode.ANewArray or Opcode.CheckCast or Opcode.InstanceOf => pool.Class(name, line.Line),
            Opcode.InvokeVirtual => pool.Virtual(name, false, type, line.Line),
            Opcode.InvokeSpecial when super => pool.Virtual(name, true, type, line.Line),
            Opcode.InvokeSpecial or Opcode.InvokeStatic => pool.Static(name, type, line.Line),
            _ => pool.Field(name, mnemonic.Contains("static", StringComparison.Ordinal), type, line.Line),
        };
    }

    private static void Switch(MethodSource method, CodeLine line, List<byte> block)
    {
        var words = line.Operands;
        U2(block, Distance(method, line, words[0]));
        var wide = line.Info!.Opcode is Opcode.ITableSwitch or Opcode.ILookupSwitch;
        if (line.Info.Opcode is Opcode.STableSwitch or Opcode.ITableSwitch)
        {
            Key(block, AssemblyParser.Number(words[1]), wide);
            Key(block, AssemblyParser.Number(words[2]), wide);
            foreach (var target in words[3..])
            {
                U2(block, Distance(method, line, target));
            }

            return;
        }

        U2(block, words.Length - 1);
        foreach (var pair in words[1..])
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            Key(block, AssemblyParser.Number(pair[..colon]), wide);
            U2(block, Distance(method, line, pair[(colon + 1)..]));
        }
    }

    private static int Distance(MethodSource method, CodeLine line, string target)
    {
        if (target[0] is '+' or '-')
        {
            return AssemblyParser.Number(target.TrimStart('+'));
        }

        return method.Labels.TryGetValue(target, out var at) ? at - line.Offset : throw new FormatException($"no label {target}");
    }

    private static byte ArrayType(string name) => name switch
    {
        "boolean" => 10,
        "byte" => 11,
        "short" => 12,
        "int" => 13,
        _ => AssemblyParser.Byte(name),
    };

    private static void Key(List<byte> block, int value, bool wide)
    {
        if (wide)
        {
            U4(block, value);
        }
        else
        {
            U2(block, checked((short)value));
        }
    }

    internal static void U2(List<byte> block, int value) => block.AddRange([(byte)(value >> 8), (byte)value]);

    private static void U4(List<byte> block, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        block.AddRange(bytes);
    }
}
