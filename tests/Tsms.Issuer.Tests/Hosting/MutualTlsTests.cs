using System.Net;
using Tsms.Api.Issuer;

namespace Tsms.Issuer.Tests.Hosting;

/// <summary>Who gets in: the TLS client certificate decides, and what one partner was permitted is not another's.</summary>
public sealed class MutualTlsTests
{
    private const string Establish = "establishTsmSecurityDomain";

    [Fact]
    public async Task Connect_WithThePartnersCertificate_IsLetIn()
    {
        await using var bench = await IssuerBench.StartAsync();
        var answer = await bench.Client.AuthorizeAsync(bench.Cplc);
        Assert.Equal(("authorizedManagement", "A0000001515350", "A000000151535041", 0x33), (answer.Model, answer.SecurityDomainLoadFile, answer.SecurityDomainModule, answer.SecurityLevel));
    }

    [Fact]
    public async Task Connect_WithAnUnknownCertificate_EndsInTheHandshake()
    {
        await using var bench = await IssuerBench.StartAsync();
        using var stranger = Certificates.Make("tsm"); // the same name, another key
        using var client = bench.Host.Connect(stranger);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AuthorizeAsync(bench.Cplc));
    }

    [Fact]
    public async Task Connect_WithoutCertificate_EndsInTheHandshake()
    {
        await using var bench = await IssuerBench.StartAsync();
        using var client = bench.Host.Connect(null);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AuthorizeAsync(bench.Cplc));
    }

    [Fact]
    public async Task OpenSession_WithAnotherPartnersAuthorization_IsUnknown()
    {
        await using var two = await TwoPartners.StartAsync();
        var authorization = await two.Tsm.AuthorizeAsync(TwoPartners.Cplc);
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => two.Other.OpenAsync(authorization.AuthorizationId, Establish, IssuerHost.OtherDomain));
    }

    [Fact]
    public async Task OpenSession_ForAnotherPartnersDomain_IsNotPermitted()
    {
        await using var two = await TwoPartners.StartAsync();
        var authorization = await two.Other.AuthorizeAsync(TwoPartners.Cplc);
        var text = await RefusedException.ExpectAsync(HttpStatusCode.Forbidden, IssuerErrorCodes.NotPermitted, () => two.Other.OpenAsync(authorization.AuthorizationId, "removeTsmSecurityDomain", IssuerHost.TsmDomain));
        Assert.Contains(IssuerHost.OtherDomain, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continue_OfAnotherPartnersSession_IsUnknownAndLeavesItAlone()
    {
        await using var two = await TwoPartners.StartAsync();
        var authorization = await two.Tsm.AuthorizeAsync(TwoPartners.Cplc);
        var step = await two.Tsm.OpenAsync(authorization.AuthorizationId, Establish);
        await RefusedException.ExpectAsync(HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession, () => two.Other.ContinueAsync(step.SessionId, "9000", "9000"));
        await RefusedException.ExpectAsync(HttpStatusCode.Conflict, IssuerErrorCodes.CardRefused, () => two.Tsm.ContinueAsync(step.SessionId, "6A82", "6A82"));
    }
}
