using System.Net;
using System.Text.RegularExpressions;
using Tsms.Backend.Documents;
using Tsms.Backend.Hosting;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>The page to read and try the REST-API: all of it comes from this server, under a content security policy that allows nothing else.</summary>
public sealed partial class PageTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Page_Loaded_NamesNothingOfElsewhere()
    {
        var (html, _) = await LoadAsync();
        Assert.Contains(DocumentEndpoints.Json.TrimStart('/'), html, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href)\s*=\s*["']?(https?:)?//""", html);
        Assert.Contains("\"telemetry\":false", html, StringComparison.Ordinal);
        Assert.DoesNotContain("cdn", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("fonts.", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Page_Scripts_AreServedHere()
    {
        var (html, address) = await LoadAsync();
        var sources = Source().Matches(html).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(sources);
        foreach (var source in sources)
        {
            using var script = await backend.Http.GetAsync(new Uri(address, source), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, "text/javascript"), (script.StatusCode, script.Content.Headers.ContentType?.MediaType));
            Assert.True((await script.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length > 1000, source);
        }
    }

    [Fact]
    public async Task Page_EveryScript_HasTheNonceOfThePolicy()
    {
        using var answer = await backend.Http.GetAsync(DocumentEndpoints.Page, TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        var nonce = Nonce().Match(policy).Groups[1].Value;
        Assert.True(nonce.Length >= 16, policy);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("script-src[^;]*unsafe-inline", policy);
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.All(Script().Matches(html).Select(m => m.Value), tag => Assert.Contains($"nonce=\"{nonce}\"", tag, StringComparison.Ordinal));
        Assert.DoesNotMatch("""<[a-z]+[^>]*\son[a-z]+\s*=""", html);

        // Each load has its own.
        using var again = await backend.Http.GetAsync(DocumentEndpoints.Page, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(nonce, Assert.Single(again.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfADeviceProcess_IsNotThere()
    {
        await using var device = await OwnBackend.StartAsync(o => o with { Role = BackendRole.Device });
        foreach (var path in new[] { DocumentEndpoints.Page, DocumentEndpoints.Json, DocumentEndpoints.Yaml })
        {
            using var answer = await device.Http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private async Task<(string Html, Uri Address)> LoadAsync()
    {
        using var answer = await backend.Http.GetAsync(DocumentEndpoints.Page, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), answer.RequestMessage!.RequestUri!);
    }

    [GeneratedRegex("""<script[^>]*\ssrc="([^"]+)""")]
    private static partial Regex Source();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();
}
