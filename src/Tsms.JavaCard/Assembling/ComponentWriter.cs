using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;
using Tsms.JavaCard.Reading;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Assembling;

/// <summary>Writes the components of a package (JCVM 3.1, chapter 6).</summary>
internal sealed partial class ComponentWriter
{
    private readonly PackageSource _package;
    private readonly PackageLayout _layout;
    private readonly ConstantPoolBuilder _pool;
    private readonly SortedDictionary<ComponentTag, byte[]> _infos = [];

    private ComponentWriter(PackageSource package, IExportLookup exports)
    {
        _package = package;
        _layout = new PackageLayout(package, exports);
        _pool = new ConstantPoolBuilder(package, _layout);
    }

    /// <summary>The components one after the other in load order.</summary>
    public static byte[] LoadFile(PackageSource package, IExportLookup exports)
    {
        var writer = new ComponentWriter(package, exports);
        writer.Methods();
        writer._infos[ComponentTag.Header] = writer.Header();
        writer._infos[ComponentTag.Import] = writer.Import();
        writer._infos[ComponentTag.Class] = writer.Classes();
        writer._infos[ComponentTag.StaticField] = writer.StaticFields();
        if (package.Applets.Count > 0)
        {
            writer._infos[ComponentTag.Applet] = writer.Applets();
        }

        if (package.HasExport)
        {
            writer._infos[ComponentTag.Export] = writer.Export();
        }

        if (package.Resources.Count > 0)
        {
            writer._infos[ComponentTag.StaticResources] = writer.Resources();
        }

        // The Descriptor names no constant, but it lists them all, so it comes last.
        if (package.HasDescriptor)
        {
            writer._infos[ComponentTag.Descriptor] = writer.Descriptor();
        }

        writer._infos[ComponentTag.ConstantPool] = writer.Constants();
        writer._infos[ComponentTag.Directory] = writer.Directory();
        return [.. CapFile.LoadOrder.Where(writer._infos.ContainsKey).SelectMany(writer.Component)];
    }

    private IEnumerable<byte> Component(ComponentTag tag)
    {
        var info = _infos[tag];
        var size = new List<byte> { (byte)tag };
        Size(size, ComponentSplitter.HasLongSize(tag, _package.IsExtended), info.Length);
        return size.Concat(info);
    }

    private byte[] Header()
    {
        var flags = _package.Flags ?? (byte)((UsesInt ? CapFlags.Int : 0)
            | (_package.HasExport ? CapFlags.Export : 0)
            | (_package.Applets.Count > 0 ? CapFlags.Applet : 0)
            | (_package.IsExtended ? CapFlags.Extended : 0));
        var bytes = new List<byte> { 0xDE, 0xCA, 0xFF, 0xED, _package.Minor, 2, flags };
        Package(bytes, _package.Aid, _package.Version);
        var name = System.Text.Encoding.UTF8.GetBytes(_package.Name);
        if (_package.IsExtended)
        {
            // Packages that export nothing are not listed.
            bytes.Add(_package.HasExport ? (byte)1 : (byte)0);
            if (_package.HasExport)
            {
                Package(bytes, _package.Aid, _package.Version);
            }
        }

        if (_package.Minor >= 2 && (!_package.IsExtended || _package.HasExport))
        {
            bytes.Add((byte)name.Length);
            bytes.AddRange(name);
        }

        return [.. bytes];
    }

    private bool UsesInt =>
        _package.Classes.Any(c => c.Fields.Any(f => f.Type is "I" or "[I")
            || c.Methods.Any(m => MethodDescriptorText.Split(m.Descriptor).Any(t => t is "I" or "[I") || m.Code.Any(IsInt)));

    private static bool IsInt(CodeLine line) =>
        line.Info is { } info && ((info.Mnemonic[0] == 'i' && !info.Mnemonic.StartsWith("if", StringComparison.Ordinal) && !info.Mnemonic.StartsWith("in", StringComparison.Ordinal))
            || info.Mnemonic is "ineg" or "s2i" or "iinc" or "iinc_w" || info.Mnemonic.Split('_') is [_, "i", ..]
            || (info.Opcode is Bytecode.Opcode.NewArray or Bytecode.Opcode.CheckCast or Bytecode.Opcode.InstanceOf && line.Operands.ElementAtOrDefault(0) is "int" or "13" or "int[]"));

