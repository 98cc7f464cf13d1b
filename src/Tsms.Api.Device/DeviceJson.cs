using System.Text.Json;
using System.Text.Json.Serialization;
using Tsms.Api.Device.Seram;

namespace Tsms.Api.Device;

/// <summary>JSON of the device door: camelCase names, nulls left out, unknown members ignored (SERAM lets both sides add some).</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RamHandshakeCommand))]
[JsonSerializable(typeof(RamHandshakeResponse))]
[JsonSerializable(typeof(RemoteManagementOrder))]
[JsonSerializable(typeof(RemoteManagementReport))]
[JsonSerializable(typeof(AvailabilityRequest))]
[JsonSerializable(typeof(AvailabilityResponse))]
[JsonSerializable(typeof(CreateInstanceRequest))]
[JsonSerializable(typeof(CreateInstanceResponse))]
[JsonSerializable(typeof(ListInstancesRequest))]
[JsonSerializable(typeof(ListInstancesResponse))]
[JsonSerializable(typeof(StartProcessRequest))]
[JsonSerializable(typeof(StartProcessResponse))]
[JsonSerializable(typeof(AbortProcessRequest))]
[JsonSerializable(typeof(ProcessNotice))]
public sealed partial class DeviceJson : JsonSerializerContext;
