using System.Net.Http.Headers;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>One request that is tried.</summary>
/// <param name="What">What was done to it, for people.</param>
/// <param name="Operation">operationId of the contract; null when the path may lead to no operation at all.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the TSM base URL.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="ContentType">Value of Content-Type; null for none.</param>
internal sealed record FuzzInput(string What, string? Operation, string Method, string Path, byte[] Body, string? ContentType)
{
    /// <summary>Sent without Content-Length.</summary>
    public bool Chunked { get; init; }

    /// <summary>Value of Content-Encoding; null for none.</summary>
    public string? Encoding { get; init; }

    public HttpRequestMessage ToRequest(string token)
    {
        var content = new ByteArrayContent(Body);
        if (ContentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        if (Encoding is not null)
        {
            content.Headers.ContentEncoding.Add(Encoding);
        }

        var request = new HttpRequestMessage(new HttpMethod(Method), Api.Admin.AdminPaths.Base + Path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (Chunked)
        {
            request.Headers.TransferEncodingChunked = true;
            content.Headers.ContentLength = null;
        }

        return request;
    }
}
