using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacardx.framework.tlv against encodings written by hand after ISO/IEC 8825-1.</summary>
public sealed class TlvNativesTests
{
    private const string Package = "javacardx/framework/tlv/";
    private const string Exception = Package + "TLVException";
    private const string Tlv = "Ljavacardx/framework/tlv/BERTLV;";
    private readonly ApiMachine _card = new();

    [Theory]
    [InlineData("4F", 1, 0x0F, false, 1)]
    [InlineData("30", 1, 0x10, true, 0)]
    [InlineData("7F49", 2, 0x49, true, 1)]
    [InlineData("9F8102", 3, 0x82, false, 2)]
    [InlineData("DF81FF7F", 4, 0x7FFF, false, 3)]
    public void BerTag_ReadsSizeNumberClassAndType(string hex, int size, int number, bool constructed, int tagClass)
    {
        var bytes = _card.Hex("00" + hex + "00");
        Assert.Equal(size, _card.Static(Package + "BERTag", "size([BS)B", bytes, 1));
        Assert.Equal(number, _card.Static(Package + "BERTag", "tagNumber([BS)S", bytes, 1));
        Assert.Equal(constructed ? 1 : 0, _card.Static(Package + "BERTag", "isConstructed([BS)Z", bytes, 1));
        Assert.Equal(tagClass, _card.Static(Package + "BERTag", "tagClass([BS)B", bytes, 1));
        Assert.Equal(1, _card.Static(Package + "BERTag", "verifyFormat([BS)Z", bytes, 1));

        var tag = _card.Object(Package + "BERTag", "getInstance([BS)Ljavacardx/framework/tlv/BERTag;", bytes, 1);
        Assert.Equal(Package + (constructed ? "ConstructedBERTag" : "PrimitiveBERTag"), tag.Class!.Name);
        Assert.Equal(size, _card.Call(tag, "size()B"));
        Assert.Equal(number, _card.Call(tag, "tagNumber()S"));
        Assert.Equal(constructed ? 1 : 0, _card.Call(tag, "isConstructed()Z"));
        Assert.Equal(tagClass, _card.Call(tag, "tagClass()B"));
        var written = _card.Hex("00000000");
        Assert.Equal(size, _card.Call(tag, "toBytes([BS)S", written, 0));
        Assert.Equal(hex, Convert.ToHexString(written.Bytes.AsSpan(0, size)));
        var composed = _card.Hex("00000000");
        Assert.Equal(size, _card.Static(Package + "BERTag", "toBytes(SZS[BS)S", tagClass, constructed, number, composed, 0));
        Assert.Equal(hex, Convert.ToHexString(composed.Bytes.AsSpan(0, size)));

        var same = _card.New(tag.Class.Name, "()V");
        _card.Call(same, "init(BS)V", tagClass, number);
        Assert.Equal(1, _card.Call(tag, "equals(Ljavacardx/framework/tlv/BERTag;)Z", same));
        Assert.Equal(1, _card.Call(tag, "equals(Ljava/lang/Object;)Z", same));
        Assert.Equal(0, _card.Call(tag, "equals(Ljavacardx/framework/tlv/BERTag;)Z", [null]));
    }

    [Theory]
    [InlineData("9F80", 5)]
    [InlineData("DF8181818101", 2)]
    public void BerTag_Malformed_IsRefused(string hex, int reason)
    {
        var bytes = _card.Hex(hex);
        Assert.Equal(reason, ApiMachine.Throws(Exception, () => _card.Static(Package + "BERTag", "size([BS)B", bytes, 0)));
        Assert.Equal(0, _card.Static(Package + "BERTag", "verifyFormat([BS)Z", bytes, 0));
    }

