using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>The block ciphers of the card.</summary>
internal enum BlockAlgorithm
{
    /// <summary>DES with a key of 8, TDEA with one of 16 or 24 bytes; blocks of 8 bytes.</summary>
    Des,

    /// <summary>AES with keys of 16, 24 or 32 bytes; blocks of 16 bytes.</summary>
    Aes,

    /// <summary>SEED (RFC 4269): key and block of 16 bytes.</summary>
    Seed,

    /// <summary>SM4 (GB/T 32907): key and block of 16 bytes.</summary>
    Sm4,
}

/// <summary>Makes block ciphers for any key: an applet may use weak DES keys, which the framework's own classes refuse.</summary>
internal static class BlockEngine
{
    /// <summary>A cipher for single blocks.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: no key length of this cipher.</exception>
    public static IBlockCipher Create(BlockAlgorithm algorithm, ReadOnlySpan<byte> key, bool encrypt)
    {
        IBlockCipher engine = (algorithm, key.Length) switch
        {
            (BlockAlgorithm.Des, 8) => new DesEngine(),
            (BlockAlgorithm.Des, 16 or 24) => new DesEdeEngine(),
            (BlockAlgorithm.Aes, 16 or 24 or 32) => AesUtilities.CreateEngine(),
            (BlockAlgorithm.Seed, 16) => new SeedEngine(),
            (BlockAlgorithm.Sm4, 16) => new SM4Engine(),
            _ => throw new CardCryptoException(CryptoReason.IllegalValue, $"{algorithm} has no keys of {key.Length} bytes"),
        };

        engine.Init(encrypt, new KeyParameter(key));
        return engine;
    }

    /// <summary>Bytes of a block.</summary>
    public static int BlockLength(BlockAlgorithm algorithm) => algorithm == BlockAlgorithm.Des ? 8 : 16;
}
