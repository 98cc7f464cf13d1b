using System.CommandLine;
using Tsms.Backend.Hosting;
using Tsms.Backend.Providers;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary>Names a service provider: by its id, or by its name when only one has it.</summary>
internal static class ProviderArgument
{
    public static Argument<string> Create() => new("PROVIDER") { Description = "The service provider: its id, or its name when only one has it." };

    /// <exception cref="CommandException">There is none, or several have the name.</exception>
    public static async Task<ProviderInfo> FindAsync(OperatorConsole console, string text, CancellationToken cancellationToken)
    {
        var all = await console.Providers.ListAsync(cancellationToken).ConfigureAwait(false);
        var hits = Guid.TryParse(text, out var id) ? [.. all.Where(p => p.Id == id)] : all.Where(p => p.Name == text).ToList();
        return hits.Count switch
        {
            1 => hits[0],
            0 => throw new CommandException($"There is no service provider '{text}'. List them: tsms provider list."),
            _ => throw new CommandException($"{hits.Count} service providers are called '{text}'; name one by its id: {string.Join(", ", hits.Select(p => p.Id))}."),
        };
    }
}
