namespace Tsms.VirtualCard.Memory;

/// <summary>
/// What the machine has room for. A card profile gives the figures; the defaults are those of a mid-sized secure element.
/// </summary>
internal sealed record MachineLimits
{
    /// <summary>Words (16 bits) of the stack that holds locals and operands of all frames. Default 2,048.</summary>
    public int StackWords { get; init; } = 2048;

    /// <summary>Frames that may be open at once. Default 96.</summary>
    public int Frames { get; init; } = 96;

    /// <summary>Calls from native code back into Java that may be open at once. Default 8.</summary>
    public int NativeDepth { get; init; } = 8;

    /// <summary>Bytes of non-volatile memory for code, static fields and objects. Default 256 KiB.</summary>
    public int PersistentBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes of volatile memory for CLEAR_ON_RESET objects. Default 8 KiB.</summary>
    public int TransientResetBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of volatile memory for CLEAR_ON_DESELECT objects. Default 8 KiB.</summary>
    public int TransientDeselectBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of the transaction buffer as JCSystem.getMaxCommitCapacity counts them. Default 4,096.</summary>
    public int CommitCapacity { get; init; } = 4096;

    /// <summary>Objects, the card's own included; at most 65,534, since a reference has 16 bits. Default 32,000.</summary>
    public int Objects { get; init; } = 32000;

    /// <summary>Applets that may be installed. At most 254. Default 128.</summary>
    public int Applets { get; init; } = 128;

    /// <summary>Packages that may be loaded. At most 250. Default 100.</summary>
    public int Packages { get; init; } = 100;

    /// <summary>
    /// Byte codes that one command may run before it is ended with 6F00; native work counts too, a key pair as 25 million. Default 250 million: about two seconds.
    /// </summary>
    public long ByteCodesPerCommand { get; init; } = 250_000_000;

    /// <summary>
    /// Bytes that the old values of one command may take while it can still be rolled back. An atomic command has no transaction buffer to fill, so that an
    /// installation without end would fill the memory of the host. Default 64 MiB.
    /// </summary>
    public long JournalBytes { get; init; } = 64 << 20;

    /// <summary>Whether packages are verified when they are loaded, and refused without a Descriptor component. Default false: they are trusted.</summary>
    public bool VerifiesCode { get; init; }

    /// <summary>Bytes of the APDU buffer; at least 133 (APDU.getBuffer), more than 261 where extended length is offered. Default 261.</summary>
    public int ApduBufferBytes { get; init; } = 261;

    /// <summary>Whether applets are told that the card speaks T=0 (APDU.getProtocol and the sizes of blocks). Default false: T=1.</summary>
    public bool SpeaksT0 { get; init; }
}
