using Tsms.TsmApi;

namespace Tsms.Sdk.Http;

/// <summary>A request to the backend gave no answer that can be used.</summary>
/// <param name="type">The category for the app when no process runs.</param>
/// <param name="message">Its message.</param>
/// <param name="isTransport">True when the transport failed, so that the same request may be sent again if it may be repeated at all.</param>
/// <param name="inner">The cause, or null.</param>
internal sealed class DeviceDoorException(ErrorType type, string message, bool isTransport, Exception? inner = null) : Exception(message, inner)
{
    public ErrorType Type { get; } = type;

    public bool IsTransport { get; } = isTransport;
}
