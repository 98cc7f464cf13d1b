using Tsms.SmartCard;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>The state machine of javacard.framework.APDU.</summary>
public sealed class ApduNativesTests
{
    private const string ApduException = "javacard/framework/APDUException";
    private ApiMachine _card = new();
    private HeapObject _apdu = null!;

    private ApduState Begin(CommandApdu command, int bufferLength = 261)
    {
        var vm = _card.Vm;
        var buffer = vm.NewSystemObject(ObjectKind.ByteArray, bufferLength, null, TransientKind.ClearOnReset, SharingKind.GlobalArray);
        var type = vm.ApiClass(KnownClass.Apdu);
        _apdu = vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.ClearOnReset, SharingKind.TemporaryEntryPoint);
        vm.Apdu = new ApduState(command, 1, buffer);
        return vm.Apdu;
    }

    [Fact]
    public void Case4_InAndOut_WalksTheStates()
    {
        var state = Begin(new CommandApdu(0x80, 1, 2, 3, new byte[] { 9, 8, 7 }, 256));
        Assert.Equal(0, _card.Call(_apdu, "getCurrentState()B"));
        Assert.Equal(1, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "getIncomingLength()S")));
        Assert.Equal(3, _card.Call(_apdu, "setIncomingAndReceive()S"));
        Assert.Equal(2, _card.Call(_apdu, "getCurrentState()B"));
        Assert.Equal(1, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "setIncomingAndReceive()S")));
        Assert.Equal(3, _card.Call(_apdu, "getIncomingLength()S"));
        Assert.Equal(5, _card.Call(_apdu, "getOffsetCdata()S"));
        Assert.Equal("090807", Convert.ToHexString(state.Buffer.Bytes.AsSpan(5, 3)));
        Assert.Equal(0, _card.Call(_apdu, "receiveBytes(S)S", 5));
        Assert.Equal(256, _card.Call(_apdu, "setOutgoing()S"));
        Assert.Equal(1, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "sendBytes(SS)V", 0, 1)));
        Assert.Equal(3, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "setOutgoingLength(S)V", 257)));
        _card.Call(_apdu, "setOutgoingLength(S)V", 3);
        Assert.Equal(2, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "sendBytes(SS)V", 261, 1)));
        _card.Call(_apdu, "sendBytes(SS)V", 5, 2);
        Assert.Equal(5, _card.Call(_apdu, "getCurrentState()B"));
        Assert.Equal(1, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "sendBytes(SS)V", 5, 2)));
        _card.Call(_apdu, "sendBytesLong([BSS)V", _card.Hex("FF"), 0, 1);
        Assert.Equal(6, _card.Call(_apdu, "getCurrentState()B"));
        Assert.Equal("0908FF9000", Convert.ToHexString(state.Response(StatusWord.Success)));
        Assert.Equal(1, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "setOutgoing()S")));
    }

    // JCRE 3.0.5, 9.4.1: there is no Le beside data under T=0.
    [Theory]
    [InlineData(true, 3, 16, 256)]
    [InlineData(true, 0, 16, 16)]
    [InlineData(false, 3, 16, 16)]
    public void SetOutgoing_TellsWhatTheProtocolCanTell(bool t0, int data, int expected, int told)
    {
        _card = new ApiMachine(limits: new MachineLimits { SpeaksT0 = t0 });
        Begin(new CommandApdu(0x80, 1, 2, 3, new byte[data], expected));
        Assert.Equal(told, _card.Call(_apdu, "setOutgoing()S"));
    }

    [Fact]
    public void SetOutgoingAndSend_SendsOnce()
    {
        var state = Begin(new CommandApdu(0, 1, 2, 3, default, 4));
        Assert.Equal(2, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "setOutgoingAndSend(SS)V", 260, 2)));
        _card.Call(_apdu, "setOutgoingAndSend(SS)V", 0, 4);
        Assert.Equal(4, state.Sent);
        Assert.Equal(1, ApiMachine.Throws(ApduException, () => _card.Call(_apdu, "setOutgoingAndSend(SS)V", 0, 0)));
    }

    [Fact]
    public void ExtendedLength_ArrivesInPieces()
    {
        var data = Enumerable.Range(0, 600).Select(i => (byte)i).ToArray();
        var state = Begin(new CommandApdu(0, 1, 2, 3, data, 65536));
        var received = new List<byte>();
        int offset = 7;
        int count = _card.Call(_apdu, "setIncomingAndReceive()S");
        Assert.Equal(7, _card.Call(_apdu, "getOffsetCdata()S"));
        Assert.Equal(600, _card.Call(_apdu, "getIncomingLength()S"));
        while (count > 0)
        {
            received.AddRange(state.Buffer.Bytes.AsSpan(offset, count));
            offset = 7;
            count = _card.Call(_apdu, "receiveBytes(S)S", offset);
        }

        Assert.Equal(data, received);
        Assert.Equal(32767, _card.Call(_apdu, "setOutgoing()S"));
        _card.Call(_apdu, "setOutgoingLength(S)V", 600);
    }

    [Theory]
    [InlineData(0x00, true, false, false, true, 0)]
    [InlineData(0x0C, true, true, false, true, 0)]
    [InlineData(0x13, true, false, true, true, 3)]
    [InlineData(0x61, true, true, false, true, 5)]
    [InlineData(0x4F, true, false, false, true, 19)]
    [InlineData(0x84, false, true, false, true, 0)]
    [InlineData(0x20, true, false, false, false, 0)]
    [InlineData(0x3F, true, false, false, false, 0)]
    [InlineData(0xFF, false, false, false, false, 0)]
    public void ClassByte_IsReadAsIso7816Says(int cla, bool interindustry, bool secure, bool chaining, bool valid, int channel)
    {
        Begin(new CommandApdu((byte)cla, 0, 0, 0));
        Assert.Equal(interindustry ? 1 : 0, _card.Call(_apdu, "isISOInterindustryCLA()Z"));
        Assert.Equal(secure ? 1 : 0, _card.Call(_apdu, "isSecureMessagingCLA()Z"));
        Assert.Equal(chaining ? 1 : 0, _card.Call(_apdu, "isCommandChainingCLA()Z"));
        Assert.Equal(valid ? 1 : 0, _card.Call(_apdu, "isValidCLA()Z"));
        Assert.Equal(channel, _card.Static("javacardx/apdu/util/APDUUtil", "getCLAChannel(B)B", (int)(sbyte)cla));
        Assert.Equal(valid ? 1 : 0, _card.Static("javacard/framework/APDU", "getCLAChannel()B"));
    }
}
