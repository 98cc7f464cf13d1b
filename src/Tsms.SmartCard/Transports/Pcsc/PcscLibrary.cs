namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>What a reader is asked about and answers in <see cref="PcscLibrary.GetStatusChange"/>.</summary>
internal struct PcscReaderQuery
{
    /// <summary>Name of the reader.</summary>
    public string Name;

    /// <summary>State that is known; the call waits until there is another.</summary>
    public uint Known;

    /// <summary>State found, with the event counter in the upper half.</summary>
    public uint Found;

    /// <summary>Answer to reset of the card in it; empty without a card.</summary>
    public byte[] Atr;
}

/// <summary>
/// The functions of PC/SC that are used here, with numbers of one size: the two native libraries differ in the width of their long and in how names are
/// written. Every function returns a code of <see cref="PcscError"/>.
/// </summary>
internal abstract class PcscLibrary
{
    public const uint ShareExclusive = 1;
    public const uint ShareShared = 2;
    public const uint ProtocolT0 = 1;
    public const uint ProtocolT1 = 2;
    public const uint LeaveCard = 0;
    public const uint ResetCard = 1;
    public const uint UnpowerCard = 2;
    public const uint StateUnaware = 0x0000;
    public const uint StateUnknown = 0x0004;
    public const uint StateUnavailable = 0x0008;
    public const uint StateEmpty = 0x0010;
    public const uint StatePresent = 0x0020;
    public const uint StateExclusive = 0x0080;
    public const uint StateInUse = 0x0100;
    public const uint StateMute = 0x0200;

    /// <summary>Longest answer to reset in bytes (ISO/IEC 7816-3, 8.1), and room as winscard wants it.</summary>
    public const int MaxAtr = 36;

    private static readonly Lazy<PcscLibrary> s_current = new(() =>
        OperatingSystem.IsWindows() ? new Winscard()
        : OperatingSystem.IsLinux() ? new PcscLite()
        : throw new TransportException("PC/SC readers are used on Linux (pcsclite) and Windows (winscard); this system is neither."));

    /// <summary>The library of this system.</summary>
    /// <exception cref="TransportException">There is none for it.</exception>
    public static PcscLibrary Current => s_current.Value;

    public abstract uint EstablishContext(out nint context);

    public abstract uint ReleaseContext(nint context);

    public abstract uint ListReaders(nint context, out IReadOnlyList<string> readers);

    public abstract uint Connect(nint context, string reader, uint share, uint protocols, out nint card, out uint protocol);

    public abstract uint Reconnect(nint card, uint share, uint protocols, uint initialization, out uint protocol);

    public abstract uint Disconnect(nint card, uint disposition);

    public abstract uint GetAtr(nint card, out byte[] atr);

    public abstract uint Transmit(nint card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length);

    public abstract uint GetStatusChange(nint context, uint timeoutMilliseconds, Span<PcscReaderQuery> readers);

    public abstract uint Cancel(nint context);

    /// <summary>Names one after another, each ended by a zero, the last by two.</summary>
    protected static IReadOnlyList<string> Split(string names) => names.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Turns a missing library into words.</summary>
    protected static T Call<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (DllNotFoundException e)
        {
            throw new TransportException(
                OperatingSystem.IsLinux()
                    ? "The PC/SC library libpcsclite.so.1 is not installed (Debian: libpcsclite1, with pcscd)."
                    : "The PC/SC library winscard.dll cannot be loaded.", e);
        }
    }
}
