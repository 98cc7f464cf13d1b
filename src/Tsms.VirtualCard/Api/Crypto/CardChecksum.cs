namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// The frame check sequences of ISO/IEC 3309 as javacard.security.Checksum has them: reflected, complemented at the end. The initial value is the register's
/// start; all ones give CRC-16/X-25 and the CRC-32 of zip.
/// </summary>
internal static class CardChecksum
{
    /// <summary>Feeds bytes through the 16-bit register (x^16 + x^12 + x^5 + 1).</summary>
    public static ushort Crc16(ushort register, ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            register ^= b;
            for (var i = 0; i < 8; i++)
            {
                register = (ushort)((register & 1) != 0 ? (register >> 1) ^ 0x8408 : register >> 1);
            }
        }

        return register;
    }

    /// <summary>Feeds bytes through the 32-bit register (generator 04C11DB7).</summary>
    public static uint Crc32(uint register, ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
        {
            register ^= b;
            for (var i = 0; i < 8; i++)
            {
                register = (register & 1) != 0 ? (register >> 1) ^ 0xEDB88320 : register >> 1;
            }
        }

        return register;
    }
}
