using Tsms.GlobalPlatform.Commands;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.Commands;

/// <summary>Whole byte strings after the tables of GP Card Specification 2.3.1, chapter 11.</summary>
public sealed class GpCommandTests
{
    private static readonly Aid LoadFile = Aid.Parse("A00000000101");
    private static readonly Aid Module = Aid.Parse("A0000000010101");
    private static readonly Aid Instance = Aid.Parse("A000000001010101");
    private static readonly Aid Domain = Aid.Parse("A000000151");

    [Fact]
    public void Select_ByNameNextAndEmpty_HasTheSpecifiedBytes()
    {
        Assert.Equal("00A4040005A00000015100", Hex(GpCommand.Select(Domain)));
        Assert.Equal("00A4040205A00000015100", Hex(GpCommand.Select(Domain, next: true)));
        Assert.Equal("00A4040000", Hex(GpCommand.Select(default)));
    }

    [Fact]
    public void Install_InAllForms_HasTheSpecifiedBytes()
    {
        Assert.Equal("80E602001006A0000000010105A00000015100000000", Hex(GpCommand.InstallForLoad(LoadFile, Domain)));
        Assert.Equal("80E602000E06A000000001010002010201FE0000", Hex(GpCommand.InstallForLoad(LoadFile, default, new byte[] { 1, 2 }, new byte[] { 0xFE })));
        Assert.Equal(
            "80E604002006A0000000010107A000000001010108A0000000010101010300000002C9000000",
            Hex(GpCommand.InstallForInstall(LoadFile, Module, Instance)));
        Assert.Equal(
            "80E60C002206A0000000010107A000000001010108A0000000010101010380C00004C902AABB0000",
            Hex(GpCommand.InstallAndMakeSelectable(
                LoadFile, Module, Instance, Privileges.SecurityDomain | Privileges.TrustedPath | Privileges.AuthorizedManagement, new byte[] { 0xC9, 2, 0xAA, 0xBB })));
        Assert.Equal("80E6080011000008A00000000101010103000000000000", Hex(GpCommand.InstallForMakeSelectable(Instance)));
        Assert.Equal("80E610001305A0000001510008A00000000101010100000000", Hex(GpCommand.InstallForExtradition(Domain, Instance)));
        Assert.Equal("80E640000E000008A00000000101010100000000", Hex(GpCommand.InstallForRegistryUpdate(Instance)));
        Assert.Equal("80E620000E000008A00000000101010100000000", Hex(GpCommand.InstallForPersonalization(Instance)));
    }

    [Fact]
    public void Install_WithLongParameters_WritesTheirLengthAsBer()
    {
        var data = GpCommand.InstallForInstall(LoadFile, Module, Instance, Privileges.None, new byte[200]).Data.Span;
        var at = 7 + 8 + 9 + 4;
        Assert.Equal([0x81, 200], data.Slice(at, 2).ToArray());
        Assert.Equal(at + 2 + 200 + 1, data.Length);
    }

