using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>The tables of virtual methods and of interface methods of one class (JCVM 3.0.5, 6.9.2.3 and 6.9.2.4).</summary>
internal sealed class VirtualTableChecks(TypeWorld world, ConstantResolver constants, RefClass type, ClassInfo own, Findings findings)
{
    public void Check()
    {
        if (type.Descriptor is not { } descriptor)
        {
            return;
        }

        if (own.PackageMethodTableBase != 0 && type.Super is not { Own: not null })
        {
            Add($"{type}: the package method table begins at {own.PackageMethodTableBase}, though the superclass is of another package");
        }

        Begins("public", own.PublicMethodTableBase, own.PublicMethods.Length, VisibleAbove());
        Begins("package", own.PackageMethodTableBase, own.PackageMethods.Length, type.Super?.Own is ClassInfo above ? above.PackageMethodTableBase + above.PackageMethods.Length : 0);
        Table(own.PublicMethods, own.PublicMethodTableBase, 0);
        Table(own.PackageMethods, own.PackageMethodTableBase, 0x80);
        foreach (var method in descriptor.Methods.Where(m => !m.IsStatic && !m.IsConstructor && (m.Flags & AccessFlags.Private) == 0))
        {
            Declared(method);
        }

        if (!type.IsAbstract)
        {
            Implemented();
        }

        foreach (var face in own.Interfaces)
        {
            Map(face);
        }
    }

    // A table goes on where the superclass's ends or overrides some of it; an empty one stands at that end.
    private void Begins(string table, int start, int length, int? end)
    {
        if (end is { } known && (length == 0 ? start != known : start > known))
        {
            Add($"{type}: the {table} method table has {length} entries and begins at {start}, the superclass's ends before {known}");
        }
    }

    // Tokens of public virtual methods that the superclass has. How many a class of another package had when this one was converted is not known, but for Object with its one;
    // and a class that numbers inherited methods anew follows its own table (JCVM 3.1, 6.9.2.7).
    private int? VisibleAbove() => type.Super switch
    {
        null => 0,
        _ when !own.TokenMapping.IsEmpty => null,
        { Own: ClassInfo above } => above.PublicMethodTableBase + above.PublicMethods.Length,
        { Super: null, Name: "java/lang/Object" } => 1,
        _ => null,
    };

    // An entry is the method with this token that the class or the nearest superclass of the package declares; null stands for one of another package.
    private void Table(ImmutableArray<MethodLocation?> table, int start, int high)
    {
        for (var i = 0; i < table.Length; i++)
        {
            var token = (start + i) | high;
            var expected = Nearest(token);
            if (table[i] != expected)
            {
                Add($"{type}: the virtual method table has {table[i]?.ToString() ?? "FFFF"} for method {token}, the Descriptor {expected?.ToString() ?? "none of this package"}");
            }
        }
    }

    private MethodLocation? Nearest(int token)
    {
        RefClass? c = type;
        int? wanted = token;
        while (c is { Own: not null } && wanted is { } known)
        {
            if (c.Descriptor?.Methods.FirstOrDefault(m => m.Token == known && !m.IsStatic && !m.IsConstructor) is { } found)
            {
                return found.Location;
            }

            wanted = c.Above(known);
            c = c.Super;
        }

        return null;
    }

    private void Declared(MethodDescriptor method)
    {
        var visible = method.Token < 0x80;
        var index = (method.Token & 0x7F) - (visible ? own.PublicMethodTableBase : own.PackageMethodTableBase);
        if (index < 0 || index >= (visible ? own.PublicMethods : own.PackageMethods).Length)
        {
            Add($"{type}: method {method.Token} is not in the virtual method table");
        }

        if (type.Super is not { } super
            || type.Above(method.Token) is not { } token
            || constants.Virtual(super, token) is not { } above
            || world.CameAfterImport(above.Owner, token)
            || constants.Virtual(type, method.Token) is not { } mine)
        {
            return;
        }

        var cause = (above.Flags & AccessFlags.Final) != 0 ? "is final"
            : !Same(above, mine) ? $"has another signature: {Signature(above, mine)} there, {Signature(mine, above)} here"
            : Weaker(mine.Flags, above.Flags) ? $"is more visible: {Visibility(above.Flags)} there, {Visibility(mine.Flags)} here" : null;
        if (cause is not null)
        {
            Add($"{type}: method {method.Token} overrides one of {above.Owner} that {cause}");
        }
    }

    private void Implemented()
    {
        var count = own.PublicMethodTableBase + own.PublicMethods.Length;
        for (var token = 0; token < count; token++)
        {
            if (constants.Virtual(type, token) is { IsAbstract: true } open)
            {
                Add($"{type} is not abstract, and method {token} of {open.Owner} is not implemented");
            }
        }
    }

    private void Map(ImplementedInterface face)
    {
        if (constants.Class(face.Interface) is not { IsInterface: true } target)
        {
            return;
        }

        for (var token = 0; token < face.Index.Length; token++)
        {
            // An abstract class may leave a method of an interface to its subclasses.
            if (face.Index[token] == 0xFF && type.IsAbstract)
            {
                continue;
            }

            var wanted = constants.InterfaceMethod(target, token);
            var found = constants.Virtual(type, face.Index[token]);
            if (wanted is null || found is null || !Same(wanted, found) || (found.Flags & AccessFlags.Public) == 0)
            {
                Add($"{type}: method {token} of {target} is mapped to {face.Index[token]}, which is no public method with its signature");
            }
        }

        if (constants.InterfaceMethod(target, face.Index.Length) is not null && target.Own is not null)
        {
            Add($"{type}: {target} has more than the {face.Index.Length} methods that are mapped");
        }
    }

    private static bool Same(MethodConstant a, MethodConstant b) => a.Kinds.AsSpan().SequenceEqual(b.Kinds) && a.Parameters.AsSpan().SequenceEqual(b.Parameters) && a.Result.AsSpan().SequenceEqual(b.Result);

    private static bool Weaker(AccessFlags mine, AccessFlags above) => Rank(mine) < Rank(above);

    private static string Visibility(AccessFlags flags) => Rank(flags) switch { 3 => "public", 2 => "protected", 1 => "seen by its package", _ => "private" };

    // Kinds tell all but which class a reference is of.
    private static string Signature(MethodConstant method, MethodConstant other) => method.Kinds.AsSpan().SequenceEqual(other.Kinds)
        ? $"({string.Join<VType>(", ", method.Parameters)}) {string.Join<VType>(", ", method.Result)}"
        : $"({string.Join(", ", method.Kinds[..^1])}) {method.Kinds[^1]}";

    private static int Rank(AccessFlags flags) =>
        (flags & AccessFlags.Public) != 0 ? 3 : (flags & AccessFlags.Protected) != 0 ? 2 : (flags & AccessFlags.Private) != 0 ? 0 : 1;

    private void Add(string message) => findings.Add(VerificationRule.ClassTable, "Class", own.Offset + 3, "6.9.2.3", message);
}
