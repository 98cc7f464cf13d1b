using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>javacardx.biometry and javacardx.biometry1toN, with the one matching algorithm that the card brings along.</summary>
public sealed class BiometryNativesTests
{
    private const string BioException = "javacardx/biometry/BioException";
    private const string Bio1toNException = "javacardx/biometry1toN/Bio1toNException";
    private const string Builder = "javacardx/biometry/BioBuilder";
    private const string Builder1toN = "javacardx/biometry1toN/Bio1toNBuilder";
    private const int Password = 31;
    private readonly ApiMachine _card = new(VirtualCard.Api.ApiProfile.JavaCard32);

    [Fact]
    public void Template_EnrollsMatchesAndBlocks()
    {
        var template = _card.Object(Builder, "buildBioTemplate(BB)Ljavacardx/biometry/OwnerBioTemplate;", Password, 2);
        Assert.Equal(Password, _card.Call(template, "getBioType()B"));
        Assert.Equal(0, _card.Call(template, "isInitialized()Z"));
        Assert.Equal(4, ApiMachine.Throws(BioException, () => Match(template, "31")));
        Assert.Equal(4, ApiMachine.Throws(BioException, () => _card.Call(template, "getTriesRemaining()B")));
        Assert.Equal(5, ApiMachine.Throws(BioException, () => Enroll(template, "update", "33")));
        Enroll(template, "init", "3132");
        Enroll(template, "update", "33");
        _card.Call(template, "doFinal()V");
        Assert.Equal(1, _card.Call(template, "isInitialized()Z"));

        Assert.Equal(0, Match(template, "3132"));
        Assert.Equal(1, _card.Call(template, "getTriesRemaining()B"));
        Assert.Equal(16384, Match(template, "313233"));
        Assert.Equal(1, _card.Call(template, "isValidated()Z"));
        Assert.Equal(2, _card.Call(template, "getTriesRemaining()B"));
        _card.Call(template, "reset()V");
        Assert.Equal(0, _card.Call(template, "isValidated()Z"));
        Assert.Equal(5, ApiMachine.Throws(BioException, () => _card.Call(template, "match([BSS)S", _card.Hex("31"), 0, 1)));
        Assert.Equal(0, _card.Call(template, "getPublicTemplateData(S[BSS)S", 0, _card.Hex("00"), 0, 1));
        Assert.Equal(2, _card.Call(template, "getVersion([BS)S", _card.Hex("0000"), 0));

        // A range that is none is a try too, and validates nothing.
        Assert.Equal(16384, Match(template, "313233"));
        ApiMachine.Throws("java/lang/ArrayIndexOutOfBoundsException", () => _card.Call(template, "initMatch([BSS)S", _card.Hex("313233"), 1, 3));
        Assert.Equal(1, _card.Call(template, "getTriesRemaining()B"));
        Assert.Equal(0, _card.Call(template, "isValidated()Z"));
        Assert.Equal(16384, Match(template, "313233"));
        ApiMachine.Throws("java/lang/NullPointerException", () => _card.Call(template, "initMatch([BSS)S", null, 0, 3));
        Assert.Equal(1, _card.Call(template, "getTriesRemaining()B"));
        Assert.Equal(16384, Match(template, "313233"));
        _card.Call(template, "reset()V");

        // A transaction that is aborted gives no try back.
        _card.Vm.Heap.Memory.BeginTransaction();
        Assert.Equal(0, Match(template, "00"));
        _card.Vm.Heap.Memory.AbortTransaction();
        Assert.Equal(1, _card.Call(template, "getTriesRemaining()B"));
        Assert.Equal(0, Match(template, "00"));
        Assert.Equal(0, Match(template, "313233"));

        // Nor does an enrollment that is taken back.
        _card.Vm.Heap.Memory.BeginTransaction();
        Enroll(template, "init", "34");
        _card.Call(template, "doFinal()V");
        Assert.Equal(2, _card.Call(template, "getTriesRemaining()B"));
        _card.Vm.Heap.Memory.AbortTransaction();
        Assert.Equal(0, _card.Call(template, "getTriesRemaining()B"));
        Assert.Equal(0, Match(template, "313233"));
        Assert.Equal(0, _card.Call(template, "isValidated()Z"));
        _card.Call(template, "resetUnblockAndSetTryLimit(B)V", 5);
        Assert.Equal(5, _card.Call(template, "getTriesRemaining()B"));
        Assert.Equal(16384, Match(template, "313233"));
        _card.Call(template, "clear()V");
        Assert.Equal(0, _card.Call(template, "isInitialized()Z"));
    }

    [Fact]
    public void Template_OtherTypesOrProviders_AreNotThere()
    {
        const string Long = "buildBioTemplate(BB[BB)Ljavacardx/biometry/OwnerBioTemplate;";
        Assert.Equal(3, ApiMachine.Throws(BioException, () => _card.Static(Builder, Long, 3, 3, null, 0)));
        Assert.Equal(3, ApiMachine.Throws(BioException, () => _card.Static(Builder, Long, Password, 3, _card.Hex("A000000001"), 0)));
        Assert.Equal(1, ApiMachine.Throws(BioException, () => _card.Static(Builder, Long, Password, 0, null, 0)));
        var template = _card.Object(Builder, Long, Password, 3, null, 0);
        Assert.Equal(2, ApiMachine.Throws(BioException, () => Enroll(template, "init", new string('0', 512))));
        Assert.Equal(1, ApiMachine.Throws(BioException, () => _card.Call(template, "resetUnblockAndSetTryLimit(B)V", 0)));
    }

