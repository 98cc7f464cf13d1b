using Tsms.Api.Device;

namespace Tsms.Backend.Devices;

/// <summary>A process ends with an error of the TR. Whether the card was changed is known to the process, not to this.</summary>
internal sealed class ProcessFailure(DeviceStatus status, Exception? inner = null) : Exception(status.Message, inner)
{
    public DeviceStatus Status { get; } = status;
}
