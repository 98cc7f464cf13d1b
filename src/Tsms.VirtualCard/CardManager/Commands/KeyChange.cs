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
    /// <param name="usage">Key usage qualifier, or 00.</param>
    /// <param name="access">Key access, or null.</param>
    /// <exception cref="CardFault">6A80: lengths do not fit; 6982: the check value is another.</exception>
    public static CardKey Decipher(
        CardKey dek, byte version, byte id, int length, ReadOnlySpan<byte> enciphered, ReadOnlySpan<byte> checkValue, byte usage = 0, byte? access = null)
    {
        Demand(length is 16 or 24 or 32 && enciphered.Length == (length + 15) / 16 * 16, StatusWord.WrongData,
            $"an AES key of {length} bytes does not come in {enciphered.Length} enciphered bytes");
        var clear = dek.Decrypt(enciphered);
        try
        {
            var key = clear.AsSpan(0, length);
            Demand(checkValue.SequenceEqual(CardKey.CheckValue(key)), StatusWord.SecurityStatusNotSatisfied, "the key check value is another");
            return new CardKey(version, id, [new KeyComponent(KeyType.Aes, key)], usage, access);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <summary>Deciphers a secret component of an asymmetric key.</summary>
    /// <param name="dek">Data encryption key of the session.</param>
    /// <param name="type">What the component is.</param>
    /// <param name="length">Length in clear.</param>
    /// <param name="enciphered">The component, padded to whole blocks and enciphered.</param>
    /// <exception cref="CardFault">6A80: lengths do not fit.</exception>
    public static KeyComponent DecipherComponent(CardKey dek, KeyType type, int length, ReadOnlySpan<byte> enciphered)
    {
        Demand(length > 0 && enciphered.Length == (length + 15) / 16 * 16, StatusWord.WrongData,
            $"a key component of {length} bytes does not come in {enciphered.Length} enciphered bytes");
        var clear = dek.Decrypt(enciphered);
        try
        {
            return new KeyComponent(type, clear.AsSpan(0, length));
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(clear);
        }
    }

    /// <summary>Refuses a key whose components do not make one (11.8.2.3.5 and 11.8.2.3.6).</summary>
    /// <exception cref="CardFault">6A80.</exception>
    public static void DemandWhole(CardKey key)
    {
        var types = key.Components.Select(c => c.Type).ToHashSet();
        Demand(types.Count == key.Components.Length, StatusWord.WrongData, $"a component of {key} comes twice");
        bool Has(params ReadOnlySpan<KeyType> all)
        {
            foreach (var type in all)
            {
                if (!types.Contains(type))
                {
                    return false;
                }
            }

            return types.Count == all.Length;
        }

        var isWhole = key.Type switch
        {
            KeyType.Aes => types.Count == 1 && key.Length is 16 or 24 or 32,
            KeyType.EcPublic or KeyType.EcPrivate => EcCurves.Of(key) is { } domain
                && (key.Type == KeyType.EcPrivate ? key.Length == domain.OrderLength : key.Length == (2 * domain.FieldLength) + 1),
            _ => Has(KeyType.RsaModulus, KeyType.RsaPublicExponent) || Has(KeyType.RsaModulus, KeyType.RsaPrivateExponent)
                || Has(KeyType.RsaPrivateModulus, KeyType.RsaPrivateExponent)
                || Has(KeyType.RsaPrimeP, KeyType.RsaPrimeQ, KeyType.RsaInverseQ, KeyType.RsaExponentP, KeyType.RsaExponentQ),
        };
        Demand(isWhole, StatusWord.WrongData, $"the components of {key} make no key");
        foreach (var component in key.Components)
        {
            Demand(IsRsaTerm(component), StatusWord.WrongData, $"the component {component} of {key} is no {component.Type}");
        }
    }

    // Moduli of 1,024 to 4,096 bits (11.1.8 counts in bytes) and primes of half as many, as long as they say; whatever goes into a power is odd, but for the inverse.
    private static bool IsRsaTerm(KeyComponent component)
    {
        var value = component.Value;
        return component.Type switch
        {
            KeyType.RsaModulus or KeyType.RsaPrivateModulus => value.Length is >= 128 and <= 512 && IsLongAndOdd(value),
            KeyType.RsaPrimeP or KeyType.RsaPrimeQ => value.Length is >= 64 and <= 256 && IsLongAndOdd(value),
            KeyType.RsaPublicExponent => value.Length is > 0 and <= 512 && (value[^1] & 1) != 0 && (value[^1] != 1 || value[..^1].ContainsAnyExcept((byte)0)),
            KeyType.RsaPrivateExponent or KeyType.RsaExponentP or KeyType.RsaExponentQ => value.Length is > 0 and <= 512 && (value[^1] & 1) != 0,
            KeyType.RsaInverseQ => value.Length is > 0 and <= 256 && value.ContainsAnyExcept((byte)0),
            _ => true,
        };
    }

    private static bool IsLongAndOdd(ReadOnlySpan<byte> value) => (value[0] & 0x80) != 0 && (value[^1] & 1) != 0;

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
        if (keys.Count(k => k.Type == KeyType.Aes && k.Id is CardKey.Enc or CardKey.Mac or CardKey.Dek) == 3)
        {
            counters = counters.SetItem(version, new KeyVersionCounters(0, 0));
        }

        data = data with { Keys = old.AddRange(keys), Counters = counters };
        var state = domain.State == LifeCycle.Selectable && data.FindScp03(0) is not null ? LifeCycle.Personalized : domain.State;
        return domain with { SecurityDomain = data, State = state };
    }
}
