using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;

namespace Tsms.Keys;

/// <summary>
/// The diversification that GlobalPlatformPro calls kdf3: SP 800-108, counter mode, AES-CMAC, with the counter in front. Facts and vectors:
/// martinpaljak/GlobalPlatformPro, library/src/test/java/pro/javacard/gp/test/TestPlaintextKeys.java.
/// </summary>
internal static class Kdf3
{
    public const int DiversificationLength = 10;

    /// <summary>Derives one key, as long as the master. The caller zeroes the result.</summary>
    /// <param name="master">16, 24 or 32 bytes.</param>
    /// <param name="keyNumber">01 ENC, 02 MAC, 03 DEK.</param>
    /// <param name="diversificationData">10 bytes.</param>
    public static byte[] Derive(ReadOnlySpan<byte> master, byte keyNumber, ReadOnlySpan<byte> diversificationData)
    {
        if (diversificationData.Length != DiversificationLength)
        {
            throw new ArgumentException($"KDF3 takes {DiversificationLength} bytes of key diversification data, not {diversificationData.Length}.", nameof(diversificationData));
        }

        // counter · 00 00 00 · key number · 00 · key diversification data
        byte[] input = [0, 0, 0, 0, keyNumber, 0, .. diversificationData];
        var result = new byte[master.Length];
        for (var done = 0; done < result.Length; done += AesCmac.BlockLength)
        {
            input[0]++;
            var block = AesCmac.Compute(master, input);
            block.AsSpan(0, Math.Min(block.Length, result.Length - done)).CopyTo(result.AsSpan(done));
            CryptographicOperations.ZeroMemory(block);
        }

        return result;
    }
}
