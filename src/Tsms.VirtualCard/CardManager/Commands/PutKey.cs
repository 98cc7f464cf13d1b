using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>PUT KEY for AES, RSA and EC keys (GP Card Specification 2.3.1, 11.8; GP Amendment D 1.1.2, 7.2).</summary>
internal static class PutKey
{
    /// <summary>Processes PUT KEY.</summary>
    /// <exception cref="CardFault">It is refused; no key has changed.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.DemandUsable(context);
        Acceptance.Demand(context, CardOperation.ManageOwnKeysAndData, context.Domain.Aid, context.Domain.Domain);
        var command = context.Command;
        var dek = context.Dek ?? throw new CardFault(StatusWord.ConditionsNotSatisfied, "PUT KEY needs a session with a data encryption key");

        var keys = Parse(dek, command, out var answer);
        try
        {
            CheckAgainst(context, command.P1, keys);
            var changed = KeyChange.Put(context.Domain, keys, command.P1 == 0 ? null : command.P1);
            Demand(changed.SecurityDomain!.FindScp03(0) is not null || context.Domain.SecurityDomain!.FindScp03(0) is null, StatusWord.ConditionsNotSatisfied,
                "the last key set of a security domain is not taken apart: it would be out of reach");
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
        var reader = new KeyFieldReader(dek, command.Data);
        var multiple = (command.P2 & 0x80) != 0;
        var id = (byte)(command.P2 & 0x7F);
        var version = reader.ReadVersion();
        var keys = new List<CardKey>();
        List<byte> told = [version];
        try
        {
            for (; !reader.AtEnd; id++)
            {
                Demand(id <= 0x7F, StatusWord.WrongData, "a key identifier is above 7F");
                var (key, check) = reader.ReadKey(version, id);
                keys.Add(key);
                told.AddRange(check.Span);
            }

            Demand(keys.Count > 0 && (multiple || keys.Count == 1), StatusWord.WrongData,
                $"{keys.Count} keys came, P2 {command.P2:X2} announced {(multiple ? "several" : "one")}");
            answer = [.. told];
            return keys;
        }
        catch (CardFault)
        {
            keys.ForEach(k => k.Dispose());
            throw;
        }
    }

    /// <summary>
    /// Adding: none of the keys may be there. Replacing: all of the old ones must be, and be of the same kind and length (11.8.1 and 11.8.2.3.3).
    /// </summary>
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
            Demand(old.Components.Select(c => (c.Type, Size(c))).SequenceEqual(key.Components.Select(c => (c.Type, Size(c)))), StatusWord.WrongData,
                $"{key} cannot replace a key of {old.Length} bytes");
            Demand(key.Version == replaced || data.Find(key.Version, key.Id) is null, StatusWord.WrongData, $"there is a {key} already");
        }

        // A public exponent has the length that its value has; it says nothing of the key's strength.
        static int Size(KeyComponent component) => component.Type == KeyType.RsaPublicExponent ? 0 : component.Length;
    }
}
