using Tsms.Backend.Issuers;

namespace Tsms.Backend.Devices;

/// <summary>Settings of the engine and its device door, checked by <see cref="Validate"/>.</summary>
public sealed record TsmsEngineOptions
{
    /// <summary>The issuers that this TSM works with. Without one no card is eligible.</summary>
    public IReadOnlyList<TsmsIssuerOptions> Issuers { get; init; } = [];

    /// <summary>After this time without a report a phone counts as gone and its process ends. 1 second to 30 minutes, default 5 minutes (GP SERAM 2.0, HTTP binding).</summary>
    public TimeSpan PhoneTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bearer token that every request of the device door must carry; null: none is asked for. See docs/security.md for what this does not do.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Largest body that the device door reads, in bytes. 64 KiB to 64 MiB, default 8 MiB: a report of a large load file.</summary>
    public long MaxBodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Checks ranges.</summary>
    /// <returns>What is wrong, one sentence each; empty when all is well.</returns>
    public IReadOnlyList<string> Validate()
    {
        var faults = Issuers.SelectMany(issuer => issuer.Validate()).ToList();
        if (PhoneTimeout < TimeSpan.FromSeconds(1) || PhoneTimeout > TimeSpan.FromMinutes(30))
        {
            faults.Add($"PhoneTimeout {PhoneTimeout} is not between 1 second and 30 minutes.");
        }

        if (MaxBodyBytes is < 64 * 1024 or > 64 * 1024 * 1024)
        {
            faults.Add($"MaxBodyBytes {MaxBodyBytes} is not between 65536 and 67108864.");
        }

        return faults;
    }
}
