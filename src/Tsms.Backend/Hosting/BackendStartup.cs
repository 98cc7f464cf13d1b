using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tsms.Backend.Data;
using Tsms.Backend.Profiles;

namespace Tsms.Backend.Hosting;

/// <summary>Before the first request: takes the data directory's lock, makes the tables, reads the profiles; what is wrong with them ends the start.</summary>
internal sealed partial class BackendStartup(TsmsBackendOptions options, IEnumerable<IPreparedContext> contexts, ProfileStore profiles, ILogger<BackendStartup> logger)
    : IHostedLifecycleService, IDisposable
{
    private DataDirectoryLock? _lock;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _lock = DataDirectoryLock.Take(options.DataDirectory);
        foreach (var context in contexts)
        {
            await context.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }

        await profiles.RefreshAsync(cancellationToken).ConfigureAwait(false);
        LogPrepared(logger, options.DataDirectory, profiles.Current.All.Count, options.Role, options.Mode);
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

    [LoggerMessage(EventId = 4000, Level = LogLevel.Information, Message = "Data in {Directory} are ready, {Profiles} profiles, role {Role}, mode {Mode}")]
    private static partial void LogPrepared(ILogger logger, string directory, int profiles, BackendRole role, BackendMode mode);
}
