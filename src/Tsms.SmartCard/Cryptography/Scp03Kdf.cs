using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsms.SmartCard.Cryptography;

/// <summary>What the SCP03 key derivation makes: the constant in the twelfth byte of its input (GP Amendment D 1.1.2, table 4-1).</summary>
public enum Scp03DerivationConstant : byte
{
    /// <summary>00: the card cryptogram.</summary>
    CardCryptogram = 0x00,

    /// <summary>01: the host cryptogram.</summary>
    HostCryptogram = 0x01,

    /// <summary>02: a pseudo-random card challenge.</summary>
    CardChallenge = 0x02,

    /// <summary>04: the session key S-ENC.</summary>
    SessionEnc = 0x04,

    /// <summary>06: the session key S-MAC.</summary>
    SessionMac = 0x06,

    /// <summary>07: the session key S-RMAC.</summary>
    SessionRmac = 0x07,
}

/// <summary>
/// The key derivation of SCP03 (GP Amendment D 1.1.2, 4.1.5): NIST SP 800-108 in counter mode with AES-CMAC, the counter standing <i>after</i> the length L.
/// </summary>
public static class Scp03Kdf
{
    /// <summary>Derives <paramref name="bits"/> bits. The caller owns key and result and zeroes them.</summary>
    /// <param name="key">AES key of 16, 24 or 32 bytes.</param>
    /// <param name="constant">What is derived.</param>
    /// <param name="context">Host challenge and card challenge, 16 or 32 bytes; for a card challenge, sequence counter and AID.</param>
    /// <param name="bits">64, 128, 192 or 256.</param>
    public static byte[] Derive(ReadOnlySpan<byte> key, Scp03DerivationConstant constant, ReadOnlySpan<byte> context, int bits)
    {
        if (bits is not (64 or 128 or 192 or 256))
        {
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "SCP03 derives 64, 128, 192 or 256 bits.");
        }

        // label: 11 bytes 00, constant · 00 · L (bits, 2 bytes) · counter i (1 byte) · context
        var input = new byte[16 + context.Length];
        input[11] = (byte)constant;
        BinaryPrimitives.WriteUInt16BigEndian(input.AsSpan(13), (ushort)bits);
        context.CopyTo(input.AsSpan(16));

        var result = new byte[bits / 8];
        for (var done = 0; done < result.Length; done += AesCmac.BlockLength)
        {
            input[15]++;
            var block = AesCmac.Compute(key, input);
            block.AsSpan(0, Math.Min(block.Length, result.Length - done)).CopyTo(result.AsSpan(done));
            CryptographicOperations.ZeroMemory(block);
        }

        return result;
    }
}
