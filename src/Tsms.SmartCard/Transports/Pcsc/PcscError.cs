using System.Globalization;

namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>Return codes of PC/SC that this transport tells apart, and what they mean to a person (PC/SC part 5; pcsclite.h, winerror.h).</summary>
internal static class PcscError
{
    public const uint Success = 0;
    public const uint Cancelled = 0x80100002;
    public const uint InvalidHandle = 0x80100003;
    public const uint UnknownReader = 0x80100009;
    public const uint Timeout = 0x8010000A;
    public const uint SharingViolation = 0x8010000B;
    public const uint NoSmartCard = 0x8010000C;
    public const uint ProtocolMismatch = 0x8010000F;
    public const uint NotTransacted = 0x80100016;
    public const uint ReaderUnavailable = 0x80100017;
    public const uint NoService = 0x8010001D;
    public const uint ServiceStopped = 0x8010001E;
    public const uint NoReadersAvailable = 0x8010002E;
    public const uint CommDataLost = 0x8010002F;
    public const uint UnresponsiveCard = 0x80100066;
    public const uint UnpoweredCard = 0x80100067;
    public const uint ResetCard = 0x80100068;
    public const uint RemovedCard = 0x80100069;

    /// <summary>What went wrong, and what to do, without the place.</summary>
    public static string Explain(uint code) => code switch
    {
        NoService or ServiceStopped => "the smart card service does not run; start it (Linux: pcscd, Windows: SCardSvr)",
        NoReadersAvailable or UnknownReader or ReaderUnavailable => "there is no such reader; list the readers and look at its plug",
        NoSmartCard => "there is no card in it",
        RemovedCard => "the card was taken out",
        SharingViolation => "another program holds the card; end that program, or open the card shared if it does so too",
        ResetCard => "another program reset the card, so all that was open on it is closed; begin again",
        UnresponsiveCard => "the card does not answer to reset; turn it, clean it, or try another reader",
        UnpoweredCard => "the card has no power any more; begin again",
        ProtocolMismatch => "card and reader have no protocol in common (T=0, T=1)",
        NotTransacted or CommDataLost => "the exchange with the card broke off; what the card did with the command is unknown",
        Timeout => "nothing happened in time",
        Cancelled => "the wait was cancelled",
        _ => "PC/SC names no reason that is known here",
    };

    /// <summary>An exception that says what was tried where and what came of it.</summary>
    public static TransportException Fail(string what, uint code) =>
        new($"{what}: {Explain(code)} (PC/SC {code.ToString("X8", CultureInfo.InvariantCulture)}).");
}
