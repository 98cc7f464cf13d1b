namespace Tsms.JavaCard.Components;

/// <summary>Tags of CAP file components (JCVM 6.2, table 6-1). Custom components have 128 to 255.</summary>
public enum ComponentTag : byte
{
    /// <summary>No component.</summary>
    None = 0,

    /// <summary>Header (6.4).</summary>
    Header = 1,

    /// <summary>Directory (6.5).</summary>
    Directory = 2,

    /// <summary>Applet (6.6).</summary>
    Applet = 3,

    /// <summary>Import (6.7).</summary>
    Import = 4,

    /// <summary>Constant pool (6.8).</summary>
    ConstantPool = 5,

    /// <summary>Class (6.9).</summary>
    Class = 6,

    /// <summary>Method (6.10).</summary>
    Method = 7,

    /// <summary>Static field (6.11).</summary>
    StaticField = 8,

    /// <summary>Reference location (6.12).</summary>
    ReferenceLocation = 9,

    /// <summary>Export (6.13).</summary>
    Export = 10,

    /// <summary>Descriptor (6.14).</summary>
    Descriptor = 11,

    /// <summary>Debug (6.15), since format 2.2.</summary>
    Debug = 12,

    /// <summary>Static resources (6.16), since format 2.3.</summary>
    StaticResources = 13,
}
