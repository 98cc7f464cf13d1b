namespace Tsms.Sdk.Tests;

/// <summary>Lines of a SERAM session for <see cref="BackendScript"/>.</summary>
internal static class Seram
{
    public const string HandshakePath = "/gp/seram/handshake?sessionId=s%201";
    public const string Path = "/gp/seram/remoteManagement?sessionId=s%201";
    public const string Polling = """{"localAgentStatus":{"localAgentStatusEnum":"POLLING","executedSeRamCommands":0}}""";
    public const string Processed = """{"localAgentStatus":{"localAgentStatusEnum":"PROCESSED","executedSeRamCommands":0}}""";
    public const string Stop = """{"ramCommands":[{"ramCommandType":"ramStopCommand"}]}""";

    /// <summary>The handshake; with <paramref name="extensions"/> the backend chooses them.</summary>
    public static BackendScript Handshake(this BackendScript backend, string secureElements = "[]", string extensions = "") => backend.Expect(
        HandshakePath,
        $$"""{"secureElements":{{secureElements}},"supportedTransportProtocols":["HTTPS"],"supportedDataFormats":["application/json"],"supportedVersions":["2.0.0"],"extensions":["expectedStatusWords"]}""",
        $$"""{"chosenTransportProtocol":"HTTPS","chosenDataFormat":"application/json","chosenVersion":"2.0.0"{{extensions}}}""");

    /// <summary>A report that must come, and the order it is answered with.</summary>
    public static BackendScript Exchange(this BackendScript backend, string report, string order) => backend.Expect(Path, report, order);

    /// <summary>A notification that carries a process notice.</summary>
    public static string Notification(string notice) =>
        $$"""{"ramCommandType":"notificationCommand","deviceAppNotification":{{System.Text.Json.JsonSerializer.Serialize(notice)}}}""";
}
