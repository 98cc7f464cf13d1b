namespace Tsms.Architecture.Tests;

/// <summary>The table of permissions: which room may reference which. What a room reaches through the rooms it references is part of the permission.</summary>
internal static class ReferenceTable
{
    private const string All = "*";

    private static readonly Dictionary<string, string> s_allowed = new()
    {
        ["SmartCard"] = "",
        ["GlobalPlatform"] = "SmartCard",
        ["JavaCard"] = "SmartCard",
        ["VirtualCard"] = "SmartCard JavaCard",
        ["TsmApi"] = "",
        ["Api.Device"] = "",
        ["Api.Admin"] = "",
        ["Api.Issuer"] = "",
        ["Sdk"] = "TsmApi Api.Device SmartCard",
        ["ServiceProvider"] = "GlobalPlatform Keys",
        ["Keys"] = "GlobalPlatform",
        ["Backend"] = "Api.Device Api.Admin Api.Issuer GlobalPlatform JavaCard Keys",
        ["Issuer"] = "Api.Issuer GlobalPlatform Keys",
        ["Portal"] = "Api.Admin",
        ["Cli"] = All,
        ["Testing"] = "SmartCard GlobalPlatform JavaCard VirtualCard TsmApi Api.Device Api.Admin Api.Issuer Sdk ServiceProvider Keys",
    };

    /// <summary>Namespaces that a room must not use although it reaches their project, with the reason.</summary>
    public static readonly (string Room, string Namespace, string Reason)[] ForbiddenNamespaces =
    [
        ("Backend", "Tsms.SmartCard.Transports", "the backend has no card"),
        ("Backend", "Tsms.SmartCard.Omapi", "the backend has no card"),
        ("Issuer", "Tsms.SmartCard.Transports", "an issuer's TSM has no card"),
        ("Issuer", "Tsms.SmartCard.Omapi", "an issuer's TSM has no card"),
        ("GlobalPlatform", "Tsms.SmartCard.Transports", "scripts travel, the off-card entity has no card"),
        ("VirtualCard", "Tsms.SmartCard.Omapi", "a card does not know the phone around it"),
    ];

    public static bool Knows(string room) => s_allowed.ContainsKey(room);

    /// <summary>The rooms that may be named in a room's project file.</summary>
    public static bool MayReference(string room, string other) =>
        s_allowed[room] == All || s_allowed[room].Split(' ', StringSplitOptions.RemoveEmptyEntries).Contains(other);

    /// <summary>The rooms that a room may use: itself, those it may reference, and what those reach.</summary>
    public static bool MayUse(string room, string other) =>
        room == other || s_allowed[room] == All
        || s_allowed[room].Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(next => MayUse(next, other));
}
