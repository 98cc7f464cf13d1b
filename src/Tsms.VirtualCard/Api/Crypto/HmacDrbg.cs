using System.Security.Cryptography;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>
/// HMAC_DRBG with SHA-256 (NIST SP 800-90A Rev. 1, 10.1.2). Its state, 64 bytes K and V, belongs to the caller, so that a card keeps it with its data: the same
/// card with the same commands makes the same numbers.
/// </summary>
internal sealed class HmacDrbg : RandomNumberGenerator
{
    /// <summary>Bytes of the state: K, then V.</summary>
    public const int StateLength = 64;

    private readonly byte[] _state;

    /// <summary>Goes on from a state.</summary>
    public HmacDrbg(byte[] state)
    {
        if (state.Length != StateLength)
        {
            throw new ArgumentException($"The state has {StateLength} bytes, not {state.Length}.", nameof(state));
        }

        _state = state;
    }

    /// <summary>How often the state has changed since it was taken over: whoever keeps it for the card sees that it is to be kept again.</summary>
    public long Changes { get; private set; }

    private Span<byte> K => _state.AsSpan(0, 32);

    private Span<byte> V => _state.AsSpan(32, 32);

    /// <summary>Instantiates with seed material: entropy, nonce, personalization string, one after the other.</summary>
    public static HmacDrbg Instantiate(ReadOnlySpan<byte> seed)
    {
        var drbg = new HmacDrbg(new byte[StateLength]);
        drbg.V.Fill(1);
        drbg.Mix(seed);
        return drbg;
    }

    /// <summary>Reseeds or adds material. The state after is never weaker than before.</summary>
    public void Mix(ReadOnlySpan<byte> material)
    {
        Step(0, material);
        if (!material.IsEmpty)
        {
            Step(1, material);
        }
    }

    /// <inheritdoc/>
    public override void GetBytes(byte[] data) => GetBytes(data.AsSpan());

    /// <inheritdoc/>
    public override void GetBytes(byte[] data, int offset, int count) => GetBytes(data.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void GetBytes(Span<byte> data)
    {
        Span<byte> next = stackalloc byte[32];
        while (!data.IsEmpty)
        {
            HMACSHA256.HashData(K, V, next);
            next.CopyTo(V);
            var take = Math.Min(32, data.Length);
            next[..take].CopyTo(data);
            data = data[take..];
        }

        Mix([]);
    }

    // HMAC_DRBG_Update: K = HMAC(K, V || tag || material), V = HMAC(K, V)
    private void Step(byte tag, ReadOnlySpan<byte> material)
    {
        Changes++;
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, K);
        mac.AppendData(V);
        mac.AppendData([tag]);
        mac.AppendData(material);
        mac.GetHashAndReset(K);
        Span<byte> next = stackalloc byte[32];
        HMACSHA256.HashData(K, V, next);
        next.CopyTo(V);
    }
}
