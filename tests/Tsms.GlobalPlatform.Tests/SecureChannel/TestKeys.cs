using System.Security.Cryptography;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.SecureChannel;

/// <summary>A key port over keys in the open, for published vectors.</summary>
internal sealed class TestKeys(byte version, string enc, string mac, string dek) : IScp03Keys
{
    private readonly byte[] _enc = Convert.FromHexString(enc);
    private readonly byte[] _mac = Convert.FromHexString(mac);
    private readonly byte[] _dek = Convert.FromHexString(dek);

    public byte KeyVersion => version;

    public int KeyLength => _enc.Length;

    public string DisplayName => "published vector";

    public static TestKeys Default(byte version = 0x30)
    {
        const string Key = "404142434445464748494A4B4C4D4E4F";
        return new(version, Key, Key, Key);
    }

    public ValueTask<Scp03SessionKeys> DeriveSessionKeysAsync(ReadOnlyMemory<byte> hostChallenge, ReadOnlyMemory<byte> cardChallenge, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Scp03SessionKeys.Derive(_enc, _mac, hostChallenge.Span, cardChallenge.Span));

    public ValueTask<byte[]> DeriveCardChallengeAsync(int sequenceCounter, ReadOnlyMemory<byte> application, int length, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Scp03Kdf.Derive(
            _enc,
            Scp03DerivationConstant.CardChallenge,
            [(byte)(sequenceCounter >> 16), (byte)(sequenceCounter >> 8), (byte)sequenceCounter, .. application.Span],
            length * 8));

    public ValueTask<EncipheredKeySet> EncipherKeySetAsync(IScp03Keys newKeys, CancellationToken cancellationToken)
    {
        var other = (TestKeys)newKeys;
        using var random = RandomNumberGenerator.Create();
        EncipheredKey Key(byte id, byte usage, byte[] key) => new(id, usage, key.Length, AesKeys.Encipher(_dek, key, random), AesKeys.CheckValue(key));
        return ValueTask.FromResult(new EncipheredKeySet(
            other.KeyVersion,
            [Key(1, KeyUsage.Encryption, other._enc), Key(2, KeyUsage.Mac, other._mac), Key(3, KeyUsage.DataEncryption, other._dek)]));
    }

    public ValueTask<byte[]> EncipherSensitiveDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        using var random = RandomNumberGenerator.Create();
        return ValueTask.FromResult(AesKeys.Encipher(_dek, data.Span, random));
    }
}
