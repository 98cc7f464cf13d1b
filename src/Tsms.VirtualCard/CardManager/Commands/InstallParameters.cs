using System.Buffers.Binary;
using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>
/// Load, install, make selectable, extradition or registry update parameters (GP Card Specification 2.3.1, 11.5.2.3.7). What belongs into the system specific
/// parameters EF is read on the top level too: hosts put it there.
/// </summary>
internal sealed record InstallParameters
{
    /// <summary>Value of C9, for the applet or domain; null when it is absent.</summary>
    public ReadOnlyMemory<byte>? Application { get; private init; }

    /// <summary>C6: bytes of code memory needed.</summary>
    public int? Code { get; private init; }

    /// <summary>C7: bytes of volatile memory, needed at load, the most at install.</summary>
    public int? Volatile { get; private init; }

    /// <summary>C8: bytes of non-volatile memory, needed at load, the most at install.</summary>
    public int? Persistent { get; private init; }

    /// <summary>D7: bytes of volatile memory to have in reserve.</summary>
    public int? VolatileReserve { get; private init; }

    /// <summary>D8: bytes of non-volatile memory to have in reserve.</summary>
    public int? PersistentReserve { get; private init; }

    /// <summary>CF: implicit selection parameters, as many as came.</summary>
    public ImmutableArray<byte> ImplicitSelection { get; private init; } = [];

    /// <summary>CB: service names; null when the tag is absent.</summary>
    public ImmutableArray<ushort>? Services { get; private init; }

    /// <summary>D9: functions to disable; null when the tag is absent.</summary>
    public byte? Restrict { get; private init; }

    /// <summary>B6: what is told about the token; empty when it is absent.</summary>
    public ReadOnlyMemory<byte> TokenTemplate { get; private init; }

    /// <summary>The field as it came.</summary>
    public ReadOnlyMemory<byte> Field { get; private init; }

    /// <summary>Reads the parameters field.</summary>
    /// <exception cref="CardFault">6A80: it is no BER-TLV, or a value has a length or a content that it cannot have.</exception>
    public static InstallParameters Parse(ReadOnlyMemory<byte> field)
    {
        var top = Tlv(field);
        var all = top.Concat(top.Where(t => t.Tag == GpTag.SystemSpecificParameters).SelectMany(t => Tlv(t.Value))).ToList();
        var made = new InstallParameters
        {
            Field = field,
            Application = Find(top, GpTag.ApplicationSpecificParameters),
            TokenTemplate = Find(top, 0xB6) ?? default,
            Code = Size(all, GpTag.NonVolatileCodeMinimum),
            Volatile = Size(all, GpTag.VolatileQuota),
            Persistent = Size(all, GpTag.NonVolatileQuota),
            VolatileReserve = Size(all, 0xD7),
            PersistentReserve = Size(all, 0xD8),
            ImplicitSelection = [.. all.Where(t => t.Tag == 0xCF).Select(ImplicitSelectionOf)],
            Services = Find(all, 0xCB) is { } services ? ServicesOf(services.Span) : null,
            Restrict = Find(all, 0xD9) is { } restrict ? One(restrict, 0xD9) : null,
        };
        CommandContext.Demand(((made.Restrict ?? 0) & 0x80) == 0, StatusWord.WrongData, "the restrict parameter (D9) has a reserved bit");
        return made;
    }

    /// <summary>The quota and reserve of an application.</summary>
    /// <exception cref="CardFault">6A80: more is to be in reserve than may be taken (9.7).</exception>
    public MemoryQuota ToQuota()
    {
        CommandContext.Demand((VolatileReserve ?? 0) <= (Volatile ?? int.MaxValue) && (PersistentReserve ?? 0) <= (Persistent ?? int.MaxValue),
            StatusWord.WrongData, "a reserve (D7, D8) is greater than its quota (C7, C8)");
        return new MemoryQuota(Volatile, Persistent, VolatileReserve ?? 0, PersistentReserve ?? 0);
    }

    private static ReadOnlyMemory<byte>? Find(IEnumerable<BerTlv> tlvs, BerTag tag)
    {
        foreach (var tlv in tlvs)
        {
            if (tlv.Tag == tag)
            {
                return tlv.Value;
            }
        }

        return null;
    }

    private static int? Size(IEnumerable<BerTlv> tlvs, BerTag tag) => Find(tlvs, tag) is not { } value ? null : value.Length switch
    {
        2 => BinaryPrimitives.ReadUInt16BigEndian(value.Span),
        4 => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(value.Span)),
        _ => throw new CardFault(StatusWord.WrongData, $"the memory size {tag} has {value.Length} bytes instead of 2 or 4"),
    };

    private static byte One(ReadOnlyMemory<byte> value, BerTag tag)
    {
        CommandContext.Demand(value.Length == 1, StatusWord.WrongData, $"{tag} has {value.Length} bytes instead of one");
        return value.Span[0];
    }

    // b8 contactless, b7 contact, b6 reserved, b5 to b1 the channel (table 11-15).
    private static byte ImplicitSelectionOf(BerTlv tlv)
    {
        var value = One(tlv.Value, tlv.Tag);
        CommandContext.Demand((value & 0x20) == 0 && (value & 0x1F) <= 19, StatusWord.WrongData, $"{value:X2} is no implicit selection parameter");
        return value;
    }

    private static ImmutableArray<ushort> ServicesOf(ReadOnlySpan<byte> value)
    {
        CommandContext.Demand(value.Length > 0 && value.Length % 2 == 0, StatusWord.WrongData, "service names (CB) have two bytes each");
        var services = ImmutableArray.CreateBuilder<ushort>(value.Length / 2);
        for (var at = 0; at < value.Length; at += 2)
        {
            services.Add(BinaryPrimitives.ReadUInt16BigEndian(value[at..]));
        }

        return services.ToImmutable();
    }

    private static IReadOnlyList<BerTlv> Tlv(ReadOnlyMemory<byte> field)
    {
        CommandContext.Demand(BerTlvReader.TryReadAll(field, out var tlvs, out var status, out var offset), StatusWord.WrongData,
            $"the parameters are no BER-TLV at offset {offset}: {status}");
        return tlvs;
    }
}
