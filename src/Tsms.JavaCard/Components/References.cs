namespace Tsms.JavaCard.Components;

/// <summary>
/// Where a method_info begins. In compact format the block is 0 and the offset counts from the info item of the Method component; in extended
/// format it counts from the block (JCVM 6.9.2.4). <c>default</c> is offset 0 of block 0, where no method ever begins.
/// </summary>
/// <param name="Block">Index of the method component block; 0 in compact format.</param>
/// <param name="Offset">Byte offset into the block, 0 to 65535.</param>
public readonly record struct MethodLocation(byte Block, ushort Offset) : IComparable<MethodLocation>
{
    /// <summary>Orders by block, then by offset.</summary>
    public int CompareTo(MethodLocation other) => ((Block << 16) | Offset).CompareTo((other.Block << 16) | other.Offset);

    /// <summary>As <c>offset</c>, or <c>block:offset</c> outside block 0.</summary>
    public override string ToString() => Block == 0 ? $"{Offset}" : $"{Block}:{Offset}";

    /// <summary>Orders by block, then by offset.</summary>
    public static bool operator <(MethodLocation left, MethodLocation right) => left.CompareTo(right) < 0;

    /// <summary>Orders by block, then by offset.</summary>
    public static bool operator <=(MethodLocation left, MethodLocation right) => left.CompareTo(right) <= 0;

    /// <summary>Orders by block, then by offset.</summary>
    public static bool operator >(MethodLocation left, MethodLocation right) => left.CompareTo(right) > 0;

    /// <summary>Orders by block, then by offset.</summary>
    public static bool operator >=(MethodLocation left, MethodLocation right) => left.CompareTo(right) >= 0;
}

/// <summary>A class_ref (JCVM 6.8.1): a class of this file by its offset, or one of an imported package by tokens.</summary>
/// <param name="Value">The 16 bits as they stand in the file.</param>
public readonly record struct ClassRef(ushort Value)
{
    /// <summary>The value of a super_class_ref that names nothing: only <c>java.lang.Object</c> has it (JCVM 6.9.2.3).</summary>
    public static ClassRef None => new(0xFFFF);

    /// <summary>True for the value that names nothing.</summary>
    public bool IsNone => Value == 0xFFFF;

    /// <summary>True when the class is of an imported package.</summary>
    public bool IsExternal => (Value & 0x8000) != 0 && !IsNone;

    /// <summary>True when the class is of this file.</summary>
    public bool IsInternal => (Value & 0x8000) == 0;

    /// <summary>Index into the Import component, 0 to 127; of meaning when <see cref="IsExternal"/>.</summary>
    public int PackageToken => (Value >> 8) & 0x7F;

    /// <summary>Class token in the imported package; of meaning when <see cref="IsExternal"/>.</summary>
    public byte ClassToken => (byte)Value;

    /// <summary>Offset into the info item of the Class component, 0 to 32767; of meaning when <see cref="IsInternal"/>.</summary>
    public int Offset => Value;

    /// <summary>As <c>class@12</c> or <c>package 1 class 3</c>.</summary>
    public override string ToString() =>
        IsNone ? "none" : IsExternal ? $"package {PackageToken} class {ClassToken}" : $"class@{Offset}";
}
