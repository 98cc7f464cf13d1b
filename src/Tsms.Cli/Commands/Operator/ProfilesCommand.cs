using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tsms.Backend.Hosting;
using Tsms.Backend.Profiles;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands.Operator;

/// <summary><c>tsms profiles</c>: secure component profiles of the TSM.</summary>
internal static class ProfilesCommand
{
    private const string DateForm = "yyyy-MM-dd (midnight UTC), or a time with its offset such as 2027-01-31T12:00Z";

    public static Command Create() => new("profiles", "Secure component profiles: what the TSM deploys to.") { List(), Add(), Retire(), Impact() };

    private static Command List()
    {
        var options = new OperatorOptionSet();
        var command = new Command("list", "Lists all profiles by name, retired ones included.\n\nExamples:\n  tsms profiles list\n  tsms profiles list --json");
        return options.Run(command, mayMake: true, async (console, parsed, cancel) =>
        {
            var profiles = await console.Profiles.ListAsync(cancel).ConfigureAwait(false);
            options.Print(parsed, profiles, () =>
            {
                var table = TextTable.Of("Id", "Name", "Java Card", "State");
                table.Columns[^1].NoWrap = true;
                foreach (var profile in profiles)
                {
                    var state = string.Join(", ", new[] { profile.Test ? "test" : "", profile.RetirementDate is { } date ? $"retired {Amount.Day(date)}" : "" }.Where(s => s.Length > 0));
                    table.AddRow(new Text(profile.Id.ToString()), new Text(profile.Name), new Text(profile.JavaCardVersion), new Text(state));
                }

                TextTable.Print(table, profiles.Count, "There are no profiles.");
            });
        });
    }

    private static Command Add()
    {
        var options = new OperatorOptionSet();
        var file = new Argument<FileInfo>("FILE") { Description = "A profile (JSON); docs/profiles.md tells its form." };
        var command = new Command(
            "add",
            """
            Adds the profile of a file.

            Serving backends take it over within some seconds. One with the id of another, or that differs from another by its id only, is refused.

            Example:
              tsms profiles add my-product.json
            """)
        {
            file,
        };
        return options.Run(command, mayMake: true, async (console, parsed, cancel) =>
        {
            var source = parsed.GetValue(file)!;
            var added = await console.Profiles.AddAsync(CommonOptions.ReadFile(source), source.Name, cancel).ConfigureAwait(false);
            options.Print(parsed, added, () => Console.Out.WriteLine($"Added {added.Name} ({added.Id})."));
        });
    }

    private static Command Retire()
    {
        var options = new OperatorOptionSet();
        var id = Profile();
        var date = new Option<string?>("--date") { Description = $"When: {DateForm}. Default: at once.", HelpName = "DATE" };
        var yes = Confirmation.Yes();
        var command = new Command(
            "retire",
            """
            Retires a profile: it cannot be linked anew.

            From then on no Version can be linked to it. What is linked stays, and its instances stay manageable. Service providers that it concerns are told through their webhooks; see first whom: tsms profiles impact.

            Examples:
              tsms profiles retire "NXP JCOP3 J3H145 SecID" --date 2027-06-30
              tsms profiles retire "NXP JCOP3 J3H145 SecID" --yes --json
            """)
        {
            id, date, yes,
        };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var when = parsed.GetValue(date) is { } text ? ParseDate(text) : TimeProvider.System.GetUtcNow();
            var profile = await FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            var concerned = await console.Profiles.GetImpactAsync(profile.Id, cancel).ConfigureAwait(false);
            Confirmation.Ask(
                $"{profile.Name} ({profile.Id}) is retired {(when <= TimeProvider.System.GetUtcNow() ? "at once" : $"on {Amount.Time(when)}")}; {Providers(concerned)} told. That cannot be taken back.",
                parsed.GetValue(yes));
            var impact = await console.Profiles.RetireAsync(profile.Id, when, cancel).ConfigureAwait(false);
            options.Print(parsed, impact, () =>
            {
                Console.Out.WriteLine($"{impact.Profile.Name} {(when > TimeProvider.System.GetUtcNow() ? "will be retired on" : "is retired since")} {Amount.Time(when)}.");
                Tell(impact);
            });
        });
    }

    private static Command Impact()
    {
        var options = new OperatorOptionSet();
        var id = Profile();
        var command = new Command(
            "impact", "Shows what depends on a profile.\n\nService providers, Flavors, and instances on phones.\n\nExample:\n  tsms profiles impact \"NXP JCOP3 J3H145 SecID\"") { id };
        return options.Run(command, mayMake: false, async (console, parsed, cancel) =>
        {
            var profile = await FindAsync(console, parsed.GetValue(id)!, cancel).ConfigureAwait(false);
            var impact = await console.Profiles.GetImpactAsync(profile.Id, cancel).ConfigureAwait(false);
            options.Print(parsed, impact, () =>
            {
                Console.Out.WriteLine($"{profile.Name} ({profile.Id})");
                Tell(impact);
            });
        });
    }

    private static void Tell(ProfileImpact impact)
    {
        foreach (var provider in impact.Providers)
        {
            Console.Out.WriteLine($"  {provider.ProviderName} ({provider.ProviderId}): {provider.Instances} instances");
            foreach (var flavor in provider.Flavors)
            {
                Console.Out.WriteLine($"    Flavor {flavor.FlavorName} ({flavor.FlavorId})");
                Console.Out.WriteLine($"      versions {string.Join(", ", flavor.Versions)}; {flavor.Instances} instances");
            }
        }

        Console.Out.WriteLine(impact.Providers.Count == 0 ? "It concerns no service provider." : $"It concerns {Count(impact.Providers.Count)}.");
    }

    private static string Providers(ProfileImpact impact) => impact.Providers.Count == 1 ? "1 service provider is" : $"{impact.Providers.Count} service providers are";

    private static string Count(int providers) => providers == 1 ? "1 service provider" : $"{providers} service providers";

    private static Argument<string> Profile() => new("PROFILE") { Description = "The profile: its id, or its name when only one has it." };

    private static DateTimeOffset ParseDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)
            : text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.ToUniversalTime()
            : throw new UsageException($"--date '{text}' is no date: {DateForm}.");

    private static async Task<ProfileInfo> FindAsync(OperatorConsole console, string text, CancellationToken cancellationToken)
    {
        var all = await console.Profiles.ListAsync(cancellationToken).ConfigureAwait(false);
        var hits = Guid.TryParse(text, out var id) ? [.. all.Where(p => p.Id == id)] : all.Where(p => p.Name == text).ToList();
        return hits.Count switch
        {
            1 => hits[0],
            0 => throw new CommandException($"There is no secure component profile '{text}'. List them: tsms profiles list."),
            _ => throw new CommandException($"{hits.Count} profiles are called '{text}'; name one by its id: {string.Join(", ", hits.Select(p => p.Id))}."),
        };
    }
}
