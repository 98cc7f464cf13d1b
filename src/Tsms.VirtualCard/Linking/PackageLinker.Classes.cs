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

        var slots = Slots(source, super);
        var table = PublicTable(source, super, slots);
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
            PublicMethods = table,
            Slots = IsIdentity(slots, table.Length) ? [] : slots,
            InheritableTokens = source.Cap22InheritableMethodCount ?? slots.Length,
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

    // Where a class has its methods (JCVM 3.1, 6.9.2.7): a token that the superclass has too in its slot there, any other in a slot of its own. Up to format 2.2
    // the first tokens are the superclass's, as many as it lets be inherited.
    private int[] Slots(CapClass source, ClassInfo super)
    {
        var isMapped = source.TokenMapping.Length > 0;
        var own = source.PublicMethodTableBase + source.PublicMethods.Length;
        var slots = new int[isMapped ? own : Math.Max(own, super.InheritableTokens)];
        var next = super.PublicMethods.Length;
        for (var token = 0; token < slots.Length; token++)
        {
            var above = isMapped ? source.TokenMapping[token] : token < super.InheritableTokens ? token : 0xFF;
            slots[token] = above == 0xFF ? next++ : super.SlotOf(above);
            if (slots[token] < 0)
            {
                throw Refuse($"class at {source.Offset} has as token {token} what its superclass {super} should have as {above}, which it does not have");
            }
        }

        return slots;
    }

    private static bool IsIdentity(int[] slots, int count) => slots.Length == count && slots.Index().All(s => s.Index == s.Item);

    private MethodInfo?[] PublicTable(CapClass source, ClassInfo super, int[] slots)
    {
        var table = new MethodInfo?[Math.Max(super.PublicMethods.Length, 1 + slots.DefaultIfEmpty(-1).Max())];
        super.PublicMethods.CopyTo(table, 0);
        for (var i = 0; i < source.PublicMethods.Length; i++)
        {
            if (source.PublicMethods[i] is { } location)
            {
                table[slots[source.PublicMethodTableBase + i]] = Method(location);
            }
        }

        return table;
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
            return [.. source.Interfaces[listedAt].Index.Select(token => type.SlotOf(token) is >= 0 and var slot ? type.PublicMethods[slot] : null)];
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
