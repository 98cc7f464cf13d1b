using System.Globalization;
using Tsms.Api.Device;
using Tsms.SmartCard;

namespace Tsms.Backend.Lifecycle;

/// <summary>
/// The errors of TR-03165 4.2.4.4 that the backend gives, number and text. The part before a parenthesis is the TR's, letter by letter;
/// what stands in parentheses is ours and says what, where and what to do.
/// </summary>
internal static class DeviceErrors
{
    public static DeviceStatus Internal(string what) => new(2, $"Internal error: {what}");

    public static DeviceStatus InvalidArgument(string what) => new(4, $"Invalid argument: {what}");

    public static DeviceStatus NotAuthenticated() => new(5, "Not authenticated: access token is missing or not valid");

    public static DeviceStatus ConnectionInterrupted() => new(6, "Execution interrupted: connection to 'tsmService' interrupted");

    public static DeviceStatus Cancelled() => new(6, "Execution interrupted: manually cancelled");

    public static DeviceStatus NoSpace() => new(7, "Secure component error: no space available");

    public static DeviceStatus InvalidResponse(string detail) => new(7, $"Secure component error: invalid response ({detail})");

    public static DeviceStatus ScNotAccessible() => new(7, "Secure component error: SC is not accessible");

    /// <summary>The card refused a command. The status word carries no R-MAC: it is told for people, nothing is concluded from it.</summary>
    public static DeviceStatus Refused(string what, StatusWord sw) =>
        sw == StatusWord.NotEnoughMemory ? NoSpace() : new(7, $"Secure component error: {what} was refused with status word {sw}");

    public static DeviceStatus ForeignContent(Aid aid) =>
        new(7, $"Secure component error: {aid} is on the SC already and was installed by somebody else");

    public static DeviceStatus OtherService(Aid aid) =>
        new(7, $"Secure component error: {aid} is on the SC already and belongs to another service");

    public static DeviceStatus AlreadyDeployed() => new(8, "No eligible SC: service is already deployed");

    public static DeviceStatus NoEligibleSc(string why) => new(8, $"No eligible SC: {why}");

    public static DeviceStatus ScAccessFailed() => new(9, "SC inaccessible: access to SC failed");

    public static DeviceStatus AppNotAuthorizedForSc() => new(9, "SC inaccessible: app not authorized to access SC");

    public static DeviceStatus Orphaned() =>
        new(12, "Orphaned service instance: the flavor of this instance was deleted, only suspend, resume and terminate are possible");

    public static DeviceStatus StateTransfer(ServiceState from, ServiceState to) => new(13, $"Not allowed: invalid state transfer from {from} to {to}");

    public static DeviceStatus CommandExecuted(ServiceCommandKind command) =>
        new(13, $"Not allowed: service command '{command.ToString().ToLower(CultureInfo.InvariantCulture)}' has already been executed");

    public static DeviceStatus NotOffered(string what) => new(13, $"Not allowed: {what} is not offered by this TSM");

    public static DeviceStatus AlreadyInstantiated() => new(14, "Already exists: service already instantiated");

    public static DeviceStatus IssuerNotAvailable() => new(16, "Issuer error: issuer TSM not available");

    public static DeviceStatus Issuer(string what) => new(16, $"Issuer error: {what}");

    public static DeviceStatus IssuerKeyManagement() => new(16, "Issuer error: SCI key management system caused an unexpected error");

    public static DeviceStatus ServiceNotFound(string id) => new(17, $"Not found: serviceId {id} does not exist");

    public static DeviceStatus InstanceNotFound(Guid id) => new(17, $"Not found: serviceInstanceId {id} does not exist");

    public static DeviceStatus VersionNotFound(string version) => new(17, $"Not found: version {version} does not exist");

    public static DeviceStatus Overload() => new(18, "Overload protection: The system is currently not available, please try again later.");
}
