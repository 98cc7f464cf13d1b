namespace Tsms.SmartCard.Omapi;

/// <summary>The class byte's logical channel (GP Card Specification 2.3.1, 11.1.4).</summary>
internal static class ClassByte
{
    /// <summary>Highest logical channel number.</summary>
    public const int MaxChannel = 19;

    /// <summary>
    /// The class byte moved to a channel; proprietary bit, chaining bit and secure messaging stay. Proprietary classes A0 to BF, which know no further
    /// channels, stay what they are on channels 0 to 3.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="Fault"/> has something to say.</exception>
    public static byte WithChannel(byte cla, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel, MaxChannel);
        return Fault(cla, channel) is { } fault ? throw new ArgumentException(fault, nameof(cla)) : Moved(cla, channel);
    }

    /// <summary>Why no command with this class byte can be sent on a channel; null when it can.</summary>
    public static string? Fault(byte cla, int channel) => (cla & 0xE0, cla, channel) switch
    {
        (_, 0xFF, _) => "CLA FF is reserved (ISO/IEC 7816-3).",
        (0x20, _, _) => $"CLA {cla:X2} is no command: classes 20 to 3F are reserved (ISO/IEC 7816-4, 5.4.1).",
        (0xA0, _, > 3) => $"CLA {cla:X2} has no form on channel {channel}: classes A0 to BF tell channels 0 to 3 only.",
        _ when Moved(cla, channel) == 0xFF => $"CLA {cla:X2} has no form on channel {channel}: it would be FF, which is reserved (ISO/IEC 7816-3).",
        _ => null,
    };

    /// <summary>True for interindustry commands: bit 8 clear.</summary>
    public static bool IsInterindustry(byte cla) => (cla & 0x80) == 0;

    private static byte Moved(byte cla, int channel)
    {
        // first interindustry:   p 0 0 c s s n n   p proprietary, c chaining, ss secure messaging, nn channel 0 to 3
        // further interindustry: p 1 s c n n n n   s secure messaging, nnnn channel minus 4
        var isFurther = (cla & 0x40) != 0;
        var kept = cla & (isFurther ? 0x90 : 0xB0);
        var messaging = isFurther ? ((cla & 0x20) != 0 ? 0x04 : 0) : cla & 0x0C;
        return channel < 4
            ? (byte)(kept | messaging | channel)
            : (byte)(kept | 0x40 | (messaging != 0 ? 0x20 : 0) | (channel - 4));
    }
}
