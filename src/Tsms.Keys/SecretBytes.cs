using System.Security.Cryptography;

namespace Tsms.Keys;

/// <summary>Bytes that are zeroed when disposed of. Shared by key rings of one store, so the store disposes of them, not the ring.</summary>
internal sealed class SecretBytes : IDisposable
{
    private readonly byte[] _bytes;
    private bool _disposed;

    private SecretBytes(byte[] bytes) => _bytes = bytes;

    public int Length => _bytes.Length;

    public ReadOnlySpan<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    public static SecretBytes CopyOf(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    public static SecretBytes Random(RandomNumberGenerator random, int length)
    {
        var bytes = new byte[length];
        random.GetBytes(bytes);
        return new(bytes);
    }

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    public override string ToString() => $"{_bytes.Length} secret bytes";
}
