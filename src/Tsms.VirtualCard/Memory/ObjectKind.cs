namespace Tsms.VirtualCard.Memory;

/// <summary>What a heap object is. The values of arrays are the type codes of newarray and checkcast (JCVM 3.0.5, 7.5.69, 7.5.13).</summary>
internal enum ObjectKind : byte
{
    /// <summary>An instance of a class; its fields are words.</summary>
    Instance = 0,

    /// <summary>boolean[]: bytes.</summary>
    BooleanArray = 10,

    /// <summary>byte[]: bytes.</summary>
    ByteArray = 11,

    /// <summary>short[]: words.</summary>
    ShortArray = 12,

    /// <summary>int[]: 32-bit integers.</summary>
    IntArray = 13,

    /// <summary>An array of references: words; the class of the object is the class of the elements.</summary>
    ReferenceArray = 14,
}

/// <summary>When the content of an object is cleared. The values are those of JCSystem.isTransient.</summary>
internal enum TransientKind : byte
{
    /// <summary>NOT_A_TRANSIENT_OBJECT: the content is persistent.</summary>
    None = 0,

    /// <summary>CLEAR_ON_RESET.</summary>
    ClearOnReset = 1,

    /// <summary>CLEAR_ON_DESELECT.</summary>
    ClearOnDeselect = 2,
}

/// <summary>What the firewall lets others do with an object of the JCRE (JCRE 3.0.5, 6.2.1 and 6.2.2).</summary>
internal enum SharingKind : byte
{
    /// <summary>Only its owner's context may use it.</summary>
    None = 0,

    /// <summary>Permanent entry point: every context may call its methods and keep a reference.</summary>
    PermanentEntryPoint = 1,

    /// <summary>Temporary entry point: every context may call its methods; no reference may be stored in a field or array component.</summary>
    TemporaryEntryPoint = 2,

    /// <summary>Global array: every context may read and write it; no reference may be stored.</summary>
    GlobalArray = 3,

    /// <summary>
    /// An initialized static array of a library package: it belongs to no applet, and every applet that uses the library may use it and keep a reference.
    /// </summary>
    LibraryArray = 4,
}
