using System.CommandLine;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Output;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of words." };

    /// <summary>A file that must exist.</summary>
    public static byte[] ReadFile(FileInfo file) =>
        file.Exists ? File.ReadAllBytes(file.FullName) : throw new UsageException($"There is no file '{file.FullName}'.");

    /// <summary><c>--profile NAME</c>: which product a virtual card plays.</summary>
    public static Option<string> Profile() => new("--profile")
    {
        Description = "Product that the virtual card plays; see: tsms card profiles.",
        HelpName = "NAME",
        DefaultValueFactory = _ => CardProfiles.Reference,
        CompletionSources = { _ => CardProfiles.All.Select(p => new System.CommandLine.Completions.CompletionItem(p.Name)) },
    };

    /// <summary>The profile of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static CardProfile FindProfile(string name) => CardProfiles.All.FirstOrDefault(p => p.Name == name)
        ?? throw new UsageException($"There is no card profile '{name}'. There are: {string.Join(", ", CardProfiles.All.Select(p => p.Name))}.");
}
