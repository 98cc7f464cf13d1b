using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.Keys;

/// <content>Named secret keys: transport and MAC.</content>
public sealed partial class SoftwareKeyStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SecretKeyInfo>> ListSecretKeysAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<SecretKeyInfo>>(ring => [.. ring.SecretKeys.Values.Select(SecretInfo)], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<SecretKeyInfo> GenerateSecretKeyAsync(string name, SecretKeyPurpose purpose, int keyLength, CancellationToken cancellationToken)
    {
        RequireName(name);
        RequireSecretLength(purpose, keyLength);
        return ChangeAsync(ring => AddSecret(ring, new(name, purpose, SecretBytes.Random(_random, keyLength))), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<SecretKeyInfo> ImportSecretKeyAsync(string name, SecretKeyPurpose purpose, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        RequireName(name);
        RequireSecretLength(purpose, key.Length);
        return ChangeAsync(ring => AddSecret(ring, new(name, purpose, SecretBytes.CopyOf(key.Span))), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteSecretKeyAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        await ChangeAsync(ring => ring.SecretKeys.Remove(name) ? 0 : throw NotFound($"secret key '{name}'"), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> ComputeMacAsync(string name, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        RequireName(name);
        return ReadAsync(ring => HMACSHA256.HashData(RequireSecretKey(ring, name, SecretKeyPurpose.Mac).Key.Span, data.Span), cancellationToken);
    }

    private static SecretKeyEntry RequireSecretKey(KeyRing ring, string name, SecretKeyPurpose purpose)
    {
        RequireName(name);
        return ring.SecretKeys.TryGetValue(name, out var entry) && entry.Purpose == purpose ? entry : throw NotFound($"secret key '{name}' for purpose {purpose}");
    }

    private static SecretKeyInfo SecretInfo(SecretKeyEntry entry) => new(
        entry.Name,
        entry.Purpose,
        entry.Key.Length,
        entry.Purpose == SecretKeyPurpose.Transport ? Convert.ToHexString(AesKeys.CheckValue(entry.Key.Span)) : "");

    private static void RequireSecretLength(SecretKeyPurpose purpose, int keyLength)
    {
        var fits = purpose switch
        {
            SecretKeyPurpose.Transport => AesKeys.IsKeyLength(keyLength),
            SecretKeyPurpose.Mac => keyLength is >= 16 and <= 64,
            _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Unknown purpose."),
        };
        if (!fits)
        {
            throw new ArgumentOutOfRangeException(nameof(keyLength), keyLength, "Transport keys have 16, 24 or 32 bytes, MAC keys 16 to 64.");
        }
    }

    private SecretKeyInfo AddSecret(KeyRing ring, SecretKeyEntry entry)
    {
        if (!ring.SecretKeys.TryAdd(entry.Name, entry))
        {
            entry.Key.Dispose();
            throw AlreadyExists($"secret key '{entry.Name}'");
        }

        if (_options.RefuseKnownTestKeys && KnownTestKeys.IsKnown(entry.Key.Span))
        {
            throw new KeyStoreException(KeyStoreError.TestKeyRefused, $"'{entry.Name}' is a publicly known test key. Agree on a random one.");
        }

        return SecretInfo(entry);
    }
}
