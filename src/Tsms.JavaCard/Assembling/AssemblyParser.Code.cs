using Tsms.JavaCard.Bytecode;

namespace Tsms.JavaCard.Assembling;

/// <content>Bodies of methods: labels, instructions, handlers.</content>
internal sealed partial class AssemblyParser
{
    private void Body(string[] words)
    {
        var method = _method!;
        switch (words[0])
        {
            case "end":
                _method = null;
                return;
            case "try":
                // try START END HANDLER CLASS|any
                method.Handlers.Add((words[1], words[2], words[3], words[4], _line));
                return;
            case "bytes":
                Add(null, words[1..], Convert.FromHexString(string.Concat(words[1..])), null);
                return;
        }

        if (words[0].EndsWith(':'))
        {
            method.Labels.Add(words[0][..^1], method.CodeLength);
            if (words.Length > 1)
            {
                Body(words[1..]);
            }

            return;
        }

        if (!Opcodes.TryFind(words[0], out var info))
        {
            throw new FormatException($"{words[0]} is no instruction");
        }

        Add(info, words[1..], [], info.Length == OpcodeInfo.Variable ? SwitchLength(info.Opcode, words.Length - 1) : info.Length);
    }

    private void Add(OpcodeInfo? info, string[] operands, byte[] bytes, int? length)
    {
        var line = new CodeLine(info, operands, bytes, length ?? bytes.Length, _line) { Offset = _method!.CodeLength };
        _method.Code.Add(line);
        _method.CodeLength += line.Length;
    }

    // stableswitch DEFAULT LOW HIGH TARGET…; slookupswitch DEFAULT KEY:TARGET…
    private static int SwitchLength(Opcode opcode, int operands) => opcode switch
    {
        Opcode.STableSwitch => 7 + (2 * (operands - 3)),
        Opcode.ITableSwitch => 11 + (2 * (operands - 3)),
        Opcode.SLookupSwitch => 5 + (4 * (operands - 1)),
        _ => 5 + (6 * (operands - 1)),
    };
}
