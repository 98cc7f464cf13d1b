using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>STORE DATA in DGI format: keys by 00B9 and 8113, data objects in 0070 (GP Card Specification 2.3.1, 11.1.12 and 11.11.4).</summary>
internal static class DataGroups
{
    /// <summary>The domain with what the data groups hold.</summary>
    /// <exception cref="CardFault">6A80: malformed or unknown; 6982: a key check value is another; 6985: no key to decipher with.</exception>
    public static ApplicationEntry Store(CommandContext context, ApplicationEntry domain, ReadOnlyMemory<byte> data)
    {
        var keys = new List<CardKey>();
        var announced = new Queue<Announced>();
        try
        {
            foreach (var (dgi, value) in Read(data))
            {
                Demand(announced.Count == 0 || dgi == KeyLoading.SecretKeyDgi, StatusWord.WrongData, "8113 follows 00B9 at once, for each key that it describes");
                switch (dgi)
                {
                    case KeyLoading.KeyControlReferenceDgi:
                        foreach (var one in Templates(value))
                        {
                            announced.Enqueue(one);
                        }

                        break;
                    case KeyLoading.SecretKeyDgi:
                        Demand(announced.TryDequeue(out var key), StatusWord.WrongData, "8113 comes without a template in 00B9");
                        var dek = context.Dek ?? throw new CardFault(StatusWord.ConditionsNotSatisfied, "keys need a session with a data encryption key");
                        keys.Add(KeyChange.Decipher(dek, key.Version, key.Id, key.Length, value.Span, key.CheckValue.Span));
                        break;
                    case KeyLoading.DataObjectsDgi:
                        domain = StoreData.WithObjects(context, domain, value);
                        break;
                    default:
                        throw new CardFault(StatusWord.WrongData, $"the data group {dgi:X4} is not known");
                }
            }

            Demand(announced.Count == 0, StatusWord.WrongData, $"{announced.Count} keys of 00B9 did not come");
            foreach (var set in keys.GroupBy(k => k.Version).ToList())
            {
                Demand(set.Select(k => k.Id).Distinct().Count() == set.Count(), StatusWord.WrongData, "a key comes twice");
                domain = KeyChange.Put(domain, [.. set]);
            }

            return domain;
        }
        catch (CardFault)
        {
            keys.ForEach(k => k.Dispose());
            throw;
        }
    }

    /// <summary>DGIs one after the other: two bytes, a length of one byte or FF and two, the value.</summary>
    private static IEnumerable<(ushort Dgi, ReadOnlyMemory<byte> Value)> Read(ReadOnlyMemory<byte> data)
    {
        while (!data.IsEmpty)
        {
            Demand(data.Length >= 3, StatusWord.WrongData, "a data group is cut short");
            var dgi = BinaryPrimitives.ReadUInt16BigEndian(data.Span);
            int length = data.Span[2];
            var at = 3;
            if (length == 0xFF)
            {
                Demand(data.Length >= 5, StatusWord.WrongData, $"the data group {dgi:X4} is cut short");
                length = BinaryPrimitives.ReadUInt16BigEndian(data.Span[3..]);
                at = 5;
            }

            Demand(data.Length - at >= length, StatusWord.WrongData, $"the data group {dgi:X4} is cut short");
            yield return (dgi, data.Slice(at, length));
            data = data[(at + length)..];
        }
    }

    private static IEnumerable<Announced> Templates(ReadOnlyMemory<byte> value)
    {
        foreach (var template in Tlvs(value))
        {
            Demand(template.Tag == KeyLoading.ControlReferenceTemplate, StatusWord.WrongData, $"00B9 holds B9, not {template.Tag}");
            var parts = Tlvs(template.Value);
            var type = One(parts, KeyLoading.KeyType);
            Demand(type == (byte)KeyType.Aes, StatusWord.WrongData, $"key type {type:X2} is not supported");
            Demand(Find(parts, KeyLoading.KeyUsageQualifier).Length is 1 or 2, StatusWord.WrongData, "a key template says what the key is for (95)");
            var length = Find(parts, KeyLoading.KeyLength);
            Demand(length.Length is 1 or 2, StatusWord.WrongData, "a key length has 1 or 2 bytes");
            var version = One(parts, KeyLoading.KeyVersion);
            var id = One(parts, KeyLoading.KeyIdentifier);
            Demand(version is >= 1 and <= 0x7F && id <= 0x7F, StatusWord.WrongData, "a key version number is 01 to 7F, an identifier 00 to 7F");
            var check = Find(parts, KeyLoading.KeyCheckValue);
            Demand(check.Length == KeyLoading.KeyCheckValueLength, StatusWord.WrongData, "a key check value has 3 bytes");
            yield return new Announced(version, id, length.Length == 1 ? length.Span[0] : BinaryPrimitives.ReadUInt16BigEndian(length.Span), check);
        }
    }

    private static byte One(IReadOnlyList<BerTlv> parts, BerTag tag)
    {
        var value = Find(parts, tag);
        Demand(value.Length == 1, StatusWord.WrongData, $"{tag} of a key template has one byte");
        return value.Span[0];
    }

    private static ReadOnlyMemory<byte> Find(IReadOnlyList<BerTlv> parts, BerTag tag) => parts.FirstOrDefault(p => p.Tag == tag).Value;

    private static IReadOnlyList<BerTlv> Tlvs(ReadOnlyMemory<byte> value)
    {
        Demand(BerTlvReader.TryReadAll(value, out var tlvs, out var status, out var offset) && tlvs.Count > 0, StatusWord.WrongData,
            $"00B9 is no BER-TLV at offset {offset}: {status}");
        return tlvs;
    }

    private readonly record struct Announced(byte Version, byte Id, int Length, ReadOnlyMemory<byte> CheckValue);
}
