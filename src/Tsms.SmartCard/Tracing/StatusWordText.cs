namespace Tsms.SmartCard.Tracing;

/// <summary>Status words in words (ISO/IEC 7816-4, 5.6; GP Card Specification 2.3.1, 11.1.3 and the tables of chapter 11).</summary>
public static class StatusWordText
{
    private static readonly Dictionary<ushort, string> s_known = new()
    {
        [0x9000] = "success",
        [0x6200] = "logical channel already closed",
        [0x6283] = "selected application or card is locked",
        [0x6300] = "authentication of the host cryptogram failed",
        [0x6310] = "more data available",
        [0x6400] = "no specific diagnosis",
        [0x6581] = "memory failure",
        [0x6700] = "wrong length",
        [0x6881] = "logical channel not supported or not open",
        [0x6882] = "secure messaging not supported",
        [0x6883] = "last command of the chain expected",
        [0x6884] = "command chaining not supported",
        [0x6982] = "security status not satisfied",
        [0x6983] = "authentication method blocked",
        [0x6985] = "conditions of use not satisfied",
        [0x6986] = "command not allowed",
        [0x6988] = "incorrect secure messaging: wrong C-MAC or padding",
        [0x6999] = "applet refused to be selected",
        [0x6A80] = "incorrect values in command data",
        [0x6A81] = "function not supported, for instance card or application locked",
        [0x6A82] = "application not found",
        [0x6A84] = "not enough memory",
        [0x6A86] = "incorrect P1 P2",
        [0x6A88] = "referenced data not found",
        [0x6D00] = "instruction not supported",
        [0x6E00] = "class not supported",
        [0x6F00] = "no precise diagnosis",
        [0x9484] = "algorithm not supported",
        [0x9485] = "invalid key check value",
    };

    /// <summary>What a status word says; for those that are nobody's, what their first byte says.</summary>
    public static string Explain(StatusWord sw) => s_known.TryGetValue(sw.Value, out var text) ? text : sw.Sw1 switch
    {
        0x61 => $"{(sw.Sw2 == 0 ? 256 : sw.Sw2)} more bytes with GET RESPONSE",
        0x62 => "warning, memory unchanged",
        0x63 when (sw.Sw2 & 0xF0) == 0xC0 => $"verification failed, {sw.Sw2 & 0x0F} tries left",
        0x63 => "warning, memory changed",
        0x64 => "execution error, memory unchanged",
        0x65 => "execution error, memory changed",
        0x67 => "wrong length",
        0x68 => "function of the class byte not supported",
        0x69 => "command not allowed",
        0x6A => "wrong parameters",
        0x6C => $"wrong Le, {(sw.Sw2 == 0 ? 256 : sw.Sw2)} is right",
        _ => "of the application",
    };
}
