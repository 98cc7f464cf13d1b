using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;

namespace Tsms.Sdk;

/// <summary>Checks the arguments of the TSM-API before anything is sent. Each method gives the TR's message, or null when all is well.</summary>
internal static class Arguments
{
    public static string? CheckId(string? id, string argument, string request, out Guid value)
    {
        value = default;

        // 36 characters: TryParseExact alone forgives white space around them
        return id is { Length: 36 } && Guid.TryParseExact(id, "D", out value) ? null : TsmMessages.InvalidFormat(argument, request);
    }

    public static string? CheckVersion(string? version, string argument, string request) =>
        ServiceVersion.TryParse(version, out _) ? null : TsmMessages.InvalidFormat(argument, request);

    public static string? CheckPattern(string? pattern, string argument, string request) => ServiceVersionPattern.TryParse(pattern, out _) switch
    {
        VersionPatternStatus.Ok => null,
        VersionPatternStatus.UnsupportedPattern => TsmMessages.UnsupportedPattern(argument, request),
        _ => TsmMessages.InvalidFormat(argument, request),
    };

    public static string? CheckCommands(IReadOnlyList<ServiceCommand>? commands, bool isFinal, string request)
    {
        if (commands is null || commands.Any(command => command is null))
        {
            return TsmMessages.InvalidFormat("serviceCommands", request);
        }

        if (commands.Count == 0 && !isFinal)
        {
            return TsmMessages.EmptyCommands(request);
        }

        return commands.GroupBy(command => command.GetType().Name).FirstOrDefault(kind => kind.Count() > 1) is { } twice
            ? TsmMessages.MultipleCommands(request, twice.Key)
            : null;
    }
}
