using Tsms.JavaCard.Bytecode;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Assembling;

/// <summary>A package as the source states it; layout fills in tokens and offsets.</summary>
internal sealed class PackageSource
{
    public string Name { get; set; } = "";

    public required Aid Aid { get; init; }

    public required PackageVersion Version { get; init; }

    public byte Minor { get; set; } = 1;

    public bool IsExtended { get; set; }

    public bool HasExport { get; set; }

    public bool HasDescriptor { get; set; } = true;

    /// <summary>Flags of the header in place of those that follow from the content.</summary>
    public byte? Flags { get; set; }

    public List<(Aid Aid, PackageVersion Version, string Name)> Imports { get; } = [];

    public List<(Aid Aid, string Class, int Line)> Applets { get; } = [];

    public List<ClassSource> Classes { get; } = [];

    public List<ConstantSource> Constants { get; } = [];

    public List<(ushort Id, byte[] Bytes)> Resources { get; } = [];
}

/// <summary>A constant with its bytes, and its type for the Descriptor component.</summary>
internal sealed record ConstantSource(byte Tag, byte Byte1, byte Byte2, byte Byte3, string? Type);

/// <summary>A class or interface.</summary>
internal sealed class ClassSource
{
    public required string Name { get; init; }

    public required int Line { get; init; }

    public required bool IsInterface { get; init; }

    public required AccessFlags Access { get; init; }

    public required byte Block { get; init; }

    public string Super { get; init; } = "java/lang/Object";

    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>Tokens of the superclass in the order of this class's own; empty: the same tokens.</summary>
    public IReadOnlyList<byte> Tokens { get; init; } = [];

    /// <summary>Public methods that a subclass of format 2.2 or earlier inherits; null: all.</summary>
    public byte? Inheritable { get; init; }

    public List<FieldSource> Fields { get; } = [];

    public List<MethodSource> Methods { get; } = [];

    public ushort Offset { get; set; }

    public byte Token { get; set; } = 0xFF;

    public IEnumerable<FieldSource> Instance => Fields.Where(f => !f.IsStatic);

    public IEnumerable<FieldSource> Statics => Fields.Where(f => f.IsStatic);
}

/// <summary>A field.</summary>
internal sealed record FieldSource(AccessFlags Access, string Name, string Type, byte[]? Value, int Line)
{
    public bool IsStatic => (Access & AccessFlags.Static) != 0;

    public bool IsReference => Type[0] is '[' or 'L';

    public bool IsVisible => (Access & (AccessFlags.Public | AccessFlags.Protected)) != 0;

    public int Cells => Type == "I" ? 2 : 1;

    public int ImageBytes => Type switch { "I" => 4, "B" or "Z" => 1, _ => 2 };

    public byte Token { get; set; } = 0xFF;

    public ushort ImageOffset { get; set; }
}

/// <summary>A method.</summary>
internal sealed class MethodSource
{
    public required AccessFlags Access { get; init; }

    public required string Name { get; init; }

    public required string Descriptor { get; init; }

    public required int Line { get; init; }

    public byte Stack { get; set; } = 16;

    public byte? Locals { get; set; }

    public byte? NArgs { get; set; }

    public List<CodeLine> Code { get; } = [];

    public List<(string Start, string End, string Handler, string Type, int Line)> Handlers { get; } = [];

    public Dictionary<string, int> Labels { get; } = [];

    public MethodLocation Location { get; set; }

    public byte Token { get; set; } = 0xFF;

    public int HandlerIndex { get; set; }

    public int CodeLength { get; set; }

    public string Signature => Name + Descriptor;

    public bool IsStatic => (Access & AccessFlags.Static) != 0;

    public bool IsAbstract => (Access & AccessFlags.InterfaceOrAbstractMethod) != 0;

    public bool IsConstructor => Name == "<init>";

    public bool IsVisible => (Access & (AccessFlags.Public | AccessFlags.Protected)) != 0;

    public bool IsVirtual => !IsStatic && !IsConstructor && (Access & AccessFlags.Private) == 0;

    public int Arguments => NArgs ?? (MethodDescriptorText.ArgumentWords(Descriptor) + (IsStatic ? 0 : 1));
}

/// <summary>An instruction of the source, or bytes when it has none.</summary>
internal sealed record CodeLine(OpcodeInfo? Info, string[] Operands, byte[] Bytes, int Length, int Line)
{
    public int Offset { get; set; }
}