    [Fact]
    public void BerTag_WrongTypeEmptyOrCutOff_IsRefused()
    {
        var tag = _card.New(Package + "PrimitiveBERTag", "()V");
        Assert.Equal(3, ApiMachine.Throws(Exception, () => _card.Call(tag, "size()B")));
        Assert.Equal(5, ApiMachine.Throws(Exception, () => _card.Call(tag, "init([BS)V", _card.Hex("30"), 0)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(tag, "init(BS)V", 4, 1)));
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Call(tag, "init([BS)V", _card.Hex("9F81"), 0));
    }

    [Theory]
    [InlineData("FF")]
    [InlineData("0A0B0C0D0E0F")] // more than there is room for
    public void PrimitiveTlv_WhosePowerIsCut_IsTheOldOrTheNew(string value)
    {
        var memory = _card.Vm.Heap.Memory;
        for (var cut = 1; ; cut++)
        {
            var tlv = _card.New(Package + "PrimitiveBERTLV", "(S)V", 3);
            _card.Call(tlv, "init([BSS)S", _card.Hex("4F03010203"), 0, 5);
            var (replacement, before) = (_card.Hex(value), Bytes(tlv));
            memory.CutAt = memory.Writes + cut;
            var thrown = Record.Exception(() => _card.Call(tlv, "replaceValue([BSS)S", replacement, 0, value.Length / 2));
            memory.CutAt = null;
            if (thrown is not PowerLost)
            {
                Assert.InRange(cut, 3, 10);
                Assert.Equal($"4F{value.Length / 2:X2}{value}", Bytes(tlv));
                return;
            }

            memory.RollBackAll();
            Assert.Equal(before, Bytes(tlv));
        }
    }

    [Fact]
    public void PrimitiveTlv_KeepsReplacesAndAppends()
    {
        var tlv = _card.New(Package + "PrimitiveBERTLV", "(S)V", 2);
        Assert.Equal(4, ApiMachine.Throws(Exception, () => _card.Call(tlv, "getLength()S")));
        Assert.Equal(5, _card.Call(tlv, "init([BSS)S", _card.Hex("4F03010203"), 0, 5));
        Assert.Equal(7, _card.Call(tlv, "appendValue([BSS)S", _card.Hex("0405"), 0, 2));
        Assert.Equal("4F050102030405", Bytes(tlv));
        Assert.Equal(3, _card.Call(tlv, "replaceValue([BSS)S", _card.Hex("FF"), 0, 1));
        Assert.Equal(1, _card.Call(tlv, "getLength()S"));
        Assert.Equal(3, _card.Call(tlv, "size()S"));
        var value = _card.Hex("0000");
        Assert.Equal(1, _card.Call(tlv, "getValue([BS)S", value, 1));
        Assert.Equal("00FF", Convert.ToHexString(value.Bytes));

        var tag = _card.Reference(tlv, "getTag()Ljavacardx/framework/tlv/BERTag;");
        Assert.Equal(0x0F, _card.Call(tag, "tagNumber()S"));
        var named = _card.New(Package + "PrimitiveBERTag", "()V");
        _card.Call(named, "init([BS)V", _card.Hex("5F20"), 0);
        Assert.Equal(203, _card.Call(tlv, "init(Ljavacardx/framework/tlv/PrimitiveBERTag;[BSS)S", named, _card.Bytes(new byte[199]), 0, 199));
        Assert.StartsWith("5F2081C7", Bytes(tlv), StringComparison.Ordinal);
        Assert.Equal(6, ApiMachine.Throws(Exception, () => _card.Call(tlv, "init([BSS)S", _card.Hex("3000"), 0, 2)));
        Assert.Equal(6, ApiMachine.Throws(Exception, () => _card.Call(tlv, "init([BSS)S", _card.Hex("4F0200"), 0, 3)));
    }

    [Fact]
    public void ConstructedTlv_HoldsFindsAndDeletes()
    {
        var tlv = _card.Object(Package + "BERTLV", $"getInstance([BSS){Tlv}", _card.Hex("6F0B8402A0018401FF50022122"), 0, 13);
        Assert.Equal(Package + "ConstructedBERTLV", tlv.Class!.Name);
        Assert.Equal("6F0B8402A0018401FF50022122", Bytes(tlv));
        var tag = _card.Object(Package + "BERTag", "getInstance([BS)Ljavacardx/framework/tlv/BERTag;", _card.Hex("84"), 0);
        var first = _card.Reference(tlv, $"find(Ljavacardx/framework/tlv/BERTag;){Tlv}", tag);
        Assert.Equal("8402A001", Bytes(first));
        var second = _card.Reference(tlv, $"findNext(Ljavacardx/framework/tlv/BERTag;{Tlv}S){Tlv}", tag, first, 1);
        Assert.Equal("8401FF", Bytes(second));
        _card.Call(tlv, $"findNext(Ljavacardx/framework/tlv/BERTag;{Tlv}S){Tlv}", tag, second, 1);
        Assert.Null(_card.Vm.ResultReference);
        Assert.Equal("50022122", Bytes(_card.Reference(tlv, $"findNext(Ljavacardx/framework/tlv/BERTag;{Tlv}S){Tlv}", null, second, 1)));

        // What is found is contained, not a copy.
        _card.Call(second, "replaceValue([BSS)S", _card.Hex("0102"), 0, 2);
        Assert.Equal("6F0C8402A0018402010250022122", Bytes(tlv));
        Assert.Equal(10, _card.Call(tlv, $"delete({Tlv}S)S", first, 1));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(tlv, $"delete({Tlv}S)S", first, 1)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(tlv, $"delete({Tlv}S)S", second, 2)));
        Assert.Equal(14, _card.Call(tlv, $"append({Tlv})S", first));
        Assert.Equal("6F0C84020102500221228402A001", Bytes(tlv));
    }

    [Fact]
    public void ConstructedTlv_NeverContainsItself()
    {
        var tag = _card.New(Package + "ConstructedBERTag", "()V");
        _card.Call(tag, "init(BS)V", 1, 1);
        var inner = _card.Object(Package + "BERTLV", $"getInstance([BSS){Tlv}", _card.Hex("6100"), 0, 2);
        var outer = _card.New(Package + "ConstructedBERTLV", "(S)V", 1);
        Assert.Equal(4, _card.Call(outer, $"init(Ljavacardx/framework/tlv/ConstructedBERTag;{Tlv})S", tag, inner));
        Assert.Equal("61026100", Bytes(outer));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(outer, $"append({Tlv})S", outer)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Call(inner, $"append({Tlv})S", outer)));
        Assert.Equal(7, _card.Call(outer, "init(Ljavacardx/framework/tlv/ConstructedBERTag;[BSS)S", tag, _card.Hex("8003010203"), 0, 5));
        Assert.Equal(6, ApiMachine.Throws(Exception, () => _card.Call(outer, "init([BSS)S", _card.Hex("6103800201"), 0, 5)));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.New(Package + "ConstructedBERTLV", "(S)V", -1)));
    }

    [Fact]
    public void Arrays_AreReadAndEdited()
    {
        var bytes = _card.Hex("AA6F078402A0018401FF000000000000");
        Assert.Equal(1, _card.Static(Package + "BERTLV", "verifyFormat([BSS)Z", bytes, 1, 9));
        Assert.Equal(0, _card.Static(Package + "BERTLV", "verifyFormat([BSS)Z", bytes, 1, 8));
        Assert.Equal(7, _card.Static(Package + "BERTLV", "getLength([BS)S", bytes, 1));
        var tag = _card.Hex("0084");
        Assert.Equal(1, _card.Static(Package + "BERTLV", "getTag([BS[BS)S", bytes, 1, tag, 0));
        Assert.Equal(0x6F, tag.Bytes[0]);
        Assert.Equal(3, _card.Static(Package + "ConstructedBERTLV", "find([BS[BS)S", bytes, 1, tag, 1));
        Assert.Equal(3, _card.Static(Package + "ConstructedBERTLV", "find([BS[BS)S", bytes, 1, null, 0));
        Assert.Equal(7, _card.Static(Package + "ConstructedBERTLV", "findNext([BSS[BS)S", bytes, 1, 3, tag, 1));
        Assert.Equal(-1, _card.Static(Package + "ConstructedBERTLV", "findNext([BSS[BS)S", bytes, 1, 7, tag, 1));
        Assert.Equal(1, ApiMachine.Throws(Exception, () => _card.Static(Package + "ConstructedBERTLV", "findNext([BSS[BS)S", bytes, 1, 4, tag, 1)));
        Assert.Equal(5, _card.Static(Package + "PrimitiveBERTLV", "getValueOffset([BS)S", bytes, 3));
        Assert.Equal(6, ApiMachine.Throws(Exception, () => _card.Static(Package + "PrimitiveBERTLV", "getValueOffset([BS)S", bytes, 1)));
        Assert.Equal(12, _card.Static(Package + "ConstructedBERTLV", "append([BS[BS)S", _card.Hex("500133"), 0, bytes, 1));
        Assert.Equal("AA6F0A8402A0018401FF500133000000", Convert.ToHexString(bytes.Bytes));
        Assert.Equal(5, _card.Static(Package + "PrimitiveBERTLV", "appendValue([BS[BSS)S", bytes, 10, _card.Hex("4455"), 0, 2));
        Assert.Equal("5003334455", Convert.ToHexString(bytes.Bytes.AsSpan(10, 5)));
        Assert.Equal(5, _card.Static(Package + "PrimitiveBERTLV", "toBytes([BS[BSS[BS)S", _card.Hex("5F20"), 0, _card.Hex("0102"), 0, 2, bytes, 0));
        Assert.Equal("5F20020102", Convert.ToHexString(bytes.Bytes.AsSpan(0, 5)));
        Assert.Equal(11, ApiMachine.Throws(Exception, () => _card.Static(Package + "BERTLV", "getLength([BS)S", _card.Hex("4F83010000"), 0)));
        Assert.Equal(6, ApiMachine.Throws(Exception, () => _card.Static(Package + "BERTLV", "getLength([BS)S", _card.Hex("4F80"), 0)));
    }

    private string Bytes(HeapObject tlv)
    {
        var target = _card.Bytes(new byte[300]);
        return Convert.ToHexString(target.Bytes.AsSpan(0, _card.Call(tlv, "toBytes([BS)S", target, 0)));
    }
}