    private byte[] Directory()
    {
        var last = _package.Minor switch { 1 => ComponentTag.Descriptor, 2 => ComponentTag.Debug, _ => ComponentTag.StaticResources };
        var bytes = new List<byte>();
        var own = 0;
        for (var tag = ComponentTag.Header; tag <= last; tag++)
        {
            own = tag == ComponentTag.Directory ? bytes.Count : own;
            Size(bytes, ComponentSplitter.HasLongSize(tag, _package.IsExtended), _infos.GetValueOrDefault(tag)?.Length ?? 0);
        }

        var arrays = _layout.Statics.Where(f => f is { IsReference: true, Value: not null }).ToList();
        CodeWriter.U2(bytes, _layout.Statics.Sum(f => f.ImageBytes));
        CodeWriter.U2(bytes, arrays.Count);
        CodeWriter.U2(bytes, arrays.Sum(f => f.Value!.Length));
        bytes.AddRange([(byte)_package.Imports.Count, (byte)_package.Applets.Count]);
        if (_package.IsExtended)
        {
            bytes.Add((byte)BlockCount);
        }

        bytes.Add(0);
        (bytes[own], bytes[own + 1]) = ((byte)(bytes.Count >> 8), (byte)bytes.Count);
        return [.. bytes];
    }

    private byte[] Import()
    {
        var bytes = new List<byte> { (byte)_package.Imports.Count };
        foreach (var (aid, version, _) in _package.Imports)
        {
            Package(bytes, aid, version);
        }

        return [.. bytes];
    }

    private byte[] Applets()
    {
        var bytes = new List<byte> { (byte)_package.Applets.Count };
        foreach (var (aid, name, line) in _package.Applets)
        {
            var install = _layout.Own(name)?.Methods.Find(m => m is { IsStatic: true, Signature: "install([BSB)V" })
                ?? throw new AssemblyException(line, $"{name} has no static method install([BSB)V");
            bytes.Add((byte)aid.Length);
            bytes.AddRange(aid.Span);
            Location(bytes, install.Location);
        }

        return [.. bytes];
    }

    private byte[] StaticFields()
    {
        var statics = _layout.Statics;
        var bytes = new List<byte>();
        CodeWriter.U2(bytes, statics.Sum(f => f.ImageBytes));
        CodeWriter.U2(bytes, statics.Count(f => f.IsReference));
        var arrays = statics.Where(f => f is { IsReference: true, Value: not null }).ToList();
        CodeWriter.U2(bytes, arrays.Count);
        foreach (var array in arrays)
        {
            bytes.Add(array.Type switch { "[Z" => 2, "[B" => 3, "[S" => 4, "[I" => 5, _ => throw new AssemblyException(array.Line, $"{array.Type} cannot be initialized") });
            CodeWriter.U2(bytes, array.Value!.Length);
            bytes.AddRange(array.Value);
        }

        CodeWriter.U2(bytes, statics.Where(f => f is { IsReference: false, Value: null }).Sum(f => f.ImageBytes));
        var values = statics.Where(f => f is { IsReference: false, Value: not null }).SelectMany(f => f.Value!).ToList();
        CodeWriter.U2(bytes, values.Count);
        bytes.AddRange(values);
        return [.. bytes];
    }

    private byte[] Export()
    {
        var bytes = new List<byte>();
        if (_package.IsExtended)
        {
            bytes.Add(1);
        }

        var exported = _package.Classes.Where(_layout.IsExported).OrderBy(c => c.Token).ToList();
        bytes.Add((byte)exported.Count);
        foreach (var type in exported)
        {
            var fields = type.Statics.Where(f => f.Token != 0xFF).OrderBy(f => f.Token).ToList();
            var methods = type.Methods.Where(m => (m.IsStatic || m.IsConstructor) && m.Token != 0xFF).OrderBy(m => m.Token).ToList();
            CodeWriter.U2(bytes, type.Offset);
            bytes.AddRange([(byte)fields.Count, (byte)methods.Count]);
            fields.ForEach(f => CodeWriter.U2(bytes, f.ImageOffset));
            methods.ForEach(m => Location(bytes, m.Location));
        }

        return [.. bytes];
    }

    private byte[] Constants()
    {
        var bytes = new List<byte>();
        CodeWriter.U2(bytes, _pool.All.Count);
        foreach (var constant in _pool.All)
        {
            bytes.AddRange([constant.Tag, constant.Byte1, constant.Byte2, constant.Byte3]);
        }

        return [.. bytes];
    }

    private byte[] Resources()
    {
        var bytes = new List<byte>();
        CodeWriter.U2(bytes, _package.Resources.Count);
        foreach (var (id, content) in _package.Resources)
        {
            CodeWriter.U2(bytes, id);
            Size(bytes, true, content.Length);
        }

        bytes.AddRange(_package.Resources.SelectMany(r => r.Bytes));
        return [.. bytes];
    }

    private void Location(List<byte> bytes, MethodLocation location)
    {
        if (_package.IsExtended)
        {
            bytes.Add(location.Block);
        }

        CodeWriter.U2(bytes, location.Offset);
    }

    private static void Package(List<byte> bytes, Aid aid, PackageVersion version)
    {
        bytes.AddRange([version.Minor, version.Major, (byte)aid.Length]);
        bytes.AddRange(aid.Span);
    }

    private static void Size(List<byte> bytes, bool isLong, int size)
    {
        if (isLong)
        {
            CodeWriter.U2(bytes, size >> 16);
        }

        CodeWriter.U2(bytes, isLong ? size : checked((ushort)size));
    }
}
