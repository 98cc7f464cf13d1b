using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tsms.Backend.Profiles;

/// <summary>Takes over what operators changed beside this process.</summary>
internal sealed partial class ProfileRefresh(ProfileStore store, TimeProvider time, ILogger<ProfileRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await store.RefreshAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The last catalog serves on; a database that is away is told of by /health/ready.
                LogFailed(logger, e);
            }
        }
    }

    [LoggerMessage(EventId = 4200, Level = LogLevel.Warning, Message = "The profiles were not read anew; those of the last reading stay")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
