using Tsms.SmartCard.Omapi.AccessControl;
using Tsms.SmartCard.Tlv;

namespace Tsms.SmartCard.Tests.Omapi;

public sealed class AccessRuleReaderTests
{
    private const string Hash = "1111111111111111111111111111111111111111";

    [Fact]
    public void Read_OfRulesOfEveryKind_GivesThemInOrder()
    {
        var bytes = Wrap(
            $"E224 E11D 4F05A000000001 C114{Hash} E303D00101",
            "E20B E104 4F00 C100 E303 D00100",
            "E212 E104 C000 C100 E30A D008 80B00000FFFF0000",
            "E209 E102 4F00 E303 D10101");
        var rules = AccessRuleReader.Read(bytes);

        Assert.Equal(
            [
                $"Application A000000001 {Hash} Always ",
                "AllApplications   Never ",
                "DefaultApplication   Filtered 80B00000/FFFF0000",
                "AllApplications   Unspecified ",
            ],
            rules.Select(r => $"{r.Target} {r.Aid} {r.CertificateHash} {r.Policy} {string.Join(' ', r.Filters.Select(f => $"{f.Header:X8}/{f.Mask:X8}"))}"));
    }

    [Fact]
    public void Read_OfCarrierPrivileges_LeavesThemOut() =>
        Assert.Empty(AccessRuleReader.Read(Wrap($"E228 E11C C114{Hash} CA0461707031 E308 DB06010203040506")));

    [Theory]
    [InlineData("E205 E303 D00101")]
    [InlineData("E206 E104 4F00 C100")]
    [InlineData("E209 E102 C100 E303 D00101")]
    [InlineData("E20B E104 4F00 C000 E303 D00101")]
    [InlineData("E20C E105 4F03 A00000 E303 D00101")]
    [InlineData("E20C E105 4F00 C10111 E303 D00101")]
    [InlineData("E209 E102 4F00 E303 D00102")]
    [InlineData("E208 E102 4F00 E302 D000")]
    [InlineData("E20A E102 4F00 E304 D0020101")]
    [InlineData("E209 E102 4F00 E303 D00501")]
    public void Read_OfAMalformedRule_RefusesAll(string rule) =>
        Assert.ThrowsAny<FormatException>(() => AccessRuleReader.Read(Wrap("E209 E102 4F00 E303 D00101", rule)));

    [Fact]
    public void Read_OfAnotherObject_IsRefused() => Assert.Throws<FormatException>(() => AccessRuleReader.Read(Convert.FromHexString("FF5000")));

    private static byte[] Wrap(params string[] rules) =>
        BerTlvWriter.Encode(0xFF40, Convert.FromHexString(string.Concat(rules).Replace(" ", "", StringComparison.Ordinal)));
}
