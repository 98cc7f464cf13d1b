using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>winscard on Windows: DWORD and LONG have 4 bytes, handles the width of a pointer; names are UTF-16, their lengths count characters.</summary>
internal sealed unsafe partial class Winscard : PcscLibrary
{
    private const string Library = "winscard.dll";
    private const int AtrRoom = MaxAtr;
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
        uint length = 0;
        var code = Code(SCardListReadersW(context, null, null, &length));
        if (code != PcscError.Success)
        {
            return code;
        }

        var names = new char[(int)length];
        fixed (char* p = names)
        {
            code = Code(SCardListReadersW(context, null, p, &length));
        }

        readers = code == PcscError.Success ? Split(new string(names, 0, (int)length)) : [];
        return code;
    }

    public override uint Connect(nint context, string reader, uint share, uint protocols, out nint card, out uint protocol)
    {
        var code = Code(SCardConnectW(context, reader, share, protocols, out card, out var active));
        protocol = active;
        return code;
    }

    public override uint Reconnect(nint card, uint share, uint protocols, uint initialization, out uint protocol)
    {
        var code = Code(SCardReconnect(card, share, protocols, initialization, out var active));
        protocol = active;
        return code;
    }

    public override uint Disconnect(nint card, uint disposition) => Code(SCardDisconnect(card, disposition));

    public override uint GetAtr(nint card, out byte[] atr)
    {
        atr = [];
        var buffer = stackalloc byte[AtrRoom];
        uint nameLength = 0, state, protocol, length = AtrRoom;
        var code = Code(SCardStatusW(card, null, &nameLength, &state, &protocol, buffer, &length));
        if (code == PcscError.Success)
        {
            atr = new Span<byte>(buffer, (int)length).ToArray();
        }

        return code;
    }

    public override uint Transmit(nint card, uint protocol, ReadOnlySpan<byte> command, Span<byte> answer, out int length)
    {
        var request = new IoRequest { Protocol = protocol, Length = (uint)sizeof(IoRequest) };
        var received = (uint)answer.Length;
        fixed (byte* send = command, receive = answer)
        {
            var code = Code(SCardTransmit(card, &request, send, (uint)command.Length, null, receive, &received));
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
                states[i].Name = (char*)Marshal.StringToCoTaskMemUni(readers[i].Name);
                states[i].Current = readers[i].Known;
            }

            uint code;
            fixed (ReaderState* p = states)
            {
                code = Code(SCardGetStatusChangeW(context, timeoutMilliseconds, p, (uint)states.Length));
            }

            for (var i = 0; i < states.Length; i++)
            {
                readers[i].Found = states[i].Event;
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

    private static uint Code(int value) => unchecked((uint)value);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardEstablishContext(uint scope, nint reserved1, nint reserved2, out nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardReleaseContext(nint context);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardListReadersW(nint context, char* groups, char* readers, uint* length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardConnectW(nint context, string reader, uint share, uint protocols, out nint card, out uint protocol);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardReconnect(nint card, uint share, uint protocols, uint initialization, out uint protocol);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardDisconnect(nint card, uint disposition);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardStatusW(nint card, char* name, uint* nameLength, uint* state, uint* protocol, byte* atr, uint* atrLength);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardTransmit(nint card, IoRequest* sendPci, byte* send, uint sendLength, IoRequest* receivePci, byte* receive, uint* receiveLength);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardGetStatusChangeW(nint context, uint timeout, ReaderState* states, uint count);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SCardCancel(nint context);

    [InlineArray(AtrRoom)]
    private struct AtrBytes
    {
        private byte _first;
    }

    // SCARD_READERSTATEW of winscard.h
    private struct ReaderState
    {
        public char* Name;
        public nint UserData;
        public uint Current;
        public uint Event;
        public uint AtrLength;
        public AtrBytes Atr;
    }

    private struct IoRequest
    {
        public uint Protocol;
        public uint Length;
    }
}
