using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>pcsclite on Linux: DWORD and LONG are C's unsigned long and long, 8 bytes on 64-bit systems; names are UTF-8.</summary>
internal sealed unsafe partial class PcscLite : PcscLibrary
{
    private const string Library = "libpcsclite.so.1";
    private const int AtrRoom = 33;
    private const uint ScopeSystem = 2;

    public override uint EstablishContext(out nint context)
    {
        nint value = 0;
        var code = Call(() => Code(SCardEstablishContext(ScopeSystem, 0, 0, out value)));
        context = value;
        return code;
    }

    public override uint ReleaseContext(nint context) => Code(SCardReleaseContext(context));

    public override uint ListReaders(nint context, out IReadOnlyList<string> readers)
    {
        readers = [];
        nuint length = 0;
        var code = Code(SCardListReaders(context, null, null, &length));
        if (code != PcscError.Success)
        {
            return code;
        }

        var names = new byte[(int)length];
        fixed (byte* p = names)
        {
            code = Code(SCardListReaders(context, null, p, &length));
        }

        readers = code == PcscError.Success ? Split(Encoding.UTF8.GetString(names, 0, (int)length)) : [];
        return code;
    }

    public override uint Connect(nint context, string reader, uint share, uint protocols, out nint card, out uint protocol)
    {
        var code = Code(SCardConnect(context, reader, share, protocols, out card, out var active));
        protocol = (uint)active;
        return code;
    }

    public override uint Reconnect(nint card, uint share, uint protocols, uint initialization, out uint protocol)
    {
        var code = Code(SCardReconnect(card, share, protocols, initialization, out var active));
        protocol = (uint)active;
        return code;
    }

    public override uint Disconnect(nint card, uint disposition) => Code(SCardDisconnect(card, disposition));

    public override uint GetAtr(nint card, out byte[] atr)
    {
        atr = [];
        var buffer = stackalloc byte[AtrRoom];
        nuint nameLength = 0, state, protocol, length = AtrRoom;
        var code = Code(SCardStatus(card, null, &nameLength, &state, &protocol, buffer, &length));
        if (code == PcscError.Success)
        {
            atr = new Span<byte>(buffer, (int)length).ToArray();
        }

        return code;
    }

    public override uint Transmit(nint card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length)
    {
        var request = new IoRequest { Protocol = protocol, Length = (nuint)sizeof(IoRequest) };
        nuint received = (nuint)answer.Length;
        fixed (byte* send = command, receive = answer)
        {
            var code = Code(SCardTransmit(card, &request, send, (nuint)command.Length, null, receive, &received));
            length = code == PcscError.Success ? (int)received : 0;
            return code;
        }
    }

    public override uint GetStatusChange(nint context, uint timeoutMilliseconds, Span<PcscReaderQuery> readers)
    {
        var states = new ReaderState[readers.Length];
        try
        {
            for (var i = 0; i < states.Length; i++)
            {
                states[i].Name = (byte*)Marshal.StringToCoTaskMemUTF8(readers[i].Name);
                states[i].Current = readers[i].Known;
            }

            uint code;
            fixed (ReaderState* p = states)
            {
                code = Code(SCardGetStatusChange(context, timeoutMilliseconds, p, (nuint)states.Length));
            }

            for (var i = 0; i < states.Length; i++)
            {
                readers[i].Found = (uint)states[i].Event;
                readers[i].Atr = ((ReadOnlySpan<byte>)states[i].Atr)[..(int)Math.Min(states[i].AtrLength, AtrRoom)].ToArray();
            }

            return code;
        }
        finally
        {
            foreach (var state in states)
            {
                Marshal.FreeCoTaskMem((nint)state.Name);
            }
        }
    }

    public override uint Cancel(nint context) => Code(SCardCancel(context));

    // The codes are 32 bits wide in a long.
    private static uint Code(nint value) => unchecked((uint)value);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardEstablishContext(nuint scope, nint reserved1, nint reserved2, out nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardReleaseContext(nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardListReaders(nint context, byte* groups, byte* readers, nuint* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardConnect(nint context, string reader, nuint share, nuint protocols, out nint card, out nuint protocol);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardReconnect(nint card, nuint share, nuint protocols, nuint initialization, out nuint protocol);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardDisconnect(nint card, nuint disposition);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardStatus(nint card, byte* name, nuint* nameLength, nuint* state, nuint* protocol, byte* atr, nuint* atrLength);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardTransmit(nint card, IoRequest* sendPci, byte* send, nuint sendLength, IoRequest* receivePci, byte* receive, nuint* receiveLength);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardGetStatusChange(nint context, nuint timeout, ReaderState* states, nuint count);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SCardCancel(nint context);

    [InlineArray(AtrRoom)]
    private struct AtrBytes
    {
        private byte _first;
    }

    // SCARD_READERSTATE of pcsclite.h; not packed on Linux
    private struct ReaderState
    {
        public byte* Name;
        public nint UserData;
        public nuint Current;
        public nuint Event;
        public nuint AtrLength;
        public AtrBytes Atr;
    }

    private struct IoRequest
    {
        public nuint Protocol;
        public nuint Length;
    }
}
