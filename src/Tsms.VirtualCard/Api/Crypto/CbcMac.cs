using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// CBC-MAC (ISO/IEC 9797-1, MAC algorithms 1 and 3). Algorithm 1 chains the whole cipher (for TDEA: outer CBC). Algorithm 3, the retail MAC, chains single DES
/// under the first key part and deciphers and enciphers the last block with the second and third (which is the first where the key has two parts).
/// </summary>
internal sealed class CbcMac : ICardMac
{
    private readonly IBlockCipher _chainCipher;
    private readonly IBlockCipher? _second;
    private readonly IBlockCipher? _third;
    private readonly BlockPadding _padding;
    private readonly byte[] _state;
    private readonly byte[] _pending;
    private int _used;
    private bool _hasBegun;

    public CbcMac(BlockAlgorithm algorithm, ReadOnlySpan<byte> key, BlockPadding padding, int length, bool algorithm3, ReadOnlySpan<byte> iv)
    {
        Length = length;
        PerByte = CryptoCost.PerByte(algorithm, algorithm3 ? 8 : key.Length);
        _padding = padding;
        _state = new byte[BlockEngine.BlockLength(algorithm)];
        _pending = new byte[_state.Length];
        if (iv.Length != 0)
        {
            if (iv.Length != _state.Length)
            {
                throw new CardCryptoException(CryptoReason.IllegalValue, $"an initial vector of {iv.Length} bytes");
            }

            iv.CopyTo(_state);
        }

        if (!algorithm3)
        {
            _chainCipher = BlockEngine.Create(algorithm, key, true);
            return;
        }

        if (algorithm != BlockAlgorithm.Des || key.Length < 16)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, "MAC algorithm 3 takes a DES key of two or three parts");
        }

        _chainCipher = BlockEngine.Create(BlockAlgorithm.Des, key[..8], true);
        _second = BlockEngine.Create(BlockAlgorithm.Des, key[8..16], false);
        _third = BlockEngine.Create(BlockAlgorithm.Des, key.Length == 24 ? key[16..] : key[..8], true);
    }

    public int Length { get; }

    public int PerByte { get; }

    public void Update(ReadOnlySpan<byte> message)
    {
        _hasBegun |= !message.IsEmpty;
        foreach (var b in message)
        {
            _pending[_used++] = b;
            if (_used == _pending.Length)
            {
                Chain();
            }
        }
    }

    public void Finish(Span<byte> mac)
    {
        if (_padding == BlockPadding.None && !_hasBegun)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "there is no message, and nothing is padded");
        }

        if (BlockPaddings.Pad(_padding, _pending, _used))
        {
            Chain();
        }

        _second?.ProcessBlock(_state, _state);
        _third?.ProcessBlock(_state, _state);
        _state.AsSpan(0, Length).CopyTo(mac);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_state);
        CryptographicOperations.ZeroMemory(_pending);
    }

    private void Chain()
    {
        for (var i = 0; i < _state.Length; i++)
        {
            _state[i] ^= _pending[i];
        }

        _chainCipher.ProcessBlock(_state, _state);
        _used = 0;
    }
}
