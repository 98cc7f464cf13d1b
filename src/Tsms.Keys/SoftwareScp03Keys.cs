using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Keys;

/// <summary>
/// The key port to a key set of a <see cref="SoftwareKeyStore"/>. Holds no key: each operation looks it up, derives the card's static keys and zeroes
/// them.
/// </summary>
internal sealed class SoftwareScp03Keys(SoftwareKeyStore store, KeySetReference reference, bool pending, int keyLength, ReadOnlyMemory<byte> keyDiversificationData)
    : IScp03Keys
{
    private readonly SoftwareKeyStore _store = store;
    private readonly RandomNumberGenerator _random = store.Random;
    private readonly byte[] _kdd = keyDiversificationData.ToArray();

    public byte KeyVersion => reference.Version;

    public int KeyLength => keyLength;

    public string DisplayName => pending ? $"{reference.Name}, pending" : reference.Name;

    public ValueTask<Scp03SessionKeys> DeriveSessionKeysAsync(
        ReadOnlyMemory<byte> hostChallenge, ReadOnlyMemory<byte> cardChallenge, CancellationToken cancellationToken) =>
        WithKeysAsync((enc, mac, _) => Scp03SessionKeys.Derive(enc, mac, hostChallenge.Span, cardChallenge.Span), cancellationToken);

    public ValueTask<byte[]> DeriveCardChallengeAsync(int sequenceCounter, ReadOnlyMemory<byte> application, int length, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequenceCounter, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequenceCounter, 0xFFFFFF);
        if (length is not (8 or 16) || application.Length is < 5 or > 16)
        {
            throw new ArgumentException($"A card challenge has 8 or 16 bytes and an AID 5 to 16, not {length} and {application.Length}.");
        }

        byte[] context = [(byte)(sequenceCounter >> 16), (byte)(sequenceCounter >> 8), (byte)sequenceCounter, .. application.Span];
        return WithKeysAsync((enc, _, _) => Scp03Kdf.Derive(enc, Scp03DerivationConstant.CardChallenge, context, length * 8), cancellationToken);
    }

    public async ValueTask<EncipheredKeySet> EncipherKeySetAsync(IScp03Keys newKeys, CancellationToken cancellationToken)
    {
        if (newKeys is not SoftwareScp03Keys other || other._store != _store)
        {
            throw new ArgumentException("The new key set lives in another key store; wrap it under a transport key and unwrap it here first.", nameof(newKeys));
        }

        // GP Amendment D 1.1.1, 6.1: keys should be enciphered with a key of same or higher strength.
        if (other.KeyLength > KeyLength)
        {
            throw new ArgumentException(
                $"A key set of AES-{other.KeyLength * 8} is not enciphered under the weaker Key-DEK of AES-{KeyLength * 8}: first give the security domain that opens the channel keys of that size.",
                nameof(newKeys));
        }

        var dek = await WithKeysAsync((_, _, dek) => SecretBytes.CopyOf(dek), cancellationToken).ConfigureAwait(false);
        using (dek)
        {
            return await other.WithKeysAsync(
                (newEnc, newMac, newDek) => new EncipheredKeySet(
                    other.KeyVersion,
                    [
                        Encipher(dek, KeyLoading.EncKeyIdentifier, KeyUsage.Encryption, newEnc),
                        Encipher(dek, KeyLoading.MacKeyIdentifier, KeyUsage.Mac, newMac),
                        Encipher(dek, KeyLoading.DekKeyIdentifier, KeyUsage.DataEncryption, newDek),
                    ]),
                cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<byte[]> EncipherSensitiveDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        if (data.Length == 0 || data.Length % 16 != 0)
        {
            throw new ArgumentException($"Sensitive data are padded by the application to a multiple of 16 bytes; these have {data.Length}.", nameof(data));
        }

        return WithKeysAsync((_, _, dek) => AesKeys.Encipher(dek, data.Span, _random), cancellationToken);
    }

    private EncipheredKey Encipher(SecretBytes dek, byte identifier, byte usage, ReadOnlySpan<byte> key) =>
        new(identifier, usage, key.Length, AesKeys.Encipher(dek.Span, key, _random), AesKeys.CheckValue(key));

    private ValueTask<T> WithKeysAsync<T>(KeyOperation<T> operation, CancellationToken cancellationToken) => _store.ReadAsync(
        ring =>
        {
            var entry = pending ? SoftwareKeyStore.RequirePending(ring, reference.Name) : SoftwareKeyStore.RequireKeySet(ring, reference);
            var keys = SoftwareKeyStore.StaticKeys(entry, _kdd);
            try
            {
                var length = keys.Length / 3;
                return operation(keys.AsSpan(0, length), keys.AsSpan(length, length), keys.AsSpan(2 * length));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(keys);
            }
        },
        cancellationToken);

    private delegate T KeyOperation<T>(ReadOnlySpan<byte> enc, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> dek);
}
