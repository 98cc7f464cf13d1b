using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Assembling;

/// <content>Descriptor (JCVM 6.14) with its type descriptors (6.9.1).</content>
internal sealed partial class ComponentWriter
{
    private readonly List<byte> _types = [];
    private readonly Dictionary<string, int> _typeOffsets = [];

    private byte[] Descriptor()
    {
        var bytes = new List<byte>();
        if (_package.IsExtended)
        {
            bytes.Add(1);
        }

        bytes.Add((byte)_package.Classes.Count);

        // Offsets of types count from constant_pool_count.
        var start = 2 + (2 * _pool.All.Count);
        var pool = new List<byte>();
        CodeWriter.U2(pool, _pool.All.Count);
        foreach (var constant in _pool.All)
        {
            CodeWriter.U2(pool, constant.Type is { } type ? Type(type, start, 0) : 0xFFFF);
        }

        foreach (var type in _package.Classes)
        {
            Class(type, bytes, start);
        }

        return [.. bytes, .. pool, .. _types];
    }

    private void Class(ClassSource type, List<byte> bytes, int types)
    {
        var interfaces = type.IsInterface ? [] : _layout[type].Interfaces;
        var methods = type.IsInterface ? InterfaceMethods(type) : type.Methods;
        bytes.AddRange([type.Token, (byte)type.Access]);
        CodeWriter.U2(bytes, type.Offset);
        bytes.Add((byte)interfaces.Count);
        CodeWriter.U2(bytes, type.Fields.Count);
        CodeWriter.U2(bytes, methods.Count);
        References(bytes, interfaces, type.Line);
        foreach (var field in type.Fields)
        {
            bytes.AddRange([field.Token, (byte)field.Access]);
            bytes.AddRange(field.IsStatic
                ? [0, (byte)(field.ImageOffset >> 8), (byte)field.ImageOffset]
                : [(byte)(type.Offset >> 8), (byte)type.Offset, field.Token]);
            CodeWriter.U2(bytes, field.Type switch { "Z" => 0x8002, "B" => 0x8003, "S" => 0x8004, "I" => 0x8005, _ => Type(field.Type, types, field.Line) });
        }

        foreach (var method in methods)
        {
            bytes.AddRange([method.Token, (byte)method.Access]);
            Location(bytes, type.IsInterface ? default : method.Location);
            CodeWriter.U2(bytes, Type(method.Descriptor, types, method.Line));
            CodeWriter.U2(bytes, type.IsInterface ? 0 : method.CodeLength);
            CodeWriter.U2(bytes, method.Handlers.Count);
            CodeWriter.U2(bytes, method.Handlers.Count == 0 ? 0 : method.HandlerIndex);
        }
    }

    // The methods of an interface are listed with those that it inherits.
    private List<MethodSource> InterfaceMethods(ClassSource type) =>
    [
        .. _layout.InterfaceMethods(type.Name, type.Line).Select((signature, token) =>
            type.Methods.Find(m => m.Signature == signature) ?? new MethodSource
            {
                Access = AccessFlags.Public | AccessFlags.InterfaceOrAbstractMethod,
                Name = signature[..signature.IndexOf('(', StringComparison.Ordinal)],
                Descriptor = signature[signature.IndexOf('(', StringComparison.Ordinal)..],
                Line = type.Line,
                Token = (byte)token,
            }),
    ];

    private int Type(string descriptor, int start, int line)
    {
        if (_typeOffsets.TryGetValue(descriptor, out var known))
        {
            return known;
        }

        var nibbles = MethodDescriptorText.Split(descriptor).SelectMany(t => Nibbles(t, line)).ToList();
        var offset = start + _types.Count;
        _typeOffsets.Add(descriptor, offset);
        _types.Add(checked((byte)nibbles.Count));
        for (var i = 0; i < nibbles.Count; i += 2)
        {
            _types.Add((byte)((nibbles[i] << 4) | (i + 1 < nibbles.Count ? nibbles[i + 1] : 0)));
        }

        return offset;
    }

    private IEnumerable<int> Nibbles(string type, int line)
    {
        var kind = type switch
        {
            "V" => TypeKind.Void,
            "Z" => TypeKind.Boolean,
            "B" => TypeKind.Byte,
            "S" => TypeKind.Short,
            "I" => TypeKind.Int,
            "[Z" => TypeKind.BooleanArray,
            "[B" => TypeKind.ByteArray,
            "[S" => TypeKind.ShortArray,
            "[I" => TypeKind.IntArray,
            ['[', ..] => TypeKind.ReferenceArray,
            _ => TypeKind.Reference,
        };
        if (kind is not (TypeKind.Reference or TypeKind.ReferenceArray))
        {
            return [(int)kind];
        }

        var reference = _layout.Reference(type.TrimStart('[')[1..^1], line).Value;
        return [(int)kind, reference >> 12, (reference >> 8) & 0xF, (reference >> 4) & 0xF, reference & 0xF];
    }
}