    [Fact]
    public void Matcher_FindsOneOfSeveral()
    {
        var matcher = _card.Object(Builder1toN, "buildBioMatcher(SBB)Ljavacardx/biometry1toN/OwnerBioMatcher;", 3, Password, 2);
        Assert.Equal(3, _card.Call(matcher, "getMaxNbOfBioTemplateData()S"));
        Assert.Equal(4, ApiMachine.Throws(Bio1toNException, () => Match(matcher, "01")));
        Put(matcher, 0, "0A0B");
        Put(matcher, 2, "0C");
        Assert.Equal(1, _card.Call(matcher, "isInitialized()Z"));
        Assert.Equal(Password, _card.Call(matcher, "getBioType()B"));
        Assert.Equal(2, _card.Call(matcher, "getVersion([BS)S", _card.Hex("0000"), 0));
        Assert.Equal(5, ApiMachine.Throws(Bio1toNException, () => _card.Call(matcher, "getIndexOfLastMatchingBioTemplateData()S")));
        Assert.Equal(16384, Match(matcher, "0C"));
        Assert.Equal(2, _card.Call(matcher, "getIndexOfLastMatchingBioTemplateData()S"));
        Assert.Equal(1, _card.Call(matcher, "isValidated()Z"));
        _card.Call(matcher, "reset()V");
        Assert.Equal(0, _card.Call(matcher, "isValidated()Z"));
        Assert.Equal(0, Match(matcher, "0D"));
        Assert.Equal(1, _card.Call(matcher, "getTriesRemaining()B"));
        Assert.Equal(0, Match(matcher, "0D"));
        Assert.Equal(0, Match(matcher, "0C"));
        _card.Call(matcher, "resetUnblockAndSetTryLimit(B)V", 1);
        Assert.Equal(16384, Match(matcher, "0A0B"));
        var data = _card.Reference(matcher, "getBioTemplateData(S)Ljavacardx/biometry1toN/BioTemplateData;", 0);
        Assert.Same(data, _card.Reference(matcher, "getBioTemplateData(S)Ljavacardx/biometry1toN/OwnerBioTemplateData;", 0));
        Assert.Equal(0, _card.Call(data, "getPublicData(S[BSS)S", 0, _card.Hex("00"), 0, 1));
        _card.Call(data, "clear()V");
        Assert.Equal(0, _card.Call(data, "isInitialized()Z"));
        _card.Call(matcher, "putBioTemplateData(SLjavacardx/biometry1toN/BioTemplateData;)V", 2, null);
        _card.Call(matcher, "getBioTemplateData(S)Ljavacardx/biometry1toN/BioTemplateData;", 2);
        Assert.Null(_card.Vm.ResultReference);
        Assert.Equal(5, ApiMachine.Throws(Bio1toNException, () => _card.Call(matcher, "match([BSS)S", _card.Hex("0C"), 0, 1)));
    }

    [Fact]
    public void Matcher_OutOfBounds_IsRefused()
    {
        const string Build = "buildBioMatcher(SBB[BB)Ljavacardx/biometry1toN/OwnerBioMatcher;";
        Assert.Equal(1, ApiMachine.Throws(Bio1toNException, () => _card.Static(Builder1toN, Build, 0, Password, 1, null, 0)));
        Assert.Equal(6, ApiMachine.Throws(Bio1toNException, () => _card.Static(Builder1toN, Build, 101, Password, 1, null, 0)));
        Assert.Equal(3, ApiMachine.Throws(Bio1toNException, () => _card.Static(Builder1toN, Build, 1, 3, 1, null, 0)));
        Assert.Equal(3, ApiMachine.Throws(
            Bio1toNException, () => _card.Static(Builder1toN, "buildBioTemplateData(B[B)Ljavacardx/biometry1toN/OwnerBioTemplateData;", 3, null)));
        var matcher = _card.Object(Builder1toN, Build, 1, Password, 1, null, 0);
        var data = _card.Object(Builder1toN, "buildBioTemplateData(B)Ljavacardx/biometry1toN/OwnerBioTemplateData;", Password);
        Assert.Equal(Password, _card.Call(data, "getBioType()B"));
        const string Put = "putBioTemplateData(SLjavacardx/biometry1toN/BioTemplateData;)V";
        Assert.Equal(4, ApiMachine.Throws(Bio1toNException, () => _card.Call(matcher, Put, 0, data)));
        Assert.Equal(1, ApiMachine.Throws(Bio1toNException, () => _card.Call(matcher, Put, 1, data)));
    }

    private void Put(HeapObject matcher, int index, string hex)
    {
        var data = _card.Object(Builder1toN, "buildBioTemplateData(B)Ljavacardx/biometry1toN/OwnerBioTemplateData;", Password);
        Enroll(data, "init", hex[..2]);
        Enroll(data, "update", hex[2..]);
        _card.Call(data, "doFinal()V");
        _card.Call(matcher, "putBioTemplateData(SLjavacardx/biometry1toN/BioTemplateData;)V", index, data);
    }

    private void Enroll(HeapObject template, string method, string hex) => _card.Call(template, $"{method}([BSS)V", _card.Hex(hex), 0, hex.Length / 2);

    private short Match(HeapObject template, string hex) => _card.Call(template, "initMatch([BSS)S", _card.Hex(hex), 0, hex.Length / 2);
}
