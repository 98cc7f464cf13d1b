using CsCheck;
using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.Registry;

/// <summary>
/// Answers of a real card, recorded in kaoh/globalplatform, globalplatform/src/scp03Test.c, get_status_enc_mac, and answers cut and mixed up.
/// </summary>
public sealed class RegistryTests
{
    private const string LoadFiles =
        "E3194F07A00000006200019F70020100CE020100CC05A000000151E3194F07A00000006201019F70020100CE020105CC05A000000151"
        + "E3194F07A00000006201029F70020100CE020105CC05A000000151E3194F07A00000006202019F70020100CE020100CC05A000000151"
        + "E3224F10A0000000090003FFFFFFFF89107100019F70020100CE020202CC05A000000151E3224F10A0000000090003FFFFFFFF89107100029F70020100CE020206CC05A000000151"
        + "E3194F07A00000006200029F70020100CE020100CC05A000000151E3224F10A0000000090005FFFFFFFF89120000649F70020100CE020100CC05A000000151";

    private const string Applications =
        "E33E4F10A0000005591010FFFFFFFF89000010009F70013FC50380C000C407A0000001515350CE020100CC10A0000005591010FFFFFFFF8900000100EA028000"
        + "E3394F10A0000000871002FF01FF4189000001009F70020700C503000000C40CA000000095000000004E0001CE020100CC05A000000151EA028000"
        + "E3304F09A000000559101000019F70020700C503000000C407A0000001515350CE020100CC08A000000151000000EA028000"
        + "E3304F09A000000559101000029F70020700C503000000C407A0000001515350CE020100CC08A000000151000000EA028000";

    [Fact]
    public void ReadAll_OfRecordedLoadFiles_FindsThemAll()
    {
        var entries = RegistryEntry.ReadAll(Convert.FromHexString(LoadFiles));
        Assert.Equal(8, entries.Count);
        Assert.Equal(Aid.Parse("A0000000620001"), entries[0].Aid);
        Assert.Equal(LifeCycle.Loaded, entries[0].LifeCycle);
        Assert.Equal("0105", Convert.ToHexString(entries[1].Version.Span));
        Assert.Equal(Aid.Parse("A000000151"), entries[0].SecurityDomain);
    }

    [Fact]
    public void ReadAll_OfRecordedApplications_TellsDomainsFromApplets()
    {
        var entries = RegistryEntry.ReadAll(Convert.FromHexString(Applications));
        Assert.Equal(4, entries.Count);
        Assert.Equal(Privileges.SecurityDomain | Privileges.TrustedPath | Privileges.AuthorizedManagement, entries[0].Privileges);
        Assert.Equal([true, false, false, false], entries.Select(e => e.IsSecurityDomain));
        Assert.Equal(GpAid.SecurityDomainLoadFile, entries[0].LoadFile);
        Assert.Equal(Aid.Parse("A0000005591010FFFFFFFF8900000100"), entries[0].SecurityDomain);
        Assert.Equal(LifeCycle.Selectable, entries[3].LifeCycle);
    }

    [Fact]
    public void ReadAll_OfAnEntryWithEverything_KeepsIt()
    {
        var entry = Assert.Single(RegistryEntry.ReadAll(Convert.FromHexString("E3204F05A0000000019F700107C5018" + "0CF0181CF0182C4008406A00000000101CC00")));
        Assert.Equal([0x81, 0x82], entry.ImplicitSelection);
        Assert.Equal(Privileges.SecurityDomain, entry.Privileges);
        Assert.Equal([Aid.Parse("A00000000101")], entry.Modules);
        Assert.True(entry.LoadFile.IsEmpty);
        Assert.True(entry.SecurityDomain.IsEmpty);
    }

    [Theory]
    [InlineData("E2074F05A000000001", "tag E2 instead of E3")]
    [InlineData("E3039F7000", "tag 9F70 has 0 bytes")]
    [InlineData("E3039F7001", "Truncated")]
    [InlineData("E3034F01A0", "tag 4F holds 1 bytes")]
    [InlineData("E300", "no AID")]
    [InlineData("E3024F00", "an AID has 5 to 16")]
    [InlineData("E30B4F05A000000001C5020000", "tag C5 has 2 bytes")]
    [InlineData("E30B4F05A000000001CF020000", "tag CF has 2 bytes")]
    public void ReadAll_OfMalformedEntries_SaysWhatIsWrong(string hex, string message)
    {
        var error = Assert.ThrowsAny<FormatException>(() => RegistryEntry.ReadAll(Convert.FromHexString(hex)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadAll_OfArbitraryBytes_ThrowsNothingButFormatException() =>
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            try
            {
                RegistryEntry.ReadAll((byte[])[0xE3, (byte)bytes.Length, .. bytes]);
                return true;
            }
            catch (FormatException)
            {
                return true;
            }
        });

    [Fact]
    public void Add_OfAnswersCutAnywhere_MakesTheSameList()
    {
        var bytes = Convert.FromHexString(Applications);
        var whole = RegistryEntry.ReadAll(bytes).Select(e => e.Aid);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var listing = new RegistryListing();
            Assert.True(listing.Add(bytes.AsSpan(0, cut), StatusWord.MoreDataAvailable));
            Assert.Throws<InvalidOperationException>(listing.ToEntries);
            Assert.False(listing.Add(bytes.AsSpan(cut), StatusWord.Success));
            Assert.Equal(whole, listing.ToEntries().Select(e => e.Aid));
            Assert.Equal(2, listing.Pages);
        }
    }

    [Fact]
    public void Add_OfNothingFoundErrorsAndEndlessAnswers_IsTold()
    {
        var empty = new RegistryListing();
        Assert.False(empty.Add([], StatusWord.ReferencedDataNotFound));
        Assert.Empty(empty.ToEntries());
        Assert.Throws<InvalidOperationException>(() => empty.Add([], StatusWord.Success));
        Assert.Throws<FormatException>(() => new RegistryListing().Add([], StatusWord.SecurityStatusNotSatisfied));
        Assert.Throws<FormatException>(() => new RegistryListing().Add([], StatusWord.MoreDataAvailable));
        Assert.Throws<FormatException>(() => new RegistryListing(10).Add(new byte[11], StatusWord.MoreDataAvailable));
    }
}
