using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Delegation;

/// <summary>
/// The confirmation that a card with delegated management answers to INSTALL, the last LOAD and DELETE (GP Card Specification 2.3.1, 11.1.6): a receipt and what
/// it is about.
/// </summary>
/// <param name="Receipt">The signature; empty when the card gives none.</param>
/// <param name="Data">The confirmation data as they stand, part of what is signed.</param>
/// <param name="Counter">Confirmation counter, 0 to 65,535: one more with every receipt.</param>
/// <param name="SecurityDomainUniqueData">Identification number (42) and image number (45) of the domain that made the receipt, one after another.</param>
/// <param name="TokenIdentifier">Identifier of the token; empty when it had none.</param>
/// <param name="TokenDigest">Digest of the token's data; empty when the card gives none.</param>
public sealed record Confirmation(
    ReadOnlyMemory<byte> Receipt,
    ReadOnlyMemory<byte> Data,
    int Counter,
    ReadOnlyMemory<byte> SecurityDomainUniqueData,
    ReadOnlyMemory<byte> TokenIdentifier,
    ReadOnlyMemory<byte> TokenDigest)
{
    /// <summary>Reads answer data; null for <c>00</c> alone or nothing at all: the card confirms nothing.</summary>
    /// <exception cref="FormatException">They end inside a field; the message says which.</exception>
    public static Confirmation? Read(ReadOnlyMemory<byte> answer)
    {
        if (answer.IsEmpty || (answer.Length == 1 && answer.Span[0] == 0))
        {
            return null;
        }

        // length of receipt (00..7F, or 81 and one byte) · receipt · 02 counter · length unique data · [length token id · length token digest]
        var at = 0;
        var receipt = Field(answer, ref at, "receipt", longForm: true);
        var data = answer[at..];
        var counter = Field(answer, ref at, "confirmation counter");
        if (counter.Length != 2)
        {
            throw new FormatException($"The confirmation counter has 2 bytes, not {counter.Length}.");
        }

        var unique = Field(answer, ref at, "security domain unique data");
        var identifier = at < answer.Length ? Field(answer, ref at, "token identifier") : default;
        var digest = at < answer.Length ? Field(answer, ref at, "token data digest") : default;
        return at == answer.Length
            ? new(receipt, data, BinaryPrimitives.ReadUInt16BigEndian(counter.Span), unique, identifier, digest)
            : throw new FormatException($"{answer.Length - at} bytes follow the confirmation data.");
    }

    /// <summary>What the receipt of LOAD signs (table C-11).</summary>
    public byte[] LoadInput(Aid loadFile, Aid securityDomain) => Input(loadFile.Bytes, securityDomain.Bytes);

    /// <summary>What the receipt of INSTALL [for install] or [for make selectable] signs (table C-12).</summary>
    public byte[] InstallInput(Aid loadFile, Aid instance) => Input(loadFile.Bytes, instance.Bytes);

    /// <summary>What the receipt of INSTALL [for extradition] signs (table C-13).</summary>
    public byte[] ExtraditionInput(Aid oldSecurityDomain, Aid target, Aid newSecurityDomain) => Input(oldSecurityDomain.Bytes, target.Bytes, newSecurityDomain.Bytes);

    /// <summary>What the receipt of INSTALL [for registry update] signs (table C-14); what is not updated is empty.</summary>
    public byte[] RegistryUpdateInput(Aid oldSecurityDomain, Aid application, Aid newSecurityDomain, ReadOnlyMemory<byte> privileges, ReadOnlyMemory<byte> parameters) =>
        Input(oldSecurityDomain.Bytes, application.Bytes, newSecurityDomain.Bytes, privileges, parameters);

    /// <summary>What the receipt of DELETE signs (table C-15).</summary>
    public byte[] DeleteInput(Aid target) => Input(target.Bytes);

    /// <summary>What the receipt of the combined load, install and make selectable signs (table C-16).</summary>
    public byte[] LoadInstallInput(Aid loadFile, Aid instance, Aid securityDomain) => Input(loadFile.Bytes, instance.Bytes, securityDomain.Bytes);

    private byte[] Input(params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        var writer = new BerTlvWriter().WriteRaw(Data.Span);
        foreach (var field in fields)
        {
            writer.WriteLength(field.Length).WriteRaw(field.Span);
        }

        return writer.ToArray();
    }

    private static ReadOnlyMemory<byte> Field(ReadOnlyMemory<byte> bytes, ref int at, string name, bool longForm = false)
    {
        var rest = bytes.Span[at..];
        var head = longForm && !rest.IsEmpty && rest[0] == 0x81 ? 2 : 1;
        if (rest.Length < head || rest.Length - head < rest[head - 1])
        {
            throw new FormatException($"The confirmation ends inside its {name}.");
        }

        var value = bytes.Slice(at + head, rest[head - 1]);
        at += head + value.Length;
        return value;
    }
}
