using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>
/// Load, install or make selectable parameters (GP Card Specification 2.3.1, 11.5.2.3.7). Memory sizes stand on the top level or inside the system
/// specific parameters EF; both are read.
/// </summary>
/// <param name="Application">Value of C9, for the applet; null when it is absent.</param>
/// <param name="C6">Bytes of code memory needed, or null.</param>
/// <param name="C7">Bytes of volatile memory: needed at load, quota at install; or null.</param>
/// <param name="C8">Bytes of non-volatile memory: needed at load, quota at install; or null.</param>
/// <param name="D7">Bytes of volatile memory to have in reserve, or null.</param>
/// <param name="D8">Bytes of non-volatile memory to have in reserve, or null.</param>
internal sealed record InstallParameters(ReadOnlyMemory<byte>? Application, int? C6, int? C7, int? C8, int? D7, int? D8)
{
    /// <summary>Reads the parameters field.</summary>
    /// <exception cref="CardFault">6A80: no BER-TLV, or a memory size has not 2 or 4 bytes.</exception>
    public static InstallParameters Parse(ReadOnlyMemory<byte> field)
    {
        var tlvs = Tlv(field);
        if (tlvs.TryGetValue(GpTag.SystemSpecificParameters, out var system))
        {
            foreach (var (tag, value) in Tlv(system))
            {
                tlvs.TryAdd(tag, value);
            }
        }

        return new InstallParameters(
            tlvs.TryGetValue(GpTag.ApplicationSpecificParameters, out var application) ? application : null,
            Size(GpTag.NonVolatileCodeMinimum), Size(GpTag.VolatileQuota), Size(GpTag.NonVolatileQuota), Size(0xD7), Size(0xD8));

        int? Size(BerTag tag) => !tlvs.TryGetValue(tag, out var value) ? null : value.Length switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(value.Span),
            4 => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(value.Span)),
            _ => throw new CardFault(StatusWord.WrongData, $"the memory size {tag} has {value.Length} bytes instead of 2 or 4"),
        };
    }

    private static Dictionary<BerTag, ReadOnlyMemory<byte>> Tlv(ReadOnlyMemory<byte> field)
    {
        if (!BerTlvReader.TryReadAll(field, out var tlvs, out var status, out var offset))
        {
            throw new CardFault(StatusWord.WrongData, $"the parameters are no BER-TLV at offset {offset}: {status}");
        }

        var map = new Dictionary<BerTag, ReadOnlyMemory<byte>>();
        foreach (var tlv in tlvs)
        {
            map.TryAdd(tlv.Tag, tlv.Value);
        }

        return map;
    }
}
