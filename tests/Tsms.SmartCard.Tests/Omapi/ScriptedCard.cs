namespace Tsms.SmartCard.Tests.Omapi;

/// <summary>A card that knows a conversation by heart: every command must be the next one of the script, byte for byte.</summary>
internal sealed class ScriptedCard(string script, string name = "eSE1") : ICard
{
    private readonly Queue<(string Command, string Response)> _lines = new(
        script.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('>', StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0].Replace(" ", "", StringComparison.Ordinal), parts[1].Replace(" ", "", StringComparison.Ordinal))));

    public string Name => name;

    public int Resets { get; private set; }

    /// <summary>True while the reader holds no card.</summary>
    public bool IsAbsent { get; set; }

    /// <summary>What of the script was not said; empty at the end of a good test.</summary>
    public IEnumerable<string> Left => _lines.Select(line => line.Command);

    public ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken)
    {
        Resets++;
        return IsAbsent ? throw new TransportException("There is no card.") : new ValueTask<ReadOnlyMemory<byte>>(Convert.FromHexString("3B8001"));
    }

    public ValueTask PowerOffAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>An answer of <c>!</c> is a lost card.</summary>
    public ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        var hex = Convert.ToHexString(command.Span);
        Assert.True(_lines.TryDequeue(out var line), $"The script is at its end, but the card was sent {hex}.");
        Assert.Equal(line.Command, hex);
        return line.Response == "!" ? throw new TransportException("The card was removed.") : new ValueTask<ReadOnlyMemory<byte>>(Convert.FromHexString(line.Response));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
