namespace Tsms.Backend.Hosting;

/// <summary>What a background service does again and again. Nothing but its own stop ends it: a request of it that timed out is a failure like others.</summary>
internal static class PeriodicWork
{
    public static async Task RunAsync(TimeSpan period, TimeProvider time, Func<CancellationToken, Task> work, Action<Exception> failed, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                try
                {
                    await work(stoppingToken).ConfigureAwait(false);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    failed(e);
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or did not start: it would call what its own stop broke off a crash.
        }
    }
}
