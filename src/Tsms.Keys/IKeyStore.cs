using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.Keys;

/// <summary>
/// Long-term keys as operations: no key leaves a store but enciphered. All methods throw <see cref="KeyStoreException"/> for what is refused and
/// <see cref="ArgumentException"/> for values out of range. A change is on disk when its task ends. For use by many threads.
/// </summary>
public interface IKeyStore : IAsyncDisposable
{
    /// <summary>All key sets, by name and version; pending ones are not among them.</summary>
    ValueTask<IReadOnlyList<KeySetInfo>> ListKeySetsAsync(CancellationToken cancellationToken);

    /// <summary>The key set, or null.</summary>
    ValueTask<KeySetInfo?> FindKeySetAsync(KeySetReference reference, CancellationToken cancellationToken);

    /// <summary>Makes a key set of three random keys.</summary>
    /// <param name="reference">Name and version of the new set.</param>
    /// <param name="keyLength">16, 24 or 32 bytes each.</param>
    /// <param name="diversification">Other than none: the keys are master keys.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<KeySetInfo> GenerateKeySetAsync(KeySetReference reference, int keyLength, Diversification diversification, CancellationToken cancellationToken);

    /// <summary>Takes keys from outside. The caller zeroes what it gave.</summary>
    /// <param name="reference">Name and version of the new set.</param>
    /// <param name="keys">ENC, MAC and DEK one after another: 48, 72 or 96 bytes.</param>
    /// <param name="diversification">Other than none: the keys are master keys.</param>
    /// <param name="testProfile">Marks the set as belonging to a test profile.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<KeySetInfo> ImportKeySetAsync(
        KeySetReference reference, ReadOnlyMemory<byte> keys, Diversification diversification, bool testProfile, CancellationToken cancellationToken);

    /// <summary>Deletes a key set.</summary>
    ValueTask DeleteKeySetAsync(KeySetReference reference, CancellationToken cancellationToken);

    /// <summary>Ten random bytes of key diversification data, for a new card or security domain.</summary>
    ValueTask<byte[]> NewDiversificationDataAsync(CancellationToken cancellationToken);

    /// <summary>The key port to one card or security domain.</summary>
    /// <param name="reference">The key set.</param>
    /// <param name="keyDiversificationData">10 bytes of the answer to INITIALIZE UPDATE; may be empty for sets without diversification.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IScp03Keys> GetScp03KeysAsync(KeySetReference reference, ReadOnlyMemory<byte> keyDiversificationData, CancellationToken cancellationToken);

    /// <summary>Wraps a key set, diversified if it is a master, under a transport key (RFC 3394).</summary>
    ValueTask<WrappedKeySet> WrapKeySetAsync(
        KeySetReference reference, ReadOnlyMemory<byte> keyDiversificationData, string transportKey, CancellationToken cancellationToken);

    /// <summary>Unwraps a key set and keeps it under <paramref name="name"/> with the version it comes with.</summary>
    ValueTask<KeySetInfo> UnwrapKeySetAsync(string name, WrappedKeySet wrapped, string transportKey, CancellationToken cancellationToken);

    /// <summary>
    /// First phase of changing keys: makes a random key set and keeps it as pending, before anything goes to the card. One change at a time for a
    /// name.
    /// </summary>
    /// <param name="next">Name and version the set will have; the version may be that of the set in use, when PUT KEY replaces it.</param>
    /// <param name="keyLength">16, 24 or 32 bytes each.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<KeySetInfo> BeginChangeAsync(KeySetReference next, int keyLength, CancellationToken cancellationToken);

    /// <summary>The pending key set of a name, or null: after a crash this says that a change was under way.</summary>
    ValueTask<KeySetInfo?> FindPendingAsync(string name, CancellationToken cancellationToken);

    /// <summary>The key port to a pending key set: to encipher it for the card, and to prove it by a new channel.</summary>
    ValueTask<IScp03Keys> GetPendingScp03KeysAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Second phase, after a channel with the new keys has proved them: the pending set becomes the set in use, in one step with the old one's
    /// deletion.
    /// </summary>
    /// <param name="name">Name of the key set.</param>
    /// <param name="retired">
    /// Version that the change replaced and that is deleted; null keeps all others. A set with the new version is replaced in any case.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<KeySetInfo> CommitChangeAsync(string name, byte? retired, CancellationToken cancellationToken);

    /// <summary>Drops the pending set, when the card is known to have kept the old keys.</summary>
    ValueTask DropChangeAsync(string name, CancellationToken cancellationToken);

    /// <summary>All named secret keys, by name.</summary>
    ValueTask<IReadOnlyList<SecretKeyInfo>> ListSecretKeysAsync(CancellationToken cancellationToken);

    /// <summary>Makes a random named key.</summary>
    ValueTask<SecretKeyInfo> GenerateSecretKeyAsync(string name, SecretKeyPurpose purpose, int keyLength, CancellationToken cancellationToken);

    /// <summary>Takes a named key from outside. The caller zeroes what it gave.</summary>
    ValueTask<SecretKeyInfo> ImportSecretKeyAsync(string name, SecretKeyPurpose purpose, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Deletes a named key.</summary>
    ValueTask DeleteSecretKeyAsync(string name, CancellationToken cancellationToken);

    /// <summary>HMAC-SHA256 with a named key of purpose <see cref="SecretKeyPurpose.Mac"/>: 32 bytes.</summary>
    ValueTask<byte[]> ComputeMacAsync(string name, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Makes an EC P-256 key pair for signatures; returns its public key as SubjectPublicKeyInfo (DER).</summary>
    ValueTask<byte[]> GenerateSigningKeyAsync(string name, CancellationToken cancellationToken);

    /// <summary>The public key of a signing key as SubjectPublicKeyInfo (DER), or null.</summary>
    ValueTask<byte[]?> FindSigningPublicKeyAsync(string name, CancellationToken cancellationToken);

    /// <summary>Signs with ECDSA P-256 and SHA-256.</summary>
    ValueTask<byte[]> SignAsync(string name, ReadOnlyMemory<byte> data, SignatureFormat format, CancellationToken cancellationToken);

    /// <summary>Deletes a signing key.</summary>
    ValueTask DeleteSigningKeyAsync(string name, CancellationToken cancellationToken);
}
