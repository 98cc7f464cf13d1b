using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.SmartCard.Tracing;

/// <summary>Command headers in words (GP Card Specification 2.3.1, chapter 11; ISO/IEC 7816-4).</summary>
public static class CommandText
{
    /// <summary>Name of a command with what P1 and P2 say, and what the class byte says: channel, secure messaging, chaining.</summary>
    public static string Explain(CommandApdu command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Name(command) + Class(command.Cla);
    }

    /// <summary>Number of the logical channel in a class byte, 0 to 19 (11.1.4).</summary>
    public static int Channel(byte cla) => (cla & 0x40) != 0 ? 4 + (cla & 0x0F) : cla & 0x03;

    /// <summary>True when the class byte says secure messaging.</summary>
    public static bool IsSecure(byte cla) => (cla & 0x40) != 0 ? (cla & 0x20) != 0 : (cla & 0x0C) != 0;

    private static string Name(CommandApdu c) => c.Ins switch
    {
        GpInstruction.Select when c.P1 == 0x04 => $"SELECT {(c.Data.IsEmpty ? "default application" : Convert.ToHexString(c.Data.Span))}{(c.P2 == 0x02 ? ", next" : "")}",
        GpInstruction.Select => $"SELECT FILE P1={c.P1:X2} P2={c.P2:X2}",
        GpInstruction.ManageChannel => c.P1 == 0x80 ? $"MANAGE CHANNEL close {c.P2}" : "MANAGE CHANNEL open",
        GpInstruction.GetResponse => "GET RESPONSE",
        GpInstruction.InitializeUpdate when IsGp(c) => $"INITIALIZE UPDATE key version {c.P1:X2}",
        GpInstruction.ExternalAuthenticate when IsGp(c) => $"EXTERNAL AUTHENTICATE level {c.P1:X2}",
        GpInstruction.GetData or 0xCB => $"GET DATA {(c.P1 == 0 ? $"{c.P2:X2}" : $"{c.P1:X2}{c.P2:X2}")}",
        GpInstruction.PutKey when IsGp(c) => $"PUT KEY {(((c.P1 & 0x7F) == 0) ? "add" : $"replace version {c.P1 & 0x7F:X2}")}, identifier {c.P2 & 0x7F:X2}{((c.P2 & 0x80) != 0 ? " and following" : "")}",
        GpInstruction.StoreData when IsGp(c) => $"STORE DATA block {c.P2}{((c.P1 & 0x80) != 0 ? ", last" : "")}{((c.P1 & 0x18) switch { 0x08 => ", DGI", 0x10 => ", BER-TLV", _ => "" })}{((c.P1 & 0x60) switch { 0x60 => ", encrypted", 0x20 => ", application dependent encryption", _ => "" })}",
        GpInstruction.Delete when IsGp(c) => $"DELETE{((c.P2 & 0x80) != 0 ? " with related objects" : "")}",
        GpInstruction.Install when IsGp(c) => $"INSTALL [for {Install(c.P1)}]",
        GpInstruction.Load when IsGp(c) => $"LOAD block {c.P2}{((c.P1 & 0x80) != 0 ? ", last" : "")}",
        GpInstruction.SetStatus when IsGp(c) => $"SET STATUS {Scope(c.P1)} to {c.P2:X2}",
        GpInstruction.GetStatus when IsGp(c) => $"GET STATUS {Scope(c.P1)}{((c.P2 & 0x01) != 0 ? ", next" : "")}",
        _ => $"command INS={c.Ins:X2} P1={c.P1:X2} P2={c.P2:X2}",
    };

    private static bool IsGp(CommandApdu c) => (c.Cla & 0x80) != 0;

    private static string Install(byte p1)
    {
        (int Bit, string Name)[] forms =
        [
            (0x02, "load"), (0x04, "install"), (0x08, "make selectable"), (0x10, "extradition"), (0x20, "personalization"), (0x40, "registry update"),
        ];
        var named = forms.Where(f => (p1 & f.Bit) != 0).Select(f => f.Name).ToArray();
        return named.Length == 0 ? $"P1={p1:X2}" : string.Join(" and ", named);
    }

    private static string Scope(byte p1) => p1 switch
    {
        0x80 => "issuer security domain",
        0x40 => "applications",
        0x20 => "load files",
        0x10 => "load files and modules",
        0x60 => "security domain and its applications",
        _ => $"P1={p1:X2}",
    };

    private static string Class(byte cla)
    {
        var channel = Channel(cla);
        return (channel == 0 ? "" : $", channel {channel}") + (IsSecure(cla) ? ", secure messaging" : "") + ((cla & 0x10) != 0 ? ", chained" : "");
    }
}
