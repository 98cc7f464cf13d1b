using Tsms.GlobalPlatform.SecureChannel;

namespace Tsms.Keys;

/// <content>Changing keys in two phases: intent, proof, commit.</content>
public sealed partial class SoftwareKeyStore
{
    /// <inheritdoc/>
    public ValueTask<KeySetInfo> BeginChangeAsync(KeySetReference next, int keyLength, CancellationToken cancellationToken)
    {
        RequireReference(next);
        RequireKeyLength(keyLength);
        return ChangeAsync(
            ring =>
            {
                if (ring.Pending.TryGetValue(next.Name, out var pending))
                {
                    throw new KeyStoreException(
                        KeyStoreError.ChangeState, $"A change of '{next.Name}' to {pending.Reference} is under way. Find out which keys the card has, then commit or drop it.");
                }

                var entry = new KeySetEntry(next, Diversification.None, IsTestProfile: false, SecretBytes.Random(_random, 3 * keyLength));
                ring.Pending.Add(next.Name, entry);
                return Info(entry);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<KeySetInfo?> FindPendingAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        return ReadAsync(ring => ring.Pending.TryGetValue(name, out var entry) ? Info(entry) : null, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IScp03Keys> GetPendingScp03KeysAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        var entry = await ReadAsync(ring => RequirePending(ring, name), cancellationToken).ConfigureAwait(false);
        return new SoftwareScp03Keys(this, entry.Reference, pending: true, entry.KeyLength, default);
    }

    /// <inheritdoc/>
    public ValueTask<KeySetInfo> CommitChangeAsync(string name, byte? retired, CancellationToken cancellationToken)
    {
        RequireName(name);
        return ChangeAsync(
            ring =>
            {
                var entry = RequirePending(ring, name);
                ring.Pending.Remove(name);
                if (retired is { } version && !ring.KeySets.Remove((name, version)))
                {
                    throw NotFound($"key set {new KeySetReference(name, version)}, which the change retires");
                }

                ring.KeySets[(name, entry.Reference.Version)] = entry;
                return Info(entry);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DropChangeAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        await ChangeAsync(
            ring =>
            {
                RequirePending(ring, name);
                return ring.Pending.Remove(name);
            },
            cancellationToken).ConfigureAwait(false);
    }

    internal static KeySetEntry RequirePending(KeyRing ring, string name) =>
        ring.Pending.TryGetValue(name, out var entry)
            ? entry
            : throw new KeyStoreException(KeyStoreError.ChangeState, $"No change of '{name}' is under way.");
}
