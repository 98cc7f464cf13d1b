using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Tsms.Backend.Rest;

/// <summary>
/// The framework finds operations in any case and with a slash at the end. Paths are case-sensitive (RFC 3986, 6.2.2.1), and the TR knows each by one spelling only.
/// </summary>
internal static class ExactPath
{
    /// <summary>False when an operation was found under another spelling than its own; it is an unknown path then.</summary>
    public static bool Is(HttpContext context) => context.GetEndpoint() is not RouteEndpoint found || Is(context.Request.Path.Value ?? "", found.RoutePattern.PathSegments);

    private static bool Is(ReadOnlySpan<char> path, IReadOnlyList<RoutePatternPathSegment> segments)
    {
        foreach (var segment in segments)
        {
            if (path is not ['/', .. var rest])
            {
                return false;
            }

            var end = rest.IndexOf('/');
            var part = end < 0 ? rest : rest[..end];
            if (segment.Parts is [RoutePatternLiteralPart literal] && !part.SequenceEqual(literal.Content))
            {
                return false;
            }

            path = rest[part.Length..];
        }

        return path.IsEmpty;
    }
}
