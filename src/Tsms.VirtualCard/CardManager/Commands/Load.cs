using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>
/// LOAD (GP Card Specification 2.3.1, 11.6 and 9.3.5). Blocks are kept in the session; the last one links and commits, in a combined process the last INSTALL
/// does. A refusal ends the load.
/// </summary>
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
        Demand(load is { Ready: null }, StatusWord.ConditionsNotSatisfied, "LOAD comes after INSTALL [for load]");
        Demand((command.P1 & 0x7F) == 0, StatusWord.IncorrectP1P2, "P1 of LOAD is 00 or 80");
        Demand(load.NextBlock < MaxBlocks && command.P2 == load.NextBlock, StatusWord.IncorrectP1P2,
            $"block {command.P2} came, {load.NextBlock} is due");
        Demand(!command.Data.IsEmpty, StatusWord.WrongLength, "LOAD has data");

        load = load with { NextBlock = load.NextBlock + 1, Blocks = load.Blocks.Add(command.Data.ToArray()), Length = load.Length + command.Data.Length };
        load = load with { Head = load.Head ?? LoadFileHead.Read(Join(load)) };
        var last = command.P1 == 0x80;
        if (load.Head is { } head)
        {
            Demand(head.Total <= context.Profile.MaxLoadFile + head.DataAt && head.Total <= context.Memory.PersistentFree, StatusWord.NotEnoughMemory,
                $"the load file has {head.Total} bytes, {context.Memory.PersistentFree} are free");
            Demand(load.Length <= head.Total, StatusWord.WrongData, $"{load.Length} bytes came, the load file has {head.Total}");
        }

        if (!last)
        {
            Demand(load.Head is not null || load.Length <= LoadFileHead.MaxLength, StatusWord.WrongData, "the load file has no load file data block (C4)");
            return new Outcome { Data = Outcome.NoConfirmation, Session = context.Session with { Load = load } };
        }

        Demand(load.Head is { } whole && load.Length == whole.Total, StatusWord.WrongData,
            $"the last block came after {load.Length} bytes of {load.Head?.Total.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number"}");
        return Complete(context, load);
    }

    private static Outcome Complete(CommandContext context, LoadUnderWay load)
    {
        var registry = context.Registry;
        var domain = registry.FindDomain(load.Domain);
        Demand(domain is not null, StatusWord.ConditionsNotSatisfied, $"the security domain {load.Domain} has gone");
        Acceptance.DemandHolds(registry, domain);
        var block = LoadFileProtection.Open(domain, load.Head!, Join(load)[load.Head!.DataAt..]);
        LoadFileProtection.Check(registry, domain, load, block.Span);
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
        Demand(!registry.IsTaken(cap.Aid), StatusWord.ConditionsNotSatisfied, $"{cap.Aid} is on the card already");
        var entry = new LoadFileEntry(cap.Aid, load.Domain, cap.Header.Version.Major, cap.Header.Version.Minor,
            cap.Applet is { } applets ? [.. applets.Applets.Select(a => a.Aid)] : [],
            [.. cap.Import.Packages.Select(p => p.Aid).Where(a => registry.FindLoadFile(a) is not null)], IsBuiltIn: false);
        if (load.Combined is not null)
        {
            return new Outcome
            {
                Data = Outcome.NoConfirmation,
                Session = context.Session with { Load = load with { Blocks = [], Ready = new ReadyPackage(cap, entry) } },
            };
        }

        var next = registry with { LoadFiles = registry.LoadFiles.Add(entry) };
        var (answer, counted) = Delegation.Confirm(context, load.IsDelegated, next, load.TokenTemplate.AsMemory(),
            [.. Delegation.Lv(cap.Aid), .. Delegation.Lv(load.Domain)]);
        return new Outcome
        {
            Data = answer,
            Session = context.Session with { Load = null },
            Registry = counted,
            Work = [new RuntimeWork.Load(cap)],
        };
    }

    private static ReadOnlyMemory<byte> Join(LoadUnderWay load)
    {
        if (load.Blocks.Count == 1)
        {
            return load.Blocks[0];
        }

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
