using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Access;

/// <summary>
/// The access rule application master, a system applet (GP Secure Element Access Control 1.1, chapters 4 and 5): devices read rules with GET DATA,
/// the
/// issuer changes them with STORE DATA, through INSTALL [for personalization] or in a channel to the ARA-M itself.
/// </summary>
internal static class AccessRuleMaster
{
    /// <summary>
    /// Processes GET DATA. <paramref name="unread"/> is what an earlier answer had no room for, and becomes what this one has none for.
    /// </summary>
    /// <exception cref="CardFault">6A80, 6A86, 6A88 or 6985.</exception>
    public static byte[] GetData(AccessRules rules, CommandApdu command, ref ReadOnlyMemory<byte> unread, int limit)
    {
        BerTag tag = (uint)((command.P1 << 8) | command.P2);
        ReadOnlyMemory<byte> answer;
        if (tag == AccessTag.Next)
        {
            CommandContext.Demand(!unread.IsEmpty, StatusWord.ConditionsNotSatisfied, "nothing is left to read");
            answer = unread;
        }
        else
        {
            answer = tag.Value switch
            {
                0xFF40 => BerTlvWriter.Encode(tag, rules.Encode(_ => true)),
                0xFF50 => Specific(rules, command.Data),
                0xDF20 => BerTlvWriter.Encode(tag, rules.RefreshTag.AsSpan()),
                0xDF21 => new BerTlvWriter().Write(tag, w => w.Write(0xE5, i => i.Write(0xE6, [1, 1, 0]))).ToArray(),
                _ => throw new CardFault(StatusWord.ReferencedDataNotFound, $"the ARA-M has no data object {tag}"),
            };
        }

        var now = Math.Min(limit, answer.Length);
        unread = answer[now..];
        return answer[..now].ToArray();
    }

    /// <summary>Processes the data of one STORE DATA command and returns the rules as they are then, and an answer.</summary>
    /// <exception cref="CardFault">6A80: malformed; 6A88: nothing there to delete; 6985: not now.</exception>
    public static (AccessRules Rules, byte[] Answer) StoreData(AccessRules rules, ReadOnlyMemory<byte> data)
    {
        byte[] answer = [];
        var commands = AccessRule.Tlv(data);
        CommandContext.Demand(commands.Count > 0, StatusWord.WrongData, "STORE DATA to the ARA-M holds at least one command");
        foreach (var command in commands)
        {
            switch (command.Tag.Value)
            {
                case 0xF0:
                    rules = AccessRule.Tlv(command.Value).Aggregate(rules, (r, tlv) =>
                        tlv.Tag == AccessTag.RefArDo
                            ? r.Add(AccessRule.Parse(tlv.Value))
                            : throw new CardFault(StatusWord.WrongData, $"F0 holds E2, not {tlv.Tag}"));
                    break;
                case 0xF1:
                    rules = rules.Remove(Matching(command.Value))
                        ?? throw new CardFault(StatusWord.ReferencedDataNotFound, "no rule is as the command to delete names it");
                    break;
                case 0xF2:
                    rules = rules.Touch();
                    break;
                case 0xF3:
                    answer = BerTlvWriter.Encode(AccessTag.AllRefArDo, rules.Encode(Matching(command.Value)));
                    break;
                case 0xF4:
                    answer = BerTlvWriter.Encode(AccessTag.AllRefArDo, rules.Encode(_ => true));
                    break;
                default:
                    throw new CardFault(StatusWord.WrongData, $"the ARA-M has no command {command.Tag}");
            }
        }

        return (rules, answer);
    }

    /// <summary>The outcome of STORE DATA that comes through a security domain or a channel of the ARA-M, the data of a whole chain.</summary>
    public static Outcome Personalize(CardRegistry registry, ReadOnlyMemory<byte> data)
    {
        var (rules, answer) = StoreData(registry.AccessRules, data);
        return new Outcome { Data = answer, Registry = ReferenceEquals(rules, registry.AccessRules) ? null : registry with { AccessRules = rules } };
    }

    /// <summary>The rules of one AID reference and, where given, device application: GET DATA [specific].</summary>
    private static byte[] Specific(AccessRules rules, ReadOnlyMemory<byte> data)
    {
        var parts = AccessRule.Tlv(data);
        CommandContext.Demand(parts.Count == 1 && parts[0].Tag == AccessTag.RefDo, StatusWord.WrongData, "GET DATA [specific] names one REF-DO (E1)");
        AccessRule.CheckReference(parts[0].Value);
        var reference = parts[0].Value;
        var found = rules.Rules.FirstOrDefault(r => r.Reference.AsSpan().SequenceEqual(reference.Span))
            ?? throw new CardFault(StatusWord.ReferencedDataNotFound, "no rule has this reference");
        return new BerTlvWriter().Write(AccessTag.ResponseArDo, w => w.Write(AccessTag.ArDo, found.Rule.AsSpan())).ToArray();
    }

    /// <summary>What a command to delete or read names: all, an AID reference, a REF-DO, or a whole REF-AR-DO.</summary>
    private static Predicate<AccessRule> Matching(ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
        {
            return _ => true;
        }

        var parts = AccessRule.Tlv(value);
        CommandContext.Demand(parts.Count == 1, StatusWord.WrongData, "one reference is named at a time");
        var named = parts[0];
        switch (named.Tag.Value)
        {
            case 0x4F or 0xC0:
                AccessRule.CheckAid(named);
                return r => r.AidReference.Encoded.Span.SequenceEqual(named.Encoded.Span);
            case 0xE1:
                AccessRule.CheckReference(named.Value);
                return r => r.Reference.AsSpan().SequenceEqual(named.Value.Span);
            case 0xE2:
                var rule = AccessRule.Parse(named.Value).Encode();
                return r => r.Encode().AsSpan().SequenceEqual(rule);
            default:
                throw new CardFault(StatusWord.WrongData, $"{named.Tag} is no reference to rules");
        }
    }
}
