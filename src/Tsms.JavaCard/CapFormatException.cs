namespace Tsms.JavaCard;

/// <summary>Which rule of the CAP or export file format is broken.</summary>
public enum CapRule
{
    /// <summary>The bytes are neither a JAR nor components one after the other.</summary>
    NotACap,

    /// <summary>The JAR cannot be read.</summary>
    DamagedJar,

    /// <summary>A limit of <see cref="CapLimits"/> is passed.</summary>
    TooLarge,

    /// <summary>A component that every package needs is not there.</summary>
    MissingComponent,

    /// <summary>A component is there twice, or the JAR holds more than one package.</summary>
    Duplicate,

    /// <summary>The bytes end before the item does.</summary>
    Truncated,

    /// <summary>Bytes are left over behind the last item.</summary>
    TrailingBytes,

    /// <summary>The tag is not that of the component.</summary>
    WrongTag,

    /// <summary>The size item does not fit the bytes.</summary>
    WrongSize,

    /// <summary>The magic number is another.</summary>
    WrongMagic,

    /// <summary>The version of the format is not one this reader knows.</summary>
    UnknownFormat,

    /// <summary>An AID has not 5 to 16 bytes.</summary>
    WrongAid,

    /// <summary>A flag is reserved, or flags contradict each other or the components.</summary>
    WrongFlags,

    /// <summary>A count, tag or other value is not one of those allowed.</summary>
    WrongValue,

    /// <summary>An offset points outside what it points into, or not at the beginning of an item.</summary>
    WrongOffset,

    /// <summary>An index or token names an entry that does not exist.</summary>
    WrongIndex,

    /// <summary>The Directory component says something else than the component itself.</summary>
    WrongDirectory,

    /// <summary>A string is not UTF-8.</summary>
    WrongText,

    /// <summary>A byte is no instruction, or an instruction is cut off.</summary>
    WrongBytecode,
}

/// <summary>The bytes break a rule of the CAP file format (JCVM chapter 6) or the export file format (chapter 5).</summary>
/// <param name="rule">The broken rule.</param>
/// <param name="component">
/// Name of the component as in JCVM table 6-2 (<c>Header</c>, <c>ConstantPool</c>, …), <c>Export file</c>, or <c>CAP</c> for the container.
/// </param>
/// <param name="offset">Byte offset in the component, its tag byte being 0; in the container or export file, from its first byte.</param>
/// <param name="reason">What is wrong, in words.</param>
/// <param name="inner">The failure below, when there is one.</param>
public sealed class CapFormatException(CapRule rule, string component, int offset, string reason, Exception? inner = null)
    : Exception($"{component} at byte {offset}: {reason}", inner)
{
    /// <summary>The broken rule.</summary>
    public CapRule Rule { get; } = rule;

    /// <summary>Name of the component, or <c>CAP</c> for the container.</summary>
    public string Component { get; } = component;

    /// <summary>Byte offset in the component, counted from its tag byte.</summary>
    public int Offset { get; } = offset;

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; } = reason;
}
