using Spectre.Console;
using Tsms.Cli.Cards;

namespace Tsms.Cli.Demo;

/// <summary>The last lines of the demo for people: the card with the Service on it, the network's cost, the verdict.</summary>
internal static class DemoEnding
{
    public static void Tell(IAnsiConsole console, DemoReport report)
    {
        if (report.Card.During is { } during)
        {
            console.WriteLine();
            console.Write(Picture(during));
        }

        var deploy = report.Steps.FirstOrDefault(s => s.Name == "deploy");
        var create = report.Steps.FirstOrDefault(s => s.Name == "create a service instance");
        console.WriteLine();
        if (deploy is { Ok: true } && create is not null)
        {
            console.MarkupLineInterpolated(
                $"The phone needed {create.Exchanges + deploy.Exchanges} exchanges and {create.Requests + deploy.Requests} requests to create and deploy, {deploy.Apdus} APDUs and {deploy.Bytes:N0} bytes in all.");
        }

        if (report.Ok)
        {
            console.MarkupLine("[green]Every step did what it says.[/]");
        }
        else
        {
            console.MarkupLineInterpolated($"[red]Failed:[/] {string.Join(", ", report.Steps.Where(s => !s.Ok).Select(s => s.Name))}.");
        }
    }

    private static Tree Picture(CardContent card)
    {
        var tree = new Tree("The card with the Service on it");
        var root = card.SecurityDomains.FirstOrDefault(d => d.SecurityDomain == d.Aid || d.SecurityDomain.Length == 0) ?? card.SecurityDomains[0];
        AddDomain(tree, root, card, []);
        return tree;
    }

    private static void AddDomain(IHasTreeNodes parent, CardEntry domain, CardContent card, HashSet<string> seen)
    {
        if (!seen.Add(domain.Aid))
        {
            return;
        }

        var node = parent.AddNode(Markup.FromInterpolated($"security domain [bold]{domain.Aid}[/] [grey]state {domain.State}, privileges {domain.Privileges}[/]"));
        foreach (var file in card.LoadFiles.Where(f => f.SecurityDomain == domain.Aid))
        {
            node.AddNode(Markup.FromInterpolated($"load file {file.Aid}"));
        }

        foreach (var instance in card.Instances.Where(i => i.SecurityDomain == domain.Aid))
        {
            node.AddNode(Markup.FromInterpolated($"instance {instance.Aid} [grey]state {instance.State}[/]"));
        }

        foreach (var child in card.SecurityDomains.Where(d => d.SecurityDomain == domain.Aid))
        {
            AddDomain(node, child, card, seen);
        }
    }
}
