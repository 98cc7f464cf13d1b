using System.Security.Cryptography;
using Tsms.SmartCard.Cryptography;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// Makes a card's static key of a master key and the key diversification data of INITIALIZE UPDATE: the three ways that are in common use. Pure functions; the
/// caller owns keys and results and zeroes them. Facts and vectors: martinpaljak/GlobalPlatformPro (TestPlaintextKeys), EMV CPS 1.1, kaoh/globalplatform.
/// </summary>
public static class KeyDiversification
{
    /// <summary>Bytes of the key diversification data.</summary>
    public const int DataLength = InitializeUpdateAnswer.DiversificationLength;

    /// <summary>KDF3: NIST SP 800-108 in counter mode with AES-CMAC, the counter in front; the result is as long as the master.</summary>
    /// <param name="master">AES master key: 16, 24 or 32 bytes.</param>
    /// <param name="keyNumber">01 ENC, 02 MAC, 03 DEK.</param>
    /// <param name="data">10 bytes of key diversification data.</param>
    /// <exception cref="ArgumentException">A length or the number is out of range.</exception>
    public static byte[] Kdf3(ReadOnlySpan<byte> master, byte keyNumber, ReadOnlySpan<byte> data)
    {
        Require(AesKeys.IsKeyLength(master.Length), $"The master key of KDF3 has 16, 24 or 32 bytes, not {master.Length}.");
        Require(keyNumber, data);

        // counter · 00 00 00 · key number · 00 · key diversification data
        byte[] input = [0, 0, 0, 0, keyNumber, 0, .. data];
        var key = new byte[master.Length];
        for (var done = 0; done < key.Length; done += AesCmac.BlockLength)
        {
            input[0]++;
            var block = AesCmac.Compute(master, input);
            block.AsSpan(0, Math.Min(block.Length, key.Length - done)).CopyTo(key.AsSpan(done));
            CryptographicOperations.ZeroMemory(block);
        }

        return key;
    }

    /// <summary>EMV CPS 1.1: triple DES in ECB mode over the last six bytes of the diversification data, twice; the result has 16 bytes.</summary>
    /// <param name="master">Triple DES master key, 16 bytes.</param>
    /// <param name="keyNumber">01 ENC, 02 MAC, 03 DEK.</param>
    /// <param name="data">10 bytes of key diversification data.</param>
    /// <exception cref="ArgumentException">A length or the number is out of range.</exception>
    public static byte[] Emv(ReadOnlySpan<byte> master, byte keyNumber, ReadOnlySpan<byte> data)
    {
        Require(keyNumber, data);
        return TripleDes(master, data[4..10], keyNumber);
    }

    /// <summary>VISA2: as EMV, but over bytes 0, 1 and 4 to 7: the end of the card manager's AID and the chip's serial number.</summary>
    /// <param name="master">Triple DES master key, 16 bytes.</param>
    /// <param name="keyNumber">01 ENC, 02 MAC, 03 DEK.</param>
    /// <param name="data">10 bytes of key diversification data.</param>
    /// <exception cref="ArgumentException">A length or the number is out of range.</exception>
    public static byte[] Visa2(ReadOnlySpan<byte> master, byte keyNumber, ReadOnlySpan<byte> data)
    {
        Require(keyNumber, data);
        return TripleDes(master, [data[0], data[1], .. data[4..8]], keyNumber);
    }

    // six bytes · F0 · key number · the same six bytes · 0F · key number
    private static byte[] TripleDes(ReadOnlySpan<byte> master, ReadOnlySpan<byte> six, byte keyNumber)
    {
        Require(master.Length == 16, $"The master key of EMV and VISA2 has 16 bytes, not {master.Length}.");
        byte[] input = [.. six, 0xF0, keyNumber, .. six, 0x0F, keyNumber];
        byte[] three = [.. master, .. master[..8]];
        try
        {
            using var des = TripleDES.Create();
            des.Key = three;
            return des.EncryptEcb(input, PaddingMode.None);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(three);
        }
    }

    private static void Require(byte keyNumber, ReadOnlySpan<byte> data)
    {
        Require(keyNumber is >= 1 and <= 3, $"A key number is 01 ENC, 02 MAC or 03 DEK, not {keyNumber:X2}.");
        Require(data.Length == DataLength, $"Key diversification data have {DataLength} bytes, not {data.Length}.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
