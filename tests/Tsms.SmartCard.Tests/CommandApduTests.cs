using CsCheck;

namespace Tsms.SmartCard.Tests;

/// <summary>The cases of ISO/IEC 7816-3, 12.1, in short and extended form.</summary>
public sealed class CommandApduTests
{
    [Theory]
    [InlineData("00A40400", 0, null)]
    [InlineData("00CA006600", 0, 256)]
    [InlineData("00CA0066FF", 0, 255)]
    [InlineData("80E2000002AABB", 2, null)]
    [InlineData("80E2000002AABB10", 2, 16)]
    [InlineData("80E2000002AABB00", 2, 256)]
    [InlineData("00CA0066000000", 0, 65536)]
    [InlineData("00CA0066000101", 0, 257)]
    [InlineData("80E20000000002AABB", 2, null)]
    [InlineData("80E20000000002AABB0000", 2, 65536)]
    [InlineData("80E20000000002AABB0100", 2, 256)]
    public void Parse_EachCase_GivesDataAndExpectedLength(string hex, int data, int? ne)
    {
        var command = CommandApdu.Parse(Convert.FromHexString(hex));

        Assert.Equal((data, ne), (command.Data.Length, command.Ne));
        Assert.Equal(Convert.FromHexString(hex)[..4], command.Header);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("00A404", "3")]
    [InlineData("00A4040003AABB", "offset 4 says 3")]
    [InlineData("00A4040001AABBCC", "offset 4 says 1")]
    [InlineData("00A404000001", "offset 4 is 00")]
    [InlineData("00A40400000000AABB", "offset 5 says 0")]
    [InlineData("00A40400000003AABB", "offset 5 says 3")]
    public void TryParse_NoCommand_SaysWhichByteIsWrong(string hex, string message)
    {
        Assert.False(CommandApdu.TryParse(Convert.FromHexString(hex), out _, out var error));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => CommandApdu.Parse(Convert.FromHexString(hex))).Message);
    }

    [Theory]
    [InlineData(0, null, "00A40400")]
    [InlineData(0, 256, "00A4040000")]
    [InlineData(0, 257, "00A40400000101")]
    [InlineData(0, 65536, "00A40400000000")]
    [InlineData(1, null, "00A404000100")]
    [InlineData(1, 1, "00A40400010001")]
    [InlineData(1, 65536, "00A40400000001000000")]
    public void ToBytes_EachCase_TakesTheShortFormWhereItFits(int data, int? ne, string hex) =>
        Assert.Equal(hex, Convert.ToHexString(new CommandApdu(0, 0xA4, 4, 0, new byte[data], ne).ToBytes()));

    [Fact]
    public void ToBytes_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<InvalidOperationException>(() => new CommandApdu(0, 0, 0, 0, new byte[256]).ToBytes(extended: false));
        Assert.Throws<InvalidOperationException>(() => new CommandApdu(0, 0, 0, 0, new byte[65536]).ToBytes());
        Assert.Throws<InvalidOperationException>(() => new CommandApdu(0, 0, 0, 0, default, 0).ToBytes());
        Assert.Throws<InvalidOperationException>(() => new CommandApdu(0, 0, 0, 0, default, 65537).ToBytes());
    }

    [Fact]
    public void Parse_AnyCommandInAnyForm_ComesBack() =>
        Gen.Select(Gen.Byte.Array[4], Gen.Byte.Array[0, 300], Gen.Int[0, 65536], Gen.Bool).Sample((header, data, ne, extended) =>
        {
            var command = new CommandApdu(header[0], header[1], header[2], header[3], data, ne == 0 ? null : ne);
            Assert.Equal(command, CommandApdu.Parse(command.ToBytes(extended || command.NeedsExtended)));
        });

    [Fact]
    public void ToString_Command_ShowsNoData() =>
        Assert.Equal("80 20 00 00 Lc=4 Ne=-", new CommandApdu(0x80, 0x20, 0, 0, new byte[] { 1, 2, 3, 4 }).ToString());
}
