namespace Tsms.SmartCard.Omapi;

/// <summary>The class byte's logical channel (GP Card Specification 2.3.1, 11.1.4).</summary>
internal static class ClassByte
{
    /// <summary>Highest logical channel number.</summary>
    public const int MaxChannel = 19;

    /// <summary>The class byte moved to a channel; proprietary bit, chaining bit and secure messaging stay.</summary>
    public static byte WithChannel(byte cla, int channel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channel, MaxChannel);

        // first interindustry:   p 0 0 c s s n n   p proprietary, c chaining, ss secure messaging, nn channel 0 to 3
        // further interindustry: p 1 s c n n n n   s secure messaging, nnnn channel minus 4
        var isFurther = (cla & 0x40) != 0;
        var kept = cla & 0x90;
        var messaging = isFurther ? ((cla & 0x20) != 0 ? 0x04 : 0) : cla & 0x0C;
        return channel < 4
            ? (byte)(kept | messaging | channel)
            : (byte)(kept | 0x40 | (messaging != 0 ? 0x20 : 0) | (channel - 4));
    }

    /// <summary>True for interindustry commands: bit 8 clear and not the reserved range 20 to 3F.</summary>
    public static bool IsInterindustry(byte cla) => (cla & 0x80) == 0 && (cla & 0x60) != 0x20;
}
