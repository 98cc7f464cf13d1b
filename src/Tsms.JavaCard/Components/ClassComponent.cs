using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Tsms.JavaCard.Components;

/// <summary>Flags of interfaces and classes (JCVM table 6-11).</summary>
[Flags]
public enum ClassFlags : byte
{
    /// <summary>A class, not shareable, not remote.</summary>
    None = 0,

    /// <summary>ACC_REMOTE.</summary>
    Remote = 0x2,

    /// <summary>ACC_SHAREABLE.</summary>
    Shareable = 0x4,

    /// <summary>ACC_INTERFACE.</summary>
    Interface = 0x8,
}

/// <summary>Class component (JCVM 6.9).</summary>
public sealed record ClassComponent
{
    private readonly FrozenDictionary<int, ClassOrInterface> _byOffset;

    internal ClassComponent(ReadOnlyMemory<byte> signaturePool, int signaturePoolOffset, ImmutableArray<ClassOrInterface> all)
    {
        SignaturePool = signaturePool;
        SignaturePoolOffset = signaturePoolOffset;
        All = all;
        Interfaces = [.. all.OfType<InterfaceInfo>()];
        Classes = [.. all.OfType<ClassInfo>()];
        _byOffset = all.ToFrozenDictionary(type => type.Offset);
    }

    /// <summary>Type descriptors of remote methods; empty in format 2.1 and in packages without remote interfaces.</summary>
    public ReadOnlyMemory<byte> SignaturePool { get; }

    /// <summary>Where the signature pool begins, as offset into the info item.</summary>
    public int SignaturePoolOffset { get; }

    /// <summary>Interfaces and classes in the order of the file.</summary>
    public ImmutableArray<ClassOrInterface> All { get; }

    /// <summary>The interfaces; a superinterface stands before its subinterfaces.</summary>
    public ImmutableArray<InterfaceInfo> Interfaces { get; }

    /// <summary>The classes; a superclass stands before its subclasses.</summary>
    public ImmutableArray<ClassInfo> Classes { get; }

    /// <summary>The interface or class that begins at an offset into the info item.</summary>
    public bool TryGet(int offset, [NotNullWhen(true)] out ClassOrInterface? type) => _byOffset.TryGetValue(offset, out type);
}

/// <summary>What interfaces and classes have in common (JCVM 6.9.2.1).</summary>
/// <param name="Offset">Where it begins, as offset into the info item of the Class component.</param>
/// <param name="Flags">The flags.</param>
public abstract record ClassOrInterface(int Offset, ClassFlags Flags)
{
    /// <summary>True for an interface.</summary>
    public bool IsInterface => (Flags & ClassFlags.Interface) != 0;

    /// <summary>True when it is or implements javacard.framework.Shareable.</summary>
    public bool IsShareable => (Flags & ClassFlags.Shareable) != 0;

    /// <summary>True when it is or implements java.rmi.Remote.</summary>
    public bool IsRemote => (Flags & ClassFlags.Remote) != 0;
}

/// <summary>An interface (JCVM 6.9.2.2).</summary>
/// <param name="Offset">Where it begins, as offset into the info item of the Class component.</param>
/// <param name="Flags">The flags.</param>
/// <param name="SuperInterfaces">All superinterfaces, direct and indirect.</param>
/// <param name="RemoteName">Its name when it is remote, else null.</param>
public sealed record InterfaceInfo(int Offset, ClassFlags Flags, ImmutableArray<ClassRef> SuperInterfaces, string? RemoteName)
    : ClassOrInterface(Offset, Flags);

/// <summary>A class (JCVM 6.9.2.3).</summary>
/// <param name="Offset">Where it begins, as offset into the info item of the Class component.</param>
/// <param name="Flags">The flags.</param>
/// <param name="SuperClass">Its superclass; <see cref="ClassRef.None"/> for java.lang.Object alone.</param>
/// <param name="DeclaredInstanceSize">16-bit cells of the instance fields that the class itself declares; an int takes two.</param>
/// <param name="FirstReferenceToken">Instance field token of its first field of reference type, 0xFF when it has none.</param>
/// <param name="ReferenceCount">Number of its instance fields of reference type; their tokens follow each other.</param>
/// <param name="PublicMethodTableBase">Virtual method token of the first entry of the public table.</param>
/// <param name="PackageMethodTableBase">Virtual method token of the first entry of the package table, without the high bit.</param>
/// <param name="PublicMethods">
/// Public and protected virtual methods; null where the method is a superclass's of another package (0xFFFF in the file).
/// </param>
/// <param name="PackageMethods">Package-visible virtual methods; null as above.</param>
/// <param name="Interfaces">Implemented interfaces with their index maps.</param>
/// <param name="Remote">What a remote class adds, else null.</param>
/// <param name="TokenMapping">
/// Tokens of the superclass by token of this class (JCVM 6.9.2.7), 0xFF for methods the class declares; empty before format 2.3.
/// </param>
/// <param name="Cap22InheritableMethodCount">Public methods that a subclass of format 2.2 or earlier can inherit; null before format 2.3.</param>
public sealed record ClassInfo(
    int Offset,
    ClassFlags Flags,
    ClassRef SuperClass,
    byte DeclaredInstanceSize,
    byte FirstReferenceToken,
    byte ReferenceCount,
    byte PublicMethodTableBase,
    byte PackageMethodTableBase,
    ImmutableArray<MethodLocation?> PublicMethods,
    ImmutableArray<MethodLocation?> PackageMethods,
    ImmutableArray<ImplementedInterface> Interfaces,
    RemoteInfo? Remote,
    ImmutableArray<byte> TokenMapping,
    byte? Cap22InheritableMethodCount)
    : ClassOrInterface(Offset, Flags);

/// <summary>An implemented interface (JCVM 6.9.2.5).</summary>
/// <param name="Interface">The interface.</param>
/// <param name="Index">Virtual method token in this class by interface method token.</param>
public sealed record ImplementedInterface(ClassRef Interface, ImmutableArray<byte> Index);

/// <summary>What a remote class adds (JCVM 6.9.2.6).</summary>
/// <param name="Methods">Remote methods in ascending order of their hashes.</param>
/// <param name="HashModifier">The anti-collision string, often empty.</param>
/// <param name="ClassName">Name of the class.</param>
/// <param name="Interfaces">The remote interfaces.</param>
public sealed record RemoteInfo(ImmutableArray<RemoteMethod> Methods, string HashModifier, string ClassName, ImmutableArray<ClassRef> Interfaces);

/// <summary>A remote method.</summary>
/// <param name="Hash">First two bytes of the SHA-1 hash of modifier, name and descriptor.</param>
/// <param name="SignatureOffset">Offset into the signature pool, counted from its length item as the format does.</param>
/// <param name="VirtualMethodToken">Virtual method token in the class.</param>
public sealed record RemoteMethod(ushort Hash, ushort SignatureOffset, byte VirtualMethodToken);
