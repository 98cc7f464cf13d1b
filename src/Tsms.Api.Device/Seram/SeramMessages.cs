using System.Text.Json.Serialization;

namespace Tsms.Api.Device.Seram;

/// <summary>Paths of GlobalPlatform SERAM 2.0 below the device door's base address (GP SERAM HTTP REST Binding).</summary>
public static class SeramPaths
{
    /// <summary>Handshake Step; the session is the query parameter <c>sessionId</c>.</summary>
    public const string Handshake = "/gp/seram/handshake";

    /// <summary>Command Exchange Step; the session is the query parameter <c>sessionId</c>.</summary>
    public const string RemoteManagement = "/gp/seram/remoteManagement";

    /// <summary>The version of SERAM spoken here.</summary>
    public const string Version = "2.0.0";
}

/// <summary>A secure element as the Local Agent sees it.</summary>
/// <param name="SeType">One of eSE, iSE, uicc, euicc, ieuicc, undefined.</param>
/// <param name="SeId">Identifier; ours: the OMAPI reader name, for instance eSE1.</param>
/// <param name="SeExtraInfo">Comma separated features, or null.</param>
public sealed record SecureElement(string SeType, string SeId, string? SeExtraInfo = null);

/// <summary>The Local Agent's offer.</summary>
/// <param name="SecureElements">The secure elements, in order of preference.</param>
/// <param name="SupportedTransportProtocols">Null: HTTPS.</param>
/// <param name="SupportedDataFormats">Null: application/json.</param>
/// <param name="SupportedVersions">Null: 2.0.0.</param>
/// <param name="Extensions">Ours, ignorable: names of extensions the agent can do (see <see cref="SeramExtensions"/>).</param>
public sealed record RamHandshakeCommand(
    IReadOnlyList<SecureElement> SecureElements,
    IReadOnlyList<string>? SupportedTransportProtocols = null,
    IReadOnlyList<string>? SupportedDataFormats = null,
    IReadOnlyList<string>? SupportedVersions = null,
    IReadOnlyList<string>? Extensions = null);

/// <summary>The Remote Agent's choice.</summary>
/// <param name="ChosenTransportProtocol">HTTPS.</param>
/// <param name="ChosenDataFormat">application/json.</param>
/// <param name="ChosenVersion">2.0.0.</param>
/// <param name="Extensions">Ours, ignorable: the extensions in use from now on.</param>
public sealed record RamHandshakeResponse(
    string ChosenTransportProtocol, string ChosenDataFormat, string ChosenVersion, IReadOnlyList<string>? Extensions = null);

/// <summary>Names of the extensions negotiated in the handshake. A plain agent offers none and gets none.</summary>
public static class SeramExtensions
{
    /// <summary>The agent stops a list at the first answer whose status word is not among the expected ones.</summary>
    public const string ExpectedStatusWords = "expectedStatusWords";
}

/// <summary>The kinds of <see cref="RamCommand"/> and <see cref="RamResponse"/>.</summary>
public static class RamTypes
{
    /// <summary>Start of the management session.</summary>
    public const string Start = "ramStartCommand";

    /// <summary>A list of C-APDUs.</summary>
    public const string SeRam = "seRamCommand";

    /// <summary>A text for the device application; ours: a JSON <see cref="ProcessNotice"/>.</summary>
    public const string Notification = "notificationCommand";

    /// <summary>End of the management session; no further report is sent.</summary>
    public const string Stop = "ramStopCommand";

    /// <summary>Answers to a list of C-APDUs.</summary>
    public const string SeRamResponse = "seRamResponse";
}

/// <summary>One command of an order.</summary>
/// <param name="RamCommandType">One of <see cref="RamTypes"/>.</param>
/// <param name="ListOfCAPDU">Hexadecimal C-APDUs, for <see cref="RamTypes.SeRam"/>.</param>
/// <param name="DeviceAppNotification">The text, for <see cref="RamTypes.Notification"/>.</param>
/// <param name="ExpectedStatusWords">Extension: per C-APDU the status words after which the list goes on; an empty list takes any.</param>
public sealed record RamCommand(
    string RamCommandType,
    [property: JsonPropertyName("listOfCAPDU")] IReadOnlyList<string>? ListOfCAPDU = null,
    string? DeviceAppNotification = null,
    IReadOnlyList<IReadOnlyList<string>>? ExpectedStatusWords = null);

/// <summary>One response of a report.</summary>
/// <param name="RamResponseType"><see cref="RamTypes.SeRamResponse"/>.</param>
/// <param name="ListOfRAPDU">Hexadecimal R-APDUs, one per C-APDU; empty strings where there is none.</param>
public sealed record RamResponse(string RamResponseType, [property: JsonPropertyName("listOfRAPDU")] IReadOnlyList<string>? ListOfRAPDU = null);

/// <summary>What the Remote Agent orders.</summary>
/// <param name="Delay">Milliseconds to wait before the next report; null: 1,000 (SERAM), 0: none.</param>
/// <param name="ChosenSecureElement">The secure element that the C-APDUs go to.</param>
/// <param name="RamCommands">The commands, done one by one.</param>
public sealed record RemoteManagementOrder(int? Delay = null, SecureElement? ChosenSecureElement = null, IReadOnlyList<RamCommand>? RamCommands = null);

/// <summary>What the Local Agent reports.</summary>
/// <param name="LocalAgentStatus">How it went.</param>
/// <param name="RamResponses">The answers.</param>
public sealed record RemoteManagementReport(LocalAgentStatus LocalAgentStatus, IReadOnlyList<RamResponse>? RamResponses = null);

/// <summary>How the last order went.</summary>
/// <param name="LocalAgentStatusEnum">PROCESSED, POLLING, UNAVAILABLE_SE, UNKNOWN_FAILURE or UNGRANTED_ACCESS.</param>
/// <param name="ExecutedSeRamCommands">Number of SE RAM commands done; 0 when polling.</param>
/// <param name="ErrorMsg">What went wrong, for the log.</param>
public sealed record LocalAgentStatus(string LocalAgentStatusEnum, int? ExecutedSeRamCommands = null, string? ErrorMsg = null);

/// <summary>Values of <see cref="LocalAgentStatus.LocalAgentStatusEnum"/>.</summary>
public static class LocalAgentStatuses
{
    /// <summary>At least one command was executed.</summary>
    public const string Processed = "PROCESSED";

    /// <summary>First report, or the last order had no command.</summary>
    public const string Polling = "POLLING";

    /// <summary>No such secure element, or it does not answer.</summary>
    public const string UnavailableSe = "UNAVAILABLE_SE";

    /// <summary>Anything else.</summary>
    public const string UnknownFailure = "UNKNOWN_FAILURE";

    /// <summary>The secure element's access rules refuse the agent.</summary>
    public const string UngrantedAccess = "UNGRANTED_ACCESS";
}
