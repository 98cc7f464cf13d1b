using Tsms.Api.Issuer;
using Tsms.Backend.Lifecycle;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Keys;

namespace Tsms.Backend.Devices;

/// <summary>The engine's use of the key store: key sets by name, made at random per card, never seen.</summary>
internal sealed class EngineKeys(IKeyStore store)
{
    /// <summary>The key port of a set. The card's own diversification data count for nothing: the sets are random.</summary>
    public async Task<IScp03Keys> OpenAsync(DomainKeySet set, CancellationToken cancellationToken) =>
        await store.GetScp03KeysAsync(Reference(set), default, cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a random key set.</summary>
    public async Task<DomainKeySet> MakeAsync(string name, byte version, int keyLength, CancellationToken cancellationToken)
    {
        var info = await store.GenerateKeySetAsync(new KeySetReference(name, version), keyLength, Diversification.None, cancellationToken).ConfigureAwait(false);
        return new DomainKeySet(info.Reference.Name, info.Reference.Version);
    }

    /// <summary>Takes a key set that the issuer handed over, wrapped under the agreed transport key.</summary>
    /// <exception cref="ProcessFailure">The set is not under the agreed key, or does not open with it: the issuer's key management is at fault.</exception>
    public async Task<DomainKeySet> TakeOverAsync(string name, HandedOverKeySet handedOver, string transportKey, CancellationToken cancellationToken)
    {
        if (handedOver.TransportKey != transportKey || handedOver.KeyVersion is < 1 or > 0x7F)
        {
            throw new ProcessFailure(DeviceErrors.IssuerKeyManagement());
        }

        try
        {
            var wrapped = new WrappedKeySet((byte)handedOver.KeyVersion, handedOver.KeyLength, Convert.FromBase64String(handedOver.WrappedKeys));
            var info = await store.UnwrapKeySetAsync(name, wrapped, transportKey, cancellationToken).ConfigureAwait(false);
            return new DomainKeySet(name, info.Reference.Version);
        }
        catch (Exception e) when (e is KeyStoreException or FormatException or ArgumentException)
        {
            throw new ProcessFailure(DeviceErrors.IssuerKeyManagement(), e);
        }
    }

    /// <summary>Deletes key sets that no card holds any more; one that is gone already is fine.</summary>
    public async Task ForgetAsync(IEnumerable<DomainKeySet> sets, CancellationToken cancellationToken)
    {
        foreach (var set in sets)
        {
            if (await store.FindKeySetAsync(Reference(set), cancellationToken).ConfigureAwait(false) is not null)
            {
                await store.DeleteKeySetAsync(Reference(set), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static KeySetReference Reference(DomainKeySet set) => new(set.Name, set.Version);
}
