using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>States of the command in work: APDU.STATE_ constants.</summary>
internal static class ApduPhase
{
    public const sbyte Initial = 0;
    public const sbyte PartialIncoming = 1;
    public const sbyte FullIncoming = 2;
    public const sbyte Outgoing = 3;
    public const sbyte OutgoingLengthKnown = 4;
    public const sbyte PartialOutgoing = 5;
    public const sbyte FullOutgoing = 6;
}

/// <summary>javacard.framework.APDU: the command, and data coming in. A command's data have arrived before process is called, by T=1 as by T=0.</summary>
internal static class ApduNatives
{
    private const short IllegalUse = 1;
    private const short BufferBounds = 2;
    private const short InformationFieldSize = 254; // ISO/IEC 7816-3, 11.4.2: the most that IFSC can be
    private const short T0BlockIn = 1; // JCRE 3.0.5, 9.4.1
    private const short T0BlockOut = 258;

    public static void Register(NativeTable table)
    {
        var apdu = table.Class(KnownClass.Apdu);
        apdu["getBuffer()[B"] = call => call.Return(State(call).Buffer);
        apdu["getNAD()B"] = call => call.Return((short)0);
        apdu["getInBlockSize()S"] = call => call.Return(BlockIn(call));
        apdu["getOutBlockSize()S"] = call => call.Return(call.Vm.Limits.SpeaksT0 ? T0BlockOut : InformationFieldSize);
        apdu["getProtocol()B"] = call => call.Return((short)(call.Vm.Limits.SpeaksT0 ? 0 : 1));
        apdu["waitExtension()V"] = call =>
        {
            if (State(call).IsUnchained)
            {
                throw Illegal(call);
            }
        };
        apdu["getCurrentState()B"] = call => call.Return((short)State(call).State);
        apdu["getCLAChannel()B"] = call => call.Return((short)(new ClassByte(Cla(call)).IsValid ? State(call).Channel : 0));
        apdu["getCurrentAPDU()Ljavacard/framework/APDU;"] = call =>
        {
            InProcess(call);
            call.Return(call.Vm.SystemObject(KnownClass.Apdu, () => throw call.Vm.Security()));
        };
        apdu["getCurrentAPDUBuffer()[B"] = call => call.Return(InProcess(call).Buffer);
        apdu["setIncomingAndReceive()S"] = SetIncomingAndReceive;
        apdu["receiveBytes(S)S"] = ReceiveBytes;
        apdu["getIncomingLength()S"] = call => call.Return((short)Received(call).Command.Data.Length);
        apdu["getOffsetCdata()S"] = call => call.Return((short)Received(call).DataOffset);
        ApduOutgoingNatives.Register(apdu);

        apdu["isISOInterindustryCLA()Z"] = call => call.Return(new ClassByte(Cla(call)).IsInterindustry);
        apdu["isSecureMessagingCLA()Z"] = call => call.Return(new ClassByte(Cla(call)) is { IsValid: true, HasSecureMessaging: true });
        apdu["isCommandChainingCLA()Z"] = call => call.Return(new ClassByte(Cla(call)) is { IsValid: true, IsChained: true });
        apdu["isValidCLA()Z"] = call => call.Return(new ClassByte(Cla(call)).IsValid);
        RegisterUtil(table.Class("javacardx/apdu/util/APDUUtil"));
    }

    internal static ApduState State(NativeCall call) => call.Vm.Apdu ?? throw Illegal(call);

    // Only within process, and in the context of the applet that is selected.
    private static ApduState InProcess(NativeCall call) =>
        call.Vm.Apdu is { } state && call.Vm.Current.Context == call.Vm.SelectedContext ? state : throw call.Vm.Security();

    internal static JavaThrow Illegal(NativeCall call, short reason = IllegalUse) => call.Vm.Throw("javacard/framework/APDUException", reason);

    /// <summary>The most that goes out without chaining of blocks: of T=1 one block with the status word (JCRE 3.0.5, 9.4.2.1; APDU.setOutgoingLength).</summary>
    internal static int Unchained(NativeCall call) => call.Vm.Limits.SpeaksT0 ? 256 : InformationFieldSize - 2;

    private static short BlockIn(NativeCall call) => call.Vm.Limits.SpeaksT0 ? T0BlockIn : InformationFieldSize;

    private static byte Cla(NativeCall call) => State(call).Command.Cla;

    private static ApduState Received(NativeCall call)
    {
        var state = State(call);
        return state.State is ApduPhase.PartialIncoming or ApduPhase.FullIncoming ? state : throw Illegal(call);
    }

    private static void SetIncomingAndReceive(NativeCall call)
    {
        var state = State(call);
        if (state.State != ApduPhase.Initial)
        {
            throw Illegal(call);
        }

        var count = state.Receive(state.DataOffset, state.Buffer.Bytes.Length - state.DataOffset);
        state.State = state.Remaining > 0 ? ApduPhase.PartialIncoming : ApduPhase.FullIncoming;
        call.Return((short)count);
    }

    private static void ReceiveBytes(NativeCall call)
    {
        var state = State(call);
        if (state.State is not (ApduPhase.PartialIncoming or ApduPhase.FullIncoming))
        {
            throw Illegal(call);
        }

        int offset = call.Short(1);
        var expected = Math.Min(state.Remaining, BlockIn(call));
        if (offset < 0 || offset + expected > state.Buffer.Bytes.Length)
        {
            throw Illegal(call, BufferBounds);
        }

        var count = state.Receive(offset, state.Buffer.Bytes.Length - offset);
        state.State = state.Remaining > 0 ? ApduPhase.PartialIncoming : ApduPhase.FullIncoming;
        call.Return((short)count);
    }

    private static void RegisterUtil(NativeClass util)
    {
        util["getCLAChannel(B)B"] = call => call.Return((short)(new ClassByte(call.Byte(0)) is { IsValid: true } valid ? valid.Channel : 0));
        util["isISOInterindustryCLA(B)Z"] = call => call.Return(new ClassByte(call.Byte(0)).IsInterindustry);
        util["isSecureMessagingCLA(B)Z"] = call => call.Return(new ClassByte(call.Byte(0)) is { IsValid: true, HasSecureMessaging: true });
        util["isCommandChainingCLA(B)Z"] = call => call.Return(new ClassByte(call.Byte(0)) is { IsValid: true, IsChained: true });
        util["isValidCLA(B)Z"] = call => call.Return(new ClassByte(call.Byte(0)).IsValid);
    }
}
