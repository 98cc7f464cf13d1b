namespace Tsms.JavaCard.Exports;

/// <summary>A package as its table states it: names and tokens of the newest version, and in which minor version each came.</summary>
/// <param name="Name">Name with slashes.</param>
/// <param name="Aid">AID in hexadecimal digits.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Newest minor version known.</param>
/// <param name="Classes">Classes and interfaces by token.</param>
public sealed record ApiTable(string Name, string Aid, byte Major, byte Minor, IReadOnlyList<ApiTableClass> Classes);

/// <summary>A class of a table.</summary>
/// <param name="Name">Full name with slashes.</param>
/// <param name="Token">Class token.</param>
/// <param name="Super">Superclass, or null.</param>
/// <param name="Interfaces">Interfaces by full name.</param>
/// <param name="Methods">Methods; a class does not repeat what it inherits.</param>
/// <param name="IsInterface">True for an interface.</param>
/// <param name="IsShareable">True for one that extends Shareable, or is it.</param>
/// <param name="Since">Minor version in which it came; 0: from the beginning.</param>
public sealed record ApiTableClass(
    string Name,
    int Token,
    string? Super,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<ApiTableMethod> Methods,
    bool IsInterface,
    bool IsShareable,
    int Since)
{
    /// <summary>True for an abstract class.</summary>
    public bool IsAbstract { get; init; }

    /// <summary>True for a class without subclasses.</summary>
    public bool IsFinal { get; init; }

    /// <summary>
    /// The lowest token of the virtual methods that came with Java Card 3.1 or later, which subclasses of format 2.2 and older do not inherit (JCVM 3.1, 6.9.2.7,
    /// CAP22_inheritable_public_method_token_count); null: they inherit all.
    /// </summary>
    public int? FirstLateToken => Methods.Where(m => m.Kind is ApiTableMethodKind.Virtual or ApiTableMethodKind.Abstract && m.Since > ApiTables.LastMinorOfFormat22)
        .Min(m => (int?)m.Token);

    /// <summary>Static fields that have a token; constants of compile time have none.</summary>
    public IReadOnlyList<ApiTableField> StaticFields { get; init; } = [];
}

/// <summary>Kinds of methods in a table.</summary>
public enum ApiTableMethodKind
{
    /// <summary>A constructor; its token counts among the static methods.</summary>
    Init,

    /// <summary>A static method.</summary>
    Static,

    /// <summary>A virtual method with a body.</summary>
    Virtual,

    /// <summary>A virtual method without one.</summary>
    Abstract,

    /// <summary>A method of an interface.</summary>
    Interface,
}

/// <summary>A method of a table.</summary>
/// <param name="Kind">Which table its token counts in, and whether it has a body.</param>
/// <param name="Token">Token.</param>
/// <param name="Name">Name.</param>
/// <param name="Descriptor">Descriptor.</param>
/// <param name="Since">Minor version in which it came; 0: with its class.</param>
public sealed record ApiTableMethod(ApiTableMethodKind Kind, int Token, string Name, string Descriptor, int Since)
{
    /// <summary>True when only subclasses, and the package itself, may call it; else it is public.</summary>
    public bool IsProtected { get; init; }

    /// <summary>True when no subclass may override it.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Name and descriptor.</summary>
    public string Signature => Name + Descriptor;
}

/// <summary>A static field of a table.</summary>
/// <param name="Token">Static field token.</param>
/// <param name="Name">Name.</param>
/// <param name="Descriptor">Type as in a class file.</param>
public sealed record ApiTableField(int Token, string Name, string Descriptor);
