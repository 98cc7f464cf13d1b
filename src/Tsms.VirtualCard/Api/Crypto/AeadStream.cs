using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>What AES-CCM must know before the first byte (RFC 3610, 2.2).</summary>
/// <param name="AadLength">Bytes of associated data.</param>
/// <param name="MessageLength">Bytes of the message.</param>
/// <param name="TagLength">Bytes of the tag: 4, 6, ..., 16.</param>
internal sealed record CcmLengths(int AadLength, int MessageLength, int TagLength);

/// <summary>
/// AES-GCM (NIST SP 800-38D) or AES-CCM (RFC 3610) with the tag apart from the ciphertext, as Java Card has it: deciphered data come out before the tag is checked.
/// Deciphering is enciphering with the same key stream; the tag is then made over the plaintext once more. CCM puts everything out at the end.
/// </summary>
internal sealed class AeadStream : IStreamCipher
{
    private readonly byte[] _key;
    private readonly byte[] _nonce;
    private readonly CcmLengths? _ccm;
    private readonly bool _encrypt;
    private readonly List<byte> _aad = [];
    private readonly List<byte> _input = [];
    private GcmBlockCipher? _gcm;

    public AeadStream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, bool encrypt, CcmLengths? ccm)
    {
        (_key, _nonce, _encrypt, _ccm) = (key.ToArray(), nonce.ToArray(), encrypt, ccm);
        var fits = ccm is null
            ? nonce.Length >= 1
            : nonce.Length is >= 7 and <= 13 && ccm.TagLength is >= 4 and <= 16 && ccm.TagLength % 2 == 0 && ccm.AadLength >= 0 && ccm.MessageLength >= 0
                && (nonce.Length < 13 || ccm.MessageLength <= ushort.MaxValue);
        if (!fits)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, $"a nonce of {nonce.Length} bytes or a length of CCM is out of range");
        }
    }

    /// <summary>The tag, when the message is finished; null before.</summary>
    public byte[]? Tag { get; private set; }

    /// <summary>Takes associated data; all of it comes before the message.</summary>
    public void UpdateAad(ReadOnlySpan<byte> aad)
    {
        if (_gcm is not null || _input.Count > 0 || Tag is not null)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "associated data after the message has begun");
        }

        if (_ccm is not null && _aad.Count + aad.Length > _ccm.AadLength)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, $"more than the {_ccm.AadLength} bytes of associated data that init announced");
        }

        _aad.AddRange(aad);
    }

    public int PerByte => CryptoCost.Aead;

    // CCM puts out at the end what was put in.
    public int MaxOutput(int inputLength, bool last) => inputLength + 32 + (last && _ccm is not null ? _input.Count : 0);

    public int Update(ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (Tag is not null)
        {
            throw new CardCryptoException(CryptoReason.InvalidInit, "the message is finished; a nonce is good for one message");
        }

        if (_ccm is not null)
        {
            if (_aad.Count < _ccm.AadLength)
            {
                throw new CardCryptoException(CryptoReason.IllegalUse, $"the message begins before the {_ccm.AadLength} bytes of associated data that init announced");
            }

            _input.AddRange(input);
            return _input.Count <= _ccm.MessageLength
                ? 0
                : throw new CardCryptoException(CryptoReason.IllegalUse, $"more than the {_ccm.MessageLength} bytes that init announced");
        }

        _gcm ??= StartGcm();
        var written = _gcm.ProcessBytes(input, output);
        Keep(output[..written]);
        return written;
    }

    public int Finish(ReadOnlySpan<byte> input, Span<byte> output)
    {
        var written = Update(input, output);
        if (_ccm is not null)
        {
            return FinishCcm(output);
        }

        Span<byte> last = stackalloc byte[32];
        var rest = _gcm!.DoFinal(last) - 16;
        last[..rest].CopyTo(output[written..]);
        Keep(last[..rest]);
        Tag = _encrypt ? last.Slice(rest, 16).ToArray() : TagOf(StartGcm(), [.. _input]);
        return written + rest;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    // Deciphered bytes of GCM, over which the tag is made at the end.
    private void Keep(ReadOnlySpan<byte> output)
    {
        if (!_encrypt)
        {
            _input.AddRange(output);
        }
    }

    private GcmBlockCipher StartGcm()
    {
        var gcm = new GcmBlockCipher(AesUtilities.CreateEngine());
        gcm.Init(true, new AeadParameters(new KeyParameter(_key), 128, _nonce, [.. _aad]));
        return gcm;
    }

    private int FinishCcm(Span<byte> output)
    {
        if (_input.Count != _ccm!.MessageLength || _aad.Count != _ccm.AadLength)
        {
            throw new CardCryptoException(CryptoReason.IllegalUse, "message or associated data are shorter than init announced");
        }

        byte[] input = [.. _input];
        var transformed = Run(StartCcm(), input);
        transformed.AsSpan(0, input.Length).CopyTo(output);
        Tag = _encrypt ? transformed[input.Length..] : TagOf(StartCcm(), transformed[..input.Length]);
        return input.Length;
    }

    private CcmBlockCipher StartCcm()
    {
        var ccm = new CcmBlockCipher(AesUtilities.CreateEngine());
        ccm.Init(true, new AeadParameters(new KeyParameter(_key), _ccm!.TagLength * 8, _nonce, [.. _aad]));
        return ccm;
    }

    private static byte[] Run(IAeadCipher cipher, byte[] message)
    {
        var output = new byte[cipher.GetOutputSize(message.Length)];
        var written = cipher.ProcessBytes(message, output);
        return output[..(written + cipher.DoFinal(output.AsSpan(written)))];
    }

    private static byte[] TagOf(IAeadCipher cipher, byte[] plain) => Run(cipher, plain)[plain.Length..];
}
