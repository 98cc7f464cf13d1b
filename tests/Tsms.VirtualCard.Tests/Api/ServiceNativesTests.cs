using Tsms.SmartCard;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacard.framework.service, for a profile that offers it; remote method invocation stays out.</summary>
public sealed class ServiceNativesTests
{
    private const string Basic = "javacard/framework/service/BasicService";
    private const string Dispatcher = "javacard/framework/service/Dispatcher";
    private const string Exception = "javacard/framework/service/ServiceException";
    private const string Apdu = "(Ljavacard/framework/APDU;)";
    private readonly ApiMachine _card = new(ApiProfile.JavaCard305 with
    {
        Packages = new Dictionary<string, int>(ApiProfile.JavaCard305.Packages) { ["javacard/framework/service"] = 0 },
    });

    [Fact]
    public void BasicService_KeepsTheCommonServiceFormat()
    {
        var apdu = Begin(new CommandApdu(0x80, 0x20, 3, 4, new byte[] { 0xAA, 0xBB }, 256));
        var service = _card.New(Basic, "()V");
        Assert.Equal(unchecked((sbyte)0x80), _card.Call(service, $"getCLA{Apdu}B", apdu));
        Assert.Equal(0x20, _card.Call(service, $"getINS{Apdu}B", apdu));
        Assert.Equal(3, _card.Call(service, $"getP1{Apdu}B", apdu));
        Assert.Equal(4, _card.Call(service, $"getP2{Apdu}B", apdu));
        Assert.Equal(0, _card.Call(service, $"processDataIn{Apdu}Z", apdu));
        Assert.Equal(0, _card.Call(service, $"processCommand{Apdu}Z", apdu));
        Assert.Equal(0, _card.Call(service, $"processDataOut{Apdu}Z", apdu));
        Assert.Equal(2, _card.Call(service, $"receiveInData{Apdu}S", apdu));
        Assert.Equal(2, _card.Call(service, $"receiveInData{Apdu}S", apdu));
        Assert.Equal("AABB", Convert.ToHexString(_card.Vm.Apdu!.Buffer.Bytes.AsSpan(5, 2)));
        Assert.Equal(0, _card.Call(service, $"isProcessed{Apdu}Z", apdu));
        Assert.Equal(5, ApiMachine.Throws(Exception, () => _card.Call(service, $"getStatusWord{Apdu}S", apdu)));
        Assert.Equal(5, ApiMachine.Throws(Exception, () => _card.Call(service, $"getOutputLength{Apdu}S", apdu)));

        Assert.Equal(1, _card.Call(service, $"succeed{Apdu}Z", apdu));
        Assert.Equal(1, _card.Call(service, $"isProcessed{Apdu}Z", apdu));
        _card.Call(service, "setOutputLength(Ljavacard/framework/APDU;S)V", apdu, 2);
        Assert.Equal(2, _card.Call(service, $"getOutputLength{Apdu}S", apdu));
        Assert.Equal(unchecked((short)0x9000), _card.Call(service, $"getStatusWord{Apdu}S", apdu));
        Assert.Equal(1, _card.Call(service, "succeedWithStatusWord(Ljavacard/framework/APDU;S)Z", apdu, 0x6283));
        Assert.Equal(0x6283, _card.Call(service, $"getStatusWord{Apdu}S", apdu));
        _card.Call(service, "setStatusWord(Ljavacard/framework/APDU;S)V", apdu, 0x6284);
        Assert.Equal(0x6284, _card.Call(service, $"getStatusWord{Apdu}S", apdu));
        Assert.Equal(1, _card.Call(service, "fail(Ljavacard/framework/APDU;S)Z", apdu, 0x6A80));
        Assert.Equal(0, _card.Call(service, $"getOutputLength{Apdu}S", apdu));
        Assert.Equal(4, ApiMachine.Throws(Exception, () => _card.Call(service, $"getP1{Apdu}B", apdu)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(service, "setOutputLength(Ljavacard/framework/APDU;S)V", apdu, 257)));
        _card.Vm.Jcre = new TestJcre(_card) { IsSelecting = true };
        Assert.Equal(1, _card.Call(service, "selectingApplet()Z"));
    }

    [Fact]
    public void Dispatcher_NobodyProcesses_AnswersInsNotSupported()
    {
        var apdu = Begin(new CommandApdu(0x80, 0x20, 0, 0));
        var dispatcher = _card.New(Dispatcher, "(S)V", 2);
        var service = _card.New(Basic, "()V");
        _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", service, 1);
        _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", service, 1); // twice is once
        _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", service, 2);
        var other = _card.New(Basic, "()V");
        Assert.Equal(2, ApiMachine.Throws(Exception, () => _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", other, 3)));
        _card.Call(dispatcher, "removeService(Ljavacard/framework/service/Service;B)V", service, 2);
        _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", other, 3);
        _card.Call(dispatcher, "dispatch(Ljavacard/framework/APDU;B)Ljava/lang/Exception;", apdu, 1);
        Assert.Null(_card.Vm.ResultReference);
        Assert.Equal(0x6D00, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Call(dispatcher, $"process{Apdu}V", apdu)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", null, 1)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(dispatcher, "addService(Ljavacard/framework/service/Service;B)V", other, 4)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(dispatcher, "dispatch(Ljavacard/framework/APDU;B)Ljava/lang/Exception;", apdu, 0)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.New(Dispatcher, "(S)V", -1)));
    }

    [Fact]
    public void Dispatcher_ProcessedCommand_IsAnswered()
    {
        var apdu = Begin(new CommandApdu(0x80, 0x20, 0, 0, null, 256));
        var service = _card.New(Basic, "()V");
        _card.Call(service, $"setProcessed{Apdu}V", apdu);
        _card.Call(service, "setOutputLength(Ljavacard/framework/APDU;S)V", apdu, 3);
        _card.Call(service, "setStatusWord(Ljavacard/framework/APDU;S)V", apdu, 0x6283);
        "abc"u8.CopyTo(_card.Vm.Apdu!.Buffer.Bytes.AsSpan(5));
        var dispatcher = _card.New(Dispatcher, "(S)V", 0);
        Assert.Equal(0x6283, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Call(dispatcher, $"process{Apdu}V", apdu)));
        Assert.Equal("6162639000", Convert.ToHexString(_card.Vm.Apdu.Response(StatusWord.Success)));
    }

    private HeapObject Begin(CommandApdu command)
    {
        var vm = _card.Vm;
        var buffer = vm.NewSystemObject(ObjectKind.ByteArray, 261, null, TransientKind.ClearOnReset, SharingKind.GlobalArray);
        command.Header.CopyTo(buffer.Bytes, 0);
        var type = vm.ApiClass(KnownClass.Apdu);
        vm.Apdu = new ApduState(command, 0, buffer);
        return vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.ClearOnReset, SharingKind.TemporaryEntryPoint);
    }
}
