using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.Keys.Tests;

/// <summary>martinpaljak/GlobalPlatformPro, library/src/test/java/pro/javacard/gp/test/TestPlaintextKeys.java, testDiversification_KDF3_*.</summary>
public sealed class Kdf3Tests : KeyStores
{
    [Theory]
    [InlineData("404142434445464748494A4B4C4D4E4F", "E79C05", "D1BD77", "3FDE8C")]
    [InlineData("404142434445464748494A4B4C4D4E4F5051525354555657", "1DE8EA", "47C00C", "C04D76")]
    [InlineData("404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F", "2972D2", "036F94", "5D57B8")]
    public async Task WrapKeySet_OfADiversifiedSet_GivesKeysWithThePublishedCheckValues(string master, string enc, string mac, string dek)
    {
        await using var store = InMemory();
        var reference = new KeySetReference("master", 0x30);
        await store.ImportKeySetAsync(reference, Three(master), Diversification.Kdf3, testProfile: true, CancellationToken);
        await store.GenerateSecretKeyAsync("transport", SecretKeyPurpose.Transport, 32, CancellationToken);
        var wrapped = await store.WrapKeySetAsync(reference, Convert.FromHexString("00010203040506070809"), "transport", CancellationToken);
        var info = await store.UnwrapKeySetAsync("card", wrapped, "transport", CancellationToken);
        Assert.Equal([enc, mac, dek], info.CheckValues);
        Assert.Equal(Diversification.None, info.Diversification);
    }

    [Fact]
    public void Derive_OfTheExternalVector_GivesThePublishedKey() => Assert.Equal(
        "9AAC5D0B3601F89438A0D9D0B6B256CFB47E6462DFA5228D3420C4AC7C224781",
        Convert.ToHexString(KeyDiversification.Kdf3(
            Convert.FromHexString("8C72C72CF908411653018807950D82FBAD947562F0828A0B10B8B9606ABF3BCD"), 1, Convert.FromHexString("D9B1DE5D0362DEDCE4FB"))));

    [Fact]
    public void Derive_WithoutTenBytesOfDiversificationData_IsRefused() => Assert.Throws<ArgumentException>(() => KeyDiversification.Kdf3(new byte[16], 1, new byte[9]));
}
