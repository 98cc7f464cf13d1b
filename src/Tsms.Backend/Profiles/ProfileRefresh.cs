using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Profiles;

/// <summary>Takes over what operators changed beside this process.</summary>
internal sealed partial class ProfileRefresh(ProfileStore store, TimeProvider time, ILogger<ProfileRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // The last catalog serves on; a database that is away is told of by /health/ready.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.RunAsync(Period, time, store.RefreshAsync, e => LogFailed(logger, e), stoppingToken);

    [LoggerMessage(EventId = 4200, Level = LogLevel.Warning, Message = "The profiles were not read anew; those of the last reading stay")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
