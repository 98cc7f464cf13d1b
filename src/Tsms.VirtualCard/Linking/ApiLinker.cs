using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Linking;

/// <summary>Makes linked packages of the card's own tables.</summary>
internal static class ApiLinker
{
    /// <summary>Links all packages of a library.</summary>
    /// <exception cref="FormatException">The tables contradict themselves; the message names class and method.</exception>
    public static IReadOnlyList<PackageInfo> Link(ApiLibrary library)
    {
        var classes = new Dictionary<string, ClassInfo>();
        var packages = new List<PackageInfo>();
        var natives = new List<(MethodInfo Method, string Class, string Descriptor)>();
        foreach (var table in library.Packages)
        {
            var package = new PackageInfo { Aid = table.Aid, Name = table.Name, Major = table.Major, Minor = table.Minor, IsApi = true };
            var exports = new ExportedClass?[1 + table.Classes.Select(c => c.Token).DefaultIfEmpty(-1).Max()];
            for (var i = 0; i < table.Classes.Count; i++)
            {
                var entry = table.Classes[i];
                var type = LinkClass(entry, i, package, classes, library.Bodies, natives);
                package.Classes.Add(i, type);
                classes.Add(entry.Name, type);
                if (entry.Token != ApiClass.Internal)
                {
                    exports[entry.Token] = new ExportedClass(type, [], type.IsInterface ? [] : type.DeclaredMethods);
                }
            }

            package.Exports = exports;
            packages.Add(package);
        }

        // Only now are all classes known that a descriptor may name.
        foreach (var (method, type, descriptor) in natives)
        {
            method.References = [.. Parameters(method, type, descriptor, classes)];
        }

        return packages;
    }

    private static IEnumerable<NativeParameter> Parameters(MethodInfo method, string type, string descriptor, Dictionary<string, ClassInfo> classes)
    {
        var (word, hasThis) = (0, method.ArgumentWords > Descriptor.Measure(descriptor).Arguments);
        foreach (var argument in hasThis ? Descriptor.Arguments(descriptor).Prepend($"L{type};") : Descriptor.Arguments(descriptor))
        {
            var kind = argument switch
            {
                "[Z" => ObjectKind.BooleanArray,
                "[B" => ObjectKind.ByteArray,
                "[S" => ObjectKind.ShortArray,
                "[I" => ObjectKind.IntArray,
                ['[', ..] => ObjectKind.ReferenceArray,
                _ => ObjectKind.Instance,
            };
            if (argument[0] is 'L' or '[')
            {
                yield return new NativeParameter(word, kind, classes.GetValueOrDefault(argument.Trim('[', 'L', ';')));
            }

            word += argument == "I" ? 2 : 1;
        }
    }

    private static ClassInfo LinkClass(
        ApiClass entry, int id, PackageInfo package, Dictionary<string, ClassInfo> known, IReadOnlyDictionary<string, NativeBody> bodies,
        List<(MethodInfo Method, string Class, string Descriptor)> natives)
    {
        ClassInfo Named(string name) =>
            known.TryGetValue(name, out var found) ? found : throw new FormatException($"{entry.Name} builds on {name}, which is not declared before it.");

        var super = entry.Super is null ? null : Named(entry.Super);
        var declared = entry.Interfaces.Select(Named).ToArray();
        var type = new ClassInfo
        {
            Name = entry.Name,
            Package = package,
            Id = id,
            Super = super,
            IsInterface = entry.IsInterface,
            Interfaces = InterfaceTables.Closure(super, declared),
        };
        type.IsShareable = entry.IsShareable || type.Interfaces.Any(i => i.IsShareable);
        LayOutFields(entry, type, super);

        var own = entry.Methods.Select(m => (Table: m, Info: MakeMethod(entry, m, package, bodies))).ToList();
        natives.AddRange(own.Select(m => (m.Info, entry.Name, m.Table.Descriptor)));
        type.DeclaredMethods = ByToken(own.Where(m => m.Table.Kind == (entry.IsInterface ? ApiMethodKind.Interface : ApiMethodKind.Static)));
        if (!entry.IsInterface)
        {
            LayOutMethods(type, super, [.. own.Where(m => m.Table.Kind == ApiMethodKind.Virtual && m.Table.Token != ApiClass.Internal)]);
            type.InheritableTokens = entry.FirstLateToken ?? type.PublicTokens;
            type.InterfaceMethods = [.. type.Interfaces.Select(i => MatchByName(i, type, own.Select(m => m.Info), super))];
        }

        return type;
    }

