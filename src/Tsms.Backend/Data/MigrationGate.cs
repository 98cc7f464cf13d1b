namespace Tsms.Backend.Data;

/// <summary>One process at a time migrates the SQLite file: holds tsms.migrate.lock, which the system lets go with the process.</summary>
internal sealed class MigrationGate : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private const int Attempts = 600;
    private readonly FileStream _file;

    private MigrationGate(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process held it for half a minute.</exception>
    public static async Task<MigrationGate> TakeAsync(string directory, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "tsms.migrate.lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new MigrationGate(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw new InvalidOperationException($"The database in {Path.GetFullPath(directory)} is being migrated by another process for too long: look for one that hangs.", e);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
