using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>org.globalplatform, and what JCSystem and Applet ask of the runtime environment.</summary>
public sealed class GlobalPlatformNativesTests
{
    private const string GpSystem = "org/globalplatform/GPSystem";
    private const string JcSystem = "javacard/framework/JCSystem";
    private readonly ApiMachine _card = new();
    private readonly TestJcre _jcre;

    public GlobalPlatformNativesTests()
    {
        _jcre = new TestJcre(_card);
        _card.Vm.Jcre = _jcre;
    }

    [Fact]
    public void SecureChannel_WorksInPlace()
    {
        var channel = _card.Object(GpSystem, "getSecureChannel()Lorg/globalplatform/SecureChannel;");
        Assert.Same(channel, _card.Object(GpSystem, "getSecureChannel()Lorg/globalplatform/SecureChannel;"));
        var buffer = _card.Hex("000102030400");
        Assert.Equal(3, _card.Call(channel, "unwrap([BSS)S", buffer, 1, 4));
        Assert.Equal("000403020400", Convert.ToHexString(buffer.Bytes));
        Assert.Equal(5, _card.Call(channel, "wrap([BSS)S", buffer, 1, 4));
        Assert.Equal("0004020304EE", Convert.ToHexString(buffer.Bytes));
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Call(channel, "wrap([BSS)S", buffer, 1, 5));
        Assert.Equal(2, _card.Call(channel, "decryptData([BSS)S", buffer, 1, 2));
        Assert.Equal(2, _card.Call(channel, "encryptData([BSS)S", buffer, 1, 2));
        Assert.Equal(unchecked((sbyte)0x93), _card.Call(channel, "getSecurityLevel()B"));
        Assert.Equal(0x6982, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Call(channel, "setSecurityLevel(B)V", 1)));
        Assert.Equal(2, _card.Call(channel, "processSecurity([BSSS)S", buffer, 1, 2, 4));
        _card.Call(channel, "resetSecurity()V");
        Assert.Equal(0x6985, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Call(channel, "unwrap([BSS)S", buffer, 1, 4)));
    }

    [Fact]
    public void ProcessSecurity_TakesDataInAndLeavesAnswerAtOffset5()
    {
        var vm = _card.Vm;
        var buffer = vm.NewSystemObject(ObjectKind.ByteArray, 261, null, TransientKind.ClearOnReset, SharingKind.GlobalArray);
        var type = vm.ApiClass(KnownClass.Apdu);
        var apdu = vm.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.ClearOnReset, SharingKind.TemporaryEntryPoint);
        vm.Apdu = new ApduState(new CommandApdu(0x80, 0x50, 1, 2, new byte[] { 3, 4 }), 0, buffer);
        var channel = _card.Object(GpSystem, "getSecureChannel()Lorg/globalplatform/SecureChannel;");
        Assert.Equal(7, _card.Call(channel, "processSecurity(Ljavacard/framework/APDU;)S", apdu));
        Assert.Equal("04030202015080", Convert.ToHexString(buffer.Bytes.AsSpan(5, 7)));
        _card.Call(apdu, "setOutgoingAndSend(SS)V", 5, 7);
        Assert.Equal(7, vm.Apdu.Sent);
    }

    [Fact]
    public void SystemAndRegistryEntry_AskTheOperatingSystem()
    {
        Assert.Equal(0x0F, _card.Static(GpSystem, "getCardState()B"));
        Assert.Equal(1, _card.Static(GpSystem, "setCardContentState(B)Z", 0x0F));
        Assert.Equal(0x0F, _card.Static(GpSystem, "getCardContentState()B"));
        Assert.Equal(0, _card.Static(GpSystem, "lockCard()Z"));
        Assert.Equal(1, _card.Static(GpSystem, "terminateCard()Z"));
        Assert.Equal(1, _card.Static(GpSystem, "setATRHistBytes([BSB)Z", _card.Hex("0102"), 0, 2));
        Assert.Null(_card.Object(GpSystem, "getCVM(B)Lorg/globalplatform/CVM;", 1));
        Assert.Null(_card.Object(GpSystem, "getService(Ljavacard/framework/AID;S)Lorg/globalplatform/GlobalService;", null, 0x7F00));
        var entry = _card.Object(GpSystem, "getRegistryEntry(Ljavacard/framework/AID;)Lorg/globalplatform/GPRegistryEntry;", [null]);
        Assert.Same(entry, _card.Object(GpSystem, "getRegistryEntry(Ljavacard/framework/AID;)Lorg/globalplatform/GPRegistryEntry;", [null])); // costs no memory
        Assert.Equal(1, _card.Call(entry, "setState(B)Z", 0x17));
        Assert.Equal(0x17, _card.Call(entry, "getState()B"));
        var aid = _card.Reference(entry, "getAID()Ljavacard/framework/AID;");
        Assert.Same(aid, _card.Object(JcSystem, "getAID()Ljavacard/framework/AID;"));
        _jcre.Granted = Privileges.CvmManagement | Privileges.CardReset;
        var privileges = _card.Hex("00000000");
        Assert.Equal(4, _card.Call(entry, "getPrivileges([BS)S", privileges, 1));
        Assert.Equal("00060000", Convert.ToHexString(privileges.Bytes));
        Assert.Equal(1, _card.Call(entry, "isPrivileged(B)Z", 6));
        Assert.Equal(0, _card.Call(entry, "isPrivileged(B)Z", 7));
        var domain = _card.New("javacard/framework/AID", "([BSB)V", _card.Hex("A000000151000000"), 0, 8);
        Assert.Equal(1, _card.Call(entry, "isAssociated(Ljavacard/framework/AID;)Z", domain));
        Assert.Equal(0, _card.Call(entry, "isAssociated(Ljavacard/framework/AID;)Z", aid));
        Assert.Equal(0x6985, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Call(entry, "registerService(S)V", 0x7F00)));
        Assert.Equal(0x6985, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Call(entry, "deregisterService(S)V", 0x7F00)));
        var other = _card.New("javacard/framework/AID", "([BSB)V", _card.Hex("A000000151"), 0, 5);
        Assert.Null(_card.Object(GpSystem, "getRegistryEntry(Ljavacard/framework/AID;)Lorg/globalplatform/GPRegistryEntry;", other));
        _jcre.CurrentApplet = null;
        ApiMachine.Throws("java/lang/SecurityException", () => _card.Static(GpSystem, "getCardContentState()B"));
    }

    [Fact]
    public void JcSystem_AsksTheRuntime()
    {
        var bytes = _card.Hex("A0000000010203");
        var aid = _card.Object(JcSystem, "lookupAID([BSB)Ljavacard/framework/AID;", bytes, 0, 7);
        Assert.Equal(1, _card.Call(aid, "equals([BSB)Z", bytes, 0, 7));
        Assert.Null(_card.Object(JcSystem, "lookupAID([BSB)Ljavacard/framework/AID;", bytes, 0, 5));
        Assert.Null(_card.Object(JcSystem, "lookupAID([BSB)Ljavacard/framework/AID;", bytes, 0, 4));
        Assert.Null(_card.Object(JcSystem, "getPreviousContextAID()Ljavacard/framework/AID;"));
        Assert.Equal(1, _card.Static(JcSystem, "isAppletActive(Ljavacard/framework/AID;)Z", aid));
        Assert.Equal(2, _card.Static(JcSystem, "getAssignedChannel()B"));
        Assert.Equal(32767, _card.Static(JcSystem, "getAvailableMemory(B)S", 0));
        Assert.Equal(77, _card.Static(JcSystem, "getAvailableMemory(B)S", 1));
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/SystemException", () => _card.Static(JcSystem, "getAvailableMemory(B)S", 3)));
        var words = _card.Vm.NewArray(ObjectKind.ShortArray, 2);
        _card.Static(JcSystem, "getAvailableMemory([SSB)V", words, 0, 0);
        Assert.Equal([1, unchecked((short)34464)], words.Words);
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Static(JcSystem, "getAvailableMemory([SSB)V", words, 1, 0));
        Assert.Equal(0x0305, _card.Static(JcSystem, "getVersion()S"));
    }

    [Fact]
    public void Applet_RegistersItself()
    {
        var applet = _card.Vm.NewObject("javacard/framework/Applet");
        _card.Call(applet, "register()V");
        Assert.Same(applet, _jcre.Registered);
        Assert.Null(_jcre.RegisteredAs);
        _card.Call(applet, "register([BSB)V", _card.Hex("FFA000000151"), 1, 5);
        Assert.Equal(Aid.Parse("A000000151"), _jcre.RegisteredAs);
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/SystemException", () => _card.Call(applet, "register([BSB)V", _card.Hex("A0000001"), 0, 4)));
        Assert.Equal(1, _card.Call(applet, "select()Z"));
        Assert.Equal(0, _card.Call(applet, "selectingApplet()Z"));
        _jcre.IsSelecting = true;
        Assert.Equal(1, _card.Call(applet, "selectingApplet()Z"));
        Assert.Equal(0, _card.Static("javacard/framework/Applet", "reSelectingApplet()Z"));
        _jcre.IsReselecting = true;
        Assert.Equal(1, _card.Static("javacard/framework/Applet", "reSelectingApplet()Z"));
        Assert.Same(applet, _card.Object(
            JcSystem, "getAppletShareableInterfaceObject(Ljavacard/framework/AID;B)Ljavacard/framework/Shareable;", _jcre.AidObject(_jcre.CurrentApplet!.Value), 9));
    }

    [Fact]
    public void EcKey_WithMadeUpParameters_IsIllegalValueNotACrash()
    {
        const string CryptoException = "javacard/security/CryptoException";
        var key = _card.Object("javacard/security/KeyBuilder", "buildKey(BSZ)Ljavacard/security/Key;", 12, 128, false);
        var element = _card.Bytes([.. new byte[15], 15]);
        foreach (var setter in (string[])["setFieldFP", "setA", "setB", "setR", "setS"])
        {
            _card.Call(key, setter + "([BSS)V", element, 0, 16);
        }

        _card.Call(key, "setG([BSS)V", _card.Bytes([4, .. new byte[32]]), 0, 33);
        var signature = _card.Object("javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", 17, false);
        _card.Call(signature, "init(Ljavacard/security/Key;B)V", key, 1);
        Assert.Equal(1, ApiMachine.Throws(CryptoException, () => _card.Call(signature, "sign([BSS[BS)S", element, 0, 1, _card.Bytes(new byte[80]), 0)));
        var rsa = _card.Object("javacard/security/KeyBuilder", "buildKey(BSZ)Ljavacard/security/Key;", 4, 512, false);
        _card.Call(rsa, "setModulus([BSS)V", _card.Bytes(new byte[64]), 0, 64);
        _card.Call(rsa, "setExponent([BSS)V", element, 15, 1);
        var cipher = _card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", 12, false);
        _card.Call(cipher, "init(Ljavacard/security/Key;B)V", rsa, 2);
        Assert.Equal(2, ApiMachine.Throws(CryptoException, () => _card.Call(cipher, "doFinal([BSS[BS)S", _card.Bytes(new byte[64]), 0, 64, _card.Bytes(new byte[64]), 0)));
    }
}
