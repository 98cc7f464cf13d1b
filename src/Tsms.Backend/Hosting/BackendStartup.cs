using Microsoft.Extensions.Hosting;
using Tsms.Backend.Data;

namespace Tsms.Backend.Hosting;

/// <summary>Before the first request: takes the data directory's lock and makes the tables.</summary>
internal sealed class BackendStartup(TsmsBackendOptions options, IEnumerable<IPreparedContext> contexts) : IHostedLifecycleService, IDisposable
{
    private DataDirectoryLock? _lock;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _lock = DataDirectoryLock.Take(options.DataDirectory);
        foreach (var context in contexts)
        {
            await context.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _lock?.Dispose();

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
