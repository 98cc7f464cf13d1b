using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Issuer.Hosting;
using Tsms.Keys;

namespace Tsms.Issuer.Tests.Hosting;

/// <summary>Options are checked at start, each with its name in the error.</summary>
public sealed class OptionTests
{
    private const string Print = "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";
    private static readonly IssuerPartner s_partner = new("tsm", Print, "F054534D530000", "transport");

    private static IssuerOptions Good { get; } = new() { DataDirectory = Path.Combine(Path.GetTempPath(), "tsms-issuer-options"), Partners = [s_partner] };

    [Fact]
    public async Task Add_WithGoodOptions_Passes() => await AddAsync(Good);

    [Theory]
    [InlineData(59)]
    [InlineData(86401)]
    [InlineData(-1)]
    public async Task Add_WithALifetimeOutOfRange_NamesIt(int seconds) => await WrongAsync(
        "AuthorizationLifetime", new() { DataDirectory = Good.DataDirectory, AuthorizationLifetime = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public async Task Add_WithAidsThatAreNone_NamesThem()
    {
        await WrongAsync("SecurityDomainLoadFile", new() { DataDirectory = Good.DataDirectory, SecurityDomainLoadFile = "A0" });
        await WrongAsync("SecurityDomainModule", new() { DataDirectory = Good.DataDirectory, SecurityDomainModule = "zz" });
        await WrongAsync("IssuerSecurityDomain", new() { DataDirectory = Good.DataDirectory, IssuerSecurityDomain = "" });
        await WrongAsync("DataDirectory", new() { DataDirectory = " " });
    }

    [Fact]
    public async Task Add_WithPartnersThatCannotBe_NamesThem()
    {
        await PartnersAsync("name", s_partner with { Name = "" });
        await PartnersAsync("name", s_partner, new("tsm", new string('A', 64), "F054534D530001", "t"));
        await PartnersAsync("thumbprint", s_partner with { CertificateThumbprint = "AA" });
        await PartnersAsync("thumbprint", s_partner, new("other", Print.ToLowerInvariant(), "F054534D530001", "t"));
        await PartnersAsync("security domain", s_partner with { SecurityDomain = "F0" });
        await PartnersAsync("security domain", s_partner, new("other", new string('A', 64), "f054534d530000", "t"));
        await PartnersAsync("transport key", s_partner with { TransportKey = "" });
    }

    private static async Task PartnersAsync(string what, params IssuerPartner[] partners) =>
        Assert.Contains(what, await WrongAsync("Partners", new() { DataDirectory = Good.DataDirectory, Partners = partners }), StringComparison.Ordinal);

    private static async Task<string> WrongAsync(string option, IssuerOptions options)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => AddAsync(options));
        Assert.Equal(option, error.ParamName);
        return error.Message;
    }

    private static async Task AddAsync(IssuerOptions options)
    {
        using var random = RandomNumberGenerator.Create();
        await using var keys = SoftwareKeyStore.CreateInMemory(random);
        new ServiceCollection().AddTsmsIssuer(options, keys);
    }
}
