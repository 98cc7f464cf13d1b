namespace Tsms.VirtualCard;

/// <summary>
/// A class byte: logical channel, secure messaging and chaining (GP Card Specification 2.3.1, 11.1.4; JCRE 3.0.5, 4.4, for proprietary classes).
/// </summary>
/// <param name="Value">The byte.</param>
internal readonly record struct ClassByte(byte Value)
{
    /// <summary>Bit 7 set: channels 4 to 19 in the low nibble.</summary>
    public bool IsFurther => (Value & 0x40) != 0;

    /// <summary>Bit 8 clear: a command of ISO/IEC 7816.</summary>
    public bool IsInterindustry => (Value & 0x80) == 0;

    /// <summary>False for FF, which is reserved for protocol selection, and for 20 to 3F, which ISO reserves.</summary>
    public bool IsValid => Value != 0xFF && (Value & 0xE0) != 0x20;

    /// <summary>The logical channel, 0 to 19.</summary>
    public int Channel => IsFurther ? (Value & 0x0F) + 4 : Value & 0x03;

    /// <summary>Bit 5: more commands of a chain follow.</summary>
    public bool IsChained => (Value & 0x10) != 0;

    /// <summary>True when any secure messaging is indicated.</summary>
    public bool HasSecureMessaging => IsFurther ? (Value & 0x20) != 0 : (Value & 0x0C) != 0;

    /// <summary>True when secure messaging is indicated as GlobalPlatform codes it.</summary>
    public bool HasGlobalPlatformMessaging => IsFurther ? (Value & 0x20) != 0 : (Value & 0x0C) == 0x04;

    /// <summary>True for the classes a security domain knows: 0x, 4x, 6x, 8x, Cx, Ex without chaining.</summary>
    public bool IsGlobalPlatform => IsFurther ? !IsChained : (Value & 0x70) == 0;

    /// <summary>The class without channel and secure messaging: 00 or 80.</summary>
    public byte Base => (byte)(Value & 0x80);

    /// <summary>The same channel without secure messaging.</summary>
    public byte WithoutSecureMessaging => (byte)(IsFurther ? Value & ~0x20 : Value & ~0x0C);

    /// <summary>The class as a C-MAC covers it: channel 0, GlobalPlatform secure messaging (GP Amendment D 1.1.2, 6.2.4).</summary>
    public byte ForMac => (byte)((Value & (IsFurther ? 0x90 : 0xF0)) | 0x04);
}
