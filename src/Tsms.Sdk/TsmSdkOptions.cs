using Tsms.Sdk.Logging;

namespace Tsms.Sdk;

/// <summary>Settings of the TSM-API-SDK. Checked when the service is made.</summary>
public sealed class TsmSdkOptions
{
    /// <summary>Base address of the TSM-Backend's device door. HTTPS; plain HTTP only to a loopback address.</summary>
    public required Uri BackendAddress { get; init; }

    /// <summary>Identity of the app: hash of its signing certificate (SHA-256 or SHA-1), hexadecimal; the callerId of TR-03165.</summary>
    public required string DeviceAppId { get; init; }

    /// <summary>How often one report of a running process is sent before the connection counts as interrupted. 1 to 10, default 4.</summary>
    public int ReportAttempts { get; init; } = 4;

    /// <summary>Pause before a report is sent again. Default 1 second.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for one answer of the backend. Default 40 seconds (GP SERAM 2.0, transmission errors).</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>True makes the agent a plain one that offers no extension of SERAM. Default false.</summary>
    public bool PlainAgent { get; init; }

    /// <summary>Given the log of the SDK (TR-03165 3.5.2), or null.</summary>
    public ITsmLogListener? LogListener { get; init; }

    /// <summary>Entries from this level on are forwarded at once; those below come with the next issue. Default information.</summary>
    public TsmLogLevel LogLevel { get; init; } = TsmLogLevel.Information;

    /// <summary>Number of entries kept for the time before an issue. 0 to 10,000, default 256.</summary>
    public int LogHistory { get; init; } = 256;

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(BackendAddress);
        if (!BackendAddress.IsAbsoluteUri || !(BackendAddress.Scheme == Uri.UriSchemeHttps || (BackendAddress.Scheme == Uri.UriSchemeHttp && BackendAddress.IsLoopback)))
        {
            throw new ArgumentException($"BackendAddress '{BackendAddress}' must be an https address, or http on loopback.");
        }

        if (DeviceAppId.Length is not (40 or 64) || !DeviceAppId.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException("DeviceAppId must be a SHA-1 or SHA-256 hash: 40 or 64 hexadecimal digits.");
        }

        if (ReportAttempts is < 1 or > 10 || LogHistory is < 0 or > 10_000 || RequestTimeout <= TimeSpan.Zero || RetryPause < TimeSpan.Zero)
        {
            throw new ArgumentException("ReportAttempts must be 1 to 10, LogHistory 0 to 10,000, RequestTimeout above zero, RetryPause zero or more.");
        }
    }
}
