using System.CommandLine;
using Tsms.Cli.Output;
using Tsms.SmartCard;
using Tsms.SmartCard.Tracing;

namespace Tsms.Cli.Cards;

/// <summary><c>--trace FILE</c>: a readable log of all that is said to cards, with secrets masked. Whoever reads it over somebody's shoulder learns no key.</summary>
internal sealed class TraceFile : IDisposable
{
    private readonly StreamWriter _writer;

    private TraceFile(StreamWriter writer) => _writer = writer;

    /// <summary>The option.</summary>
    public static Option<FileInfo?> Option() => new("--trace") { Description = "Write a readable log of all APDUs into this file; secrets are masked.", HelpName = "FILE" };

    /// <summary>Begins the file anew; null when none was asked for.</summary>
    public static TraceFile? Open(FileInfo? file)
    {
        if (file is null)
        {
            return null;
        }

        if (Directory.Exists(file.FullName) || file.Directory is not { Exists: true })
        {
            throw new UsageException($"--trace '{file.FullName}' cannot be written: {(Directory.Exists(file.FullName) ? "that is a folder" : "its folder does not exist")}.");
        }

        if (!MayOverwrite(file))
        {
            throw new UsageException($"--trace '{file.FullName}' is another file than a trace, such as a card's image; it is not overwritten. Name another file.");
        }

        return new TraceFile(new StreamWriter(file.FullName, append: false) { AutoFlush = true }); // whole up to the command that went wrong
    }

    /// <summary>Nothing, or a trace of before: its lines begin with the channel's number, or with == for what is no command.</summary>
    private static bool MayOverwrite(FileInfo file)
    {
        if (!file.Exists || file.Length == 0)
        {
            return true;
        }

        using var stream = file.OpenRead();
        Span<byte> start = stackalloc byte[5];
        var begin = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var digits = begin.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return begin.StartsWith("== "u8) || (digits > 0 && (begin[digits..].StartsWith(" >"u8) || begin[digits..].StartsWith(" <"u8)));
    }

    /// <summary>The card, with its conversation written down when there is a file.</summary>
    public static ICard Wrap(TraceFile? trace, ICard card) => trace is null ? card : new TraceCard(card, trace._writer, TimeProvider.System);

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
