using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacard.framework.APDU: data going out. The direction turns once; the length is set once; no more is sent than it says.</summary>
internal static class ApduOutgoingNatives
{
    private const short IllegalUse = 1;
    private const short BufferBounds = 2;
    private const short BadLength = 3;

    public static void Register(NativeClass apdu)
    {
        apdu["setOutgoing()S"] = call => call.Return(Turn(call));
        apdu["setOutgoingNoChaining()S"] = call =>
        {
            call.Return(Turn(call));
            ApduNatives.State(call).IsUnchained = true;
        };
        apdu["setOutgoingLength(S)V"] = call => SetLength(call, call.Short(1));
        apdu["sendBytes(SS)V"] = call => SendFromBuffer(call, call.Short(1), call.Short(2));
        apdu["sendBytesLong([BSS)V"] = call =>
        {
            var state = Sending(call);
            Send(call, state, call.Bytes(1, 2, 3));
        };
        apdu["setOutgoingAndSend(SS)V"] = call =>
        {
            int offset = call.Short(1);
            int length = call.Short(2);
            CheckBuffer(call, ApduNatives.State(call).Buffer, offset, length);
            Turn(call);
            SetLength(call, length);
            SendFromBuffer(call, offset, length);
            ApduNatives.State(call).State = ApduPhase.FullOutgoing;
        };
    }

    // Incoming data not yet received are discarded. Ne is what Le says; a command without Le expects, as far as an applet can tell, up to 256 bytes, and so does one
    // with data under T=0, which has no room for Le (JCRE 3.0.5, 9.4.1).
    internal static short Turn(NativeCall call)
    {
        var state = ApduNatives.State(call);
        if (state.State >= ApduPhase.Outgoing)
        {
            throw ApduNatives.Illegal(call, IllegalUse);
        }

        state.State = ApduPhase.Outgoing;
        var hidesNe = call.Vm.Limits.SpeaksT0 && state.Command is { NeedsExtended: false, Data.IsEmpty: false };
        return (short)Math.Min(hidesNe ? 256 : state.Command.Ne ?? 256, short.MaxValue);
    }

    internal static void SetLength(NativeCall call, int length)
    {
        var state = ApduNatives.State(call);
        if (state.State != ApduPhase.Outgoing)
        {
            throw ApduNatives.Illegal(call, IllegalUse);
        }

        if (length < 0 || length > (state.IsUnchained ? ApduNatives.Unchained(call) : state.Command.NeedsExtended ? short.MaxValue : 256))
        {
            throw ApduNatives.Illegal(call, BadLength);
        }

        state.OutgoingLength = length;
        state.State = ApduPhase.OutgoingLengthKnown;
    }

    internal static void SendFromBuffer(NativeCall call, int offset, int length)
    {
        var buffer = ApduNatives.State(call).Buffer;
        CheckBuffer(call, buffer, offset, length);
        Send(call, Sending(call), buffer.Bytes.AsSpan(offset, length));
    }

    private static ApduState Sending(NativeCall call)
    {
        var state = ApduNatives.State(call);
        return state.State >= ApduPhase.OutgoingLengthKnown ? state : throw ApduNatives.Illegal(call, IllegalUse);
    }

    private static void Send(NativeCall call, ApduState state, ReadOnlySpan<byte> data)
    {
        if (state.State == ApduPhase.FullOutgoing && data.IsEmpty)
        {
            return;
        }

        if (state.State == ApduPhase.FullOutgoing || data.Length > state.OutgoingLength - state.Sent)
        {
            throw ApduNatives.Illegal(call, IllegalUse);
        }

        state.Send(data);
        state.State = state.Sent == state.OutgoingLength ? ApduPhase.FullOutgoing : ApduPhase.PartialOutgoing;
    }

    private static void CheckBuffer(NativeCall call, HeapObject buffer, int offset, int length)
    {
        if (offset < 0 || length < 0 || offset + length > buffer.Bytes.Length)
        {
            throw ApduNatives.Illegal(call, BufferBounds);
        }
    }
}
