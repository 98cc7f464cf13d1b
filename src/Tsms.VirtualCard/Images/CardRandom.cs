using System.Security.Cryptography;

namespace Tsms.VirtualCard.Images;

/// <summary>
/// The card's random number generator: HMAC_DRBG with SHA-256 (NIST SP 800-90A, 10.1.2), seeded when the card is made. Its state is part of the
/// image, so a card that is restored goes on as the one that was saved would have.
/// </summary>
internal sealed class CardRandom : RandomNumberGenerator
{
    private const int Length = SHA256.HashSizeInBytes;

    private readonly byte[] _key = new byte[Length];
    private readonly byte[] _value = new byte[Length];

    private CardRandom()
    {
    }

    /// <summary>Seeds a generator (10.1.2.3).</summary>
    public static CardRandom FromSeed(ReadOnlySpan<byte> seed)
    {
        var random = new CardRandom();
        random._value.AsSpan().Fill(1);
        random.Update(seed);
        return random;
    }

    /// <summary>Continues from a state of <see cref="Save"/>.</summary>
    /// <exception cref="FormatException">It has another length.</exception>
    public static CardRandom FromState(ReadOnlySpan<byte> state)
    {
        if (state.Length != 2 * Length)
        {
            throw new FormatException($"The image is damaged: the state of the random number generator has {state.Length} bytes instead of {2 * Length}.");
        }

        var random = new CardRandom();
        state[..Length].CopyTo(random._key);
        state[Length..].CopyTo(random._value);
        return random;
    }

    /// <summary>The state, 64 bytes.</summary>
    public byte[] Save() => [.. _key, .. _value];

    /// <inheritdoc/>
    public override void GetBytes(byte[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        GetBytes(data.AsSpan());
    }

    /// <inheritdoc/>
    public override void GetBytes(byte[] data, int offset, int count) => GetBytes(data.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void GetBytes(Span<byte> data)
    {
        while (!data.IsEmpty)
        {
            HMACSHA256.HashData(_key, _value, _value);
            var now = Math.Min(Length, data.Length);
            _value.AsSpan(0, now).CopyTo(data);
            data = data[now..];
        }

        Update([]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_value);
        base.Dispose(disposing);
    }

    private void Update(ReadOnlySpan<byte> provided)
    {
        HMACSHA256.HashData(_key, [.. _value, 0, .. provided], _key);
        HMACSHA256.HashData(_key, _value, _value);
        if (provided.IsEmpty)
        {
            return;
        }

        HMACSHA256.HashData(_key, [.. _value, 1, .. provided], _key);
        HMACSHA256.HashData(_key, _value, _value);
    }
}
