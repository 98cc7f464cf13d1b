using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Tsms.Keys;

/// <summary>AES key wrap without padding (RFC 3394), with BouncyCastle: the framework has the padded form alone.</summary>
internal static class AesKeyWrap
{
    public const int Overhead = 8;

    /// <summary>Wraps a multiple of 8 bytes, at least 16.</summary>
    public static byte[] Wrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> keys)
    {
        var input = keys.ToArray();
        try
        {
            var engine = new AesWrapEngine();
            engine.Init(true, new KeyParameter(wrappingKey));
            return engine.Wrap(input, 0, input.Length);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
        }
    }

    /// <summary>Unwraps; null when the integrity check fails or the length cannot be one. The caller zeroes the result.</summary>
    public static byte[]? Unwrap(ReadOnlySpan<byte> wrappingKey, ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < 24 || wrapped.Length % 8 != 0)
        {
            return null;
        }

        try
        {
            var engine = new AesWrapEngine();
            engine.Init(false, new KeyParameter(wrappingKey));
            return engine.Unwrap(wrapped.ToArray(), 0, wrapped.Length);
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }
}
