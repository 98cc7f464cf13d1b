using System.Buffers.Binary;
using System.Numerics;
using Org.BouncyCastle.Crypto;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// SHA-1, SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4) that can go on from an intermediate hash value, which other implementations keep to themselves:
/// javacard.security.InitializedMessageDigest and Signature.setInitialDigest ask for it.
/// </summary>
internal sealed class ResumableSha : IDigest
{
    // FIPS 180-4, 4.2.3: the first 64 bits of the fractional parts of the cube roots of the first eighty primes; SHA-224 and SHA-256 take the upper halves (4.2.2).
    private static readonly ulong[] Constants = MakeConstants();

    private readonly DigestAlgorithm _algorithm;
    private readonly ulong[] _state;
    private readonly byte[] _block;
    private readonly int _wordBytes;
    private readonly ulong[] _schedule = new ulong[80];
    private UInt128 _processed;
    private int _used;

    public ResumableSha(DigestAlgorithm algorithm)
    {
        _algorithm = algorithm;
        _state = [.. Initial(algorithm)];
        _wordBytes = algorithm is DigestAlgorithm.Sha384 or DigestAlgorithm.Sha512 ? 8 : 4;
        _block = new byte[16 * _wordBytes];
    }

    public string AlgorithmName => _algorithm.ToString();

    /// <summary>Bytes of an intermediate hash value: longer than the result for SHA-224 and SHA-384.</summary>
    public int StateLength => _state.Length * _wordBytes;

    /// <summary>Goes on from an intermediate value after so many bytes.</summary>
    /// <exception cref="CardCryptoException">IllegalValue: the value has another length, or the bytes are not whole blocks.</exception>
    public void Resume(ReadOnlySpan<byte> value, ReadOnlySpan<byte> processed)
    {
        UInt128 count = 0;
        foreach (var b in processed)
        {
            count = (count << 8) | b;
        }

        if (value.Length != StateLength || processed.Length > _wordBytes * 2 || count % (uint)_block.Length != 0 || count == 0)
        {
            throw new CardCryptoException(CryptoReason.IllegalValue, $"{value.Length} bytes of intermediate value after {count} bytes do not fit {_algorithm}");
        }

        for (var i = 0; i < _state.Length; i++)
        {
            _state[i] = ReadWord(value[(i * _wordBytes)..]);
        }

        (_processed, _used) = (count, 0);
    }

    public int GetDigestSize() => CardDigest.Length(_algorithm);

    public int GetByteLength() => _block.Length;

    public void Update(byte input) => BlockUpdate([input]);

    public void BlockUpdate(byte[] input, int inOff, int inLen) => BlockUpdate(input.AsSpan(inOff, inLen));

    public void BlockUpdate(ReadOnlySpan<byte> input)
    {
        _processed += (uint)input.Length;
        while (!input.IsEmpty)
        {
            var take = Math.Min(_block.Length - _used, input.Length);
            input[..take].CopyTo(_block.AsSpan(_used));
            input = input[take..];
            _used += take;
            if (_used == _block.Length)
            {
                Compress();
            }
        }
    }

    public int DoFinal(byte[] output, int outOff) => DoFinal(output.AsSpan(outOff));

    public int DoFinal(Span<byte> output)
    {
        var bits = _processed * 8;
        BlockUpdate([0x80]);
        if (_used > _block.Length - (2 * _wordBytes))
        {
            _block.AsSpan(_used).Clear();
            Compress();
        }

        _block.AsSpan(_used).Clear();
        BinaryPrimitives.WriteUInt64BigEndian(_block.AsSpan(_block.Length - 8), (ulong)bits);
        if (_wordBytes == 8)
        {
            BinaryPrimitives.WriteUInt64BigEndian(_block.AsSpan(_block.Length - 16), (ulong)(bits >> 64));
        }

        Compress();
        Span<byte> value = stackalloc byte[StateLength];
        for (var i = 0; i < _state.Length; i++)
        {
            WriteWord(value[(i * _wordBytes)..], _state[i]);
        }

        value[..GetDigestSize()].CopyTo(output);
        Reset();
        return GetDigestSize();
    }

    public void Reset()
    {
        Initial(_algorithm).CopyTo(_state, 0);
        Array.Clear(_block);
        (_processed, _used) = (0, 0);
    }

    private void Compress()
    {
        _used = 0;
        for (var i = 0; i < 16; i++)
        {
            _schedule[i] = ReadWord(_block.AsSpan(i * _wordBytes));
        }

        switch (_algorithm)
        {
            case DigestAlgorithm.Sha1:
                CompressSha1();
                break;
            case DigestAlgorithm.Sha224 or DigestAlgorithm.Sha256:
                CompressSha256();
                break;
            default:
                CompressSha512();
                break;
        }
    }

    private void CompressSha1()
    {
        var w = _schedule;
        for (var t = 16; t < 80; t++)
        {
            w[t] = BitOperations.RotateLeft((uint)(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16]), 1);
        }

