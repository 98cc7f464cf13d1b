using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Delegation;

/// <summary>
/// Tokens: the card issuer's signature under one INSTALL or DELETE of delegated management (GP Card Specification 2.3.1, C.4). The command is made without a
/// token, <see cref="SigningInput(CommandApdu)"/> is what gets signed, <see cref="Attach"/> puts the signature in.
/// </summary>
public static class ContentToken
{
    private static readonly BerTag s_deleteToken = 0x9E;

    /// <summary>What is signed: P1, P2, the length of the fields without the token, and the fields (tables C-4 to C-9).</summary>
    /// <param name="command">INSTALL of any form but personalization, or DELETE of content; plain, without a token.</param>
    /// <exception cref="ArgumentException">It is another command, or has a token already.</exception>
    public static byte[] SigningInput(CommandApdu command)
    {
        var fields = FieldsWithoutToken(command);
        byte[] length = fields.Length <= 255 ? [(byte)fields.Length] : [0x00, (byte)(fields.Length >> 8), (byte)fields.Length];
        return [command.P1, command.P2, .. length, .. fields.Span];
    }

    /// <summary>What is signed for the combined load, install and make selectable: both commands one after another (table C-10).</summary>
    /// <param name="begin">The first INSTALL, P1 0E and P2 01, without a token; it never carries one.</param>
    /// <param name="end">The last INSTALL, P1 0E and P2 03, without a token; the token goes into it.</param>
    /// <exception cref="ArgumentException">They are not these two.</exception>
    public static byte[] SigningInput(CommandApdu begin, CommandApdu end)
    {
        ArgumentNullException.ThrowIfNull(begin);
        ArgumentNullException.ThrowIfNull(end);
        return begin.P2 == 0x01 && end.P2 == 0x03
            ? [.. SigningInput(begin), .. SigningInput(end)]
            : throw new ArgumentException($"The combined process begins with P2 01 and ends with P2 03, not {begin.P2:X2} and {end.P2:X2} (11.5.2.2).", nameof(begin));
    }

    /// <summary>The command with its token: the last field of INSTALL, tag 9E of DELETE.</summary>
    /// <exception cref="ArgumentException">It is another command, or has a token already; or the token is empty.</exception>
    public static CommandApdu Attach(CommandApdu command, ReadOnlyMemory<byte> token)
    {
        var fields = FieldsWithoutToken(command);
        if (token.IsEmpty)
        {
            throw new ArgumentException("The token is empty.", nameof(token));
        }

        var data = new BerTlvWriter().WriteRaw(fields.Span);
        data = command.Ins == GpInstruction.Delete ? data.Write(s_deleteToken, token.Span) : data.WriteLength(token.Length).WriteRaw(token.Span);
        return command with { Data = data.ToArray() };
    }

    private static ReadOnlyMemory<byte> FieldsWithoutToken(CommandApdu command)
    {
        ArgumentNullException.ThrowIfNull(command);
        switch (command.Ins)
        {
            case GpInstruction.Delete when BerTlvReader.Find(command.Data, s_deleteToken) is null:
                return command.Data;
            case GpInstruction.Install when (command.P1 & 0x20) == 0 && LastField(command) is { IsEmpty: true }:
                return command.Data[..^1];
            case GpInstruction.Delete or GpInstruction.Install:
                throw new ArgumentException($"{command}: a command for personalization takes no token, and one that has a token gets no other.", nameof(command));
            default:
                throw new ArgumentException($"{command}: tokens belong to INSTALL and DELETE.", nameof(command));
        }
    }

    /// <summary>The token field: the fifth of INSTALL [for load] and of the beginning of the combined process, else the sixth (11.5.2.3).</summary>
    private static ReadOnlyMemory<byte>? LastField(CommandApdu command)
    {
        var isLoad = (command.P1 & 0x0E) == 0x02 || ((command.P1 & 0x02) != 0 && command.P2 == 0x01);
        var at = 0;
        ReadOnlyMemory<byte> value = default;
        for (var i = 0; i < (isLoad ? 5 : 6); i++)
        {
            if (!TryReadLv(command.Data, ref at, out value))
            {
                throw new ArgumentException($"{command}: the data end inside field {i + 1} of {(isLoad ? 5 : 6)}.", nameof(command));
            }
        }

        return at == command.Data.Length ? value : throw new ArgumentException($"{command}: {command.Data.Length - at} bytes follow the token field.", nameof(command));
    }

    // 00..7F, or 81 and one byte, or 82 and two
    private static bool TryReadLv(ReadOnlyMemory<byte> data, ref int at, out ReadOnlyMemory<byte> value)
    {
        value = default;
        var rest = data.Span[at..];
        var head = rest.IsEmpty ? 1 : rest[0] switch { 0x81 => 2, 0x82 => 3, _ => 1 };
        if (rest.Length < head)
        {
            return false;
        }

        int length = head switch { 1 => rest[0], 2 => rest[1], _ => BinaryPrimitives.ReadUInt16BigEndian(rest[1..]) };
        if (rest.Length - head < length)
        {
            return false;
        }

        value = data.Slice(at + head, length);
        at += head + length;
        return true;
    }
}
