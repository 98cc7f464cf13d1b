using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Rest;

/// <summary>
/// If-Match and If-None-Match (RFC 9110, 13.1), an extension of TR-03165 4.1: every answer with content carries an ETag, and a change with If-Match is made only
/// when what the same path answers to GET still has that tag. So no client overwrites what it has not seen.
/// </summary>
internal sealed record Preconditions(IReadOnlyList<EntityTagHeaderValue>? Match, IReadOnlyList<EntityTagHeaderValue>? NoneMatch)
{
    private static readonly Preconditions None = new(null, null);

    /// <exception cref="RestFault">1002: a header is no list of entity tags.</exception>
    public static Preconditions Read(HttpRequest request)
    {
        var (match, noneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        return match.Count == 0 && noneMatch.Count == 0 ? None : new Preconditions(Tags(match, "If-Match"), Tags(noneMatch, "If-None-Match"));
    }

    /// <summary>For GET: 304 in place of content that the client has.</summary>
    public IResult Shorten(IResult answer)
    {
        if (answer is not BytesAnswer content)
        {
            return answer;
        }

        if (Match is not null && !Holds(Match, content.EntityTag, strong: true))
        {
            throw Faults.PreconditionFailed($"the current entity tag is {content.EntityTag}");
        }

        return NoneMatch is not null && Holds(NoneMatch, content.EntityTag, strong: false) ? new NotModifiedAnswer(content.EntityTag) : answer;
    }

    /// <summary>For a change with a condition: the tag that GET would answer now; null when there is nothing to GET. Without a condition nothing is read.</summary>
    public async Task<string?> CurrentAsync(RestOperation operation, RestCall call, CancellationToken cancellationToken)
    {
        if (Match is null && NoneMatch is null)
        {
            return null;
        }

        try
        {
            return Readers.Of(operation) is { } reader && await reader.Run(call, cancellationToken).ConfigureAwait(false) is BytesAnswer answer ? answer.EntityTag : null;
        }
        catch (RestFault)
        {
            // The operation itself finds the same, or reports what goes before it.
            return null;
        }
    }

    /// <summary>After the operation found no fault of its own (RFC 9110, 13.2.1) and before it is committed.</summary>
    /// <exception cref="RestFault">1002 with status 412: the condition does not hold.</exception>
    public void Require(string? current)
    {
        if (Match is not null && (current is null || !Holds(Match, current, strong: true)))
        {
            throw Faults.PreconditionFailed(current is null ? "there is nothing at this path that If-Match could name" : $"it was changed meanwhile: read it again; the current entity tag is {current}");
        }

        if (NoneMatch is not null && current is not null && Holds(NoneMatch, current, strong: false))
        {
            throw Faults.PreconditionFailed($"the current entity tag is {current}");
        }
    }

    private static bool Holds(IReadOnlyList<EntityTagHeaderValue> wanted, string current, bool strong)
    {
        var tag = new EntityTagHeaderValue(current);
        return wanted.Any(w => w == EntityTagHeaderValue.Any || w.Compare(tag, strong));
    }

    private static IReadOnlyList<EntityTagHeaderValue>? Tags(StringValues values, string name)
    {
        if (values.Count == 0)
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseStrictList([.. values!], out var tags) && tags.Count > 0
            ? [.. tags]
            : throw Faults.InvalidRequest($"{name} is no list of entity tags", "such as \"0123\" with its quotes");
    }

    /// <summary>Which GET reads what an operation changes: that of the same path, else that of the nearest path above, such as the Flavor for its publication.</summary>
    private static class Readers
    {
        private static readonly Dictionary<string, RestOperation> s_byPath =
            RestOperations.All.Where(o => HttpMethods.IsGet(o.Method)).ToDictionary(o => o.Path);

        public static RestOperation? Of(RestOperation operation)
        {
            for (var path = operation.Path; path.Length > 0; path = path[..path.LastIndexOf('/')])
            {
                if (s_byPath.TryGetValue(path, out var reader))
                {
                    return reader;
                }
            }

            return null;
        }
    }
}
