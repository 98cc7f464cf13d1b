using Tsms.JavaCard.Components;
using Tsms.VirtualCard.Machine;
using CapClass = Tsms.JavaCard.Components.ClassInfo;
using ClassInfo = Tsms.VirtualCard.Machine.ClassInfo;

namespace Tsms.VirtualCard.Linking;

/// <content>Classes: fields, tables of virtual methods, interfaces (JCVM 3.0.5, 6.9).</content>
internal sealed partial class PackageLinker
{
    private void LinkInterface(InterfaceInfo source)
    {
        var supers = source.SuperInterfaces.Select(s => Class(s, "An interface")).ToArray();
        _package.Classes.Add(source.Offset, new ClassInfo
        {
            Name = $"{_package.Name}#{source.Offset}",
            Package = _package,
            Id = source.Offset,
            IsInterface = true,
            Interfaces = InterfaceTables.Closure(null, supers),
            IsShareable = source.IsShareable || supers.Any(s => s.IsShareable),
        });
    }

    private void LinkClass(CapClass source)
    {
        var name = $"{_package.Name}#{source.Offset}";
        if (source.SuperClass.IsNone)
        {
            throw Refuse($"class {name} has no superclass, which only java/lang/Object may");
        }

        var super = Class(source.SuperClass, $"Class {name}");
        if (super.IsInterface)
        {
            throw Refuse($"the superclass of {name} is the interface {super}");
        }

        var listed = source.Interfaces.Select(i => Class(i.Interface, $"Class {name}")).ToArray();
        var type = new ClassInfo
        {
            Name = name,
            Package = _package,
            Id = source.Offset,
            Super = super,
            Interfaces = InterfaceTables.Closure(super, listed),
            ReferenceWords = Fields(source, super),
            NativeWords = super.NativeWords,
            Scope = Scope(source.Offset),
            PublicMethods = PublicTable(source, super),
            PackageMethods = PackageTable(source, super),
        };
        type.IsShareable = type.Interfaces.Any(i => i.IsShareable);
        type.InterfaceMethods = [.. type.Interfaces.Select(i => InterfaceTable(source, type, i, Array.IndexOf(listed, i)))];
        _package.Classes.Add(source.Offset, type);
    }

    private bool[] Fields(CapClass source, ClassInfo super)
    {
        var words = new bool[super.InstanceWords + source.DeclaredInstanceSize];
        super.ReferenceWords.CopyTo(words, 0);
        if (source.ReferenceCount > 0)
        {
            var first = super.InstanceWords + source.FirstReferenceToken;
            if (first + source.ReferenceCount > words.Length)
            {
                throw Refuse($"class at {source.Offset} has references from {source.FirstReferenceToken} on, {source.ReferenceCount} of {source.DeclaredInstanceSize} words");
            }

            words.AsSpan(first, source.ReferenceCount).Fill(true);
        }

        return words;
    }

    private MethodInfo?[] PublicTable(CapClass source, ClassInfo super)
    {
        // Only tokens that mean the same in both classes can be inherited (JCVM 3.1, 6.9.2.7).
        for (var token = 0; token < source.TokenMapping.Length; token++)
        {
            if (source.TokenMapping[token] is not 0xFF and var other && other != token)
            {
                throw Refuse($"class at {source.Offset} gives token {token} to what its superclass has as {other}");
            }
        }

        return Table(super.PublicMethods, source.PublicMethodTableBase, source.PublicMethods);
    }

    private MethodInfo?[] PackageTable(CapClass source, ClassInfo super) =>
        Table(super.Package == _package && super.Scope == Scope(source.Offset) ? super.PackageMethods : [], source.PackageMethodTableBase, source.PackageMethods);

    // Which of the packages of an extended CAP has a class stands in the Descriptor alone; without it they count as one.
    private int Scope(int offset)
    {
        if (!cap.Header.IsExtended || cap.Descriptor is not { } descriptor)
        {
            return 0;
        }

        for (var i = 0; i < descriptor.Packages.Length; i++)
        {
            if (descriptor.Packages[i].Classes.Any(c => c.This.Offset == offset))
            {
                return i;
            }
        }

        return 0;
    }

    private MethodInfo?[] Table(MethodInfo?[] inherited, int start, IReadOnlyList<MethodLocation?> own)
    {
        var table = new MethodInfo?[Math.Max(inherited.Length, start + own.Count)];
        inherited.CopyTo(table, 0);
        for (var i = 0; i < own.Count; i++)
        {
            if (own[i] is { } location)
            {
                table[start + i] = Method(location);
            }
        }

        return table;
    }

    // The class lists an interface with the tokens of its methods, or has it from its superclass, whose methods it may override.
    private static MethodInfo?[] InterfaceTable(CapClass source, ClassInfo type, ClassInfo iface, int listedAt)
    {
        if (listedAt >= 0)
        {
            return [.. source.Interfaces[listedAt].Index.Select(token => token < type.PublicMethods.Length ? type.PublicMethods[token] : null)];
        }

        var super = type.Super!;
        var inherited = Array.IndexOf(super.Interfaces, iface);
        if (inherited < 0)
        {
            return [];
        }

        return
        [
            .. super.InterfaceMethods[inherited].Select(method =>
            {
                var token = method is null ? -1 : Array.IndexOf(super.PublicMethods, method);
                return token < 0 ? method : type.PublicMethods[token];
            }),
        ];
    }
}
