using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <content>Types of values: made once each, merged, and held against each other.</content>
internal sealed partial class TypeWorld
{
    // More types than that in one place are taken for Object.
    private const int MaxAlternatives = 24;

    private readonly Dictionary<(RefClass?, int), RefType> _types = [];
    private readonly Dictionary<RefType, RefSet> _single = [];
    private readonly Dictionary<string, RefSet> _sets = [];
    private readonly Dictionary<(RefSet, RefSet), RefSet> _unions = [];

    public RefSet Class(RefClass type) => Single(Type(type, 0));

    public RefSet Array(int kind, RefClass? element = null) => Single(Type(element, kind));

    public RefSet Single(RefType type)
    {
        if (!_single.TryGetValue(type, out var set))
        {
            _single.Add(type, set = new RefSet([type]));
            _sets.Add($"{type.Id}", set);
        }

        return set;
    }

    public RefType Type(RefClass? type, int array)
    {
        if (!_types.TryGetValue((type, array), out var found))
        {
            _types.Add((type, array), found = new RefType(_types.Count, type, array));
        }

        return found;
    }

    /// <summary>The words of a type; empty for void. Null when it names a class that is not known.</summary>
    public VType[]? Words(JavaType type)
    {
        switch (type.Kind)
        {
            case TypeKind.Void:
                return [];
            case TypeKind.Boolean or TypeKind.Byte or TypeKind.Short:
                return [VType.Short];
            case TypeKind.Int:
                return [VType.IntHigh, VType.IntLow];
            case TypeKind.Reference or TypeKind.ReferenceArray:
                return Find(type.Class) is { } found ? [Single(Type(found, type.Kind == TypeKind.Reference ? 0 : 14))] : null;
            default:
                return [Array((int)type.Kind)];
        }
    }

    /// <summary>The words of a type as class files write it.</summary>
    public VType[] Words(string type) => type switch
    {
        "V" => [],
        "Z" or "B" or "S" => [VType.Short],
        "I" => [VType.IntHigh, VType.IntLow],
        "[Z" => [Array(10)],
        "[B" => [Array(11)],
        "[S" => [Array(12)],
        "[I" => [Array(13)],
        ['[', ..] => [Array(14, Named(type[2..^1]))],
        _ => [Class(Named(type[1..^1]))],
    };

    public VType Merge(VType left, VType right)
    {
        if (left == right)
        {
            return left;
        }

        return (left, right) switch
        {
            (RefSet a, RefSet b) => Union(a, b),
            (RefSet a, _) when right == VType.Null => a,
            (_, RefSet b) when left == VType.Null => b,
            _ => VType.Top,
        };
    }

    /// <summary>True when a reference can stand where a type is asked for.</summary>
    public bool Fits(VType value, RefSet target) =>
        value == VType.Null || (value is RefSet set && set.Types.All(t => target.Types.Any(wanted => Fits(t, wanted))));

    public bool Fits(RefType value, RefType target)
    {
        if (target.Array != 0)
        {
            return value.Array == target.Array && (target.Array != 14 || Fits(Type(value.Class, 0), Type(target.Class, 0)));
        }

        var wanted = target.Class!;
        return wanted == Object
            || (value.Array == 0 && (wanted.IsInterface ? value.Class == wanted || value.Class!.Interfaces.Contains(wanted) : value.Class!.IsSubclassOf(wanted)));
    }

    private RefSet Union(RefSet a, RefSet b)
    {
        if (!_unions.TryGetValue((a, b), out var union))
        {
            var types = a.Types.Union(b.Types).OrderBy(t => t.Id).ToArray();
            union = types.Length > MaxAlternatives ? Class(Object) : Interned(types);
            _unions.Add((a, b), union);
        }

        return union;
    }

    private RefSet Interned(RefType[] types)
    {
        var key = string.Join(',', types.Select(t => t.Id));
        if (!_sets.TryGetValue(key, out var set))
        {
            _sets.Add(key, set = new RefSet(types));
        }

        return set;
    }

    public static TypeKind KindOf(string type) => type switch
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
}
