using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>STORE DATA in DGI format: keys by 00B9 and the groups that it announces, data objects in 0070 (GP Card Specification 2.3.1, 11.1.12 and 11.11.4).</summary>
internal static class DataGroups
{
    /// <summary>The domain with what the data groups hold.</summary>
    /// <exception cref="CardFault">6A80: malformed or unknown; 6982: a key check value is another; 6985: no key to decipher with.</exception>
    public static ApplicationEntry Store(CommandContext context, ApplicationEntry domain, ReadOnlyMemory<byte> data)
    {
        var templates = new KeyTemplates();
        try
        {
            foreach (var (dgi, value) in Read(data))
            {
                if (templates.IsWaiting || (dgi is not KeyLoading.KeyControlReferenceDgi and not KeyLoading.DataObjectsDgi))
                {
                    templates.Take(dgi, value.Span, context.Dek);
                }
                else if (dgi == KeyLoading.KeyControlReferenceDgi)
                {
                    templates.Announce(value);
                }
                else
                {
                    domain = StoreData.WithObjects(context, domain, value);
                }
            }

            foreach (var set in templates.Finish().GroupBy(k => k.Version).ToList())
            {
                Demand(set.Select(k => k.Id).Distinct().Count() == set.Count(), StatusWord.WrongData, "a key comes twice");
                domain = KeyChange.Put(domain, [.. set]);
            }

            return domain;
        }
        catch (CardFault)
        {
            templates.Zero();
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
}
