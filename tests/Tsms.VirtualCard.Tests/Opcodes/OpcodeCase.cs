using System.Text.Json;
using Tsms.JavaCard.Bytecode;
using OpcodeTable = Tsms.JavaCard.Bytecode.Opcodes;

namespace Tsms.VirtualCard.Tests.Opcodes;

/// <summary>
/// What a piece of byte code does, as the files in Opcodes/ tell it. A word is a number or the name of an object of <see cref="OpcodeMachine"/>.
/// </summary>
/// <param name="Op">The byte code it is about, by its name in JCVM 3.0.5, 8.1.</param>
/// <param name="Code">The code.</param>
/// <param name="Stack">Words on the operand stack before; the last is the top.</param>
/// <param name="Locals">Words of locals before.</param>
/// <param name="After">Words on the operand stack after; null when it throws.</param>
/// <param name="LocalsAfter">Words of locals after; null: not looked at.</param>
/// <param name="Throws">Class of the exception that leaves the code.</param>
/// <param name="Handlers">Start, end, target (relative to the code), index of the class to catch. A handler finds the stack empty and puts the sentinel 5A5A back.</param>
/// <param name="Callee">Code of a static method of the case's own: constant 19 calls it without arguments, 20 with one word.</param>
/// <param name="Heap">Objects that differ afterwards: fields or components by name of the object. All others are as they were, also after an exception.</param>
public sealed record OpcodeCase(
    string Op,
    string Code,
    JsonElement[]? Stack = null,
    JsonElement[]? Locals = null,
    JsonElement[]? After = null,
    JsonElement[]? LocalsAfter = null,
    string? Throws = null,
    int[][]? Handlers = null,
    string? Callee = null,
    Dictionary<string, JsonElement[]>? Heap = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public byte[] Bytes => Convert.FromHexString(Code.Replace(" ", "", StringComparison.Ordinal));

    public byte[] CalleeBytes => Convert.FromHexString(Callee ?? "7A");

    /// <summary>The entry of the one opcode table.</summary>
    public OpcodeInfo Info => OpcodeTable.All.Single(o => o.Mnemonic == Op);

    public static IReadOnlyList<(string File, int Line, OpcodeCase Case)> All { get; } = ReadAll();

    private static List<(string File, int Line, OpcodeCase Case)> ReadAll() =>
    [
        .. Directory.GetFiles(Path.Combine(Tests.Runtime.TestFiles.Root, "tests", "Tsms.VirtualCard.Tests", "Opcodes"), "*.json")
            .Order(StringComparer.Ordinal)
            .SelectMany(file => JsonSerializer.Deserialize<OpcodeCase[]>(File.ReadAllText(file), Options)!
                .Select((entry, i) => (Path.GetFileNameWithoutExtension(file), i, entry))),
    ];
}
