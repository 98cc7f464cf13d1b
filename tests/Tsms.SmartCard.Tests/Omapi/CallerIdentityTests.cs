using Tsms.SmartCard.Omapi;

namespace Tsms.SmartCard.Tests.Omapi;

public sealed class CallerIdentityTests
{
    [Fact]
    public void OfCertificate_MakesBothHashes()
    {
        // FIPS 180 examples: "abc"
        var caller = CallerIdentity.OfCertificate("abc"u8, "app");
        Assert.Equal(
            ["A9993E364706816ABA3E25717850C26C9CD0D89D", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"],
            caller.CertificateHashes.Select(h => Convert.ToHexString(h.Span)));
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", caller.DeviceAppId);
        Assert.False(caller.IsPrivileged);
    }

    [Fact]
    public void OfHashes_WithoutSha256_NamesTheAppBySha1()
    {
        var sha1 = new byte[20];
        Assert.Equal(new string('0', 40), CallerIdentity.OfHashes([sha1]).DeviceAppId);
        Assert.Equal("", CallerIdentity.Privileged("agent").DeviceAppId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(33)]
    public void OfHashes_OfAnotherLength_IsRefused(int length) => Assert.Throws<ArgumentException>(() => CallerIdentity.OfHashes([new byte[length]]));

    [Fact]
    public void OfHashes_WithoutAny_IsRefused() => Assert.Throws<ArgumentException>(() => CallerIdentity.OfHashes([]));
}
