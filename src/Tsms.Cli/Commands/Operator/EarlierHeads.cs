using System.Text.Json;
using Tsms.Backend.Audit;
using Tsms.Backend.Hosting;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary>Heads that were noted down by an earlier verification: what was there then must be there now.</summary>
internal sealed class EarlierHeads
{
    private readonly List<EarlierHead> _heads;

    private EarlierHeads(List<EarlierHead> heads) => _heads = heads;

    /// <summary>Reads what <c>tsms audit verify --json</c> printed.</summary>
    /// <exception cref="CommandException">The file is something else.</exception>
    public static EarlierHeads Read(FileInfo file)
    {
        try
        {
            var heads = JsonSerializer.Deserialize<List<EarlierHead>>(CommonOptions.ReadFile(file), JsonSerializerOptions.Web) ?? throw new JsonException("It holds null.");
            return heads.All(h => h is { Entries: >= 0, Head.Length: > 0 }) ? new EarlierHeads(heads) : throw new JsonException("A head is missing.");
        }
        catch (JsonException)
        {
            throw new CommandException($"'{file.Name}' is not what 'tsms audit verify --json' printed.");
        }
    }

    /// <summary>The reports, with a fault where an earlier head is not in the chain any more; chains that are gone come back as faults.</summary>
    public async Task<IReadOnlyList<AuditReport>> CompareAsync(OperatorConsole console, IReadOnlyList<AuditReport> reports, Guid? only, CancellationToken cancellationToken)
    {
        var compared = reports.ToDictionary(r => r.ProviderId);
        foreach (var earlier in _heads.Where(h => h.Entries > 0 && (only is null || h.ProviderId == only)))
        {
            var entry = (await console.ReadAuditAsync(earlier.ProviderId, earlier.Entries - 1, 1, cancellationToken).ConfigureAwait(false)) is [var found] && found.Sequence == earlier.Entries ? found : null;
            if (!string.Equals(entry?.Hash, earlier.Head, StringComparison.OrdinalIgnoreCase))
            {
                var now = compared.GetValueOrDefault(earlier.ProviderId) ?? new AuditReport(earlier.ProviderId, 0, "", null);
                compared[earlier.ProviderId] = now with
                {
                    Fault = now.Fault ?? $"entry {earlier.Entries} {(entry is null ? "was there and is missing" : "is another than it was")}: its hash was {earlier.Head}",
                };
            }
        }

        return [.. compared.Values.OrderBy(r => r.ProviderId)];
    }

    private sealed record EarlierHead(Guid ProviderId, long Entries, string? Head);
}
