using System.Collections.Immutable;

namespace Tsms.JavaCard.Components;

/// <summary>Debug component (JCVM 6.15): names and lines for tools. It never goes onto a card.</summary>
/// <param name="Strings">The strings.</param>
/// <param name="Packages">One package in compact format.</param>
public sealed record DebugComponent(ImmutableArray<string> Strings, ImmutableArray<PackageDebug> Packages);

/// <summary>A package.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Classes">Its classes and interfaces.</param>
public sealed record PackageDebug(string Name, ImmutableArray<ClassDebug> Classes);

/// <summary>A class or interface (JCVM 6.15.2).</summary>
/// <param name="Name">Its name in internal form.</param>
/// <param name="AccessFlags">Flags of JCVM table 6-21.</param>
/// <param name="Location">Offset into the info item of the Class component.</param>
/// <param name="SuperClassName">Name of the superclass, <c>null</c> as text when there is none.</param>
/// <param name="SourceFile">Name of the source file.</param>
/// <param name="InterfaceNames">Names of all implemented or extended interfaces.</param>
/// <param name="Fields">Fields it declares, compile-time constants included.</param>
/// <param name="Methods">Methods it declares.</param>
public sealed record ClassDebug(
    string Name,
    ushort AccessFlags,
    ushort Location,
    string SuperClassName,
    string SourceFile,
    ImmutableArray<string> InterfaceNames,
    ImmutableArray<FieldDebug> Fields,
    ImmutableArray<MethodDebug> Methods);

/// <summary>A field (JCVM 6.15.2.1).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Descriptor">Its type as in a class file.</param>
/// <param name="AccessFlags">Flags of JCVM table 6-22.</param>
/// <param name="Contents">Token of an instance field, offset into the image of a static field, or the value of a constant.</param>
public sealed record FieldDebug(string Name, string Descriptor, ushort AccessFlags, int Contents);

/// <summary>A method (JCVM 6.15.2.2).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Descriptor">Parameters and return type as in a class file.</param>
/// <param name="AccessFlags">Flags of JCVM table 6-23.</param>
/// <param name="Location">Where it begins in the Method component.</param>
/// <param name="HeaderSize">Bytes of its header.</param>
/// <param name="BodySize">Bytes of its code.</param>
/// <param name="Variables">Its local variables.</param>
/// <param name="Lines">Which code belongs to which line.</param>
public sealed record MethodDebug(
    string Name,
    string Descriptor,
    ushort AccessFlags,
    MethodLocation Location,
    byte HeaderSize,
    ushort BodySize,
    ImmutableArray<VariableDebug> Variables,
    ImmutableArray<LineDebug> Lines);

/// <summary>A local variable.</summary>
/// <param name="Index">Index in the frame.</param>
/// <param name="Name">Its name.</param>
/// <param name="Descriptor">Its type as in a class file.</param>
/// <param name="StartPc">First byte of code where it is valid.</param>
/// <param name="Length">Bytes of code where it is valid.</param>
public sealed record VariableDebug(byte Index, string Name, string Descriptor, ushort StartPc, ushort Length);

/// <summary>A line of source.</summary>
/// <param name="StartPc">First byte of its code.</param>
/// <param name="EndPc">Last byte of its code.</param>
/// <param name="SourceLine">Number of the line, from 1.</param>
public readonly record struct LineDebug(ushort StartPc, ushort EndPc, ushort SourceLine);
