namespace Tsms.JavaCard.Verification;

/// <summary>Type of a word on the stack or in a local variable. Each type is one object, so that types are compared by identity.</summary>
internal abstract class VType
{
    /// <summary>No value, or one that nobody may use.</summary>
    public static readonly VType Top = new Plain("nothing");

    /// <summary>boolean, byte or short.</summary>
    public static readonly VType Short = new Plain("short");

    /// <summary>First and second word of an int.</summary>
    public static readonly VType IntHigh = new Plain("int");
    public static readonly VType IntLow = new Plain("int (second word)");

    public static readonly VType Null = new Plain("null");

    /// <summary><c>this</c> in a constructor before another one was called.</summary>
    public static readonly VType UninitializedThis = new Plain("uninitialized this");

    private sealed class Plain(string name) : VType
    {
        public override string ToString() => name;
    }
}

/// <summary>The return address that a jsr pushed.</summary>
internal sealed class ReturnAddress(int target) : VType
{
    public int Target { get; } = target;

    public override string ToString() => $"return address {Target}";
}

/// <summary>The object of a new before its constructor ran.</summary>
internal sealed class Uninitialized(int at, RefClass type) : VType
{
    public int At { get; } = at;

    public RefClass Class { get; } = type;

    public override string ToString() => $"uninitialized {Class}";
}

/// <summary>A class, or an array.</summary>
/// <param name="id">Number by which sets are ordered.</param>
/// <param name="type">The class, or that of the elements; null for arrays of primitives.</param>
/// <param name="array">0 for a class, 10 to 13 for arrays of primitives, 14 for arrays of references.</param>
internal sealed class RefType(int id, RefClass? type, int array)
{
    public int Id { get; } = id;

    public RefClass? Class { get; } = type;

    public int Array { get; } = array;

    public override string ToString() => Array switch
    {
        0 => Class!.Name,
        10 => "boolean[]",
        11 => "byte[]",
        12 => "short[]",
        13 => "int[]",
        _ => Class!.Name + "[]",
    };
}

/// <summary>
/// A reference: one of some types, as paths with different types meet. Keeping them apart instead of their common superclass tells interfaces exactly.
/// </summary>
internal sealed class RefSet(RefType[] types) : VType
{
    public IReadOnlyList<RefType> Types { get; } = types;

    public override string ToString() => string.Join(" or ", Types.Select(t => t.ToString()));
}
