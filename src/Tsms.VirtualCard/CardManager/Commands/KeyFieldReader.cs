using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>Reads the key data fields of PUT KEY, in the basic and the extended format (GP Card Specification 2.3.1, 11.8.2.3); anything malformed is 6A80.</summary>
/// <param name="dek">Deciphers what is secret.</param>
/// <param name="data">The data field of the command, or of a chain of them.</param>
internal sealed class KeyFieldReader(CardKey dek, ReadOnlyMemory<byte> data)
{
    private int _at;

    /// <summary>True when all is read.</summary>
    public bool AtEnd => _at == data.Length;

    /// <summary>The key version number at the beginning, 01 to 7F.</summary>
    public byte ReadVersion()
    {
        var version = Byte("key version number");
        Demand(version is >= 1 and <= 0x7F, StatusWord.WrongData, "a key version number is 01 to 7F");
        return version;
    }

    // basic:    { type length block }… · length of check value · check value
    // extended: { FF type length block }… · length of check value · check value · length of usage · usage · length of access · access
    /// <summary>Reads one key and its check value as it came.</summary>
    /// <exception cref="CardFault">6A80: malformed or of a kind that the card has not; 6982: the check value is another.</exception>
    public (CardKey Key, ReadOnlyMemory<byte> CheckValue) ReadKey(byte version, byte id)
    {
        var isExtended = Peek() == 0xFF;
        var parts = new List<(KeyType Type, ReadOnlyMemory<byte> Block)>();
        do
        {
            _at += isExtended ? 1 : 0;
            var type = (KeyType)Byte("key type");
            Demand(Enum.IsDefined(type) && type is not (KeyType.Des or KeyType.TripleDesCbc or KeyType.PreSharedKey), StatusWord.WrongData,
                $"key type {(byte)type:X2} is not supported");
            parts.Add((type, Take(Length(), "key component")));
        }
        while (Peek() is { } next && (isExtended ? next == 0xFF : next >= 0x80));

        var check = Take(Byte("length of key check value"), "key check value");
        var (usage, access) = isExtended ? (Optional("key usage"), Optional("key access")) : (null, null);
        return (Make(version, id, parts, check.Span, usage ?? 0, access), check);
    }

    private CardKey Make(
        byte version, byte id, List<(KeyType Type, ReadOnlyMemory<byte> Block)> parts, ReadOnlySpan<byte> check, byte usage, byte? access)
    {
        if (parts is [(KeyType.Aes, var only)])
        {
            Demand(check.Length == 3, StatusWord.WrongData, "an AES key comes with a check value of 3 bytes");
            var (length, enciphered) = Secret(only);
            return KeyChange.Decipher(dek, version, id, length, enciphered.Span, check, usage, access);
        }

        Demand(check.IsEmpty, StatusWord.WrongData, "RSA and EC keys have no check value (11.8.2.3.5 and 11.8.2.3.6)");
        var components = new List<KeyComponent>();
        try
        {
            foreach (var (type, block) in parts)
            {
                if (IsSecret(type))
                {
                    var (length, enciphered) = Secret(block);
                    components.Add(KeyChange.DecipherComponent(dek, type, length, enciphered.Span));
                }
                else
                {
                    components.Add(new KeyComponent(type, block.Span));
                }
            }

            var key = new CardKey(version, id, components.ToImmutableArray(), usage, access);
            KeyChange.DemandWhole(key);
            return key;
        }
        catch (CardFault)
        {
            components.ForEach(c => c.Dispose());
            throw;
        }
    }

    private static bool IsSecret(KeyType type) => type is KeyType.Aes or KeyType.EcPrivate or (>= KeyType.RsaPrivateModulus and <= KeyType.RsaExponentQ);

    /// <summary>A block of whole cipher blocks is the enciphered key; any other has the length in clear before it (11.8.2.3.3).</summary>
    private static (int Length, ReadOnlyMemory<byte> Enciphered) Secret(ReadOnlyMemory<byte> block)
    {
        Demand(block.Length > 1, StatusWord.WrongData, "a key component is empty");
        if (block.Length % 16 == 0)
        {
            return (block.Length, block);
        }

        var at = 0;
        var length = Length(block.Span, ref at);
        return (length, block[at..]);
    }

    private byte? Optional(string name)
    {
        var value = Take(Byte(name), name);
        Demand(value.Length <= 2, StatusWord.WrongData, $"{name} has {value.Length} bytes");
        return value.IsEmpty ? null : value.Span[0];
    }

    private byte? Peek() => _at < data.Length ? data.Span[_at] : null;

    private byte Byte(string name) => Take(1, name).Span[0];

    private int Length() => Length(data.Span, ref _at);

    /// <summary>A length as BER codes it, except that 128 may also be one byte 80.</summary>
    private static int Length(ReadOnlySpan<byte> bytes, ref int at)
    {
        Demand(at < bytes.Length, StatusWord.WrongData, "a length is missing");
        int first = bytes[at++];
        var more = first switch { <= 0x80 => 0, 0x81 => 1, 0x82 => 2, _ => -1 };
        Demand(more >= 0 && bytes.Length - at >= more, StatusWord.WrongData, "a length is malformed");
        var length = more == 0 ? first : 0;
        for (; more > 0; more--)
        {
            length = (length << 8) | bytes[at++];
        }

        return length;
    }

    private ReadOnlyMemory<byte> Take(int length, string name)
    {
        Demand(data.Length - _at >= length, StatusWord.WrongData, $"the {name} at offset {_at} is cut short");
        var value = data.Slice(_at, length);
        _at += length;
        return value;
    }
}