    [Fact]
    public void Install_WithoutAidOrWithALongHash_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => GpCommand.InstallForLoad(default));
        Assert.Throws<ArgumentException>(() => GpCommand.InstallForLoad(LoadFile, default, new byte[128]));
        Assert.Throws<ArgumentException>(() => GpCommand.InstallForInstall(LoadFile, default, Instance));
        Assert.Throws<ArgumentException>(() => GpCommand.InstallForInstall(default, Module, Instance));
        Assert.Throws<ArgumentException>(() => GpCommand.InstallForPersonalization(default));
        Assert.Throws<ArgumentException>(() => GpCommand.InstallForExtradition(Domain, default));
    }

    [Fact]
    public void Delete_OfContentAndKeys_HasTheSpecifiedBytes()
    {
        Assert.Equal("80E40000084F06A0000000010100", Hex(GpCommand.Delete(LoadFile)));
        Assert.Equal("80E40080084F06A0000000010100", Hex(GpCommand.Delete(LoadFile, related: true)));
        Assert.Equal("80E400000B4F06A000000001019E010500", Hex(GpCommand.Delete(LoadFile, false, new byte[] { 5 })));
        Assert.Equal("80E4000003D2013000", Hex(GpCommand.DeleteKey(0x30)));
        Assert.Equal("80E4000006D00101D2013000", Hex(GpCommand.DeleteKey(0x30, 1)));
        Assert.Throws<ArgumentException>(() => GpCommand.DeleteKey(null));
        Assert.Throws<ArgumentException>(() => GpCommand.Delete(default));
    }

    [Fact]
    public void GetStatus_InAllScopes_HasTheSpecifiedBytes()
    {
        Assert.Equal("80F28002024F0000", Hex(GpCommand.GetStatus(RegistryScope.IssuerSecurityDomain, allData: false)));
        Assert.Equal("80F24003024F0000", Hex(GpCommand.GetStatus(RegistryScope.Applications, next: true, allData: false)));
        Assert.Equal("80F240020B4F005C074F9F70C5CFC4CC00", Hex(GpCommand.GetStatus(RegistryScope.Applications)));
        Assert.Equal("80F210020A4F005C064F9F70CE84CC00", Hex(GpCommand.GetStatus(RegistryScope.LoadFilesAndModules)));
        Assert.Equal("80F22002094F005C054F9F70CECC00", Hex(GpCommand.GetStatus(RegistryScope.LoadFiles)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GpCommand.GetStatus(RegistryScope.Applications, new byte[17]));
    }

    [Fact]
    public void SetStatusAndGetData_HaveTheSpecifiedBytes()
    {
        Assert.Equal("80F0408006A00000000101", Hex(GpCommand.SetStatus(StatusTarget.Application, LifeCycle.LockedBit, LoadFile)));
        Assert.Equal("80F0800F", Hex(GpCommand.SetStatus(StatusTarget.Card, LifeCycle.CardSecured)));
        Assert.Throws<ArgumentException>(() => GpCommand.SetStatus(StatusTarget.SecurityDomainAndApplications, 0));
        Assert.Equal("80CA006600", Hex(GpCommand.GetData(GpTag.CardData)));
        Assert.Equal("80CA9F7F00", Hex(GpCommand.GetData(GpTag.Cplc)));
        Assert.Equal("80CAFF2100", Hex(GpCommand.GetData(GpTag.ExtendedCardResources)));
        Assert.Throws<ArgumentException>(() => GpCommand.GetData(0x5F2001));
    }

    [Theory]
    [InlineData(236, 247, 1)] // C4 81 EC and 236 bytes
    [InlineData(244, 247, 1)] // exactly one block
    [InlineData(245, 247, 2)]
    [InlineData(490, 247, 2)] // exactly two blocks: C4 82 .. and 490 bytes
    [InlineData(491, 247, 3)]
    [InlineData((247 * 256) - 4, 247, 256)] // the greatest
    public void Load_OfAnyLength_MarksTheLastBlockAlone(int length, int blockSize, int blocks)
    {
        var commands = GpCommand.Load(Enumerable.Range(0, length).Select(i => (byte)i).ToArray(), blockSize);
        Assert.Equal(blocks, commands.Count);
        Assert.Equal(Enumerable.Range(0, blocks), commands.Select(c => (int)c.P2));
        Assert.All(commands.SkipLast(1), c => Assert.Equal((0, blockSize), ((int)c.P1, c.Data.Length)));
        Assert.Equal(0x80, commands[^1].P1);
        Assert.NotEqual(0, commands[^1].Data.Length);

        var file = commands.SelectMany(c => c.Data.ToArray()).ToArray();
        Assert.Equal(0xC4, file[0]);
        Assert.Equal(Enumerable.Range(0, length).Select(i => (byte)i), file[^length..]);
    }

    [Theory]
    [InlineData(1000, 247, 5)] // short blocks suffice
    [InlineData((247 * 256) - 4, 247, 256)]
    [InlineData((247 * 256) - 3, 248, 255)]
    [InlineData(83_300, 326, 256)]
    public void Load_OnACardOfExtendedLength_HasBlocksAsLargeAsItTakes(int length, int block, int count)
    {
        var commands = GpCommand.Load(new byte[length], 247, largestBlock: 60_000);
        Assert.Equal((count, block), (commands.Count, commands[0].Data.Length));
        Assert.All(commands, c => Assert.Equal(block > 247, c.NeedsExtended));
        Assert.Equal(0x80, commands[^1].P1);
    }

    [Fact]
    public void Load_BeyondTheLastBlockNumberOrEmpty_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => GpCommand.Load(new byte[(247 * 256) - 3], 247));
        Assert.Contains("each needs 248 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("have room for 247", error.Message, StringComparison.Ordinal);
        Assert.Contains("maxCommandData", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GpCommand.Load(default, 247));
        Assert.Throws<ArgumentOutOfRangeException>(() => GpCommand.Load(new byte[1], 0));
        Assert.Single(GpCommand.Load(new byte[1000], ushort.MaxValue, new byte[] { 0xE2, 0x00 }));
    }

    [Fact]
    public void StoreData_CutOrAsItems_NumbersItsBlocks()
    {
        Assert.Equal(["80E20800020102", "80E288010103"], GpCommand.StoreData(new byte[] { 1, 2, 3 }, StoreDataFormat.Dgi, 2).Select(Hex));
        Assert.Equal(
            ["80E21000020102", "80E290010103"], GpCommand.StoreDataItems([new byte[] { 1, 2 }, new byte[] { 3 }], StoreDataFormat.BerTlv).Select(Hex));
        Assert.Equal("80E29100010300", Hex(GpCommand.StoreDataBlock(new byte[] { 3 }, StoreDataFormat.BerTlv | StoreDataFormat.AnswerData, 0, last: true)));
        Assert.Equal("80E200050103", Hex(GpCommand.StoreDataBlock(new byte[] { 3 }, StoreDataFormat.LastBlock, 5, last: false)));
        Assert.Throws<ArgumentException>(() => GpCommand.StoreData(default, StoreDataFormat.None, 10));
        Assert.Throws<ArgumentException>(() => GpCommand.StoreData(new byte[257], StoreDataFormat.None, 1));
        Assert.Throws<ArgumentException>(() => GpCommand.StoreDataItems([], StoreDataFormat.None));
    }

    private static string Hex(CommandApdu command) => Convert.ToHexString(command.ToBytes());
}
