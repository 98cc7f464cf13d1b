using System.Security.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// What GlobalPlatform does with AES keys as data, for key stores (GP Amendment D 1.1.1, 6.2.8 and 7.2). The caller owns all keys and zeroes them.
/// </summary>
public static class AesKeys
{
    /// <summary>True for 16, 24 and 32 bytes.</summary>
    public static bool IsKeyLength(int length) => length is 16 or 24 or 32;

    /// <summary>The key check value: the first 3 bytes of 16 bytes 01 enciphered with the key (7.2.2).</summary>
    public static byte[] CheckValue(ReadOnlySpan<byte> key)
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        Span<byte> block = stackalloc byte[16];
        block.Fill(0x01);
        aes.EncryptEcb(block, block, PaddingMode.None);
        return block[..KeyLoading.KeyCheckValueLength].ToArray();
    }

    /// <summary>Enciphers a key or other sensitive data under a Key-DEK: AES-CBC, ICV zero, each value by itself (6.2.8).</summary>
    /// <param name="dek">16, 24 or 32 bytes.</param>
    /// <param name="data">At least one byte; what is missing to whole blocks of 16 bytes is filled from <paramref name="random"/>.</param>
    /// <param name="random">Source of the arbitrary padding bytes.</param>
    public static byte[] Encipher(ReadOnlySpan<byte> dek, ReadOnlySpan<byte> data, RandomNumberGenerator random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var padded = new byte[(data.Length + 15) / 16 * 16];
        data.CopyTo(padded);
        try
        {
            random.GetBytes(padded, data.Length, padded.Length - data.Length);
            using var aes = Aes.Create();
            aes.SetKey(dek);
            return aes.EncryptCbc(padded, stackalloc byte[16], PaddingMode.None);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }
}
