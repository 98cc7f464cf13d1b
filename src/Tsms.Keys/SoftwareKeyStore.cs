using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.Keys;

/// <summary>What a software key store allows.</summary>
public sealed record SoftwareKeyStoreOptions
{
    /// <summary>
    /// Refuses publicly known keys (see <see cref="KnownTestKeys"/>) and sets marked as test profile, at opening, import and unwrapping. Default
    /// false; production sets it.
    /// </summary>
    public bool RefuseKnownTestKeys { get; init; }

    /// <summary>PBKDF2 iterations of a new file, 600,000 to 100,000,000; default 600,000. A file that exists keeps its own.</summary>
    public int Iterations { get; init; } = EncryptedKeyFile.MinIterations;
}

/// <summary>
/// A key store in software: keys in this process's memory, on disk in one encrypted file, which one process has open at a time (a lock file beside it
/// says so).
/// Each change writes a new file beside the old, flushes it and renames it over: after a crash the file is the old or the new one.
/// </summary>
public sealed partial class SoftwareKeyStore : IKeyStore
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly RandomNumberGenerator _random;
    private readonly SoftwareKeyStoreOptions _options;
    private readonly KeyFileAccess? _file;
    private readonly EncryptedKeyFile? _cipher;
    private KeyRing _ring;
    private bool _disposed;

    private SoftwareKeyStore(KeyRing ring, KeyFileAccess? file, EncryptedKeyFile? cipher, SoftwareKeyStoreOptions options, RandomNumberGenerator random) =>
        (_ring, _file, _cipher, _options, _random) = (ring, file, cipher, options, random);

    /// <summary>A store without a file, for tests and demonstrations: what it holds ends with it.</summary>
    /// <param name="random">Source of keys; the caller disposes of it after the store.</param>
    /// <param name="options">What is allowed; null: defaults.</param>
    public static SoftwareKeyStore CreateInMemory(RandomNumberGenerator random, SoftwareKeyStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new(new KeyRing(), null, null, options ?? new(), random);
    }

    /// <summary>
    /// Opens a key file, or makes it when there is none. Takes about half a second on purpose: that is what guessing a passphrase costs.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="passphrase">At least one character; the caller zeroes it.</param>
    /// <param name="random">Source of keys, salt and nonces; the caller disposes of it after the store.</param>
    /// <param name="options">What is allowed; null: defaults.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    /// <exception cref="KeyStoreException">Wrong passphrase, damaged, newer format, in use, unreadable, or a refused test key in it.</exception>
    public static async ValueTask<SoftwareKeyStore> OpenAsync(
        string path, ReadOnlyMemory<char> passphrase, RandomNumberGenerator random, SoftwareKeyStoreOptions? options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(random);
        options ??= new();
        if (passphrase.IsEmpty)
        {
            throw new ArgumentException("A key file needs a passphrase.", nameof(passphrase));
        }

        if (options.Iterations is < EncryptedKeyFile.MinIterations or > EncryptedKeyFile.MaxIterations)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Iterations, "600,000 to 100,000,000 iterations are possible.");
        }

        var file = KeyFileAccess.Lock(path);
        SoftwareKeyStore? store = null;
        try
        {
            var bytes = await file.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (bytes is null)
            {
                store = new(new KeyRing(), file, EncryptedKeyFile.Create(passphrase.Span, options.Iterations, random), options, random);
                await file.WriteAsync(store._cipher!.Seal(store._ring, random), cancellationToken).ConfigureAwait(false);
                return store;
            }

            var (cipher, ring) = EncryptedKeyFile.Open(bytes, passphrase.Span, path);
            store = new(ring, file, cipher, options, random);
            store.RequireNoTestKeys(ring.KeySets.Values.Concat(ring.Pending.Values));
            return store;
        }
        catch
        {
            store?.Release();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            Release();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> NewDiversificationDataAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var data = new byte[InitializeUpdateAnswer.DiversificationLength];
        _random.GetBytes(data);
        return ValueTask.FromResult(data);
    }

    internal RandomNumberGenerator Random => _random;

    /// <summary>Reads under the lock.</summary>
    internal async ValueTask<T> ReadAsync<T>(Func<KeyRing, T> read, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return read(_ring);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Changes a copy, writes it, and takes it; when writing fails, all stays as it was. What the change removes is zeroed after it is written.
    /// </summary>
    private async ValueTask<T> ChangeAsync<T>(Func<KeyRing, T> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var next = _ring.Copy();
            KeyRing? left = next;
            try
            {
                var result = change(next);
                if (_file is not null)
                {
                    await _file.WriteAsync(_cipher!.Seal(next, _random), cancellationToken).ConfigureAwait(false);
                }

                left = _ring;
                _ring = next;
                return result;
            }
            finally
            {
                foreach (var secret in left.Secrets.Except(_ring.Secrets))
                {
                    secret.Dispose();
                }
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Release()
    {
        _disposed = true;
        foreach (var secret in _ring.Secrets)
        {
            secret.Dispose();
        }

        _cipher?.Dispose();
        _file?.Dispose();
    }

    private void RequireNoTestKeys(IEnumerable<KeySetEntry> entries)
    {
        if (!_options.RefuseKnownTestKeys)
        {
            return;
        }

        var refused = entries.Where(e => e.IsTestProfile || KnownTestKeys.IsKnown(e.Key(1)) || KnownTestKeys.IsKnown(e.Key(2)) || KnownTestKeys.IsKnown(e.Key(3)))
            .Select(e => e.Reference.ToString()).ToList();
        if (refused.Count > 0)
        {
            throw new KeyStoreException(
                KeyStoreError.TestKeyRefused,
                $"Test keys are refused here: {string.Join(", ", refused)}. Replace the card's keys by random ones, or run in a mode that allows test profiles.");
        }
    }
}
