namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// The key port: one static SCP03 key set (Key-ENC, Key-MAC, Key-DEK) of one card or security domain, as operations. The static keys never pass this
/// interface.
/// Implemented by key stores; a set that is made from a master key is bound to its key diversification data already.
/// </summary>
public interface IScp03Keys
{
    /// <summary>Key version number, 01 to 7F, as the card knows the set.</summary>
    byte KeyVersion { get; }

    /// <summary>Bytes of each of the three keys: 16, 24 or 32.</summary>
    int KeyLength { get; }

    /// <summary>What a person calls the set; for messages, never secret.</summary>
    string DisplayName { get; }

    /// <summary>Derives S-ENC, S-MAC and S-RMAC (GP Amendment D 1.1.1, 6.2.1). The caller disposes of the result.</summary>
    /// <param name="hostChallenge">8 bytes, 16 for S16.</param>
    /// <param name="cardChallenge">As many bytes as the host challenge.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<Scp03SessionKeys> DeriveSessionKeysAsync(ReadOnlyMemory<byte> hostChallenge, ReadOnlyMemory<byte> cardChallenge, CancellationToken cancellationToken);

    /// <summary>Derives a pseudo-random card challenge from Key-ENC (6.2.2.1).</summary>
    /// <param name="sequenceCounter">The counter's value <i>after</i> the card has incremented it, 1 to FFFFFF.</param>
    /// <param name="application">AID of the security domain or application that holds the channel, 5 to 16 bytes.</param>
    /// <param name="length">8 or 16 bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<byte[]> DeriveCardChallengeAsync(int sequenceCounter, ReadOnlyMemory<byte> application, int length, CancellationToken cancellationToken);

    /// <summary>
    /// Enciphers the three keys of <paramref name="newKeys"/> under this set's Key-DEK for PUT KEY or DGI 8113 (6.2.8, 7.2), with their key check
    /// values.
    /// </summary>
    /// <exception cref="ArgumentException">The other set lives in another key store, or is stronger than the Key-DEK.</exception>
    ValueTask<EncipheredKeySet> EncipherKeySetAsync(IScp03Keys newKeys, CancellationToken cancellationToken);

    /// <summary>Enciphers other sensitive data under this set's Key-DEK: AES-CBC, ICV zero (6.2.8).</summary>
    /// <param name="data">A multiple of 16 bytes, at least 16; padding is the application's own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<byte[]> EncipherSensitiveDataAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}

/// <summary>One AES key of a new key set as it goes to the card: enciphered, so not a secret.</summary>
/// <param name="KeyIdentifier">01 to 7F; for SCP03 01 ENC, 02 MAC, 03 DEK.</param>
/// <param name="KeyUsage">Key usage qualifier, for instance 38 (GP Card Specification 2.3.1, 11.1.9).</param>
/// <param name="KeyLength">Bytes of the key in clear: 16, 24 or 32.</param>
/// <param name="Ciphertext">The key under Key-DEK: 16 or 32 bytes.</param>
/// <param name="CheckValue">Key check value, 3 bytes (GP Amendment D 1.1.1, 7.2.2).</param>
public sealed record EncipheredKey(byte KeyIdentifier, byte KeyUsage, int KeyLength, ReadOnlyMemory<byte> Ciphertext, ReadOnlyMemory<byte> CheckValue);

/// <summary>A new SCP03 key set as it goes to the card.</summary>
/// <param name="KeyVersion">The new key version number, 01 to 7F.</param>
/// <param name="Keys">ENC, MAC and DEK in this order.</param>
public sealed record EncipheredKeySet(byte KeyVersion, IReadOnlyList<EncipheredKey> Keys);
