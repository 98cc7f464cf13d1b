using Tsms.GlobalPlatform.Commands;

namespace Tsms.GlobalPlatform.Tests.Commands;

public sealed class InstallParametersTests
{
    // osmocom/pysim, tests/unittests/test_globalplatform.py, Install_param_Test
    [Fact]
    public void ToBytes_OfPysim_GivesThePublishedBytes()
    {
        var parameters = new InstallParameters
        {
            ApplicationSpecific = Array.Empty<byte>(),
            NonVolatile = 256,
            Volatile = 256,
            Toolkit = Convert.FromHexString("010001001505000000000000000000000000"),
        };
        Assert.Equal("C900EF1CC8020100C7020100CA12010001001505000000000000000000000000", Convert.ToHexString(parameters.ToBytes()));
        Assert.Equal("C900", Convert.ToHexString(new InstallParameters { ApplicationSpecific = Array.Empty<byte>() }.ToBytes()));
    }

    [Fact]
    public void ToBytes_OfMemoryAmounts_TakesTwoBytesUpTo32767AndFourAbove()
    {
        Assert.Equal("EF04C6027FFF", Convert.ToHexString(new InstallParameters { NonVolatileCode = 32767 }.ToBytes()));
        Assert.Equal("EF06C60400008000", Convert.ToHexString(new InstallParameters { NonVolatileCode = 32768 }.ToBytes()));
        Assert.Equal(
            "EF0BD7020001D8020002CF0181",
            Convert.ToHexString(new InstallParameters { VolatileReserved = 1, NonVolatileReserved = 2, ImplicitSelection = 0x81 }.ToBytes()));
        Assert.Empty(new InstallParameters().ToBytes());
        Assert.Throws<ArgumentException>(() => new InstallParameters { Volatile = -1 }.ToBytes());
    }
}
