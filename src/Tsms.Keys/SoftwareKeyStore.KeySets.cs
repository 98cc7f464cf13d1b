using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.Keys;

/// <content>SCP03 key sets.</content>
public sealed partial class SoftwareKeyStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeySetInfo>> ListKeySetsAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<KeySetInfo>>(ring => [.. ring.KeySets.Values.Select(Info)], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<KeySetInfo?> FindKeySetAsync(KeySetReference reference, CancellationToken cancellationToken) =>
        ReadAsync(ring => ring.KeySets.TryGetValue((reference.Name, reference.Version), out var entry) ? Info(entry) : null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<KeySetInfo> GenerateKeySetAsync(KeySetReference reference, int keyLength, Diversification diversification, CancellationToken cancellationToken)
    {
        RequireReference(reference);
        RequireKeyLength(keyLength);
        RequireDefined(diversification);
        return ChangeAsync(ring => Add(ring, new(reference, diversification, IsTestProfile: false, SecretBytes.Random(_random, 3 * keyLength))), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<KeySetInfo> ImportKeySetAsync(
        KeySetReference reference, ReadOnlyMemory<byte> keys, Diversification diversification, bool testProfile, CancellationToken cancellationToken)
    {
        RequireReference(reference);
        RequireDefined(diversification);
        if (keys.Length is not (48 or 72 or 96))
        {
            throw new ArgumentException($"ENC, MAC and DEK have 48, 72 or 96 bytes together, not {keys.Length}.", nameof(keys));
        }

        return ChangeAsync(ring => Add(ring, new(reference, diversification, testProfile, SecretBytes.CopyOf(keys.Span))), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteKeySetAsync(KeySetReference reference, CancellationToken cancellationToken)
    {
        RequireReference(reference);
        await ChangeAsync(
            ring => ring.KeySets.Remove((reference.Name, reference.Version)) ? 0 : throw NotFound($"key set {reference}"), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IScp03Keys> GetScp03KeysAsync(KeySetReference reference, ReadOnlyMemory<byte> keyDiversificationData, CancellationToken cancellationToken)
    {
        RequireReference(reference);
        var entry = await ReadAsync(ring => RequireKeySet(ring, reference), cancellationToken).ConfigureAwait(false);
        if (entry.Diversification != Diversification.None && keyDiversificationData.Length != KeyDiversification.DataLength)
        {
            throw new ArgumentException(
                $"Key set {reference} is diversified: 10 bytes of key diversification data are needed, not {keyDiversificationData.Length}.", nameof(keyDiversificationData));
        }

        return new SoftwareScp03Keys(this, reference, pending: false, entry.KeyLength, keyDiversificationData);
    }

    /// <inheritdoc/>
    public async ValueTask<WrappedKeySet> WrapKeySetAsync(
        KeySetReference reference, ReadOnlyMemory<byte> keyDiversificationData, string transportKey, CancellationToken cancellationToken)
    {
        RequireReference(reference);
        return await ReadAsync(
            ring =>
            {
                var set = RequireKeySet(ring, reference);
                var transport = RequireSecretKey(ring, transportKey, SecretKeyPurpose.Transport);
                var keys = StaticKeys(set, keyDiversificationData.Span);
                try
                {
                    return new WrappedKeySet(reference.Version, set.KeyLength, AesKeyWrap.Wrap(transport.Key.Span, keys));
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(keys);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<KeySetInfo> UnwrapKeySetAsync(string name, WrappedKeySet wrapped, string transportKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        var reference = new KeySetReference(name, wrapped.KeyVersion);
        RequireReference(reference);
        RequireKeyLength(wrapped.KeyLength);
        return ChangeAsync(
            ring =>
            {
                var transport = RequireSecretKey(ring, transportKey, SecretKeyPurpose.Transport);
                if (wrapped.Ciphertext.Length != (3 * wrapped.KeyLength) + AesKeyWrap.Overhead)
                {
                    throw new KeyStoreException(
                        KeyStoreError.UnwrapFailed,
                        $"The wrapped key set has {wrapped.Ciphertext.Length} bytes; three keys of {wrapped.KeyLength} make {(3 * wrapped.KeyLength) + AesKeyWrap.Overhead}.");
                }

                if (AesKeyWrap.Unwrap(transport.Key.Span, wrapped.Ciphertext.Span) is not { } keys)
                {
                    throw new KeyStoreException(
                        KeyStoreError.UnwrapFailed,
                        $"The wrapped key set does not open with transport key '{transportKey}' (check value {SecretInfo(transport).CheckValue}): compare check values with its sender.");
                }

                try
                {
                    return Add(ring, new(reference, Diversification.None, IsTestProfile: false, SecretBytes.CopyOf(keys)));
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(keys);
                }
            },
            cancellationToken);
    }

    /// <summary>ENC, MAC and DEK of one card, one after another. The caller zeroes them.</summary>
    internal static byte[] StaticKeys(KeySetEntry set, ReadOnlySpan<byte> keyDiversificationData)
    {
        if (set.Diversification == Diversification.None)
        {
            return set.Keys.Span.ToArray();
        }

        var keys = new byte[set.Keys.Length];
        for (var number = 1; number <= 3; number++)
        {
            var key = KeyDiversification.Kdf3(set.Key(number), (byte)number, keyDiversificationData);
            key.CopyTo(keys, (number - 1) * set.KeyLength);
            CryptographicOperations.ZeroMemory(key);
        }

        return keys;
    }

    internal static KeySetEntry RequireKeySet(KeyRing ring, KeySetReference reference) =>
        ring.KeySets.TryGetValue((reference.Name, reference.Version), out var entry) ? entry : throw NotFound($"key set {reference}");

    private static KeySetInfo Info(KeySetEntry entry) => new(
        entry.Reference,
        entry.KeyLength,
        entry.Diversification,
        entry.IsTestProfile,
        [.. Enumerable.Range(1, 3).Select(number => Convert.ToHexString(AesKeys.CheckValue(entry.Key(number))))]);

    private static void RequireReference(KeySetReference reference)
    {
        RequireName(reference.Name);
        if (reference.Version is 0 or > 0x7F)
        {
            throw new ArgumentOutOfRangeException(nameof(reference), reference.Version, "A key version is 01 to 7F.");
        }
    }

    private static void RequireName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 200)
        {
            throw new ArgumentException("A key's name has 1 to 200 characters.", nameof(name));
        }
    }

    private static void RequireKeyLength(int keyLength)
    {
        if (!AesKeys.IsKeyLength(keyLength))
        {
            throw new ArgumentOutOfRangeException(nameof(keyLength), keyLength, "AES keys have 16, 24 or 32 bytes.");
        }
    }

    private static void RequireDefined(Diversification diversification)
    {
        if (!Enum.IsDefined(diversification))
        {
            throw new ArgumentOutOfRangeException(nameof(diversification), diversification, "Unknown diversification.");
        }
    }

    private static KeyStoreException NotFound(string what) => new(KeyStoreError.NotFound, $"The key store has no {what}.");

    private static KeyStoreException AlreadyExists(string what) => new(KeyStoreError.AlreadyExists, $"The key store has {what} already. Delete it first, or choose another name.");

    // The entry goes into the ring first, so that a refusal zeroes it with all else that the ring in use does not have.
    private KeySetInfo Add(KeyRing ring, KeySetEntry entry)
    {
        if (!ring.KeySets.TryAdd((entry.Reference.Name, entry.Reference.Version), entry))
        {
            entry.Keys.Dispose();
            throw AlreadyExists($"key set {entry.Reference}");
        }

        RequireNoTestKeys([entry]);
        return Info(entry);
    }
}
