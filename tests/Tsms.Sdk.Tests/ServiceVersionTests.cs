using CsCheck;
using Tsms.TsmApi;

namespace Tsms.Sdk.Tests;

public sealed class ServiceVersionTests
{
    private static readonly Gen<ServiceVersion> s_version = Gen.Select(Gen.Int[0, 999], Gen.Int[0, 999], Gen.Int[0, 999], (a, b, c) => new ServiceVersion(a, b, c));

    [Fact]
    public void TryParse_OfWhatToStringGives_IsTheSame() => s_version.Sample(version =>
    {
        Assert.True(ServiceVersion.TryParse(version.ToString(), out var read));
        Assert.Equal(version, read);
        Assert.Equal(VersionPatternStatus.Ok, ServiceVersionPattern.TryParse(version.ToString(), out var pattern));
        Assert.True(pattern.Matches(version));
    });

    [Theory]
    [InlineData("1.2.3", "1.2.3", true)]
    [InlineData("1.2.x", "1.2.99", true)]
    [InlineData("1.2.X", "1.3.0", false)]
    [InlineData("1.x.X", "1.3.0", true)]
    [InlineData("1.x.x", "2.0.0", false)]
    [InlineData("X.x.x", "999.0.1", true)]
    public void Matches_OfPatterns_TakesAnyNumberForX(string pattern, string version, bool expected)
    {
        Assert.Equal(VersionPatternStatus.Ok, ServiceVersionPattern.TryParse(pattern, out var read));
        Assert.True(ServiceVersion.TryParse(version, out var candidate));
        Assert.Equal(expected, read.Matches(candidate));
        Assert.Equal(pattern.ToLowerInvariant(), read.ToString());
    }

    [Fact]
    public void CompareTo_OfVersions_OrdersByNumbers()
    {
        Assert.True(new ServiceVersion(1, 9, 0) < new ServiceVersion(1, 10, 0));
        Assert.True(new ServiceVersion(2, 0, 0) > new ServiceVersion(1, 999, 999));
        Assert.True(new ServiceVersion(1, 0, 1) >= new ServiceVersion(1, 0, 1));
        Assert.True(new ServiceVersion(1, 0, 1) <= new ServiceVersion(1, 0, 1));
    }
}
