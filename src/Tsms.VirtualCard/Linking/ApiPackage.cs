using System.Collections.Frozen;
using Tsms.SmartCard;

namespace Tsms.VirtualCard.Linking;

/// <summary>A package that the card brings along: tokens as its export file states them, and what each class is made of.</summary>
/// <param name="Name">Name with slashes: <c>javacard/framework</c>.</param>
/// <param name="Aid">AID of the package.</param>
/// <param name="Major">Major version: a CAP must import the same.</param>
/// <param name="Minor">Minor version: a CAP may import this or a lower one.</param>
/// <param name="Classes">Classes and interfaces, exported and internal; a superclass stands before its subclasses or in an earlier package.</param>
internal sealed record ApiPackage(string Name, Aid Aid, byte Major, byte Minor, IReadOnlyList<ApiClass> Classes);

/// <summary>A class or interface of the card.</summary>
/// <param name="Name">Full name with slashes: <c>javacard/framework/APDU</c>.</param>
/// <param name="Token">Class token; <see cref="Internal"/> for an implementation that no CAP can name, such as the class behind AESKey.</param>
/// <param name="Super">Name of the superclass; null for java/lang/Object and for interfaces.</param>
/// <param name="Interfaces">Interfaces it implements, or that an interface extends, by name.</param>
/// <param name="Methods">Methods that it declares or overrides; inherited ones need not be repeated.</param>
/// <param name="Fields">Instance fields in their order; int takes two words.</param>
/// <param name="IsInterface">True for an interface.</param>
/// <param name="IsShareable">True for javacard/framework/Shareable; its subinterfaces inherit it.</param>
internal sealed record ApiClass(
    string Name,
    int Token,
    string? Super,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<ApiMethod> Methods,
    IReadOnlyList<ApiField> Fields,
    bool IsInterface = false,
    bool IsShareable = false)
{
    /// <summary>The token of what no CAP can name.</summary>
    public const int Internal = -1;

    /// <summary>The lowest token that subclasses of format 2.2 and older do not inherit; null: they inherit all (JCVM 3.1, 6.9.2.7).</summary>
    public int? FirstLateToken { get; init; }
}

/// <summary>Which table a method's token counts in.</summary>
internal enum ApiMethodKind
{
    /// <summary>Static methods and constructors.</summary>
    Static,

    /// <summary>Virtual methods; the token may be <see cref="ApiClass.Internal"/> for one that is only called through an interface.</summary>
    Virtual,

    /// <summary>Methods of an interface.</summary>
    Interface,
}

/// <summary>A method of the card.</summary>
/// <param name="Name">Name; a constructor is <c>&lt;init&gt;</c>.</param>
/// <param name="Descriptor">Descriptor as Java has it: <c>([BSS)S</c>. It tells arguments and result.</param>
/// <param name="Token">Token in the table of <paramref name="Kind"/>.</param>
/// <param name="Kind">Which table.</param>
/// <param name="IsAbstract">True for one without a body; an interface's methods are.</param>
internal sealed record ApiMethod(string Name, string Descriptor, int Token, ApiMethodKind Kind, bool IsAbstract = false)
{
    /// <summary>The name under which the body is looked up is that of the class, a dot and this.</summary>
    public string Signature => Name + Descriptor;
}

/// <summary>An instance field of a class of the card.</summary>
/// <param name="Name">Name, by which natives find the index of its word.</param>
/// <param name="Descriptor">Type: <c>S</c>, <c>B</c>, <c>Z</c>, <c>I</c>, or a reference.</param>
internal sealed record ApiField(string Name, string Descriptor)
{
    /// <summary>True when the word is a reference.</summary>
    public bool IsReference => Descriptor[0] is 'L' or '[';

    /// <summary>Words it takes.</summary>
    public int Words => Descriptor == "I" ? 2 : 1;
}

/// <summary>What the card knows by itself: the packages and the bodies of their methods.</summary>
/// <param name="Packages">Packages, those that others build on first.</param>
/// <param name="Bodies">Bodies by <c>class.name(descriptor)</c>: <c>javacard/framework/APDU.getBuffer()[B</c>. A method without one is refused when a CAP
/// that refers to it is loaded.</param>
internal sealed record ApiLibrary(IReadOnlyList<ApiPackage> Packages, IReadOnlyDictionary<string, Machine.NativeBody> Bodies)
{
    private LinkedLibrary? _linked;

    /// <summary>The packages linked, once for all cards with this library: nothing of it changes afterwards.</summary>
    /// <exception cref="FormatException">The tables contradict themselves; the message names class and method.</exception>
    public LinkedLibrary Linked => LazyInitializer.EnsureInitialized(ref _linked, () => new LinkedLibrary(ApiLinker.Link(this)));
}

/// <summary>The card's own packages as the machine runs them.</summary>
internal sealed class LinkedLibrary(IReadOnlyList<Machine.PackageInfo> packages)
{
    /// <summary>The packages, those that others build on first.</summary>
    public IReadOnlyList<Machine.PackageInfo> Packages => packages;

    /// <summary>All their classes by name.</summary>
    public FrozenDictionary<string, Machine.ClassInfo> Classes { get; } = packages.SelectMany(p => p.Classes.Values).ToFrozenDictionary(c => c.Name);
}
