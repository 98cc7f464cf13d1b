namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>What is known of single files, and what a file may be refused for. The decisions stand in docs/coverage/public-caps.md.</summary>
internal static class PublicCapFacts
{
    /// <summary>Application specific parameters by the AID of the module, where an applet needs some.</summary>
    public static readonly IReadOnlyDictionary<string, string> Parameters = new Dictionary<string, string>();

    /// <summary>Packages whose applets never register, by AID, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> NeverInstall = new Dictionary<string, string>();

    private static readonly (string Words, string Decision)[] Decisions =
    [
        ("is there already", "a package of the card"),
    ];

    /// <summary>The decision by which a file is refused for a reason; null when there is none.</summary>
    public static string? Decision(string reason) => Decisions.FirstOrDefault(d => reason.Contains(d.Words, StringComparison.Ordinal)).Decision;
}
