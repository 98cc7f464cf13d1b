namespace Tsms.Backend.Hosting;

/// <summary>One serving process per data directory: holds tsms.lock for as long as the process serves.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    /// <exception cref="InvalidOperationException">Another process serves from this directory.</exception>
    public static DataDirectoryLock Take(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, "tsms.lock");
        try
        {
            return new DataDirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"The data directory {Path.GetFullPath(directory)} is in use by another backend: stop it, or choose another directory.", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
