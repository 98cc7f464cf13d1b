using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tsms.Backend.Notifications;

/// <summary>Looks into the outbox every few seconds.</summary>
internal sealed partial class OutboxLoop(OutboxSender sender, TimeProvider time, ILogger<OutboxLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await sender.SendDueAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What was not recorded is tried again; a database that is away is told of by /health/ready.
                LogFailed(logger, e);
            }
        }
    }

    [LoggerMessage(EventId = 4210, Level = LogLevel.Warning, Message = "The outbox was not read or written; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
