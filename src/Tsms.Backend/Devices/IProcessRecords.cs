using Tsms.Backend.Planning;

namespace Tsms.Backend.Devices;

/// <summary>What a process writes down and looks up. Everything is on disk when a task ends.</summary>
internal interface IProcessRecords
{
    /// <summary>Saves the card with lines of its journal, and whether the card may have been changed, in one transaction.</summary>
    Task SaveAsync(CardState card, IReadOnlyList<(PlanStep Step, string Event)> lines, bool changed, CancellationToken cancellationToken);

    /// <summary>Keeps the name of the Service's key set with its instance, before the keys leave.</summary>
    Task NameServiceKeysAsync(DomainKeySet set, CancellationToken cancellationToken);

    /// <summary>A line of the journal that is no step.</summary>
    Task NoteAsync(string text, CancellationToken cancellationToken);

    /// <summary>The load file data block of a hash, from the engine's own copies.</summary>
    ReadOnlyMemory<byte> Binary(string hash);
}
