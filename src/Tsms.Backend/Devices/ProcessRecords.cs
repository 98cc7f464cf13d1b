using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Planning;

namespace Tsms.Backend.Devices;

/// <summary>The records of one process in the engine's database.</summary>
internal sealed class ProcessRecords(EngineStore store, Guid processId, Guid instanceId, string cardId, IReadOnlyDictionary<string, byte[]> binaries)
    : IProcessRecords, ITrafficLog
{
    public async Task SaveAsync(CardState card, IReadOnlyList<(PlanStep Step, string Event)> lines, bool changed, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        await EngineStore.PutCardAsync(db, card, cancellationToken).ConfigureAwait(false);
        db.Journal.AddRange(lines.Select(line => Line(Describe(line.Step), line.Event)));
        if (changed)
        {
            var process = await db.Processes.SingleAsync(p => p.Id == processId, cancellationToken).ConfigureAwait(false);
            process.Changed = true;
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task NameServiceKeysAsync(DomainKeySet set, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await db.Instances.SingleAsync(i => i.Id == instanceId, cancellationToken).ConfigureAwait(false);
        instance.DomainKeys = $"{set.Name}#{set.Version}";
        instance.Revision++;
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task NoteAsync(string text, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        db.Journal.Add(Line(text, "noted"));
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public ReadOnlyMemory<byte> Binary(string hash) =>
        binaries.TryGetValue(hash, out var content) ? content : throw new InvalidOperationException($"The engine has no copy of the load file {hash}.");

    public async Task SentAsync(int exchange, IReadOnlyList<string> commands, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        db.Traffic.Add(new EngineTrafficRow { ProcessId = processId, Exchange = exchange, Time = store.Now, Commands = string.Join('\n', commands) });
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task AnsweredAsync(int exchange, IReadOnlyList<string> answers, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var row = await db.Traffic.SingleAsync(t => t.ProcessId == processId && t.Exchange == exchange, cancellationToken).ConfigureAwait(false);
        row.Answers = string.Join('\n', answers);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private EngineJournalRow Line(string step, string what) => new() { CardId = cardId, ProcessId = processId, Time = store.Now, Step = step, Event = what };

    private static string Describe(PlanStep step) => step switch
    {
        PlanStep.CreateDomain s => $"create security domain {s.Domain}",
        PlanStep.PlaceKeys s => $"place keys of {s.Domain}",
        PlanStep.Load s => $"load {s.File.Aid}",
        PlanStep.Install s => $"install {s.Application.Instance}",
        PlanStep.MakeSelectable s => $"make selectable {s.Application.Instance}",
        PlanStep.SetLock s => $"{(s.Locked ? "lock" : "unlock")} {s.Application}",
        PlanStep.Delete s => $"delete {s.Item.Aid}",
        _ => step.GetType().Name,
    };
}
