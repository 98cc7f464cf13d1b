namespace Tsms.VirtualCard.Api;

/// <summary>A package as its table states it: names and tokens of the newest version, and in which minor version each came.</summary>
/// <param name="Name">Name with slashes.</param>
/// <param name="Aid">AID in hexadecimal digits.</param>
/// <param name="Major">Major version.</param>
/// <param name="Minor">Newest minor version known.</param>
/// <param name="Classes">Classes and interfaces by token.</param>
internal sealed record ApiTable(string Name, string Aid, byte Major, byte Minor, IReadOnlyList<ApiTableClass> Classes);

/// <summary>A class of a table.</summary>
/// <param name="Name">Full name with slashes.</param>
/// <param name="Token">Class token.</param>
/// <param name="Super">Superclass, or null.</param>
/// <param name="Interfaces">Interfaces by full name.</param>
/// <param name="Methods">Methods; a class does not repeat what it inherits.</param>
/// <param name="IsInterface">True for an interface.</param>
/// <param name="IsShareable">True for one that extends Shareable, or is it.</param>
/// <param name="Since">Minor version in which it came; 0: from the beginning.</param>
internal sealed record ApiTableClass(
    string Name,
    int Token,
    string? Super,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<ApiTableMethod> Methods,
    bool IsInterface,
    bool IsShareable,
    int Since);

/// <summary>Kinds of methods in a table; init is a constructor.</summary>
internal enum ApiTableMethodKind
{
    Init,
    Static,
    Virtual,
    Abstract,
    Interface,
}

/// <summary>A method of a table.</summary>
/// <param name="Kind">Which table its token counts in, and whether it has a body.</param>
/// <param name="Token">Token.</param>
/// <param name="Name">Name.</param>
/// <param name="Descriptor">Descriptor.</param>
/// <param name="Since">Minor version in which it came; 0: with its class.</param>
internal sealed record ApiTableMethod(ApiTableMethodKind Kind, int Token, string Name, string Descriptor, int Since)
{
    /// <summary>Name and descriptor.</summary>
    public string Signature => Name + Descriptor;
}
