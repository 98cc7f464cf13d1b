using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Notifications;

/// <summary>Looks into the outbox every few seconds.</summary>
internal sealed partial class OutboxLoop(OutboxSender sender, TimeProvider time, ILogger<OutboxLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // What was not recorded is tried again; a database that is away is told of by /health/ready.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => PeriodicWork.RunAsync(Period, time, sender.SendDueAsync, e => LogFailed(logger, e), stoppingToken);

    [LoggerMessage(EventId = 4210, Level = LogLevel.Warning, Message = "The outbox was not read or written; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
