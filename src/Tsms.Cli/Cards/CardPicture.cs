using Spectre.Console;
using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.Cli.Cards;

/// <summary>Draws what a card told of itself, for people.</summary>
internal static class CardPicture
{
    public static void Draw(IAnsiConsole console, CardDescription card)
    {
        Facts(console, card);
        if (card.Root is { } root)
        {
            console.WriteLine();
            var tree = new Tree(Node(root, "issuer security domain"));
            Fill(tree, root);
            console.Write(tree);
        }

        foreach (var other in card.OtherRoots)
        {
            console.WriteLine();
            var tree = new Tree(Node(other, "security domain of its own, with nothing above it,"));
            Fill(tree, other);
            console.Write(tree);
        }

        if (card.AccessRules is { } rules)
        {
            console.WriteLine();
            console.WriteLine(rules.Count == 0 ? "The ARA-M has no access rules: no app may open a channel." : "Access rules (ARA-M)");
            foreach (var rule in rules)
            {
                console.MarkupLineInterpolated($"  {Sentence(rule)}");
            }
        }

        if (card.Notes.Count > 0)
        {
            console.WriteLine();
            foreach (var note in card.Notes)
            {
                console.MarkupLineInterpolated($"[grey]Note: {note}[/]");
            }
        }
    }

    /// <summary>A rule in one line.</summary>
    public static string Sentence(AccessRuleInfo rule) =>
        $"{rule.Target}, {(rule.App == "all apps" ? rule.App : $"app {rule.App}")}: {(rule.Policy == "filtered" ? string.Join(" or ", rule.Filters) : rule.Policy)}";

    private static void Facts(IAnsiConsole console, CardDescription card)
    {
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                facts.AddRow(new Text(name), new Text(value));
            }
        }

        Add("Reader", card.Reader);
        Add("Answer to reset", card.Atr);
        Add("GlobalPlatform", string.Join(", ", new[] { card.GlobalPlatformVersion, card.State, string.Join(", ", card.SecureChannels) }.Where(s => !string.IsNullOrEmpty(s))));
        Add("Issuer's domain", card.Root is null ? card.IssuerSecurityDomain : null);
        Add("Chip", card.Production is { } p ? $"fabricator {p.IcFabricator}, type {p.IcType}, OS {p.OperatingSystem} level {p.OperatingSystemLevel}, serial {p.IcSerialNumber}, batch {p.IcBatch}" : null);
        Add("Issuer number", card.IssuerIdentificationNumber);
        Add("Card number", card.CardImageNumber);
        Add("Free memory", card.Memory is { } m ? $"{m.FreeNonVolatile:N0} bytes persistent, {m.FreeVolatile:N0} bytes transient; {m.Applications} applications" : null);
        console.Write(facts);
    }

    private static void Fill(IHasTreeNodes parent, DomainDescription domain)
    {
        foreach (var version in domain.Keys.GroupBy(k => k.Version))
        {
            var keys = version.GroupBy(k => string.Join(" + ", k.Components)).Select(g => $"{g.Key} ({string.Join(' ', g.Select(k => k.Identifier))})");
            parent.AddNode(Markup.FromInterpolated($"keys {version.Key} [grey]{string.Join(", ", keys)}[/]"));
        }

        foreach (var file in domain.LoadFiles)
        {
            var node = parent.AddNode(Markup.FromInterpolated($"load file [bold]{file.Aid}[/] [grey]{Facts(file.Name, file.Version is null ? null : $"version {file.Version}", file.State)}[/]"));
            foreach (var module in file.Modules)
            {
                node.AddNode(Markup.FromInterpolated($"module {module}"));
            }
        }

        foreach (var application in domain.Applications)
        {
            parent.AddNode(Markup.FromInterpolated(
                $"instance [bold]{application.Aid}[/] [grey]{Facts(application.State, application.LoadFile is null ? null : $"of {application.LoadFile}", string.Join(", ", application.Privileges))}[/]"));
        }

        foreach (var child in domain.Domains)
        {
            Fill(parent.AddNode(Node(child, "security domain")), child);
        }
    }

    private static Markup Node(DomainDescription domain, string kind) =>
        Markup.FromInterpolated($"{kind} [bold]{domain.Aid}[/] [grey]{Facts(domain.State, string.Join(", ", domain.Privileges.Where(p => p != "security domain")))}[/]");

    private static string Facts(params string?[] facts) => string.Join(", ", facts.Where(f => !string.IsNullOrEmpty(f)));
}
