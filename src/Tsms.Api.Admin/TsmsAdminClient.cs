using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tsms.Api.Admin;

/// <summary>
/// Typed client of the REST-API. It gets a short-term token when it needs one and gets another one once that has expired. All methods throw
/// <see cref="AdminApiException"/> when the TSM refuses, <see cref="HttpRequestException"/> when it cannot be reached. Safe to use from several threads.
/// </summary>
public sealed partial class TsmsAdminClient
{
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue _longTerm;
    private volatile string? _token;

    /// <summary>A client for one service provider.</summary>
    /// <param name="http">Client whose base address is the TSM's host; it stays the caller's.</param>
    /// <param name="clientId">First part of the long-term token.</param>
    /// <param name="clientSecret">Second part of the long-term token.</param>
    public TsmsAdminClient(HttpClient http, string clientId, string clientSecret)
    {
        _http = http;
        var pair = $"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(clientSecret)}";
        _longTerm = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
    }

    /// <summary>Trades the long-term token for a short-term one (TR-03165 4.1.6.1.1); later calls use it. Calling it is not needed.</summary>
    /// <returns>The short-term token.</returns>
    public async Task<string> AuthenticateAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, AdminPaths.Auth)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = _longTerm;
        using var answer = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        await RequireSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
        return _token = (await answer.Content.ReadFromJsonAsync(AdminJson.Default.String, cancellationToken).ConfigureAwait(false))!;
    }

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, () => null, type, cancellationToken);

    private Task<TAnswer> SendJsonAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> type, CancellationToken cancellationToken) =>
        SendAsync(method, path, () => JsonContent.Create(body, bodyType), type, cancellationToken);

    private async Task<T> SendAsync<T>(HttpMethod method, string path, Func<HttpContent?> content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(method, path, content, cancellationToken).ConfigureAwait(false);
        return (await answer.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false))!;
    }

    private async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, () => null, cancellationToken).ConfigureAwait(false);
    }

    // A request is sent once more with a new token when the old one has expired; nothing was done by the first attempt then.
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Func<HttpContent?> content, CancellationToken cancellationToken)
    {
        var known = _token;
        var answer = await SendOnceAsync(method, path, content, known ?? await AuthenticateAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.Unauthorized && known is not null)
        {
            answer.Dispose();
            answer = await SendOnceAsync(method, path, content, await AuthenticateAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await RequireSuccessAsync(answer, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(
        HttpMethod method, string path, Func<HttpContent?> content, string token, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content() };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        throw Error(text) is { } error
            ? new AdminApiException(answer.StatusCode, error.ErrorCategory, error.ErrorMessage)
            : new AdminApiException(answer.StatusCode, 0, $"HTTP status {(int)answer.StatusCode} without GeneralError");
    }

    private static GeneralError? Error(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize(text, AdminJson.Default.GeneralError);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
