using System.Buffers.Binary;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Commands;

/// <summary>
/// The parameters field of INSTALL (GP Card Specification 2.3.1, 11.5.2.3.7, tables 11-48 and 11-49): C9 with what the applet gets, EF with what the
/// card gets.
/// Memory amounts are in bytes, 0 to 2,147,483,647; up to 32,767 they take two bytes, above four.
/// </summary>
public sealed record InstallParameters
{
    /// <summary>C9 00: no parameters.</summary>
    public static readonly ReadOnlyMemory<byte> Empty = new byte[] { 0xC9, 0x00 };

    /// <summary>Value of C9, for the applet. Null leaves C9 out (load parameters have none); empty writes C9 00.</summary>
    public ReadOnlyMemory<byte>? ApplicationSpecific { get; init; }

    /// <summary>C6: least non-volatile memory for code; load only.</summary>
    public int? NonVolatileCode { get; init; }

    /// <summary>C7: least (load) or greatest (install) volatile memory.</summary>
    public int? Volatile { get; init; }

    /// <summary>C8: least (load) or greatest (install) non-volatile memory for data.</summary>
    public int? NonVolatile { get; init; }

    /// <summary>D7: volatile memory to reserve; install only.</summary>
    public int? VolatileReserved { get; init; }

    /// <summary>D8: non-volatile memory to reserve; install only.</summary>
    public int? NonVolatileReserved { get; init; }

    /// <summary>CF: implicit selection parameter (11.1.7); install and make selectable.</summary>
    public byte? ImplicitSelection { get; init; }

    /// <summary>CA: parameters of ETSI TS 102 226; empty leaves it out.</summary>
    public ReadOnlyMemory<byte> Toolkit { get; init; }

    /// <summary>Further system specific parameters, as TLVs inside EF.</summary>
    public ReadOnlyMemory<byte> FurtherSystemSpecific { get; init; }

    /// <summary>Further TLVs after EF, for instance EA or B6.</summary>
    public ReadOnlyMemory<byte> Further { get; init; }

    /// <summary>The field's bytes.</summary>
    /// <exception cref="ArgumentException">A memory amount is negative.</exception>
    public byte[] ToBytes()
    {
        var system = new BerTlvWriter();
        Memory(system, GpTag.NonVolatileCodeMinimum, NonVolatileCode);
        Memory(system, GpTag.NonVolatileQuota, NonVolatile);
        Memory(system, GpTag.VolatileQuota, Volatile);
        Memory(system, 0xD7, VolatileReserved);
        Memory(system, 0xD8, NonVolatileReserved);
        if (!Toolkit.IsEmpty)
        {
            system.Write(0xCA, Toolkit.Span);
        }

        if (ImplicitSelection is { } implicitSelection)
        {
            system.Write(0xCF, [implicitSelection]);
        }

        system.WriteRaw(FurtherSystemSpecific.Span);

        var all = new BerTlvWriter();
        if (ApplicationSpecific is { } applet)
        {
            all.Write(GpTag.ApplicationSpecificParameters, applet.Span);
        }

        if (system.Length > 0)
        {
            all.Write(GpTag.SystemSpecificParameters, system.ToArray());
        }

        return all.WriteRaw(Further.Span).ToArray();
    }

    private static void Memory(BerTlvWriter writer, BerTag tag, int? amount)
    {
        if (amount is not { } bytes)
        {
            return;
        }

        if (bytes < 0)
        {
            throw new ArgumentException($"Memory of tag {tag} is {bytes} bytes; 0 or more are possible.");
        }

        Span<byte> value = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(value, bytes);
        writer.Write(tag, bytes <= short.MaxValue ? value[2..] : value);
    }
}
