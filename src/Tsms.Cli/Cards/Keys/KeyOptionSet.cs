using System.CommandLine;
using Tsms.Cli.Output;

namespace Tsms.Cli.Cards.Keys;

/// <summary>Options that name the keys of a card's issuer security domain.</summary>
internal sealed class KeyOptionSet
{
    private readonly Option<FileInfo?> _file = new("--keys")
    {
        Description = "JSON file with the keys of the issuer security domain: enc, mac, dek (hexadecimal), and maybe version and diversification (none, kdf3).",
        HelpName = "FILE",
    };

    private readonly Option<bool> _test = new("--test-keys") { Description = "The keys that everybody knows (40 to 4F), as development cards have them." };
    private readonly Option<string?> _version = new("--key-version") { Description = "Version of the key set, 01 to 7F. Default: what the file or the card says.", HelpName = "HH" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_file);
        command.Add(_test);
        command.Add(_version);
    }

    /// <summary>The keys; null when none were named.</summary>
    /// <exception cref="UsageException">Two were named, or the version is none.</exception>
    public GivenKeys? Read(ParseResult parsed)
    {
        var (file, test, text) = (parsed.GetValue(_file), parsed.GetValue(_test), parsed.GetValue(_version));
        if (file is not null && test)
        {
            throw new UsageException("Give either --keys FILE or --test-keys.");
        }

        byte? version = text is null ? null : CardKeyFile.ParseVersion(text) ?? throw new UsageException($"--key-version '{text}' is not 01 to 7F in hexadecimal.");
        return file is not null ? CardKeyFile.Read(file).WithVersion(version)
            : test ? GivenKeys.Test().WithVersion(version)
            : version is null ? null : throw new UsageException("--key-version goes with --keys FILE or --test-keys.");
    }
}
