using System.CommandLine;
using Tsms.Backend.Hosting;
using Tsms.JavaCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Output;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document instead of words." };

    /// <summary>The bytes of a file that a command takes; of what is longer than any CAP file no more than that is read.</summary>
    /// <exception cref="UsageException">It is not there, cannot be read, or is too long.</exception>
    public static byte[] ReadFile(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new UsageException($"There is no file '{file.FullName}'.");
        }

        try
        {
            using var stream = file.OpenRead();
            var limit = CapLimits.Default.MaxFileBytes;
            var bytes = new byte[stream.CanSeek ? (int)Math.Min(stream.Length, limit) + 1 : limit + 1];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read <= limit ? bytes[..read] : throw new UsageException($"'{file.FullName}' has more than {limit:N0} bytes: no file that tsms takes is that long.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file.FullName}' cannot be read: {e.Message}");
        }
    }

    /// <summary><c>--profile NAME</c>: which product a virtual card plays.</summary>
    public static Option<string> Profile() => new("--profile")
    {
        Description = "Product that the virtual card plays; see: tsms card profiles.",
        HelpName = "NAME",
        DefaultValueFactory = _ => CardProfiles.Reference,
        CompletionSources = { _ => CardProfiles.All.Select(p => new System.CommandLine.Completions.CompletionItem(p.Name)) },
    };

    /// <summary><c>--image FILE</c>, mandatory.</summary>
    public static Option<FileInfo> Image() => new("--image") { Description = "Image file of the virtual card.", HelpName = "FILE", Required = true };

    /// <summary>An option with an http or https address.</summary>
    public static Option<Uri> Address(string name, string description, string fallback) => new(name)
    {
        Description = description,
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri(fallback),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name} '{result.Tokens[0].Value}' is not an http or https address.");
            return null;
        },
    };

    /// <summary><c>--mode</c>.</summary>
    public static Option<BackendMode> Mode() => new("--mode") { Description = "development or production; production refuses what is unsafe." };

    /// <summary>The profile of this name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static CardProfile FindProfile(string name) => CardProfiles.All.FirstOrDefault(p => p.Name == name)
        ?? throw new UsageException($"There is no card profile '{name}'. There are: {string.Join(", ", CardProfiles.All.Select(p => p.Name))}.");
}
