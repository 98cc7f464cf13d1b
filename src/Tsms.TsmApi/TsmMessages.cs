namespace Tsms.TsmApi;

/// <summary>
/// Every message of the TSM-API, <c>Name in words: details</c> (TR-03165 4.2.4.4). The details are the TR's examples, letter by letter, where it has one.
/// </summary>
public static class TsmMessages
{
    /// <summary>3: the TSM's host cannot be reached.</summary>
    public static readonly string HostNotFound = Of(ErrorType.NetworkConnectionError, "host 'tsmService' not found");

    /// <summary>3: the connection to the TSM broke before a process existed.</summary>
    public static readonly string ConnectionFailed = Of(ErrorType.NetworkConnectionError, "connection to 'tsmService' failed");

    /// <summary>5: the app's source of tokens gave none.</summary>
    public static readonly string NoAccessToken = Of(ErrorType.NotAuthenticated, "could not retrieve access token");

    /// <summary>6: the connection broke while a process was running.</summary>
    public static readonly string ConnectionInterrupted = Of(ErrorType.ExecutionInterrupted, "connection to 'tsmService' interrupted");

    /// <summary>6: the user or the app cancelled.</summary>
    public static readonly string ManuallyCancelled = Of(ErrorType.ExecutionInterrupted, "manually cancelled");

    /// <summary>6: the listener threw when it was told of the start.</summary>
    public static readonly string StartNoticeNotDelivered = Of(ErrorType.ExecutionInterrupted, "the start notice could not be delivered to the app");

    /// <summary>7: no answer or no sense in what the card answered.</summary>
    public static readonly string InvalidResponse = Of(ErrorType.SecureComponentError, "invalid response");

    /// <summary>15: the app may not use this TSM.</summary>
    public static readonly string AppNotAuthorized = Of(ErrorType.Unauthorized, "app not authorized");

    /// <summary>18: too much load.</summary>
    public static readonly string OverloadProtection = Of(ErrorType.OverloadProtection, "The system is currently not available, please try again later.");

    /// <summary>19: maintenance.</summary>
    public static readonly string UnderMaintenance = Of(ErrorType.UnderMaintenance, "The system is currently not available, please try again later.");

    /// <summary>4: an identifier or a version has no valid form.</summary>
    /// <param name="argument">serviceId, serviceInstanceId, version, newVersion, serviceCommands, accessToken.</param>
    /// <param name="request">The request as the TR names it, for instance DeployServiceRequest.</param>
    public static string InvalidFormat(string argument, string request) => Of(ErrorType.InvalidArgument, $"{argument} in {request} has invalid format");

    /// <summary>4: a pattern of versions that the TR does not have.</summary>
    /// <param name="argument">version or newVersion.</param>
    /// <param name="request">The request as the TR names it.</param>
    public static string UnsupportedPattern(string argument, string request) =>
        Of(ErrorType.InvalidArgument, $"{argument} in {request} uses an unsupported filter pattern");

    /// <summary>4: no commands, and not to be finalized.</summary>
    /// <param name="request">DeployServiceRequest or UpdateServiceRequest.</param>
    public static string EmptyCommands(string request) =>
        Of(ErrorType.InvalidArgument, $"serviceCommands in {request} is only allowed to be empty if the finalize deployment flag is set");

    /// <summary>4: a kind of command stands twice.</summary>
    /// <param name="request">DeployServiceRequest or UpdateServiceRequest.</param>
    /// <param name="command">InstallServiceCommand, PersonalizeServiceCommand or ActivateServiceCommand.</param>
    public static string MultipleCommands(string request, string command) => Of(ErrorType.InvalidArgument, $"serviceCommands in {request} contain multiple {command}s");

    /// <summary>The message of a category: its name in words, a colon, the details.</summary>
    public static string Of(ErrorType type, string details) => $"{NameInWords(type)}: {details}";

    /// <summary>A category's name in words, for instance <c>Secure component error</c>; empty for <see cref="ErrorType.NoError"/>.</summary>
    public static string NameInWords(ErrorType type) => type switch
    {
        ErrorType.NoError => "",
        ErrorType.TsmNotAvailable => "TSM not available",
        ErrorType.InternalError => "Internal error",
        ErrorType.NetworkConnectionError => "Network connection error",
        ErrorType.InvalidArgument => "Invalid argument",
        ErrorType.NotAuthenticated => "Not authenticated",
        ErrorType.ExecutionInterrupted => "Execution interrupted",
        ErrorType.SecureComponentError => "Secure component error",
        ErrorType.NoEligibleSc => "No eligible SC",
        ErrorType.ScInaccessible => "SC inaccessible",
        ErrorType.ScChannelNotAvailable => "SC channel not available",
        ErrorType.NfcNotActivated => "NFC not activated",
        ErrorType.OrphanedServiceInstance => "Orphaned service instance",
        ErrorType.NotAllowed => "Not allowed",
        ErrorType.AlreadyExists => "Already exists",
        ErrorType.Unauthorized => "Unauthorized",
        ErrorType.IssuerError => "Issuer error",
        ErrorType.NotFound => "Not found",
        ErrorType.OverloadProtection => "Overload protection",
        ErrorType.UnderMaintenance => "Under maintenance",
        ErrorType.DeviceIntegrityCheckFailed => "Device integrity check failed",
        _ => "Unspecified",
    };
}
