namespace Tsms.Api.Device;

/// <summary>
/// Paths of the control messages between TSM-API-SDK and TSM-Backend. All are POST with a JSON body and answer 200 with a JSON body;
/// what failed is told inside it (<see cref="DeviceStatus"/>), so that a transport error always means the transport.
/// </summary>
public static class DevicePaths
{
    /// <summary><see cref="AvailabilityRequest"/> to <see cref="AvailabilityResponse"/>.</summary>
    public const string Availability = "/device/v1/availability";

    /// <summary><see cref="CreateInstanceRequest"/> to <see cref="CreateInstanceResponse"/>.</summary>
    public const string CreateInstance = "/device/v1/service-instances/create";

    /// <summary><see cref="ListInstancesRequest"/> to <see cref="ListInstancesResponse"/>.</summary>
    public const string ListInstances = "/device/v1/service-instances/list";

    /// <summary><see cref="StartProcessRequest"/> to <see cref="StartProcessResponse"/>; then the SERAM session of that process is played.</summary>
    public const string StartProcess = "/device/v1/processes/start";

    /// <summary><see cref="AbortProcessRequest"/> to <see cref="ProcessNotice"/>: the start notice was not delivered, or the user cancelled.</summary>
    public const string AbortProcess = "/device/v1/processes/abort";
}

/// <summary>Status and message of an answer: the TSM-API's ErrorType number and its text (TR-03165 4.2.4).</summary>
/// <param name="Code">0 is no error; numbers as in TR-03165 4.2.4.</param>
/// <param name="Message">Empty for 0, else <c>Name in words: details</c>.</param>
public sealed record DeviceStatus(int Code, string Message)
{
    /// <summary>No error.</summary>
    public static readonly DeviceStatus Ok = new(0, "");
}

/// <summary>A secure component as the phone can see it without keys. The backend takes all of it for a hint: it counts only after a secure channel.</summary>
/// <param name="Reader">OMAPI reader name, for instance eSE1.</param>
/// <param name="Type">SERAM's seType: eSE, uicc, euicc, iSE, ieuicc, undefined.</param>
/// <param name="Atr">Answer to reset, hexadecimal, or null where OMAPI has none.</param>
/// <param name="Cplc">Card production life cycle data (GET DATA 9F7F), hexadecimal with tag and length, or null.</param>
/// <param name="CardData">Card data (GET DATA 66), hexadecimal, or null.</param>
/// <param name="IssuerIdentificationNumber">GET DATA 42, hexadecimal, or null.</param>
/// <param name="CardImageNumber">GET DATA 45, hexadecimal, or null.</param>
public sealed record SecureComponentHint(
    string Reader, string Type, string? Atr, string? Cplc, string? CardData, string? IssuerIdentificationNumber, string? CardImageNumber);

/// <summary>The app that calls and the phone it runs on; part of every request.</summary>
/// <param name="DeviceAppId">Hash (SHA-256 or SHA-1) of the app's signing certificate, lower-case hexadecimal: the callerId of TR-03165.</param>
/// <param name="SecureComponents">What the phone has, in the phone's order.</param>
public sealed record DeviceContext(string DeviceAppId, IReadOnlyList<SecureComponentHint> SecureComponents);

/// <summary>Technical information of TR-03165 4.2.3.</summary>
public sealed record TechnicalInformationData(
    IReadOnlyDictionary<string, string> SpParameters, Guid ServiceId, string ServiceVersionTag, Guid FlavorId, string FlavorName, Guid ProfileId);

/// <summary>A service instance as the phone sees it; State and LastOperation are the numbers of TR-03165.</summary>
public sealed record ServiceInstanceData(Guid Id, int State, TechnicalInformationData TechnicalInformation, int LastOperation, string Reader);

/// <summary>Is this Service deployable here? Version is a tag or a pattern (a.b.x, a.x.x, x.x.x).</summary>
public sealed record AvailabilityRequest(DeviceContext Device, string ServiceId, string Version);

/// <summary>Version is empty and the information null when nothing fits.</summary>
public sealed record AvailabilityResponse(DeviceStatus Status, bool Available, string Version, TechnicalInformationData? TechnicalInformation);

