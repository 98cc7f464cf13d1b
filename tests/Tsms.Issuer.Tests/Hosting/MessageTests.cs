using System.Net;
using Tsms.Api.Issuer;

namespace Tsms.Issuer.Tests.Hosting;

/// <summary>Messages that are not as they must be.</summary>
public sealed class MessageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"card":{},"processId":"p","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[],"more":1}""")]
    [InlineData("""{"card":17,"processId":"p","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"processId":"p","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"card":{},"processId":"","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"card":{},"processId":"p","serviceProvider":" ","operation":"deploy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"card":{},"processId":"p","serviceProvider":"s","operation":"destroy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"card":{},"processId":"p","serviceProvider":"s","accessAuthorizedApps":[]}""")]
    public async Task Authorize_WithAMalformedMessage_IsInvalid(string body) => await RefusedAsync(IssuerPaths.Authorize, body, HttpStatusCode.BadRequest, IssuerErrorCodes.InvalidRequest);

    [Theory]
    [InlineData("""{"card":{},"processId":"p","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"card":{"cplc":""},"processId":"p","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[]}""")]
    [InlineData("""{"card":{"cplc":"no such card"},"processId":"p","serviceProvider":"s","operation":"deploy","accessAuthorizedApps":[]}""")]
    public async Task Authorize_ForACardOfNobodys_IsUnknown(string body) => await RefusedAsync(IssuerPaths.Authorize, body, HttpStatusCode.NotFound, IssuerErrorCodes.UnknownCard);

    [Fact]
    public async Task Authorize_WithTheCplcInSmallLetters_FindsTheCard()
    {
        await using var two = await TwoPartners.StartAsync();
        Assert.NotEmpty((await two.Tsm.AuthorizeAsync(TwoPartners.Cplc.ToLowerInvariant())).AuthorizationId);
    }

    [Theory]
    [InlineData("""{"authorizationId":"x","purpose":"destroy","tsmSecurityDomain":"F054534D530000"}""", HttpStatusCode.BadRequest, IssuerErrorCodes.InvalidRequest)]
    [InlineData("""{"authorizationId":"x","tsmSecurityDomain":"F054534D530000"}""", HttpStatusCode.BadRequest, IssuerErrorCodes.InvalidRequest)]
    [InlineData("""{"authorizationId":"x","purpose":"establishTsmSecurityDomain"}""", HttpStatusCode.Forbidden, IssuerErrorCodes.NotPermitted)]
    [InlineData("""{"authorizationId":"x","purpose":"establishTsmSecurityDomain","tsmSecurityDomain":"A000000151000000"}""", HttpStatusCode.Forbidden, IssuerErrorCodes.NotPermitted)]
    [InlineData("""{"authorizationId":"x","purpose":"establishTsmSecurityDomain","tsmSecurityDomain":"F054534D530000"}""", HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession)]
    [InlineData("""{"purpose":"establishTsmSecurityDomain","tsmSecurityDomain":"f054534d530000"}""", HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession)]
    public async Task OpenSession_WithWrongValues_IsRefused(string body, HttpStatusCode status, string code) => await RefusedAsync(IssuerPaths.OpenSession, body, status, code);

    [Theory]
    [InlineData("""{"answers":[]}""")]
    [InlineData("""{}""")]
    public async Task Continue_OfNoSession_IsUnknown(string body) =>
        await RefusedAsync(IssuerPaths.Continue.Replace("{0}", "00112233", StringComparison.Ordinal), body, HttpStatusCode.NotFound, IssuerErrorCodes.UnknownSession);

    private static async Task RefusedAsync(string path, string body, HttpStatusCode status, string code)
    {
        await using var two = await TwoPartners.StartAsync();
        var (actual, error) = await two.Tsm.PostTextAsync(path, body);
        Assert.Equal((status, code), (actual, error.Code));
        Assert.NotEmpty(error.Message);
    }
}
