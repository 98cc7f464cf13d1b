namespace Tsms.SmartCard;

/// <summary>
/// The two status bytes SW1 SW2 that end every answer of a card (ISO/IEC 7816-4, 5.6). The <c>default</c> value 0000 is not a status word a card may send.
/// </summary>
/// <param name="Value">SW1 in the upper byte, SW2 in the lower.</param>
public readonly record struct StatusWord(ushort Value)
{
    /// <summary>9000: normal processing.</summary>
    public static readonly StatusWord Success = new(0x9000);

    /// <summary>6283: selected application, card or file is locked.</summary>
    public static readonly StatusWord SelectedInvalidated = new(0x6283);

    /// <summary>6300: authentication of the host cryptogram failed (GP).</summary>
    public static readonly StatusWord AuthenticationFailed = new(0x6300);

    /// <summary>6310: more data available (GP GET STATUS).</summary>
    public static readonly StatusWord MoreDataAvailable = new(0x6310);

    /// <summary>6400: no specific diagnosis.</summary>
    public static readonly StatusWord ExecutionError = new(0x6400);

    /// <summary>6581: memory failure.</summary>
    public static readonly StatusWord MemoryFailure = new(0x6581);

    /// <summary>6700: wrong length.</summary>
    public static readonly StatusWord WrongLength = new(0x6700);

    /// <summary>6881: logical channel not supported or not open.</summary>
    public static readonly StatusWord LogicalChannelNotSupported = new(0x6881);

    /// <summary>6882: secure messaging not supported.</summary>
    public static readonly StatusWord SecureMessagingNotSupported = new(0x6882);

    /// <summary>6883: last command of the chain expected.</summary>
    public static readonly StatusWord LastCommandExpected = new(0x6883);

    /// <summary>6884: command chaining not supported.</summary>
    public static readonly StatusWord ChainingNotSupported = new(0x6884);

    /// <summary>6982: security status not satisfied.</summary>
    public static readonly StatusWord SecurityStatusNotSatisfied = new(0x6982);

    /// <summary>6983: authentication method blocked.</summary>
    public static readonly StatusWord AuthenticationMethodBlocked = new(0x6983);

    /// <summary>6985: conditions of use not satisfied.</summary>
    public static readonly StatusWord ConditionsNotSatisfied = new(0x6985);

    /// <summary>6986: command not allowed.</summary>
    public static readonly StatusWord CommandNotAllowed = new(0x6986);

    /// <summary>6988: incorrect secure messaging data objects.</summary>
    public static readonly StatusWord SecureMessagingIncorrect = new(0x6988);

    /// <summary>6999: applet selection failed (Java Card).</summary>
    public static readonly StatusWord AppletSelectFailed = new(0x6999);

    /// <summary>6A80: incorrect parameters in the data field.</summary>
    public static readonly StatusWord WrongData = new(0x6A80);

    /// <summary>6A81: function not supported, for instance because the card or application is locked.</summary>
    public static readonly StatusWord FunctionNotSupported = new(0x6A81);

    /// <summary>6A82: application or file not found.</summary>
    public static readonly StatusWord NotFound = new(0x6A82);

    /// <summary>6A84: not enough memory space.</summary>
    public static readonly StatusWord NotEnoughMemory = new(0x6A84);

    /// <summary>6A86: incorrect P1 or P2.</summary>
    public static readonly StatusWord IncorrectP1P2 = new(0x6A86);

    /// <summary>6A88: referenced data not found.</summary>
    public static readonly StatusWord ReferencedDataNotFound = new(0x6A88);

    /// <summary>6D00: instruction not supported.</summary>
    public static readonly StatusWord InsNotSupported = new(0x6D00);

    /// <summary>6E00: class not supported.</summary>
    public static readonly StatusWord ClaNotSupported = new(0x6E00);

    /// <summary>6F00: no precise diagnosis.</summary>
    public static readonly StatusWord Unknown = new(0x6F00);

    /// <summary>The first status byte.</summary>
    public byte Sw1 => (byte)(Value >> 8);

    /// <summary>The second status byte.</summary>
    public byte Sw2 => (byte)Value;

    /// <summary>True for 9000.</summary>
    public bool IsSuccess => Value == 0x9000;

    /// <summary>True for 62xx and 63xx: processed, with a warning.</summary>
    public bool IsWarning => Sw1 is 0x62 or 0x63;

    /// <summary>The four hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
}
