using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Long-term and short-term tokens (TR-03165 v1.1, 4.1.6.1.1).</summary>
public sealed class AuthTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private static readonly Func<HttpContent> Grant = () => new FormUrlEncodedContent([new("grant_type", "client_credentials")]);

    [Fact]
    public async Task Auth_BasicWithGrantType_AnswersJsonString()
    {
        var tenant = await backend.NewTenantAsync();
        var body = await RestAssert.SuccessAsync(AskAsync("/auth", Basic(tenant), Grant()));
        await RestAssert.SuccessAsync(ListAsync(JsonSerializer.Deserialize<string>(body)!));
    }

    [Fact]
    public async Task Auth_BearerWithoutBody_AnswersJsonString()
    {
        var tenant = await backend.NewTenantAsync();
        var token = $"{tenant.Credentials.ClientId}:{tenant.Credentials.ClientSecret}";
        var body = await RestAssert.SuccessAsync(AskAsync("/auth", new("Bearer", token), null));
        await RestAssert.SuccessAsync(ListAsync(JsonSerializer.Deserialize<string>(body)!));
    }

    [Fact]
    public async Task AuthToken_Basic_AnswersLikeOAuth()
    {
        var tenant = await backend.NewTenantAsync();
        var answer = JsonSerializer.Deserialize<TokenAnswer>(await RestAssert.SuccessAsync(AskAsync("/auth/token", Basic(tenant), Grant())))!;
        Assert.Equal(("Bearer", 600), (answer.TokenType, answer.ExpiresIn));
        await RestAssert.SuccessAsync(ListAsync(answer.AccessToken));
    }

    [Fact]
    public async Task Auth_WrongOrMissingLongTermToken_FailsAuthentication()
    {
        var tenant = await backend.NewTenantAsync();
        var (id, secret) = (tenant.Credentials.ClientId, tenant.Credentials.ClientSecret);
        await RestAssert.FaultAsync(1001, AskAsync("/auth", null, Grant()));
        await RestAssert.FaultAsync(1001, AskAsync("/auth", Basic(id, secret + "x"), Grant()));
        await RestAssert.FaultAsync(1001, AskAsync("/auth", Basic("nobody", secret), Grant()));
        await RestAssert.FaultAsync(1001, AskAsync("/auth", new("Basic", "no base64"), Grant()));
        await RestAssert.FaultAsync(1001, AskAsync("/auth", new("Bearer", id), null));
        await RestAssert.FaultAsync(1001, AskAsync("/auth", new("Digest", "x"), Grant()));
        await RestAssert.FaultAsync(1001, AskAsync("/auth/token", new("Bearer", $"{id}:{secret}"), null));
    }

    [Fact]
    public async Task Auth_WrongBody_IsInvalidRequest()
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.FaultAsync(1002, AskAsync("/auth", Basic(tenant), null));
        await RestAssert.FaultAsync(1002, AskAsync("/auth", Basic(tenant), Tenant.Json("{}")));
        await RestAssert.FaultAsync(1002, AskAsync("/auth", Basic(tenant), new FormUrlEncodedContent([new("grant_type", "password")])));
        await RestAssert.FaultAsync(1002, AskAsync("/auth", Basic(tenant), new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("x", new string('x', 5000))])));
        await RestAssert.FaultAsync(1002, AskAsync("/auth", new("Bearer", $"{tenant.Credentials.ClientId}:{tenant.Credentials.ClientSecret}"), Grant()));
    }

    [Fact]
    public async Task Operation_ForeignOrChangedToken_IsNotAuthenticated()
    {
        var tenant = await backend.NewTenantAsync();
        var parts = tenant.Token.Split('.');
        var none = Convert.ToBase64String("{\"alg\":\"none\",\"typ\":\"JWT\"}"u8).TrimEnd('=');
        foreach (var token in new[]
        {
            "", "x", "a.b.c", $"{none}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{parts[2][..^2]}", $"{parts[0]}.{parts[1]}x.{parts[2]}",
            $"{tenant.Credentials.ClientId}:{tenant.Credentials.ClientSecret}", new string('x', 5000),
        })
        {
            await RestAssert.FaultAsync(1000, ListAsync(token));
        }
    }

    [Fact]
    public async Task Operation_ExpiredToken_IsNotAuthenticated_AndClientGetsAnother()
    {
        var tenant = await backend.NewTenantAsync();
        await RestAssert.SuccessAsync(ListAsync(tenant.Token));
        backend.Time.Advance(TimeSpan.FromMinutes(10));
        await RestAssert.FaultAsync(1000, ListAsync(tenant.Token));
        Assert.Empty(await tenant.Client.ListServicesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Client_Refused_ThrowsCategoryAndText()
    {
        var tenant = await backend.NewTenantAsync();
        var e = await Assert.ThrowsAsync<AdminApiException>(() => tenant.Client.GetServiceAsync(World.Nobody, TestContext.Current.CancellationToken));
        Assert.Equal(1009, e.Category);
        Assert.Equal($"Not existing: Service with id '{World.Nobody}' does not exist.", e.Text);
    }

    private static AuthenticationHeaderValue Basic(Tenant tenant) => Basic(tenant.Credentials.ClientId, tenant.Credentials.ClientSecret);

    private static AuthenticationHeaderValue Basic(string id, string secret) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));

    private async Task<HttpResponseMessage> AskAsync(string path, AuthenticationHeaderValue? authorization, HttpContent? content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AdminPaths.Base + path) { Content = content };
        request.Headers.Authorization = authorization;
        return await backend.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> ListAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, AdminPaths.Services);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await backend.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
