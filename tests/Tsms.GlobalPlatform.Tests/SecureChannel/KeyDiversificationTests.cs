using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.GlobalPlatform.Tests.SecureChannel;

/// <summary>Vectors of martinpaljak/GlobalPlatformPro, library/src/test/java/pro/javacard/gp/test/TestPlaintextKeys.java (commit 236a610): key check values.</summary>
public sealed class KeyDiversificationTests
{
    private const string Master = "404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F";
    private static readonly byte[] s_data = Convert.FromHexString("00010203040506070809");

    [Theory]
    [InlineData(16, 1, "E79C05")]
    [InlineData(16, 2, "D1BD77")]
    [InlineData(16, 3, "3FDE8C")]
    [InlineData(24, 1, "1DE8EA")]
    [InlineData(24, 2, "47C00C")]
    [InlineData(24, 3, "C04D76")]
    [InlineData(32, 1, "2972D2")]
    [InlineData(32, 2, "036F94")]
    [InlineData(32, 3, "5D57B8")]
    public void Kdf3_OfPublishedVectors_HasTheirCheckValues(int length, byte number, string checkValue) => Assert.Equal(
        checkValue, Convert.ToHexString(AesKeys.CheckValue(KeyDiversification.Kdf3(Convert.FromHexString(Master).AsSpan(0, length), number, s_data))));

    [Fact]
    public void Kdf3_OfThePublishedExternalVector_IsTheWholeKey() => Assert.Equal(
        "9AAC5D0B3601F89438A0D9D0B6B256CFB47E6462DFA5228D3420C4AC7C224781",
        Convert.ToHexString(KeyDiversification.Kdf3(
            Convert.FromHexString("8C72C72CF908411653018807950D82FBAD947562F0828A0B10B8B9606ABF3BCD"), 1, Convert.FromHexString("D9B1DE5D0362DEDCE4FB"))));

    [Theory]
    [InlineData(1, "C33013")]
    [InlineData(2, "6F4CA6")]
    [InlineData(3, "BB8179")]
    public void Emv_OfPublishedVectors_HasTheirCheckValues(byte number, string checkValue) =>
        Assert.Equal(checkValue, DesCheckValue(KeyDiversification.Emv(Convert.FromHexString(Master).AsSpan(0, 16), number, s_data)));

    [Theory]
    [InlineData(1, "2BE598")]
    [InlineData(2, "58DA38")]
    [InlineData(3, "3C328E")]
    public void Visa2_OfPublishedVectors_HasTheirCheckValues(byte number, string checkValue) =>
        Assert.Equal(checkValue, DesCheckValue(KeyDiversification.Visa2(Convert.FromHexString(Master).AsSpan(0, 16), number, s_data)));

    [Theory]
    [InlineData(15, 1, 10)]
    [InlineData(16, 0, 10)]
    [InlineData(16, 4, 10)]
    [InlineData(16, 1, 9)]
    public void Diversification_OutOfRange_IsRefused(int master, byte number, int data)
    {
        Assert.Throws<ArgumentException>(() => KeyDiversification.Kdf3(new byte[master], number, new byte[data]));
        Assert.Throws<ArgumentException>(() => KeyDiversification.Emv(new byte[master], number, new byte[data]));
        Assert.Throws<ArgumentException>(() => KeyDiversification.Visa2(new byte[master], number, new byte[data]));
    }

    private static string DesCheckValue(byte[] key)
    {
        using var des = TripleDES.Create();
        des.Key = [.. key, .. key[..8]];
        return Convert.ToHexString(des.EncryptEcb(new byte[8], PaddingMode.None).AsSpan(0, 3));
    }
}
