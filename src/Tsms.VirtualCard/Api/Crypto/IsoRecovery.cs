using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// A message on its way into a signature of ISO/IEC 9796-2:2010, scheme 1, with the implicit trailer BC: the digest runs over all of it, and as many bytes as fit
/// are kept from its beginning, which the signature carries.
/// </summary>
internal sealed class IsoRecovery
{
    private const byte Trailer = 0xBC;
    private const byte Whole = 0x40; // first half byte of a block that carries the whole message
    private const byte Part = 0x60;
    private readonly IDigest _digest;
    private readonly byte[] _start;
    private int _length;

    /// <summary>Starts a message.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="modulusBytes">Bytes of the modulus.</param>
    /// <exception cref="CardCryptoException">IllegalUse: the modulus is too short for the digest.</exception>
    public IsoRecovery(DigestAlgorithm digest, int modulusBytes)
    {
        _digest = CardDigest.Create(digest);
        var room = modulusBytes - CardDigest.Length(digest) - 2;
        _start = room > 0 ? new byte[room] : throw new CardCryptoException(CryptoReason.IllegalUse, "the modulus is too short for this digest");
    }

    /// <summary>Bytes of the message that the signature carries.</summary>
    public int Recoverable => Math.Min(_length, _start.Length);

    /// <summary>Appends to the message.</summary>
    public void Update(ReadOnlySpan<byte> message)
    {
        _digest.BlockUpdate(message);
        message[..Math.Min(message.Length, _start.Length - Recoverable)].CopyTo(_start.AsSpan(Recoverable));
        _length += message.Length;
    }

    /// <summary>Signs the message.</summary>
    public byte[] Sign(RsaPrimitive key)
    {
        var signature = new byte[key.Length];
        key.Apply(Block(key.Length), signature);
        return signature;
    }

    /// <summary>True when the signature is that of the message.</summary>
    public bool Verify(RsaPrimitive key, ReadOnlySpan<byte> signature) =>
        TryOpen(key, signature, out var block) && CryptographicOperations.FixedTimeEquals(block, Block(key.Length));

    /// <summary>Takes the part of the message out of a signature; false when what stands inside is no block of this scheme.</summary>
    public static bool TryRecover(RsaPrimitive key, DigestAlgorithm digest, ReadOnlySpan<byte> signature, out byte[] message)
    {
        message = [];
        if (!TryOpen(key, signature, out var block) || (block[0] & 0xC0) != 0x40 || block[^1] != Trailer)
        {
            return false;
        }

        var start = 0;
        while (start < block.Length && (block[start] & 0x0F) != 0x0A)
        {
            start++;
        }

        var end = block.Length - 1 - CardDigest.Length(digest);
        if (start + 1 > end)
        {
            return false;
        }

        message = block[(start + 1)..end];
        return true;
    }

    private static bool TryOpen(RsaPrimitive key, ReadOnlySpan<byte> signature, out byte[] block)
    {
        block = new byte[key.Length];
        try
        {
            key.Apply(signature, block);
            return signature.Length == key.Length;
        }
        catch (CardCryptoException)
        {
            return false; // not below the modulus
        }
    }

    // First half byte, BB..BA as far as the message is short, the message, the digest, BC.
    private byte[] Block(int length)
    {
        var hash = new byte[_digest.GetDigestSize()];
        _digest.DoFinal(hash, 0);
        var block = new byte[length];
        var first = _length > _start.Length ? Part : Whole;
        var padding = _start.Length - Recoverable;
        block.AsSpan(0, padding).Fill(0xBB);
        block[padding] = (byte)(padding == 0 ? 0x0A : 0xBA);
        block[0] = (byte)((block[0] & 0x0F) | first);
        _start.AsSpan(0, Recoverable).CopyTo(block.AsSpan(padding + 1));
        hash.CopyTo(block.AsSpan(length - 1 - hash.Length));
        block[^1] = Trailer;
        return block;
    }
}
