using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsms.Api.Device;
using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;
using Tsms.TsmApi.Results;

namespace Tsms.Sdk;

/// <summary>What the device door says, in the TSM-API's words, and back.</summary>
internal static class Mapping
{
    public static string DateOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static ErrorType ErrorOf(int code) => Enum.IsDefined((ErrorType)code) ? (ErrorType)code : ErrorType.Unspecified;

    public static ServiceInstance InstanceOf(ServiceInstanceData data) =>
        new(data.Id.ToString("D"), StateOf(data.State), InformationOf(data.TechnicalInformation), OperationOf(data.LastOperation), data.Reader);

    public static ServiceInstanceState StateOf(int state) => Enum.IsDefined((ServiceInstanceState)state) ? (ServiceInstanceState)state : ServiceInstanceState.Unknown;

    public static ServiceOperation OperationOf(int operation) =>
        Enum.IsDefined((ServiceOperation)operation) ? (ServiceOperation)operation : ServiceOperation.NoOperation;

    public static TechnicalInformation InformationOf(TechnicalInformationData? data) => data is null
        ? TechnicalInformation.Empty
        : new TechnicalInformation(
            data.SpParameters, data.ServiceId.ToString("D"), data.ServiceVersionTag, data.FlavorId.ToString("D"), data.FlavorName, data.ProfileId.ToString("D"));

    public static DeviceServiceCommand CommandOf(ServiceCommand command) => command switch
    {
        InstallServiceCommand install => new DeviceServiceCommand("install", TextOf(install.InstallationData)),
        PersonalizeServiceCommand personalize => new DeviceServiceCommand("personalize", TextOf(personalize.PersonalizationData)),
        ActivateServiceCommand activate => new DeviceServiceCommand("activate", SuspensionControl: activate.SuspensionControl),
        _ => throw new ArgumentException($"'{command.GetType().Name}' is no service command.", nameof(command)),
    };

    public static ServiceCommandResult ResultOf(CommandResultData data) => new(
        Enum.IsDefined((CommandResultType)data.ExecutionStatus) ? (CommandResultType)data.ExecutionStatus : CommandResultType.ExecutionFailed,
        [
            .. (data.PersonalizationResults ?? []).Select(p => new PersonalizationResult(
                p.ApplicationInstanceAid, [.. p.Results.Select(r => new CommandResponsePair(r.Tag, r.Command, r.Response))])),
        ]);

    private static string? TextOf(IReadOnlyDictionary<string, string>? data) =>
        data is null ? null : JsonSerializer.Serialize(data, SdkJson.Default.IReadOnlyDictionaryStringString);
}

/// <summary>JSON of the SDK's own values.</summary>
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class SdkJson : JsonSerializerContext;
