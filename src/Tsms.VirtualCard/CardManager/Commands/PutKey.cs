using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>PUT KEY for AES keys (GP Card Specification 2.3.1, 11.8; GP Amendment D 1.1.2, 7.2).</summary>
internal static class PutKey
{
    /// <summary>Processes PUT KEY.</summary>
    /// <exception cref="CardFault">It is refused; no key has changed.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.Demand(context, CardOperation.ManageOwnKeysAndData, context.Domain.Aid, context.Domain.Domain);
        var command = context.Command;
        Demand((command.P1 & 0x80) == 0, StatusWord.IncorrectP1P2, "PUT KEY in several commands is not supported");
        var dek = context.Dek ?? throw new CardFault(StatusWord.ConditionsNotSatisfied, "PUT KEY needs a session with a data encryption key");

        var keys = Parse(dek, command, out var answer);
        try
        {
            CheckAgainst(context, command.P1, keys);
            var changed = KeyChange.Put(context.Domain, keys, command.P1 == 0 ? null : command.P1);
            return new Outcome { Data = answer, Registry = context.Registry.With(changed) };
        }
        catch (CardFault)
        {
            keys.ForEach(k => k.Dispose());
            throw;
        }
    }

    private static List<CardKey> Parse(CardKey dek, CommandApdu command, out byte[] answer)
    {
        var data = command.Data.Span;
        var multiple = (command.P2 & 0x80) != 0;
        var id = (byte)(command.P2 & 0x7F);
        Demand(data.Length > 0 && data[0] is >= 1 and <= 0x7F, StatusWord.WrongData, "a key version number is 01 to 7F");
        var version = data[0];
        var keys = new List<CardKey>();
        List<byte> told = [version];
        try
        {
            // 88 · length of the block · length of the key · enciphered key · 03 · check value   (Amendment D, table 7-10)
            for (var at = 1; at < data.Length; id++)
            {
                var rest = data[at..];
                Demand(rest[0] == (byte)KeyType.Aes, StatusWord.WrongData, $"key type {rest[0]:X2} is not supported");
                Demand(rest.Length > 2 && rest.Length >= 2 + rest[1] + 4, StatusWord.WrongData, $"the key at offset {at} is cut short");
                var block = rest.Slice(2, rest[1]);
                var check = rest.Slice(2 + rest[1], 4);
                Demand(check[0] == 3, StatusWord.WrongData, "an AES key comes with a check value of 3 bytes");

                // A block of whole cipher blocks has no length byte (11.8.2.3.3).
                var bare = block.Length % 16 == 0;
                Demand(block.Length > 1 && id <= 0x7F, StatusWord.WrongData, "a key is empty or has an identifier above 7F");
                keys.Add(KeyChange.Decipher(dek, version, id, bare ? block.Length : block[0], bare ? block : block[1..], check[1..]));
                told.AddRange(check[1..]);
                at += 2 + block.Length + 4;
            }

            Demand(keys.Count > 0 && (multiple || keys.Count == 1), StatusWord.WrongData, $"{keys.Count} keys came, P2 {command.P2:X2} announced {(multiple ? "several" : "one")}");
            answer = [.. told];
            return keys;
        }
        catch (CardFault)
        {
            keys.ForEach(k => k.Dispose());
            throw;
        }
    }

    /// <summary>Adding: none of the keys may be there. Replacing: all of the old ones must be, and have the same length (11.8.1 and 11.8.2.3.3).</summary>
    private static void CheckAgainst(CommandContext context, byte replaced, List<CardKey> keys)
    {
        var data = context.Domain.SecurityDomain!;
        foreach (var key in keys)
        {
            if (replaced == 0)
            {
                Demand(data.Find(key.Version, key.Id) is null, StatusWord.WrongData, $"there is a {key} already; replace it by its version");
                continue;
            }

            var old = data.Find(replaced, key.Id);
            Demand(old is not null, StatusWord.ReferencedDataNotFound, $"there is no key {replaced:X2}/{key.Id:X2} to replace");
            Demand(old.Length == key.Length && old.Type == key.Type, StatusWord.WrongData, $"{key} cannot replace a key of {old.Length} bytes");
            Demand(key.Version == replaced || data.Find(key.Version, key.Id) is null, StatusWord.WrongData, $"there is a {key} already");
        }
    }
}
