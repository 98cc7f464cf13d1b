using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Assembling;

/// <content>Class, Method and ReferenceLocation.</content>
internal sealed partial class ComponentWriter
{
    private int BlockCount => _package.Classes.Select(c => c.Block + 1).DefaultIfEmpty(1).Max();

    private byte[] Classes()
    {
        var bytes = new List<byte>();
        if (_package.Minor >= 2)
        {
            CodeWriter.U2(bytes, 0);
        }

        foreach (var type in _package.Classes)
        {
            var layout = _layout[type];
            var flags = (type.IsInterface ? ClassFlags.Interface : 0) | (layout.IsShareable ? ClassFlags.Shareable : 0);
            bytes.Add((byte)(((int)flags << 4) | layout.Interfaces.Count));
            if (type.IsInterface)
            {
                References(bytes, layout.Interfaces, type.Line);
                continue;
            }

            References(bytes, [type.Super], type.Line);
            bytes.AddRange([layout.InstanceSize, layout.FirstReference, layout.ReferenceCount]);
            bytes.AddRange([(byte)layout.PublicBase, (byte)(layout.Public.Count - layout.PublicBase)]);
            bytes.AddRange([(byte)layout.PackageBase, (byte)(layout.Package.Count - layout.PackageBase)]);
            Table(bytes, layout.Public.Skip(layout.PublicBase));
            Table(bytes, layout.Package.Skip(layout.PackageBase));
            for (var i = 0; i < layout.Maps.Count; i++)
            {
                References(bytes, [layout.Interfaces[i]], type.Line);
                bytes.Add((byte)layout.Maps[i].Length);
                bytes.AddRange(layout.Maps[i]);
            }

            if (_package.Minor >= 3)
            {
                bytes.AddRange(layout.Mapping);
                bytes.Add(type.Inheritable ?? (byte)layout.Public.Count);
            }
        }

        return [.. bytes];
    }

    private void Table(List<byte> bytes, IEnumerable<VirtualEntry> entries)
    {
        foreach (var entry in entries)
        {
            Location(bytes, entry.Method?.Location ?? new MethodLocation(_package.IsExtended ? (byte)0xFF : (byte)0, 0xFFFF));
        }
    }

    private void References(List<byte> bytes, IEnumerable<string> names, int line)
    {
        foreach (var name in names)
        {
            CodeWriter.U2(bytes, _layout.Reference(name, line).Value);
        }
    }

    private void Methods()
    {
        var blocks = new List<List<byte>>();
        var locations = new List<byte>();
        for (var i = 0; i < BlockCount; i++)
        {
            var code = new CodeWriter(_pool);
            var block = new List<byte>();
            var methods = _package.Classes.Where(c => !c.IsInterface && c.Block == i).SelectMany(c => c.Methods).ToList();
            Handlers(methods, block, code);
            methods.ForEach(m => code.Write(m, block));
            blocks.Add(block);
            Jumps(locations, code.ByteIndices);
            Jumps(locations, code.Byte2Indices);
        }

        _infos[ComponentTag.Method] = Joined(blocks);
        _infos[ComponentTag.ReferenceLocation] = _package.IsExtended ? [(byte)blocks.Count, .. locations] : [.. locations];
    }

    private byte[] Joined(List<List<byte>> blocks)
    {
        if (!_package.IsExtended)
        {
            return [.. blocks.SelectMany(b => b)];
        }

        var bytes = new List<byte> { (byte)blocks.Count };
        var offset = 1 + (4 * blocks.Count);
        foreach (var block in blocks)
        {
            Size(bytes, true, offset);
            offset += block.Count;
        }

        return [.. bytes, .. blocks.SelectMany(b => b)];
    }

    // start u2, stop(1) length(15), handler u2, catch type u2 (6.10.2)
    private void Handlers(List<MethodSource> methods, List<byte> block, CodeWriter code)
    {
        block.Add(checked((byte)methods.Sum(m => m.Handlers.Count)));
        foreach (var method in methods)
        {
            var begin = method.Location.Offset + CodeWriter.HeaderLength(method);
            for (var i = 0; i < method.Handlers.Count; i++)
            {
                var (start, end, handler, type, line) = method.Handlers[i];
                var (from, to) = (At(method, start, line), At(method, end, line));
                var last = method.Handlers.Skip(i + 1).All(h => At(method, h.Start, h.Line) >= to || At(method, h.End, h.Line) <= from);
                CodeWriter.U2(block, begin + from);
                CodeWriter.U2(block, (last ? 0x8000 : 0) | (to - from));
                CodeWriter.U2(block, begin + At(method, handler, line));
                if (type == "any")
                {
                    CodeWriter.U2(block, 0);
                    continue;
                }

                code.Byte2Indices.Add(block.Count);
                CodeWriter.U2(block, type[0] == '#' ? AssemblyParser.Number(type[1..]) : _pool.Caught(type, line));
            }
        }
    }

    private static int At(MethodSource method, string label, int line) =>
        method.Labels.TryGetValue(label, out var at) ? at : throw new AssemblyException(line, $"no label {label}");

    // Distances, 255 standing for a part of a longer one (6.12)
    private static void Jumps(List<byte> bytes, List<int> offsets)
    {
        var jumps = new List<byte>();
        var before = 0;
        foreach (var offset in offsets)
        {
            var distance = offset - before;
            jumps.AddRange(Enumerable.Repeat((byte)255, distance / 255));
            jumps.Add((byte)(distance % 255));
            before = offset;
        }

        CodeWriter.U2(bytes, jumps.Count);
        bytes.AddRange(jumps);
    }
}
