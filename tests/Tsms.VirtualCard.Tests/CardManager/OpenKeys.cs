using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>A key set in the open behind the off-card key port: one value for all three keys.</summary>
internal sealed class OpenKeys(byte version, byte[] key) : IScp03Keys
{
    private readonly byte[] _key = key;

    public byte KeyVersion => version;

    public int KeyLength => _key.Length;

    public string DisplayName => "test keys";

    public ValueTask<Scp03SessionKeys> DeriveSessionKeysAsync(ReadOnlyMemory<byte> hostChallenge, ReadOnlyMemory<byte> cardChallenge, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Scp03SessionKeys.Derive(_key, _key, hostChallenge.Span, cardChallenge.Span));

    public ValueTask<byte[]> DeriveCardChallengeAsync(int sequenceCounter, ReadOnlyMemory<byte> application, int length, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Scp03Kdf.Derive(_key, Scp03DerivationConstant.CardChallenge,
            [(byte)(sequenceCounter >> 16), (byte)(sequenceCounter >> 8), (byte)sequenceCounter, .. application.Span], length * 8));

    public ValueTask<EncipheredKeySet> EncipherKeySetAsync(IScp03Keys newKeys, CancellationToken cancellationToken)
    {
        var other = (OpenKeys)newKeys;
        EncipheredKey One(byte id, byte usage) => new(id, usage, other._key.Length, Encipher(other._key), AesKeys.CheckValue(other._key));
        return ValueTask.FromResult(new EncipheredKeySet(other.KeyVersion, [One(1, KeyUsage.Encryption), One(2, KeyUsage.Mac), One(3, KeyUsage.DataEncryption)]));
    }

    public ValueTask<byte[]> EncipherSensitiveDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) => ValueTask.FromResult(Encipher(data.ToArray()));

    private byte[] Encipher(byte[] data)
    {
        using var random = RandomNumberGenerator.Create();
        return AesKeys.Encipher(_key, data, random);
    }
}
