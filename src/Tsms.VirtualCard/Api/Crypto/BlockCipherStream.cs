using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Modes of operation (NIST SP 800-38A).</summary>
internal enum BlockMode
{
    Ecb,
    Cbc,

    /// <summary>Counter mode; the initial vector is the first counter block, big-endian.</summary>
    Ctr,

    /// <summary>Cipher feedback of whole blocks.</summary>
    Cfb,
}

/// <summary>
/// A message through a block cipher, in any pieces. With padding the last block is held back while decrypting, since only the end tells
/// where the padding is.
/// </summary>
internal sealed class BlockCipherStream : IStreamCipher
{
    private readonly IBlockCipher _engine;
    private readonly BlockMode _mode;
    private readonly BlockPadding _padding;
    private readonly bool _encrypt;
    private readonly int _block;
    private readonly byte[] _chain;
    private readonly byte[] _pending;
    private int _pendingLength;
    private bool _hasBegun;

    public BlockCipherStream(
        BlockAlgorithm algorithm, ReadOnlySpan<byte> key, BlockMode mode, BlockPadding padding, bool encrypt, ReadOnlySpan<byte> iv)
    {
        _block = BlockEngine.BlockLength(algorithm);
        PerByte = CryptoCost.PerByte(algorithm, key.Length);
        _engine = BlockEngine.Create(algorithm, key, encrypt || mode is BlockMode.Ctr or BlockMode.Cfb);
        _mode = mode;
        _padding = padding;
        _encrypt = encrypt;
        _chain = new byte[_block];
        _pending = new byte[_block];
        if (iv.Length != 0)
        {
            if (iv.Length != _block || mode == BlockMode.Ecb)
            {
                throw new CardCryptoException(CryptoReason.IllegalValue, $"an initial vector of {iv.Length} bytes does not fit {algorithm} in {mode}");
            }

            iv.CopyTo(_chain);
        }
    }

    public int PerByte { get; }

    private bool Streams => _mode is BlockMode.Ctr or BlockMode.Cfb;

    private bool HoldsBack => !_encrypt && _padding is BlockPadding.Iso9797M2 or BlockPadding.Pkcs5;

    public int MaxOutput(int inputLength, bool last)
    {
        var total = _pendingLength + inputLength;
        if (Streams)
        {
            return inputLength;
        }

        if (!last)
        {
            return HoldsBack && total > 0 ? (total - 1) / _block * _block : total / _block * _block;
        }

        return _encrypt && _padding != BlockPadding.None ? (total / _block + 1) * _block : total;
    }

    public int Update(ReadOnlySpan<byte> input, Span<byte> output)
    {
        _hasBegun |= !input.IsEmpty;

        // The caller may encrypt in place or shifted: work on a copy of the input where the two overlap.
        var copy = input.Overlaps(output) ? input.ToArray() : null;
        var source = copy is null ? input : copy;
        var written = 0;
        if (Streams)
        {
            return UpdateStreaming(source, output);
        }

        while (!source.IsEmpty)
        {
            if (_pendingLength == _block)
            {
                ProcessPending(output[written..]);
                written += _block;
            }

            var take = Math.Min(_block - _pendingLength, source.Length);
            source[..take].CopyTo(_pending.AsSpan(_pendingLength));
            _pendingLength += take;
            source = source[take..];
        }

        if (_pendingLength == _block && !HoldsBack)
        {
            ProcessPending(output[written..]);
            written += _block;
        }

        return written;
    }

    public int Finish(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (_padding == BlockPadding.None && input.IsEmpty && !_hasBegun)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "there is no message, and nothing is padded");
        }

        if (Streams)
        {
            return Update(input, output);
        }

        if (_encrypt)
        {
            var written = Update(input, output);
            return BlockPaddings.Pad(_padding, _pending, _pendingLength) ? written + Last(output[written..]) : written;
        }

        if ((_pendingLength + input.Length) % _block != 0 || (HoldsBack && _pendingLength + input.Length == 0))
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "the message to decrypt is not whole blocks");
        }

        var count = Update(input, output);
        if (!HoldsBack)
        {
            return count;
        }

        Span<byte> last = stackalloc byte[_block];
        ProcessPending(last);
        var length = BlockPaddings.Unpad(_padding, last);
        last[..length].CopyTo(output[count..]);
        CryptographicOperations.ZeroMemory(last);
        return count + length;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_chain);
        CryptographicOperations.ZeroMemory(_pending);
    }

    private int Last(Span<byte> output)
    {
        ProcessPending(output);
        return _block;
    }

    private void ProcessPending(Span<byte> output)
    {
        _pendingLength = 0;
        if (_mode == BlockMode.Ecb)
        {
            _engine.ProcessBlock(_pending, output);
            return;
        }

        if (_encrypt)
        {
            Xor(_chain, _pending);
            _engine.ProcessBlock(_chain, output);
            output[.._block].CopyTo(_chain);
            return;
        }

        _engine.ProcessBlock(_pending, output);
        Xor(output[.._block], _chain);
        _pending.CopyTo(_chain, 0);
    }

    // CTR: pending holds the key stream block, pendingLength how much of it is used (0: none made). CFB: likewise; the chain collects the ciphertext.
    private int UpdateStreaming(ReadOnlySpan<byte> input, Span<byte> output)
    {
        for (var i = 0; i < input.Length; i++)
        {
            if (_pendingLength == 0)
            {
                _engine.ProcessBlock(_chain, _pending);
                if (_mode == BlockMode.Ctr)
                {
                    Increment(_chain);
                }
            }

            var result = (byte)(input[i] ^ _pending[_pendingLength]);
            if (_mode == BlockMode.Cfb)
            {
                _chain[_pendingLength] = _encrypt ? result : input[i];
            }

            output[i] = result;
            _pendingLength = (_pendingLength + 1) % _block;
        }

        return input.Length;
    }

    private static void Increment(Span<byte> counter)
    {
        for (var i = counter.Length - 1; i >= 0 && ++counter[i] == 0; i--)
        {
        }
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] ^= other[i];
        }
    }
}
