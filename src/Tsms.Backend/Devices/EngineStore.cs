using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Catalog;
using Tsms.Backend.Data;
using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;

namespace Tsms.Backend.Devices;

/// <summary>The engine's rows as the engine's values.</summary>
internal sealed class EngineStore(IDbContextFactory<EngineDb> contexts, TimeProvider time, RandomNumberGenerator random)
{
    public EngineDb Open() => contexts.CreateDbContext();

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The card, as a new one when the TSM never saw it.</summary>
    public async Task<CardState> LoadCardAsync(string cardId, CancellationToken cancellationToken)
    {
        await using var db = Open();
        if (await db.Cards.AsNoTracking().SingleOrDefaultAsync(c => c.Id == cardId, cancellationToken).ConfigureAwait(false) is not { } row)
        {
            var key = new byte[32];
            random.GetBytes(key);
            return new CardState(cardId, "", null, RecordedCard.Untouched, [], key);
        }

        return new CardState(
            row.Id, row.Issuer, row.IssuerCardId, EngineText.Read<RecordedCard>(row.Journal),
            EngineText.Read<ImmutableList<DomainKeySet>>(row.KeySets), row.FingerprintKey);
    }

    /// <summary>Puts the card into a context; a card with nothing of ours on it has no row.</summary>
    public static async Task PutCardAsync(EngineDb db, CardState card, CancellationToken cancellationToken)
    {
        var row = await db.Cards.SingleOrDefaultAsync(c => c.Id == card.Id, cancellationToken).ConfigureAwait(false);
        if (card.Journal.IsClean)
        {
            if (row is not null)
            {
                db.Cards.Remove(row);
            }

            return;
        }

        if (row is null)
        {
            db.Cards.Add(row = new EngineCardRow { Id = card.Id, FingerprintKey = card.FingerprintKey });
        }

        row.Issuer = card.Issuer;
        row.IssuerCardId = card.IssuerCardId;
        row.Journal = EngineText.Write(card.Journal);
        row.KeySets = EngineText.Write(card.KeySets);
        row.Revision++;
    }

    public static FrozenFlavor FlavorOf(EngineInstanceRow row) => EngineText.Read<FrozenFlavor>(row.Flavor);

    public static string ToText(FrozenFlavor flavor) => EngineText.Write(flavor);

    public static InstanceStatus StatusOf(EngineInstanceRow row) => new(
        (ServiceState)row.State, (ExecutedCommands)row.Executed, row.SuspendWhenFinal,
        row.FailedCall is null ? null : EngineText.Read<FailedCall>(row.FailedCall));

    public static void SetStatus(EngineInstanceRow row, InstanceStatus status)
    {
        row.State = (int)status.State;
        row.Executed = (int)status.Executed;
        row.SuspendWhenFinal = status.SuspendWhenFinal;
        row.FailedCall = status.Failed is null ? null : EngineText.Write(status.Failed);
        row.Revision++;
    }

    public static string ToText(InstanceStatus untouched, InstanceStatus changed) =>
        EngineText.Write<InstanceStatus[]>([untouched, changed]);

    /// <summary>Ends processes that a stopped backend left behind: their instances go back, or into InError when the card may have been changed.</summary>
    public async Task<int> EndAbandonedAsync(CancellationToken cancellationToken)
    {
        await using var db = Open();
        var abandoned = await db.Processes.Where(p => p.EndDate == null).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var process in abandoned)
        {
            var fallbacks = EngineText.Read<InstanceStatus[]>(process.Fallbacks);
            var status = fallbacks[process.Changed ? 1 : 0];
            if (await db.Instances.SingleOrDefaultAsync(i => i.Id == process.InstanceId, cancellationToken).ConfigureAwait(false) is { } instance)
            {
                SetStatus(instance, status);
            }

            var error = DeviceErrors.ConnectionInterrupted();
            (process.EndDate, process.EndState, process.StatusCode, process.StatusMessage) = (Now, (int)status.State, error.Code, error.Message);
        }

        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return abandoned.Count;
    }
}
