namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>How a message is brought to whole blocks.</summary>
internal enum BlockPadding
{
    /// <summary>Not at all: the message must be whole blocks.</summary>
    None,

    /// <summary>ISO/IEC 9797-1, padding method 1: zeros, none when the message is whole blocks.</summary>
    Iso9797M1,

    /// <summary>ISO/IEC 9797-1, padding method 2: 80, then zeros.</summary>
    Iso9797M2,

    /// <summary>PKCS #5 / RFC 8018, 6.1.1: n bytes of value n.</summary>
    Pkcs5,
}

/// <summary>Fills and strips the last block of a message.</summary>
internal static class BlockPaddings
{
    /// <summary>
    /// Pads the rest of a message, which stands in the first <paramref name="used"/> bytes of a block (used is less than the block's length).
    /// Returns false when no block is to be added.
    /// </summary>
    /// <exception cref="CardCryptoException">IllegalUse: a rest that may not be padded.</exception>
    public static bool Pad(BlockPadding padding, Span<byte> block, int used)
    {
        switch (padding)
        {
            case BlockPadding.None when used == 0:
                return false;
            case BlockPadding.None:
                throw new CardCryptoException(CryptoReason.IllegalUse, "the message is not whole blocks and the algorithm does not pad");
            case BlockPadding.Iso9797M1 when used == 0:
                return false;
            case BlockPadding.Iso9797M1:
                block[used..].Clear();
                return true;
            case BlockPadding.Iso9797M2:
                block[used] = 0x80;
                block[(used + 1)..].Clear();
                return true;
            default:
                block[used..].Fill((byte)(block.Length - used));
                return true;
        }
    }

    /// <summary>Number of message bytes in the last decrypted block. Method 1 cannot be told from data and keeps its zeros.</summary>
    /// <exception cref="CardCryptoException">IllegalUse: no such padding there.</exception>
    public static int Unpad(BlockPadding padding, ReadOnlySpan<byte> block)
    {
        if (padding == BlockPadding.Iso9797M2)
        {
            var last = block.LastIndexOfAnyExcept((byte)0);
            if (last >= 0 && block[last] == 0x80)
            {
                return last;
            }
        }
        else if (padding == BlockPadding.Pkcs5)
        {
            int count = block[^1];
            if (count >= 1 && count <= block.Length && !block[^count..].ContainsAnyExcept((byte)count))
            {
                return block.Length - count;
            }
        }
        else
        {
            return block.Length;
        }

        throw new CardCryptoException(CryptoReason.IllegalUse, "the decrypted message has no valid padding");
    }
}
