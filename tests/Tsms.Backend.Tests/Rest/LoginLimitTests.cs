using System.Net;
using Tsms.Backend.Auth;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Guessing long-term tokens is slow, and locks nobody out but who guesses.</summary>
public sealed class LoginLimitTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Auth_TooManyFailures_AreRefusedUnseenUntilTimePasses(bool knownId)
    {
        await using var own = await OwnBackend.StartAsync(o => o with { MaxFailedLoginsPerMinute = 6 });
        var right = await own.NewProviderAsync();
        var wrong = new ProviderCredentials(right.Id, knownId ? right.ClientId : "sp-nobody", "guess");
        for (var i = 0; i < 20; i++)
        {
            // Success costs nothing.
            await OwnBackend.TokenAsync(own.Http, right);
        }

        for (var i = 0; i < 6; i++)
        {
            await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(own.Http, wrong));
        }

        using (var answer = await OwnBackend.AuthAsync(own.Http, wrong))
        {
            Assert.Equal(TimeSpan.FromSeconds(10), answer.Headers.RetryAfter!.Delta);
        }

        // The right secret is not looked at either: the answer would tell it apart.
        Assert.Equal(
            "Invalid request: too many failed authentications. (6 per minute and address are looked at; try again in 10 s)",
            await RestAssert.FaultAsync(1002, OwnBackend.AuthAsync(own.Http, right)));
        own.Time.Advance(TimeSpan.FromSeconds(10));
        await OwnBackend.TokenAsync(own.Http, right);
        await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(own.Http, wrong));
        await RestAssert.FaultAsync(1002, OwnBackend.AuthAsync(own.Http, wrong));
    }

    [Fact]
    public async Task Auth_OperationsWithATokenAlready_AreNotConcerned()
    {
        await using var own = await OwnBackend.StartAsync(o => o with { MaxFailedLoginsPerMinute = 5 });
        var right = await own.NewProviderAsync();
        var token = await OwnBackend.TokenAsync(own.Http, right);
        for (var i = 0; i < 10; i++)
        {
            using var answer = await OwnBackend.AuthAsync(own.Http, new ProviderCredentials(right.Id, "nobody", "x"));
        }

        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(own.Http, token));
    }

    [Fact]
    public async Task Auth_MoreTokensThanTheMinutesWorth_AreRefused()
    {
        await using var own = await OwnBackend.StartAsync(o => o with { MaxRequestsPerMinute = 60 });
        var (greedy, other) = (await own.NewProviderAsync(), await own.NewProviderAsync());
        for (var i = 0; i < 60; i++)
        {
            await OwnBackend.TokenAsync(own.Http, greedy);
        }

        await RestAssert.FaultAsync(1002, OwnBackend.AuthAsync(own.Http, greedy));
        await OwnBackend.TokenAsync(own.Http, other);
    }

    [Fact]
    public void Attempt_FromAnotherAddress_IsCountedApart()
    {
        var limits = new LoginLimits(new TsmsBackendOptions { MaxFailedLoginsPerMinute = 5 }, new ManualTime());
        Fail(limits, "192.0.2.1", 5);
        Assert.Throws<RestFault>(() => limits.Attempt(IPAddress.Parse("192.0.2.1")));
        Assert.Throws<RestFault>(() => limits.Attempt(IPAddress.Parse("::ffff:192.0.2.1")));
        limits.Attempt(IPAddress.Parse("192.0.2.2"));
        limits.Attempt(null);
    }

    [Fact]
    public void Attempt_FromOneNetworkOfIPv6_IsCountedTogether()
    {
        var limits = new LoginLimits(new TsmsBackendOptions { MaxFailedLoginsPerMinute = 5 }, new ManualTime());
        for (var i = 0; i < 5; i++)
        {
            limits.Attempt(IPAddress.Parse($"2001:db8::{i}"));
        }

        Assert.Throws<RestFault>(() => limits.Attempt(IPAddress.Parse("2001:db8::ffff:1")));
        limits.Attempt(IPAddress.Parse("2001:db8:0:1::1"));
    }

    [Fact]
    public void Attempt_FromManyAddresses_RemembersOnlyThoseWithFailures()
    {
        var time = new ManualTime();
        var limits = new LoginLimits(new TsmsBackendOptions { MaxFailedLoginsPerMinute = 5 }, time);
        for (var i = 0; i < 10_000; i++)
        {
            limits.Attempt(new IPAddress(BitConverter.GetBytes(i)));
        }

        Assert.Equal(10_000, limits.Remembered);
        time.Advance(TimeSpan.FromMinutes(1));
        limits.Attempt(IPAddress.Parse("192.0.2.1"));
        Assert.Equal(1, limits.Remembered);
    }

    private static void Fail(LoginLimits limits, string from, int times)
    {
        for (var i = 0; i < times; i++)
        {
            limits.Attempt(IPAddress.Parse(from));
        }
    }
}
