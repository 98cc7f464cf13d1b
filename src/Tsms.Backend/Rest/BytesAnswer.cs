using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Tsms.Backend.Rest;

/// <summary>An answer whose bytes are known before it begins: its entity tag is made from them (RFC 9110, 8.8.3).</summary>
internal sealed class BytesAnswer(ReadOnlyMemory<byte> content, string contentType) : IResult
{
    // Nobody else may keep it, and who keeps it asks before using it again (RFC 9111, 5.2.2).
    public const string CacheControl = "private, no-cache";

    private string? _tag;

    /// <summary>The first 128 bits of the content's SHA-256: equal content, equal tag, in every process and after every restart.</summary>
    public string EntityTag => _tag ??= $"\"{Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16))}\"";

    /// <summary>In bytes.</summary>
    public int Length => content.Length;

    /// <summary>Value of Content-Disposition; null for none.</summary>
    public string? Disposition { get; init; }

    public static BytesAnswer OfJson(byte[] utf8) => new(utf8, "application/json; charset=utf-8");

    // Browsers are told not to guess the type: nothing that a provider uploaded or wrote is to be run.
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = content.Length;
        response.Headers.ETag = EntityTag;
        response.Headers.CacheControl = CacheControl;
        response.Headers.XContentTypeOptions = "nosniff";
        if (Disposition is not null)
        {
            response.Headers.ContentDisposition = Disposition;
        }

        await response.Body.WriteAsync(content, httpContext.RequestAborted).ConfigureAwait(false);
    }
}

/// <summary>304: the client has it already (RFC 9110, 15.4.5).</summary>
internal sealed class NotModifiedAnswer(string entityTag) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status304NotModified;
        httpContext.Response.Headers.ETag = entityTag;
        httpContext.Response.Headers.CacheControl = BytesAnswer.CacheControl;
        return Task.CompletedTask;
    }
}
