using System.Text.Json.Serialization;
using Tsms.Cli.Demo;

namespace Tsms.Cli.Commands;

/// <summary>How a file of <c>tsms caps</c> ended.</summary>
internal enum CapOutcome
{
    /// <summary>Deployed, selected, terminated, and the card is as before.</summary>
    [JsonStringEnumMemberName("ran")]
    Ran,

    /// <summary>The same, and there is nothing to select.</summary>
    [JsonStringEnumMemberName("library")]
    Library,

    /// <summary>The applet's own install threw or registered nothing: mostly it wants parameters.</summary>
    [JsonStringEnumMemberName("refused-by-applet")]
    RefusedByApplet,

    /// <summary>Card or TSM do not take the file: it imports what the card does not have, or is a package that the card has itself (docs/coverage/public-caps.md).</summary>
    [JsonStringEnumMemberName("refused-at-load")]
    RefusedAtLoad,

    /// <summary>Everything else, files that cannot be read among it.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>Reads outcomes out of the steps of a story.</summary>
internal static class CapOutcomes
{
    /// <summary>The outcome of a story that was played to its end.</summary>
    /// <param name="report">The steps.</param>
    /// <param name="hasApplets">Whether there was something to select.</param>
    public static CapOutcome Of(DemoReport report, bool hasApplets)
    {
        if (report.Ok)
        {
            return hasApplets ? CapOutcome.Ran : CapOutcome.Library;
        }

        // What is on the card after a refusal is another matter: a second step that failed is a failure.
        var failed = report.Steps.Where(s => !s.Ok).ToList();
        return failed is not [var only] ? CapOutcome.Failed : Of(only.Name, only.Detail);
    }

    private static CapOutcome Of(string step, string told)
    {
        if (Says(told, "1016: ") || (step == "deploy" && (Says(told, "is a package of the platform") || Refused(told, "LOAD", "6A80") || Refused(told, "INSTALL [for load]", "6985"))))
        {
            return CapOutcome.RefusedAtLoad;
        }

        return step == "deploy" && (Says(told, "An applet refused installation") || Refused(told, "INSTALL [for install]", "6F00"))
            ? CapOutcome.RefusedByApplet
            : CapOutcome.Failed;
    }

    private static bool Refused(string told, string command, string sw) => Says(told, command) && told.TrimEnd().EndsWith($"status word {sw}", StringComparison.Ordinal);

    private static bool Says(string told, string words) => told.Contains(words, StringComparison.Ordinal);
}
