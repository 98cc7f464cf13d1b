using Tsms.JavaCard;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Runtime;
using ClassInfo = Tsms.VirtualCard.Machine.ClassInfo;
using PackageInfo = Tsms.VirtualCard.Machine.PackageInfo;

namespace Tsms.VirtualCard.Linking;

/// <summary>
/// Links a CAP, compact (2.1 to 2.3) or extended, against the packages of the card. It makes no object: <see cref="StaticFieldLoader"/> does. The method
/// blocks of an extended one lie one after the other; its packages are one for the card, with one context, and parts that others import (JCVM 3.1, 6.1).
/// </summary>
/// <param name="cap">The package.</param>
/// <param name="context">Number of its context.</param>
/// <param name="known">Finds a package of the card, its own or loaded, by AID.</param>
internal sealed partial class PackageLinker(CapFile cap, int context, Func<Aid, PackageInfo?> known)
{
    private readonly Dictionary<int, MethodInfo> _methods = [];
    private readonly int[] _blockStarts = Starts(cap.Method.Blocks);
    private PackageInfo _package = null!;

    /// <summary>Links.</summary>
    /// <exception cref="CardFault">6A80: an import is not to be had, or the file contradicts itself; the reason names what.</exception>
    public PackageInfo Link()
    {
        var imports = cap.Import.Packages.Select(Import).ToArray();
        _package = new PackageInfo
        {
            Aid = cap.Aid,
            Name = (cap.Header.IsExtended ? null : cap.Header.Package.Name) ?? cap.Aid.ToString(),
            Major = cap.Header.Version.Major,
            Minor = cap.Header.Version.Minor,
            Context = context,
            LoadFile = cap.LoadFileDataBlock(withDescriptor: true),
            Code = [.. cap.Method.Blocks.SelectMany(b => b.Bytes.ToArray())],
            Handlers =
            [
                .. cap.Method.Blocks.SelectMany((b, i) => b.Handlers.Select(h => new HandlerInfo(
                    _blockStarts[i] + h.StartOffset, _blockStarts[i] + h.EndOffset, _blockStarts[i] + h.HandlerOffset, h.CatchTypeIndex))),
            ],
            Imports = imports,
            Resources = Resources(cap),
            ChargedBytes = ChargeOf(cap),
        };

        foreach (var type in cap.Class.Interfaces)
        {
            LinkInterface(type);
        }

        foreach (var type in cap.Class.Classes)
        {
            LinkClass(type);
        }

        if (cap.Header.IsExtended)
        {
            _package.Parts = [.. (cap.Export?.Packages ?? []).Zip(cap.Header.Packages, Part)];
        }
        else
        {
            _package.Exports = [.. (cap.Export?.Packages[0].Classes ?? []).Select(Export)];
        }

        _package.Pool = new PoolEntry[cap.ConstantPool.Entries.Length];
        return _package;
    }

    /// <summary>Resolves the constant pool; the static field image has to be there.</summary>
    /// <exception cref="CardFault">6A80: it refers to something that is not to be had.</exception>
    public void Resolve()
    {
        for (var i = 0; i < _package.Pool.Length; i++)
        {
            _package.Pool[i] = ResolveEntry(cap.ConstantPool.Entries[i], i);
        }

        foreach (var applet in cap.Applet?.Applets ?? [])
        {
            var install = Method(applet.Install);
            if (install.ArgumentWords != 3)
            {
                throw Refuse($"install of module {applet.Aid} takes {install.ArgumentWords} words, not 3");
            }

            if (!_package.Modules.TryAdd(applet.Aid, install))
            {
                throw Refuse($"it has module {applet.Aid} twice");
            }
        }
    }

    /// <summary>Persistent bytes of a package without its objects: what the card keeps of the components, and the static field image.</summary>
    public static int ChargeOf(CapFile cap) =>
        cap.StaticField.ImageSize
        + new[] { ComponentTag.Header, ComponentTag.Import, ComponentTag.Applet, ComponentTag.Class, ComponentTag.Method, ComponentTag.ConstantPool, ComponentTag.Export, ComponentTag.StaticResources }
            .Sum(tag => cap.Find(tag)?.Info.Length ?? 0);

    private PackageInfo Import(JavaCard.Components.PackageInfo wanted)
    {
        var found = known(wanted.Aid) ?? throw Refuse($"it imports package {wanted.Aid} version {wanted.Version}, which the card does not have");
        return new PackageVersion(found.Major, found.Minor).Satisfies(wanted.Version)
            ? found
            : throw Refuse($"it imports {found.Name} ({wanted.Aid}) version {wanted.Version}; the card has {found.Major}.{found.Minor}");
    }

    private ExportedClass? Export(ClassExport export) => _package.Classes.TryGetValue(export.ClassOffset, out var type)
        ? new ExportedClass(type, [.. export.StaticFieldOffsets.Select(o => (int)o)], [.. export.StaticMethods.Select(Method)])
        : throw Refuse($"it exports a class at {export.ClassOffset}, where none begins");

    // A public package of an extended CAP, as others import it.
    private PackageInfo Part(PackageExport export, JavaCard.Components.PackageInfo package) => new()
    {
        Aid = package.Aid,
        Name = package.Name ?? package.Aid.ToString(),
        Major = package.Version.Major,
        Minor = package.Version.Minor,
        Context = context,
        Exports = [.. export.Classes.Select(Export)],
    };

    private static int[] Starts(IReadOnlyList<MethodBlock> blocks)
    {
        var starts = new int[blocks.Count];
        for (var i = 1; i < starts.Length; i++)
        {
            starts[i] = starts[i - 1] + blocks[i - 1].Bytes.Length;
        }

        return starts;
    }

    private static Dictionary<short, ReadOnlyMemory<byte>> Resources(CapFile cap)
    {
        var resources = new Dictionary<short, ReadOnlyMemory<byte>>();
        foreach (var resource in cap.StaticResources?.Resources ?? [])
        {
            resources[(short)resource.Id] = resource.Bytes;
        }

        return resources;
    }

    private MethodInfo Method(MethodLocation location)
    {
        var header = cap.Method.HeaderAt(location);
        var start = _blockStarts[location.Block];
        var place = start + location.Offset;
        if (_methods.TryGetValue(place, out var method))
        {
            return method;
        }

        method = new MethodInfo
        {
            Package = _package,
            Name = $"{_package.Name}@{place}",
            Id = place,
            Block = start,
            Start = start + header.CodeOffset,
            ArgumentWords = header.NArgs,
            LocalWords = header.MaxLocals,
            StackWords = header.MaxStack,
            IsAbstract = header.IsAbstract,
        };
        _methods.Add(place, method);
        return method;
    }

    private ClassInfo Class(ClassRef reference, string what)
    {
        if (reference.IsInternal)
        {
            return _package.Classes.TryGetValue(reference.Offset, out var own)
                ? own
                : throw Refuse($"{what} refers to a class at {reference.Offset}, where none begins");
        }

        return External(reference.PackageToken, reference.ClassToken, what).Class;
    }

    private ExportedClass External(int packageToken, int classToken, string what)
    {
        if (packageToken >= _package.Imports.Length)
        {
            throw Refuse($"{what} refers to import {packageToken} of {_package.Imports.Length}");
        }

        var package = _package.Imports[packageToken];
        return (classToken < package.Exports.Length ? package.Exports[classToken] : null)
            ?? throw Refuse($"{what} refers to class {classToken} of {package.Name} ({package.Aid}), which the card does not have");
    }

    private CardFault Refuse(string why) => new(StatusWord.WrongData, $"Package {cap.Aid} cannot be linked: {why}.");
}