/// <summary>Makes a service instance; nothing on the card changes.</summary>
public sealed record CreateInstanceRequest(DeviceContext Device, string ServiceId, string Version);

/// <summary>The instance, or null with the reason in Status.</summary>
public sealed record CreateInstanceResponse(DeviceStatus Status, ServiceInstanceData? Instance);

/// <summary>Lists the instances of a Service on this phone.</summary>
public sealed record ListInstancesRequest(DeviceContext Device, string ServiceId);

/// <summary>The instances; empty when there are none.</summary>
public sealed record ListInstancesResponse(DeviceStatus Status, IReadOnlyList<ServiceInstanceData> Instances);

/// <summary>One command of deployService.</summary>
/// <param name="Kind">install, personalize or activate.</param>
/// <param name="Data">installationData or personalizationData as the app gave them (JSON text), or null.</param>
/// <param name="SuspensionControl">activate only: true ends in SUSPENDED when finalized.</param>
public sealed record DeviceServiceCommand(string Kind, string? Data = null, bool SuspensionControl = false);

/// <summary>Starts a process. Operation is deploy, update, suspend, resume or terminate.</summary>
public sealed record StartProcessRequest(
    DeviceContext Device, Guid ServiceInstanceId, string Operation, IReadOnlyList<DeviceServiceCommand> Commands, bool Finalize, string? NewVersion = null);

/// <summary>The process, or a reason why there is none (then ProcessId is empty and SessionId null).</summary>
/// <param name="Status">0 when the process runs.</param>
/// <param name="ProcessId">Id of the process, UUID, or empty.</param>
/// <param name="StartDate">UTC, ISO 8601 with milliseconds and Z.</param>
/// <param name="SessionId">SERAM session to play; null when there is nothing to play and <paramref name="Result"/> holds the end.</param>
/// <param name="Reader">The reader the process works on.</param>
/// <param name="Result">The end of a process that needed no card.</param>
public sealed record StartProcessResponse(
    DeviceStatus Status, string ProcessId, string StartDate, string? SessionId, string Reader, ProcessNotice? Result);

/// <summary>Aborts a process before its SERAM session has changed anything, or asks it to stop at the next safe point.</summary>
public sealed record AbortProcessRequest(DeviceContext Device, string ProcessId, string Reason);

/// <summary>What a SERAM notification carries as JSON text: progress on the way, the result in the last order.</summary>
/// <param name="ProcessId">Id of the process.</param>
/// <param name="Progress">0 to 100.</param>
/// <param name="Operation">ServiceOperation number of TR-03165.</param>
/// <param name="Result">Null on the way; in the last order the end of the process.</param>
public sealed record ProcessNotice(string ProcessId, int Progress, int Operation, ProcessResultData? Result = null);

/// <summary>The end of a process.</summary>
/// <param name="Status">0, or why it failed.</param>
/// <param name="StartDate">UTC, ISO 8601 with milliseconds and Z.</param>
/// <param name="EndDate">The same.</param>
/// <param name="State">State number of the instance afterwards.</param>
/// <param name="TechnicalInformation">Of the instance, or null when it is gone.</param>
/// <param name="CommandResults">One per command of deployService or updateService, in their order.</param>
/// <param name="Exchanges">Orders with C-APDUs that the process took.</param>
/// <param name="Apdus">C-APDUs that the process sent.</param>
/// <param name="Bytes">Bytes of those C-APDUs and their R-APDUs.</param>
public sealed record ProcessResultData(
    DeviceStatus Status, string StartDate, string EndDate, int State, TechnicalInformationData? TechnicalInformation,
    IReadOnlyList<CommandResultData> CommandResults, int Exchanges, int Apdus, long Bytes);

/// <summary>Result of one command: 0 success, 1 failed, 2 not executed; personalization results only for personalize.</summary>
public sealed record CommandResultData(int ExecutionStatus, IReadOnlyList<PersonalizationResultData>? PersonalizationResults = null);

/// <summary>Answers of one application to its personalization.</summary>
public sealed record PersonalizationResultData(string ApplicationInstanceAid, IReadOnlyList<CommandResponsePairData> Results);

/// <summary>One command and its answer, hexadecimal.</summary>
public sealed record CommandResponsePairData(string Tag, string Command, string Response);
