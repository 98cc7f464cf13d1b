using System.Security.Cryptography;

namespace Tsms.Keys.Tests;

/// <summary>What the key tests share: a random source, the well-known test keys, and a folder of a test's own.</summary>
public abstract class KeyStores : IDisposable
{
    protected const string DefaultKey = "404142434445464748494A4B4C4D4E4F";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-keys-");

    protected RandomNumberGenerator Random { get; } = RandomNumberGenerator.Create();

    protected string FilePath => Path.Combine(_folder.FullName, "keys");

    protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    protected static byte[] Three(string key) => Convert.FromHexString(key + key + key);

    protected SoftwareKeyStore InMemory(bool refuseTestKeys = false) => SoftwareKeyStore.CreateInMemory(Random, new() { RefuseKnownTestKeys = refuseTestKeys });

    protected ValueTask<SoftwareKeyStore> Open(string passphrase = "correct horse", bool refuseTestKeys = false) =>
        SoftwareKeyStore.OpenAsync(FilePath, passphrase.AsMemory(), Random, new() { RefuseKnownTestKeys = refuseTestKeys }, CancellationToken);

    protected static async Task Refused(KeyStoreError expected, Func<Task> action, string message = "")
    {
        var error = await Assert.ThrowsAsync<KeyStoreException>(action);
        Assert.Equal(expected, error.Error);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        Random.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}
