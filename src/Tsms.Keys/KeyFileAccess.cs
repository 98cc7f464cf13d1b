namespace Tsms.Keys;

/// <summary>The file of a key store on disk: locked against other processes, read whole, replaced whole.</summary>
internal sealed class KeyFileAccess : IDisposable
{
    private const int MaxLength = 64 << 20;
    private readonly string _path;
    private readonly FileStream _lock;

    private KeyFileAccess(string path, FileStream @lock) => (_path, _lock) = (path, @lock);

    /// <summary>Takes the lock. The lock file stays: removing it would let two processes hold two files of one name.</summary>
    /// <exception cref="KeyStoreException">Another process has it, or it cannot be made.</exception>
    public static KeyFileAccess Lock(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            return new(path, new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(KeyStoreError.Unavailable, $"{path} cannot be opened: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new KeyStoreException(KeyStoreError.InUse, $"{path} is in use by another process, which holds {lockPath}. End it first; a key file has one user at a time.", e);
        }
    }

    /// <summary>All bytes, or null when there is no file.</summary>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(_path);
            if (info is { Exists: true, Length: > MaxLength })
            {
                throw new KeyStoreException(KeyStoreError.Damaged, $"{_path} has {info.Length} bytes; a key file has at most {MaxLength}.");
            }

            return info.Exists ? await File.ReadAllBytesAsync(_path, cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(KeyStoreError.Unavailable, $"{_path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces the file: written beside it, flushed to the disk, renamed over it. Readable by its owner alone.</summary>
    public async ValueTask WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var temporary = _path + ".new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.WriteThrough };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            var stream = new FileStream(temporary, options);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException(KeyStoreError.Unavailable, $"{_path} cannot be written, nothing was changed: {e.Message}", e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
