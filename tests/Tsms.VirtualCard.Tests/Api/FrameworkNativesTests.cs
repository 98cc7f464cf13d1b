using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>java.lang, javacard.framework and javacardx.framework.util through their native methods.</summary>
public sealed class FrameworkNativesTests
{
    private const string Util = "javacard/framework/Util";
    private const string JcSystem = "javacard/framework/JCSystem";
    private const string ArrayIndex = "java/lang/ArrayIndexOutOfBoundsException";
    private readonly ApiMachine _card = new();

    [Theory]
    [InlineData(0, 2, 6)]
    [InlineData(2, 0, 6)]
    [InlineData(1, 1, 3)]
    public void ArrayCopy_Overlapping_CopiesAsIfFromACopy(int from, int to, int length)
    {
        foreach (var signature in (string[])["arrayCopy([BS[BSS)S", "arrayCopyNonAtomic([BS[BSS)S"])
        {
            var array = _card.Hex("0001020304050607");
            var expected = array.Bytes.ToArray();
            Array.Copy(array.Bytes.ToArray(), from, expected, to, length);
            Assert.Equal(to + length, _card.Static(Util, signature, array, from, array, to, length));
            Assert.Equal(expected, array.Bytes);
        }
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 0, 5)]
    [InlineData(4, 0, 1)]
    [InlineData(0, 4, 1)]
    public void ArrayCopy_OutOfRange_ChangesNothing(int from, int to, int length)
    {
        var source = _card.Hex("01020304");
        var target = _card.Hex("05060708");
        ApiMachine.Throws(ArrayIndex, () => _card.Static(Util, "arrayCopy([BS[BSS)S", source, from, target, to, length));
        ApiMachine.Throws(ArrayIndex, () => _card.Static(Util, "arrayCompare([BS[BSS)B", source, from, target, to, length));
        Assert.Equal("05060708", Convert.ToHexString(target.Bytes));
        ApiMachine.Throws("java/lang/NullPointerException", () => _card.Static(Util, "arrayCopy([BS[BSS)S", null, 0, target, 0, 1));
    }

    [Fact]
    public void ArrayCopy_InAbortedTransaction_ComesBack_NonAtomicStays()
    {
        var atomic = _card.Hex("01");
        var nonAtomic = _card.Hex("01");
        var source = _card.Hex("02");
        _card.Static(JcSystem, "beginTransaction()V");
        Assert.Equal(1, _card.Static(JcSystem, "getTransactionDepth()B"));
        _card.Static(Util, "arrayCopy([BS[BSS)S", source, 0, atomic, 0, 1);
        _card.Static(Util, "arrayCopyNonAtomic([BS[BSS)S", source, 0, nonAtomic, 0, 1);
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/TransactionException", () => _card.Static(JcSystem, "beginTransaction()V")));
        _card.Static(JcSystem, "abortTransaction()V");
        Assert.Equal([1], atomic.Bytes);
        Assert.Equal([2], nonAtomic.Bytes);
        Assert.Equal(2, ApiMachine.Throws("javacard/framework/TransactionException", () => _card.Static(JcSystem, "commitTransaction()V")));
    }

    [Fact]
    public void Util_ShortsFillAndCompare_Work()
    {
        var array = _card.Hex("00000000");
        Assert.Equal(3, _card.Static(Util, "setShort([BSS)S", array, 1, -2));
        Assert.Equal("00FFFE00", Convert.ToHexString(array.Bytes));
        Assert.Equal(-2, _card.Static(Util, "getShort([BS)S", array, 1));
        Assert.Equal(unchecked((short)0x80FF), _card.Static(Util, "makeShort(BB)S", -128, -1));
        Assert.Equal(4, _card.Static(Util, "arrayFillNonAtomic([BSSB)S", array, 2, 2, 7));
        Assert.Equal("00FF0707", Convert.ToHexString(array.Bytes));
        Assert.Equal(0, _card.Static(Util, "arrayCompare([BS[BSS)B", array, 2, array, 3, 1));
        Assert.Equal(1, _card.Static(Util, "arrayCompare([BS[BSS)B", array, 0, array, 1, 1)); // 0 is more than -1
        Assert.Equal(-1, _card.Static(Util, "arrayCompare([BS[BSS)B", array, 1, array, 0, 1));
    }

    [Fact]
    public void Array_OfAnotherContext_IsRefused()
    {
        var array = _card.Hex("00");
        _card.Owner = new Ownership(2, 2);
        ApiMachine.Throws("java/lang/SecurityException", () => _card.Static(Util, "getShort([BS)S", array, 0));
    }

    [Fact]
    public void TransientArrays_KindsAndErrors()
    {
        var array = _card.Object(JcSystem, "makeTransientByteArray(SB)[B", 10, 1);
        Assert.Equal(1, _card.Static(JcSystem, "isTransient(Ljava/lang/Object;)B", array));
        Assert.Equal(0, _card.Static(JcSystem, "isTransient(Ljava/lang/Object;)B", _card.Hex("00")));
        Assert.Equal(ObjectKind.ReferenceArray, _card.Object(JcSystem, "makeTransientObjectArray(SB)[Ljava/lang/Object;", 2, 2).Kind);
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/SystemException", () => _card.Static(JcSystem, "makeTransientByteArray(SB)[B", 1, 3)));
        Assert.Equal(2, ApiMachine.Throws("javacard/framework/SystemException", () => _card.Static(JcSystem, "makeTransientByteArray(SB)[B", 32767, 1)));
        ApiMachine.Throws("java/lang/NegativeArraySizeException", () => _card.Static(JcSystem, "makeTransientByteArray(SB)[B", -1, 1));
        _card.Owner = new Ownership(2, 2);
        Assert.Equal(3, ApiMachine.Throws("javacard/framework/SystemException", () => _card.Static(JcSystem, "makeTransientByteArray(SB)[B", 1, 2)));
    }

    [Fact]
    public void Exceptions_CarryTheirReason()
    {
        Assert.Equal(0x6A80, ApiMachine.Throws("javacard/framework/ISOException", () => _card.Static("javacard/framework/ISOException", "throwIt(S)V", 0x6A80)));
        var own = _card.New("javacard/framework/ISOException", "(S)V", 5);
        _card.Call(own, "setReason(S)V", 6);
        Assert.Equal(6, _card.Call(own, "getReason()S"));
        Assert.Equal(1, _card.Call(own, "equals(Ljava/lang/Object;)Z", own));
        Assert.Equal(0, _card.Call(own, "equals(Ljava/lang/Object;)Z", _card.Hex("")));
    }

    [Fact]
    public void OwnerPin_WrongTriesBlock_AndNoAbortGivesTriesBack()
    {
        var pin = _card.New("javacard/framework/OwnerPIN", "(BB)V", 3, 8);
        var right = _card.Hex("31323334");
        var wrong = _card.Hex("31323335");
        _card.Call(pin, "update([BSB)V", right, 0, 4);
        Assert.Equal(1, _card.Call(pin, "check([BSB)Z", right, 0, 4));
        Assert.Equal(1, _card.Call(pin, "isValidated()Z"));
        _card.Static(JcSystem, "beginTransaction()V");
        Assert.Equal(0, _card.Call(pin, "check([BSB)Z", wrong, 0, 4));
        _card.Static(JcSystem, "abortTransaction()V");
        Assert.Equal(2, _card.Call(pin, "getTriesRemaining()B"));
        Assert.Equal(0, _card.Call(pin, "isValidated()Z"));
        ApiMachine.Throws(ArrayIndex, () => _card.Call(pin, "check([BSB)Z", right, 1, 4));
        Assert.Equal(1, _card.Call(pin, "getTriesRemaining()B"));
        Assert.Equal(0, _card.Call(pin, "check([BSB)Z", right, 0, 3));
        Assert.Equal(0, _card.Call(pin, "check([BSB)Z", right, 0, 4));
        _card.Call(pin, "resetAndUnblock()V");
        Assert.Equal(1, _card.Call(pin, "check([BSB)Z", right, 0, 4));
        _card.Call(pin, "reset()V");
        Assert.Equal(0, _card.Call(pin, "isValidated()Z"));
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/PINException", () => _card.Call(pin, "update([BSB)V", _card.Bytes(new byte[9]), 0, 9)));
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/PINException", () => _card.New("javacard/framework/OwnerPIN", "(BB)V", 0, 8)));
    }

    [Fact]
    public void OwnerPin_UpdateThatIsAborted_LeavesValueAndTries()
    {
        var pin = _card.New("javacard/framework/OwnerPIN", "(BB)V", 1, 8);
        var old = _card.Hex("31323334");
        _card.Call(pin, "update([BSB)V", old, 0, 4);
        Assert.Equal(0, _card.Call(pin, "check([BSB)Z", old, 0, 3));
        _card.Static(JcSystem, "beginTransaction()V");
        _card.Call(pin, "update([BSB)V", _card.Hex("35363738"), 0, 4);
        Assert.Equal(1, _card.Call(pin, "getTriesRemaining()B"));
        _card.Static(JcSystem, "abortTransaction()V");
        Assert.Equal(0, _card.Call(pin, "getTriesRemaining()B"));
        Assert.Equal(0, _card.Call(pin, "check([BSB)Z", old, 0, 4));
    }

    [Fact]
    public void OwnerPinWithPredecrement_CheckNeedsDecrement()
    {
        var pin = _card.Object("javacard/framework/OwnerPINBuilder", "buildOwnerPIN(BBB)Ljavacard/framework/PIN;", 3, 4, 3);
        var value = _card.Hex("31323334");
        _card.Call(pin, "update([BSB)V", value, 0, 4);
        Assert.Equal(2, ApiMachine.Throws("javacard/framework/PINException", () => _card.Call(pin, "check([BSB)Z", value, 0, 4)));
        Assert.Equal(2, _card.Call(pin, "decrementTriesRemaining()B"));
        Assert.Equal(1, _card.Call(pin, "check([BSB)Z", value, 0, 4));
        Assert.Equal(3, _card.Call(pin, "getTriesRemaining()B"));
    }

    [Fact]
    public void Aid_ComparesAndCopies()
    {
        var bytes = _card.Hex("00A000000062030108");
        var aid = _card.New("javacard/framework/AID", "([BSB)V", bytes, 1, 8);
        Assert.Equal(1, _card.Call(aid, "equals([BSB)Z", bytes, 1, 8));
        Assert.Equal(0, _card.Call(aid, "equals([BSB)Z", bytes, 1, 7));
        Assert.Equal(0, _card.Call(aid, "equals([BSB)Z", null, 1, 7));
        Assert.Equal(1, _card.Call(aid, "partialEquals([BSB)Z", bytes, 1, 7));
        Assert.Equal(1, _card.Call(aid, "equals(Ljava/lang/Object;)Z", _card.New("javacard/framework/AID", "([BSB)V", bytes, 1, 8)));
        Assert.Equal(1, _card.Call(aid, "RIDEquals(Ljavacard/framework/AID;)Z", _card.New("javacard/framework/AID", "([BSB)V", bytes, 1, 5)));
        var target = _card.Bytes(new byte[9]);
        Assert.Equal(8, _card.Call(aid, "getBytes([BS)B", target, 1));
        Assert.Equal(bytes.Bytes, target.Bytes);
        Assert.Equal(3, _card.Call(aid, "getPartialBytes(S[BSB)B", 5, target, 0, 0));
        Assert.Equal("030108", Convert.ToHexString(target.Bytes.AsSpan(0, 3)));
        Assert.Equal(1, ApiMachine.Throws("javacard/framework/SystemException", () => _card.New("javacard/framework/AID", "([BSB)V", bytes, 0, 4)));
    }

    [Theory]
    [InlineData("arrayCopyRepack")]
    [InlineData("arrayFillGeneric")]
    public void ArrayLogic_WhosePowerIsCut_IsWholeOrNot(string method)
    {
        var memory = _card.Vm.Heap.Memory;
        foreach (var (isAtomic, cut, expected) in new[] { (true, 1, "0000"), (true, 2, "1111"), (false, 1, "0000"), (false, 2, "1000"), (false, 3, "1100"), (false, 5, "1111") })
        {
            var source = _card.Vm.NewArray(ObjectKind.ShortArray, 4);
            Array.Fill(source.Words, (short)1);
            var target = _card.Vm.NewArray(ObjectKind.ShortArray, 4);
            object[] arguments = method == "arrayCopyRepack" ? [source, 0, 4, target, 0] : [target, 0, 4, source, 0];
            memory.CutAt = memory.Writes + cut;
            var thrown = Record.Exception(() => _card.Static(
                "javacardx/framework/util/ArrayLogic", $"{method}{(isAtomic ? "" : "NonAtomic")}(Ljava/lang/Object;SSLjava/lang/Object;S)S", arguments));
            memory.CutAt = null;
            Assert.Equal(expected != "1111", thrown is PowerLost);
            memory.RollBackAll();
            Assert.Equal(expected, string.Concat(target.Words));
        }
    }

    [Fact]
    public void ArrayLogicAndInts_Repack()
    {
        const string Logic = "javacardx/framework/util/ArrayLogic";
        var bytes = _card.Hex("000102030405");
        var shorts = _card.Vm.NewArray(ObjectKind.ShortArray, 3);
        Assert.Equal(3, _card.Static(Logic, "arrayCopyRepack(Ljava/lang/Object;SSLjava/lang/Object;S)S", bytes, 0, 6, shorts, 0));
        Assert.Equal([0x0001, 0x0203, 0x0405], shorts.Words);
        Assert.Equal(1, ApiMachine.Throws(
            "javacardx/framework/util/UtilException",
            () => _card.Static(Logic, "arrayCopyRepack(Ljava/lang/Object;SSLjava/lang/Object;S)S", bytes, 0, 5, shorts, 0)));
        Assert.Equal(1, _card.Static(Logic, "arrayFindGeneric(Ljava/lang/Object;S[BS)S", shorts, 0, bytes, 2));
        Assert.Equal(2, ApiMachine.Throws(
            "javacardx/framework/util/UtilException",
            () => _card.Static(Logic, "arrayCompareGeneric(Ljava/lang/Object;SLjava/lang/Object;SS)B", shorts, 0, bytes, 0, 1)));
        const string Ints = "javacardx/framework/util/intx/JCint";
        Assert.Equal(5, _card.Static(Ints, "setInt([BSI)S", bytes, 1, 0x12345678L));
        Assert.Equal("001234567805", Convert.ToHexString(bytes.Bytes));
        _card.Static(Ints, "getInt([BS)I", bytes, 1);
        Assert.Equal(0x12345678, _card.Vm.ResultInt);
    }
}
