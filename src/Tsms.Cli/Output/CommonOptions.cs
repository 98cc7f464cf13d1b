using System.CommandLine;

namespace Tsms.Cli.Output;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of words." };

    /// <summary>A file that must exist.</summary>
    public static byte[] ReadFile(FileInfo file) =>
        file.Exists ? File.ReadAllBytes(file.FullName) : throw new UsageException($"There is no file '{file.FullName}'.");
}