        var (a, b, c, d, e) = ((uint)_state[0], (uint)_state[1], (uint)_state[2], (uint)_state[3], (uint)_state[4]);
        for (var t = 0; t < 80; t++)
        {
            var (f, k) = (t / 20) switch
            {
                0 => ((b & c) | (~b & d), 0x5A827999u),
                1 => (b ^ c ^ d, 0x6ED9EBA1u),
                2 => ((b & c) | (b & d) | (c & d), 0x8F1BBCDCu),
                _ => (b ^ c ^ d, 0xCA62C1D6u),
            };
            var next = BitOperations.RotateLeft(a, 5) + f + e + k + (uint)w[t];
            (e, d, c, b, a) = (d, c, BitOperations.RotateLeft(b, 30), a, next);
        }

        Add32([a, b, c, d, e]);
    }

    private void CompressSha256()
    {
        var w = _schedule;
        for (var t = 16; t < 64; t++)
        {
            var (x, y) = ((uint)w[t - 15], (uint)w[t - 2]);
            var s0 = BitOperations.RotateRight(x, 7) ^ BitOperations.RotateRight(x, 18) ^ (x >> 3);
            var s1 = BitOperations.RotateRight(y, 17) ^ BitOperations.RotateRight(y, 19) ^ (y >> 10);
            w[t] = (uint)w[t - 16] + s0 + (uint)w[t - 7] + s1;
        }

        Span<uint> v = stackalloc uint[8];
        for (var i = 0; i < 8; i++)
        {
            v[i] = (uint)_state[i];
        }

        for (var t = 0; t < 64; t++)
        {
            var (a, e) = (v[0], v[4]);
            var s1 = BitOperations.RotateRight(e, 6) ^ BitOperations.RotateRight(e, 11) ^ BitOperations.RotateRight(e, 25);
            var t1 = v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + (uint)(Constants[t] >> 32) + (uint)w[t];
            var s0 = BitOperations.RotateRight(a, 2) ^ BitOperations.RotateRight(a, 13) ^ BitOperations.RotateRight(a, 22);
            var t2 = s0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
            v[..7].CopyTo(v[1..]);
            v[4] += t1;
            v[0] = t1 + t2;
        }

        Add32(v);
    }

    private void CompressSha512()
    {
        var w = _schedule;
        for (var t = 16; t < 80; t++)
        {
            var (x, y) = (w[t - 15], w[t - 2]);
            var s0 = BitOperations.RotateRight(x, 1) ^ BitOperations.RotateRight(x, 8) ^ (x >> 7);
            var s1 = BitOperations.RotateRight(y, 19) ^ BitOperations.RotateRight(y, 61) ^ (y >> 6);
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }

        Span<ulong> v = stackalloc ulong[8];
        _state.CopyTo(v);
        for (var t = 0; t < 80; t++)
        {
            var (a, e) = (v[0], v[4]);
            var s1 = BitOperations.RotateRight(e, 14) ^ BitOperations.RotateRight(e, 18) ^ BitOperations.RotateRight(e, 41);
            var t1 = v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + Constants[t] + w[t];
            var s0 = BitOperations.RotateRight(a, 28) ^ BitOperations.RotateRight(a, 34) ^ BitOperations.RotateRight(a, 39);
            var t2 = s0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
            v[..7].CopyTo(v[1..]);
            v[4] += t1;
            v[0] = t1 + t2;
        }

        for (var i = 0; i < 8; i++)
        {
            _state[i] += v[i];
        }
    }

    private void Add32(ReadOnlySpan<uint> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _state[i] = (uint)_state[i] + values[i];
        }
    }

    private ulong ReadWord(ReadOnlySpan<byte> bytes) =>
        _wordBytes == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private void WriteWord(Span<byte> bytes, ulong word)
    {
        if (_wordBytes == 8)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, word);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)word);
        }
    }

    // FIPS 180-4, 5.3
    private static ulong[] Initial(DigestAlgorithm algorithm) => algorithm switch
    {
        DigestAlgorithm.Sha1 => [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0],
        DigestAlgorithm.Sha224 => [0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7, 0xBEFA4FA4],
        DigestAlgorithm.Sha256 => [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19],
        DigestAlgorithm.Sha384 =>
        [
            0xCBBB9D5DC1059ED8, 0x629A292A367CD507, 0x9159015A3070DD17, 0x152FECD8F70E5939,
            0x67332667FFC00B31, 0x8EB44A8768581511, 0xDB0C2E0D64F98FA7, 0x47B5481DBEFA4FA4,
        ],
        DigestAlgorithm.Sha512 =>
        [
            0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
            0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
        ],
        _ => throw new CardCryptoException(CryptoReason.NoSuchAlgorithm, $"{algorithm} cannot go on from an intermediate value"),
    };

    private static ulong[] MakeConstants()
    {
        var constants = new List<ulong>();
        for (var candidate = 2; constants.Count < 80; candidate++)
        {
            if (Enumerable.Range(2, candidate - 2).All(d => candidate % d != 0))
            {
                constants.Add((ulong)(CubeRoot(new BigInteger(candidate) << 192) & ulong.MaxValue));
            }
        }

        return [.. constants];
    }

    private static BigInteger CubeRoot(BigInteger value)
    {
        var root = BigInteger.Zero;
        for (var bit = 70; bit >= 0; bit--)
        {
            var next = root | (BigInteger.One << bit);
            if (next * next * next <= value)
            {
                root = next;
            }
        }

        return root;
    }
}
