using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Api;

/// <summary>Collects the bodies of native methods, and what only the card knows of its classes.</summary>
internal sealed class NativeTable
{
    private readonly Dictionary<string, NativeBody> _bodies = [];
    private readonly Dictionary<string, string[]> _fields = [];
    private readonly List<InternalClass> _internal = [];

    /// <summary>Bodies by <c>class.name(descriptor)</c>.</summary>
    public IReadOnlyDictionary<string, NativeBody> Bodies => _bodies;

    /// <summary>Fields of classes, as <c>name:descriptor</c>.</summary>
    public IReadOnlyDictionary<string, string[]> Fields => _fields;

    /// <summary>Classes behind interfaces and abstract classes.</summary>
    public IReadOnlyList<InternalClass> InternalClasses => _internal;

    /// <summary>Puts something around the bodies that a predicate over class and signature picks.</summary>
    public void Wrap(Func<string, string, bool> which, Func<string, NativeBody, NativeBody> around)
    {
        foreach (var (name, body) in _bodies.ToList())
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            if (which(name[..dot], name[(dot + 1)..]))
            {
                _bodies[name] = around(name[(dot + 1)..], body);
            }
        }
    }

    /// <summary>The methods of a class.</summary>
    public NativeClass Class(string name, params string[] fields)
    {
        if (fields.Length > 0)
        {
            _fields.Add(name, fields);
        }

        return new NativeClass(name, _bodies);
    }

    /// <summary>A class that no CAP can name; what it must implement follows from superclass and interfaces.</summary>
    public NativeClass Internal(string package, string name, string super, string[] interfaces, params string[] fields)
    {
        _internal.Add(new InternalClass(package, name, super, interfaces));
        return Class(name, fields);
    }
}

/// <summary>A class behind an interface or an abstract class.</summary>
internal sealed record InternalClass(string Package, string Name, string Super, IReadOnlyList<string> Interfaces);

/// <summary>The bodies of one class.</summary>
internal sealed class NativeClass(string name, Dictionary<string, NativeBody> bodies)
{
    /// <summary>Name of the class.</summary>
    public string Name => name;

    private bool IsCryptographic =>
        name.StartsWith("javacard/security/", StringComparison.Ordinal) || name.StartsWith("javacardx/crypto/", StringComparison.Ordinal);

    /// <summary>Sets the body of a method, named with its descriptor.</summary>
    public NativeBody this[string signature]
    {
        set => bodies.Add($"{name}.{signature}", IsCryptographic ? Natives.NativeCallExtensions.Guarded(value) : value);
    }
}
