using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>What PUT KEY and STORE DATA share: keys come in enciphered, are checked, and change a security domain all at once.</summary>
internal static class KeyChange
{
    /// <summary>Deciphers an AES key and compares its check value.</summary>
    /// <param name="dek">Data encryption key of the session.</param>
    /// <param name="version">Key version number, 01 to 7F.</param>
    /// <param name="id">Key identifier, 00 to 7F.</param>
    /// <param name="length">Length of the key in clear.</param>
    /// <param name="enciphered">The key, padded to whole blocks and enciphered.</param>
    /// <param name="checkValue">The first three bytes of a block of 01 under the key.</param>
    /// <exception cref="CardFault">6A80: lengths do not fit; 6982: the check value is another.</exception>
    public static CardKey Decipher(CardKey dek, byte version, byte id, int length, ReadOnlySpan<byte> enciphered, ReadOnlySpan<byte> checkValue)
    {
        Demand(length is 16 or 24 or 32 && enciphered.Length == (length + 15) / 16 * 16, StatusWord.WrongData,
            $"an AES key of {length} bytes does not come in {enciphered.Length} enciphered bytes");
        var clear = dek.Decrypt(enciphered);
        try
        {
            var key = clear.AsSpan(0, length);
            Demand(checkValue.SequenceEqual(CardKey.CheckValue(key)), StatusWord.SecurityStatusNotSatisfied, "the key check value is another");
            return new CardKey(version, id, KeyType.Aes, key);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <summary>
    /// The domain with the keys in it: those of the same version and identifier are replaced. A set that is new or replaced whole counts from 0
    /// (GP Amendment D 1.1.2, 6.2.2.1). With its first complete set a SELECTABLE domain becomes PERSONALIZED (GP Card Specification 2.3.1, 5.3.2.3).
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="keys">The keys, all of one version.</param>
    /// <param name="replacing">Version that goes away for them; null: none but those of the same name.</param>
    public static ApplicationEntry Put(ApplicationEntry domain, IReadOnlyCollection<CardKey> keys, byte? replacing = null)
    {
        var data = domain.SecurityDomain!;
        var version = keys.First().Version;
        var old = data.Keys.RemoveAll(k => keys.Any(n => n.Id == k.Id && (n.Version == k.Version || k.Version == replacing)));
        var counters = data.Counters.RemoveRange(data.Counters.Keys.Where(v => old.All(k => k.Version != v)));
        if (keys.Any(k => k.Id == CardKey.Enc) && keys.Any(k => k.Id == CardKey.Mac) && keys.Any(k => k.Id == CardKey.Dek))
        {
            counters = counters.SetItem(version, new KeyVersionCounters(0, 0));
        }

        data = data with { Keys = old.AddRange(keys), Counters = counters };
        var state = domain.State == LifeCycle.Selectable && data.FindScp03(0) is not null ? LifeCycle.Personalized : domain.State;
        return domain with { SecurityDomain = data, State = state };
    }
}
