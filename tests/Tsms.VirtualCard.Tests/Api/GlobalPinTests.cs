using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>org.globalplatform.CVM: the card's global PIN (GP Card Specification 2.3.1, 8).</summary>
public sealed class GlobalPinTests
{
    private const byte Ascii = 1;
    private const byte Bcd = 2;
    private const byte Hex = 3;
    private readonly ApiMachine _card = new();
    private readonly TestJcre _jcre;
    private readonly HeapObject _pin;

    public GlobalPinTests()
    {
        _jcre = new TestJcre(_card) { Granted = Privileges.CvmManagement };
        _card.Vm.Jcre = _jcre;
        _pin = _card.Object("org/globalplatform/GPSystem", "getCVM(B)Lorg/globalplatform/CVM;", 0x11);
    }

    [Fact]
    public void GlobalPin_GoesThroughItsStates()
    {
        Assert.Equal(0, _card.Call(_pin, "isActive()Z"));
        Assert.Equal(-1, Verify("31323334", Ascii));
        Assert.Equal(0, _card.Call(_pin, "blockState()Z"));
        Assert.Equal(1, Update("31323334", Ascii));
        Assert.Equal(1, _card.Call(_pin, "setTryLimit(B)Z", 2));
        Assert.Equal(1, _card.Call(_pin, "isActive()Z"));
        Assert.Equal(0, _card.Call(_pin, "isSubmitted()Z"));
        Assert.Equal(-1, Verify("31323335", Ascii));
        Assert.Equal(1, _card.Call(_pin, "isSubmitted()Z"));
        Assert.Equal(0, _card.Call(_pin, "isVerified()Z"));
        Assert.Equal(1, _card.Call(_pin, "getTriesRemaining()B"));
        Assert.Equal(0, Verify("1234", Bcd));
        Assert.Equal(1, _card.Call(_pin, "isVerified()Z"));
        Assert.Equal(2, _card.Call(_pin, "getTriesRemaining()B"));
        Assert.Equal(1, _card.Call(_pin, "resetState()Z"));
        Assert.Equal(0, _card.Call(_pin, "isSubmitted()Z"));

        // A transaction that is aborted gives no try back.
        _card.Vm.Heap.Memory.BeginTransaction();
        Assert.Equal(-1, Verify("31323334", Hex));
        _card.Vm.Heap.Memory.AbortTransaction();
        Assert.Equal(-1, Verify("00", Ascii));
        Assert.Equal(1, _card.Call(_pin, "isBlocked()Z"));
        Assert.Equal(-1, Verify("31323334", Ascii));
        Assert.Equal(0, _card.Call(_pin, "resetState()Z"));
        Assert.Equal(1, _card.Call(_pin, "resetAndUnblockState()Z"));
        Assert.Equal(0, Verify("31323334", Ascii));
        Assert.Equal(1, _card.Call(_pin, "blockState()Z"));
        Assert.Equal(1, _card.Call(_pin, "isBlocked()Z"));
    }

    // CVM.verify: a NullPointerException or ArrayIndexOutOfBoundsException is an unsuccessful comparison.
    [Fact]
    public void GlobalPin_VerifyOfNoRange_CostsATry()
    {
        const string Verification = "verify([BSBB)S";
        Assert.Equal(1, Update("31323334", Ascii));
        Assert.Equal(1, _card.Call(_pin, "setTryLimit(B)Z", 3));
        Assert.Equal(0, Verify("31323334", Ascii));
        var buffer = _card.Vm.NewSystemObject(ObjectKind.ByteArray, 4, null, TransientKind.ClearOnReset, SharingKind.GlobalArray);
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Call(_pin, Verification, buffer, 2, 3, (int)Ascii));
        Assert.Equal(2, _card.Call(_pin, "getTriesRemaining()B"));
        Assert.Equal(0, _card.Call(_pin, "isVerified()Z"));
        Assert.Equal(1, _card.Call(_pin, "isSubmitted()Z"));
        ApiMachine.Throws("java/lang/NullPointerException", () => _card.Call(_pin, Verification, null, 0, 4, (int)Ascii));
        Assert.Equal(1, _card.Call(_pin, "getTriesRemaining()B"));
        ApiMachine.Throws("java/lang/NullPointerException", () => _card.Call(_pin, Verification, null, 0, 4, (int)Ascii));
        Assert.Equal(1, _card.Call(_pin, "isBlocked()Z"));
        Assert.Equal(-1, Verify("31323334", Ascii));
    }

    [Fact]
    public void GlobalPin_UpdateThatIsAborted_LeavesValueAndTries()
    {
        Assert.Equal(1, Update("31323334", Ascii));
        Assert.Equal(1, _card.Call(_pin, "setTryLimit(B)Z", 1));
        Assert.Equal(-1, Verify("31323335", Ascii));
        _card.Vm.Heap.Memory.BeginTransaction();
        Assert.Equal(1, Update("35363738", Ascii));
        Assert.Equal(0, Verify("35363738", Ascii));
        _card.Vm.Heap.Memory.AbortTransaction();
        Assert.Equal(1, _card.Call(_pin, "isBlocked()Z"));
        Assert.Equal(-1, Verify("31323334", Ascii));
    }

    [Theory]
    [InlineData("123F", Bcd, "313233", Ascii, 0)]
    [InlineData("3132", Ascii, "12", Bcd, 0)]
    [InlineData("3132", Hex, "3132", Ascii, -1)]
    [InlineData("12", Bcd, "3141", Ascii, -1)]
    public void GlobalPin_ConvertsBetweenFormats(string stored, byte storedFormat, string given, byte givenFormat, int expected)
    {
        Assert.Equal(1, Update(stored, storedFormat));
        _card.Call(_pin, "setTryLimit(B)Z", 3);
        Assert.Equal(expected, Verify(given, givenFormat));
    }

    [Fact]
    public void GlobalPin_WithoutPrivilegeOrGlobalArray_IsNotChanged()
    {
        Assert.Equal(0, Update("1A", Bcd));
        Assert.Equal(0, Update("", Hex));
        Assert.Equal(0, Update("31", 4));
        _jcre.Granted = Privileges.None;
        Assert.Equal(0, Update("31", Ascii));
        Assert.Equal(0, _card.Call(_pin, "setTryLimit(B)Z", 3));
        ApiMachine.Throws("java/lang/SecurityException", () => _card.Call(_pin, "update([BSBB)Z", _card.Hex("31"), 0, 1, 1));
        ApiMachine.Throws(KnownClass.NullPointerException, () => _card.Call(_pin, "verify([BSBB)S", null, 0, 1, 1));
    }

    private short Update(string hex, byte format) => _card.Call(_pin, "update([BSBB)Z", Global(hex), 0, hex.Length / 2, (int)format);

    private short Verify(string hex, byte format) => _card.Call(_pin, "verify([BSBB)S", Global(hex), 0, hex.Length / 2, (int)format);

    private HeapObject Global(string hex)
    {
        var array = _card.Vm.NewSystemObject(ObjectKind.ByteArray, hex.Length / 2, null, TransientKind.ClearOnReset, SharingKind.GlobalArray);
        Convert.FromHexString(hex).CopyTo(array.Bytes, 0);
        return array;
    }
}
