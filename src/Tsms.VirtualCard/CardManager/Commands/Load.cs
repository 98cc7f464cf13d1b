using System.Security.Cryptography;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>LOAD (GP Card Specification 2.3.1, 11.6 and 9.3.5). Blocks are kept in the session; the last one links and commits. A refusal ends the load.</summary>
internal static class Load
{
    private const int MaxBlocks = 256;

    /// <summary>Processes LOAD.</summary>
    /// <exception cref="CardFault">It is refused; the caller forgets the load.</exception>
    public static Outcome Process(CommandContext context)
    {
        context.DemandAuthentication();
        Acceptance.DemandReady(context);
        var command = context.Command;
        var load = context.Session.Load;
        Demand(load is not null, StatusWord.ConditionsNotSatisfied, "LOAD comes after INSTALL [for load]");
        Demand((command.P1 & 0x7F) == 0, StatusWord.IncorrectP1P2, "P1 of LOAD is 00 or 80");
        Demand(load.NextBlock < MaxBlocks && command.P2 == load.NextBlock, StatusWord.IncorrectP1P2, $"block {command.P2} came, {load.NextBlock} is due");
        Demand(!command.Data.IsEmpty, StatusWord.WrongLength, "LOAD has data");

        load = load with { NextBlock = load.NextBlock + 1, Blocks = load.Blocks.Add(command.Data.ToArray()), Length = load.Length + command.Data.Length };
        var last = command.P1 == 0x80;
        var file = Announced(load, out var announced) ? announced : throw new CardFault(StatusWord.WrongData, "the load file has no load file data block (C4)");
        Demand(file.Total <= context.Profile.MaxLoadFile && file.Total <= context.Memory.PersistentFree, StatusWord.NotEnoughMemory,
            $"the load file has {file.Total} bytes, {context.Memory.PersistentFree} are free");
        Demand(load.Length <= file.Total, StatusWord.WrongData, $"{load.Length} bytes came, the load file has {file.Total}");
        if (!last)
        {
            return new Outcome { Data = Outcome.NoConfirmation, Session = context.Session with { Load = load } };
        }

        Demand(load.Length == file.Total, StatusWord.WrongData, $"the last block came after {load.Length} bytes of {file.Total}");
        return Complete(context, load, Join(load)[file.DataAt..]);
    }

    private static Outcome Complete(CommandContext context, LoadUnderWay load, ReadOnlyMemory<byte> block)
    {
        CheckHash(load, block.Span);
        CapFile cap;
        try
        {
            cap = CapFile.FromLoadFile(block);
        }
        catch (CapFormatException e)
        {
            throw new CardFault(StatusWord.WrongData, e.Message);
        }

        Demand(cap.Aid == load.LoadFile, StatusWord.WrongData, $"the load file is {cap.Aid}, INSTALL [for load] said {load.LoadFile}");
        var registry = context.Registry;
        Demand(!registry.IsTaken(cap.Aid), StatusWord.ConditionsNotSatisfied, $"{cap.Aid} is on the card already");
        var domain = registry.FindDomain(load.Domain);
        Demand(domain is not null, StatusWord.ConditionsNotSatisfied, $"the security domain {load.Domain} has gone");
        Acceptance.DemandHolds(registry, domain);

        var entry = new LoadFileEntry(cap.Aid, load.Domain, cap.Header.Version.Major, cap.Header.Version.Minor,
            cap.Applet is { } applets ? [.. applets.Applets.Select(a => a.Aid)] : [],
            [.. cap.Import.Packages.Select(p => p.Aid).Where(a => registry.FindLoadFile(a) is not null)], IsBuiltIn: false);
        return new Outcome
        {
            Data = Outcome.NoConfirmation,
            Session = context.Session with { Load = null },
            Registry = registry with { LoadFiles = registry.LoadFiles.Add(entry) },
            Work = [new RuntimeWork.Load(cap)],
        };
    }

    private static void CheckHash(LoadUnderWay load, ReadOnlySpan<byte> block)
    {
        var hash = load.Hash.AsSpan();
        var right = hash.Length switch
        {
            20 => SHA1.HashData(block),
            32 => SHA256.HashData(block),
            48 => SHA384.HashData(block),
            64 => SHA512.HashData(block),
            _ => [],
        };
        Demand(hash.SequenceEqual(right), StatusWord.WrongData, "the load file data block has another hash than INSTALL [for load] said");
    }

    /// <summary>
    /// Reads the tags before the load file data block: DAP blocks, then C4 with its length (table 11-58). False while they are not there, which can only
    /// be when the first block ends inside them.
    /// </summary>
    private static bool Announced(LoadUnderWay load, out (int DataAt, int Total) file)
    {
        file = default;
        var head = load.Blocks[0].Span;
        var at = 0;
        while (at < head.Length && TryReadHeader(head, ref at, out var tag, out var length))
        {
            switch (tag)
            {
                case 0xE2:
                    RefuseDap(head, at, length);
                    break;
                case 0xC4:
                    Demand(length <= int.MaxValue - at, StatusWord.NotEnoughMemory, "the load file data block is larger than any card");
                    file = (at, at + length);
                    return true;
                default:
                    throw new CardFault(StatusWord.WrongData, $"a load file holds E2 and C4, not {tag:X2}");
            }
        }

        return false;
    }

    /// <summary>This card gives no domain the privilege to verify DAP blocks: a well-formed one is 6985, any other 6A80.</summary>
    private static void RefuseDap(ReadOnlySpan<byte> head, int at, int length)
    {
        Demand(length <= head.Length - at && BerTlvReader.TryReadAll(head.Slice(at, length).ToArray(), out var parts, out _, out _)
            && parts is [{ Tag.Value: 0x4F, Value.Length: >= 5 and <= 16 }, { Tag.Value: 0xC3, Value.IsEmpty: false }], StatusWord.WrongData, "a DAP block holds 4F and C3");
        throw new CardFault(StatusWord.ConditionsNotSatisfied, "no security domain here has the privilege DAP Verification");
    }

    private static bool TryReadHeader(ReadOnlySpan<byte> bytes, ref int at, out byte tag, out int length)
    {
        tag = bytes[at];
        length = 0;
        if (at + 1 >= bytes.Length)
        {
            return false;
        }

        length = bytes[at + 1];
        var more = length < 0x80 ? 0 : length - 0x80;
        Demand(length != 0x80 && more <= 4, StatusWord.WrongData, "a length is not coded as BER");
        if (at + 2 + more > bytes.Length)
        {
            return false;
        }

        if (more > 0)
        {
            long value = 0;
            for (var i = 0; i < more; i++)
            {
                value = (value << 8) | bytes[at + 2 + i];
            }

            length = (int)Math.Min(value, int.MaxValue);
        }

        at += 2 + more;
        return true;
    }

    private static ReadOnlyMemory<byte> Join(LoadUnderWay load)
    {
        var whole = new byte[load.Length];
        var at = 0;
        foreach (var block in load.Blocks)
        {
            block.CopyTo(whole.AsMemory(at));
            at += block.Length;
        }

        return whole;
    }
}