    private static void LayOutFields(ApiClass entry, ClassInfo type, ClassInfo? super)
    {
        var words = new List<bool>(super?.ReferenceWords ?? []);
        var fields = new Dictionary<string, int>(super?.Fields ?? new Dictionary<string, int>());
        foreach (var field in entry.Fields)
        {
            fields[field.Name] = words.Count;
            words.AddRange(Enumerable.Repeat(field.IsReference, field.Words));
        }

        type.ReferenceWords = [.. words];
        type.NativeWords = words.Count;
        type.Fields = fields;
    }

    // A token is the superclass's, unless the class declares another method under it: what a superclass got in a later version has another token in subclasses
    // that there were before (JCVM 3.1, 6.9.2.7).
    private static void LayOutMethods(ClassInfo type, ClassInfo? super, List<(ApiMethod Table, MethodInfo Info)> own)
    {
        var methods = new List<MethodInfo?>(super?.PublicMethods ?? []);
        var inherited = super?.PublicTokens ?? 0;
        var slots = Enumerable.Range(0, Math.Max(inherited, 1 + own.Select(m => m.Table.Token).DefaultIfEmpty(-1).Max())).Select(t => super?.SlotOf(t) ?? -1).ToArray();
        foreach (var (entry, info) in own.OrderBy(m => m.Table.Token))
        {
            var slot = methods.FindIndex(m => m?.Signature == info.Signature);
            if (slot < 0)
            {
                slot = Math.Max(methods.Count, entry.Token);
                methods.AddRange(Enumerable.Repeat<MethodInfo?>(null, slot + 1 - methods.Count));
            }

            methods[slot] = info;
            slots[entry.Token] = slot;
        }

        type.PublicMethods = [.. methods];
        type.Slots = slots.Index().All(s => s.Item < 0 || s.Item == s.Index) && slots.Length >= methods.Count ? [] : slots;
    }

    private static MethodInfo MakeMethod(ApiClass entry, ApiMethod method, PackageInfo package, IReadOnlyDictionary<string, NativeBody> bodies)
    {
        var name = $"{entry.Name}.{method.Signature}";
        var (arguments, result) = Descriptor.Measure(method.Descriptor);
        var hasThis = method.Kind != ApiMethodKind.Static || method.Name == "<init>";
        return new MethodInfo
        {
            Package = package,
            Name = name,
            Signature = method.Signature,
            ArgumentWords = arguments + (hasThis ? 1 : 0),
            ResultWords = result,
            IsAbstract = method.IsAbstract || entry.IsInterface,
            IsNative = true,
            Cost = NativeCost.Of(name),
            Body = bodies.GetValueOrDefault(name),
        };
    }

    private static MethodInfo?[] ByToken(IEnumerable<(ApiMethod Table, MethodInfo Info)> methods)
    {
        var table = new List<MethodInfo?>();
        foreach (var (entry, info) in methods.Where(m => m.Table.Token != ApiClass.Internal))
        {
            while (table.Count <= entry.Token)
            {
                table.Add(null);
            }

            table[entry.Token] = info;
        }

        return [.. table];
    }

    // Classes of the card implement interfaces by name and descriptor; tokens serve only those who call.
    private static MethodInfo?[] MatchByName(ClassInfo type, ClassInfo implementer, IEnumerable<MethodInfo> own, ClassInfo? super)
    {
        var methods = own.Concat(implementer.PublicMethods.OfType<MethodInfo>()).ToList();
        var inherited = super is null ? -1 : Array.IndexOf(super.Interfaces, type);
        return
        [
            .. type.DeclaredMethods.Select((m, token) => m is null
                ? null
                : methods.Find(o => o.Signature == m.Signature && !o.IsAbstract) ?? (inherited < 0 ? null : super!.InterfaceMethods[inherited][token])),
        ];
    }
}
