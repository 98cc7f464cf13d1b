using System.Security.Cryptography;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Paddings of an RSA cipher.</summary>
internal enum RsaCipherPadding
{
    /// <summary>The number as it is; the input is as long as the modulus.</summary>
    None,
    Pkcs1,
    Oaep,
}

/// <summary>
/// One block through RSA, in any pieces. Encrypting with a private key makes block type 1, with a public key type 2; both are understood when decrypting.
/// </summary>
internal sealed class RsaCipher(RsaPrimitive key, bool isPrivate, RsaCipherPadding padding, DigestAlgorithm digest, bool encrypt, RandomNumberGenerator random)
    : IStreamCipher
{
    private readonly byte[] _input = new byte[key.Length];
    private int _used;

    public int PerByte => 0; // one block of the modulus; the key costs

    public int MaxOutput(int inputLength, bool last) => last ? key.Length : 0;

    public int Update(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (input.Length > _input.Length - _used)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, $"more than {_input.Length} bytes for one RSA block");
        }

        input.CopyTo(_input.AsSpan(_used));
        _used += input.Length;
        return 0;
    }

    public int Finish(ReadOnlySpan<byte> input, Span<byte> output)
    {
        Update(input, output);
        var block = new byte[key.Length];
        if (!encrypt)
        {
            return Decrypt(block, output);
        }

        var message = _input.AsSpan(0, _used);
        switch (padding)
        {
            case RsaCipherPadding.None when _used != key.Length:
                throw new CardCryptoException(CryptoReason.IllegalUse, $"{_used} bytes for a modulus of {key.Length} bytes without padding");
            case RsaCipherPadding.None:
                message.CopyTo(block);
                break;
            case RsaCipherPadding.Pkcs1:
                RsaPadding.EncodePkcs1(message, block, isPrivate, random);
                break;
            default:
                RsaPadding.EncodeOaep(message, block, digest, random);
                break;
        }

        key.Apply(block, output);
        return key.Length;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_input);

    private int Decrypt(byte[] block, Span<byte> output)
    {
        if (_used != key.Length)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, $"{_used} bytes to decrypt for a modulus of {key.Length} bytes");
        }

        key.Apply(_input, block);
        var start = padding switch
        {
            RsaCipherPadding.None => 0,
            RsaCipherPadding.Pkcs1 => RsaPadding.DecodePkcs1(block),
            _ => RsaPadding.DecodeOaep(block, digest),
        };

        block.AsSpan(start).CopyTo(output);
        CryptographicOperations.ZeroMemory(block);
        return block.Length - start;
    }
}
