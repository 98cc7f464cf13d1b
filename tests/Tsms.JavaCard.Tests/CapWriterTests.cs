using Tsms.JavaCard.Tests.Building;

namespace Tsms.JavaCard.Tests;

public sealed class CapWriterTests
{
    [Fact]
    public void ToJar_Samples_GivesTheSameComponentsAndTheSameBytesEachTime()
    {
        foreach (var cap in new[] { CapFile.Read(SampleCap.CarKey), CapFile.Read(SampleCap.Vault), CapFile.FromLoadFile(new CapBuilder(3).LoadFile()) })
        {
            var jar = CapWriter.ToJar(cap);
            var again = CapFile.Read(jar);

            Assert.Equal(cap.RawComponents.Select(raw => Convert.ToHexString(raw.Bytes.Span)), again.RawComponents.Select(raw => Convert.ToHexString(raw.Bytes.Span)));
            Assert.Equal(cap.PackageName ?? CapBuilder.Aid, again.PackageName);
            Assert.Equal(jar, CapWriter.ToJar(again));
        }
    }
}
