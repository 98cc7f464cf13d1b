using Tsms.JavaCard.Exports;
using Tsms.SmartCard;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api;

/// <summary>Joins tables, bodies and a profile to what the linker takes.</summary>
internal sealed class ApiLibraryBuilder
{
    private readonly NativeTable _natives;
    private readonly ApiProfile _profile;
    private readonly Dictionary<string, ApiTableClass> _classes;
    private readonly Dictionary<string, NativeBody> _bodies;

    private ApiLibraryBuilder(NativeTable natives, ApiProfile profile)
    {
        _natives = natives;
        _profile = profile;
        _bodies = new Dictionary<string, NativeBody>(natives.Bodies);
        _classes = ApiTables.All.SelectMany(t => t.Classes).ToDictionary(c => c.Name);
    }

    /// <summary>Builds the library of a profile.</summary>
    /// <exception cref="ArgumentException">The profile names a package or a version that there is no table for.</exception>
    public static ApiLibrary Build(NativeTable natives, ApiProfile profile)
    {
        var builder = new ApiLibraryBuilder(natives, profile);
        foreach (var (name, minor) in profile.Packages)
        {
            if (!ApiTables.All.Any(t => t.Name == name && t.Minor >= minor))
            {
                throw new ArgumentException($"There is no table of {name} in version 1.{minor}.", nameof(profile));
            }
        }

        var packages = ApiTables.All.Where(t => profile.Packages.ContainsKey(t.Name)).Select(builder.Package).ToList();
        return new ApiLibrary(packages, builder._bodies);
    }

    private ApiPackage Package(ApiTable table)
    {
        var minor = _profile.Packages[table.Name];
        var exported = table.Classes.Where(c => c.Since <= minor).Select(c => Exported(c, minor));
        var hidden = _natives.InternalClasses.Where(c => c.Package == table.Name && IsOffered(c.Super) && c.Interfaces.All(IsOffered)).Select(Hidden);
        var classes = ApiTables.Sort(exported.Concat(hidden), c => [c.Name], c => c.Interfaces.Append(c.Super ?? ""));
        return new ApiPackage(table.Name, Aid.Parse(table.Aid), table.Major, (byte)minor, classes);
    }

    private bool IsOffered(string type)
    {
        var package = type[..type.LastIndexOf('/')];
        return _profile.Packages.TryGetValue(package, out var minor)
            && (!_classes.TryGetValue(type, out var known) || known.Since <= minor);
    }

    private ApiClass Exported(ApiTableClass type, int minor) => new(
        type.Name,
        type.Token,
        type.Super,
        [.. type.Interfaces.Where(IsOffered)],
        [.. type.Methods.Concat(Overrides(type)).Where(m => m.Since <= minor).Select(m => Method(type, m))],
        Fields(type.Name),
        type.IsInterface,
        type.IsShareable)
    {
        FirstLateToken = type.FirstLateToken,
    };

    // A table does not repeat inherited methods; one that the class overrides is known by its body.
    private IEnumerable<ApiTableMethod> Overrides(ApiTableClass type)
    {
        for (var super = type.Super; super is not null; super = _classes[super].Super)
        {
            foreach (var m in _classes[super].Methods.Where(m =>
                m.Kind is ApiTableMethodKind.Virtual or ApiTableMethodKind.Abstract && _natives.Bodies.ContainsKey($"{type.Name}.{m.Signature}")))
            {
                yield return m with { Kind = ApiTableMethodKind.Virtual, Since = 0 };
            }
        }
    }

    private static ApiMethodKind KindOf(ApiTableMethodKind kind) => kind switch
    {
        ApiTableMethodKind.Init or ApiTableMethodKind.Static => ApiMethodKind.Static,
        ApiTableMethodKind.Interface => ApiMethodKind.Interface,
        _ => ApiMethodKind.Virtual,
    };

    // An abstract method that the card's own class does not implement counts as one without a body, so that a CAP which calls it is refused
    // when it is loaded. Where the card has no own class the applet's is meant, as with Applet.process.
    private ApiMethod Method(ApiTableClass type, ApiTableMethod method)
    {
        var isAbstract = method.Kind == ApiTableMethodKind.Abstract;
        if (isAbstract && _natives.InternalClasses.Where(c => c.Super == type.Name).ToList() is { Count: > 0 } own)
        {
            isAbstract = own.Any(c => HasBody(c, method.Signature));
        }

        return new ApiMethod(method.Name, method.Descriptor, method.Token, KindOf(method.Kind), isAbstract);
    }

    private bool HasBody(InternalClass type, string signature) => FindBody(type, signature) is not null;

    private NativeBody? FindBody(InternalClass type, string signature)
    {
        for (var c = type; c is not null; c = _natives.InternalClasses.FirstOrDefault(i => i.Name == c.Super))
        {
            if (_natives.Bodies.TryGetValue($"{c.Name}.{signature}", out var body))
            {
                return body;
            }
        }

        return null;
    }

    // The methods of an internal class are those that its interfaces and abstract superclasses ask for, as far as there are bodies; each class lists
    // its own, since the linker matches interfaces against what a class declares.
    private ApiClass Hidden(InternalClass type)
    {
        var methods = new Dictionary<string, ApiMethod>();
        for (var super = type.Super; super is not null;)
        {
            var known = _classes.GetValueOrDefault(super);
            foreach (var m in known?.Methods.Where(m => m.Kind is ApiTableMethodKind.Abstract or ApiTableMethodKind.Virtual) ?? [])
            {
                Add(methods, type, m, m.Token);
            }

            super = known is not null ? known.Super : _natives.InternalClasses.First(c => c.Name == super).Super;
        }

        foreach (var m in type.Interfaces.SelectMany(i => _classes[i].Interfaces.Append(i)).SelectMany(i => _classes[i].Methods))
        {
            Add(methods, type, m, ApiClass.Internal);
        }

        return new ApiClass(type.Name, ApiClass.Internal, type.Super, type.Interfaces, [.. methods.Values], Fields(type.Name));
    }

    private void Add(Dictionary<string, ApiMethod> methods, InternalClass type, ApiTableMethod method, int token)
    {
        if (FindBody(type, method.Signature) is { } body && !methods.ContainsKey(method.Signature))
        {
            methods.Add(method.Signature, new ApiMethod(method.Name, method.Descriptor, token, ApiMethodKind.Virtual));
            _bodies[$"{type.Name}.{method.Signature}"] = body;
        }
    }

    private List<ApiField> Fields(string type) =>
        _natives.Fields.TryGetValue(type, out var fields)
            ? [.. fields.Select(f => new ApiField(f[..f.IndexOf(':', StringComparison.Ordinal)], f[(f.IndexOf(':', StringComparison.Ordinal) + 1)..]))]
            : [];
}
