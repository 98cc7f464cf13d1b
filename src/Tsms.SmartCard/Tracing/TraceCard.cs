using System.Globalization;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.SmartCard.Tracing;

/// <summary>
/// A card whose conversation is written down for people: commands, answers and their times, with names and without secrets. What may hold one is told by its
/// length alone: keys (PUT KEY, STORE DATA), cryptograms (EXTERNAL AUTHENTICATE), PINs (VERIFY and its kin), parameters of INSTALL, everything that a secure
/// channel enciphers and all that is said to applications whose commands are not known here.
/// </summary>
public sealed class TraceCard : ICard
{
    private readonly ICard _card;
    private readonly TextWriter _log;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _hiddenRest = [];
    private readonly Dictionary<int, byte> _levels = [];
    private int _number;

    /// <summary>Writes the conversation with a card.</summary>
    /// <param name="card">The card; disposed with this.</param>
    /// <param name="log">Gets whole lines; stays the caller's.</param>
    /// <param name="time">The clock that durations are taken from.</param>
    public TraceCard(ICard card, TextWriter log, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(time);
        (_card, _log, _time) = (card, log, time);
    }

    /// <inheritdoc/>
    public string Name => _card.Name;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> ResetAsync(CancellationToken cancellationToken)
    {
        var atr = await TimedAsync("reset", () => _card.ResetAsync(cancellationToken)).ConfigureAwait(false);
        Forget();
        Write($"== {Name}: reset, answer to reset {Convert.ToHexString(atr.Result.Span)}{Took(atr.Took)}");
        return atr.Result;
    }

    /// <inheritdoc/>
    public async ValueTask PowerOffAsync(CancellationToken cancellationToken)
    {
        await _card.PowerOffAsync(cancellationToken).ConfigureAwait(false);
        Forget();
        Write($"== {Name}: power off");
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> TransmitAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        var number = ++_number;
        if (!CommandApdu.TryParse(command, out var parsed, out var error))
        {
            Write($"{number} > {command.Length} bytes that are no command: {error}");
        }
        else
        {
            Write($"{number} > {Header(parsed)}  {CommandText.Explain(parsed)}", IsOpen(parsed) && parsed.Ins is not (GpInstruction.Install or GpInstruction.Load) ? TlvText.Lines(parsed.Data, 6) : []);
        }

        var (answer, took) = await TimedAsync($"{number} <", () => _card.TransmitAsync(command, cancellationToken)).ConfigureAwait(false);
        if (!ResponseApdu.TryParse(answer, out var response))
        {
            Write($"{number} < no answer: the card is mute{Took(took)}");
            return answer;
        }

        var isSecret = parsed is null || IsSecretAnswer(parsed);
        Write(
            $"{number} < {Data(response.Data, isSecret)}{response.Sw}  {StatusWordText.Explain(response.Sw)}{Took(took)}",
            isSecret ? [] : TlvText.Lines(response.Data, 6));
        if (parsed is not null)
        {
            Follow(parsed, response.Sw);
        }

        return answer;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _card.DisposeAsync();

    private string Header(CommandApdu c) =>
        $"{c.Cla:X2} {c.Ins:X2} {c.P1:X2} {c.P2:X2}{(c.Data.IsEmpty ? "" : $" Lc={c.Data.Length} {CommandData(c)}")}{(c.Ne is { } ne ? $" Ne={ne.ToString(CultureInfo.InvariantCulture)}" : "")}";

    private string CommandData(CommandApdu c) => IsOpen(c) && c.Ins == GpInstruction.Install ? InstallText.Describe(c) : Data(c.Data, !IsOpen(c) || c.Ins == GpInstruction.Load);

    private static string Data(ReadOnlyMemory<byte> data, bool isSecret) => data.IsEmpty ? "" : isSecret ? $"<{data.Length} bytes> " : Convert.ToHexString(data.Span) + " ";

    /// <summary>Commands whose data anybody may read: they select, list, ask, or begin a session with a public challenge.</summary>
    private static bool IsKnown(CommandApdu c) => c.Ins switch
    {
        GpInstruction.Select or GpInstruction.ManageChannel or GpInstruction.GetData => true,
        GpInstruction.GetStatus or GpInstruction.SetStatus or GpInstruction.Delete or GpInstruction.Install or GpInstruction.Load or GpInstruction.InitializeUpdate => (c.Cla & 0x80) != 0,
        _ => false,
    };

    private bool IsOpen(CommandApdu c) => IsKnown(c) && !IsEnciphered(c, SecurityLevel.CDecryption);

    /// <summary>A cryptogram of the card is no secret, but proves something; it is left out. What GET RESPONSE brings is as secret as the command before it.</summary>
    private bool IsSecretAnswer(CommandApdu c) => c.Ins == GpInstruction.GetResponse
        ? _hiddenRest.Contains(CommandText.Channel(c.Cla))
        : !IsKnown(c) || c.Ins == GpInstruction.InitializeUpdate || IsEnciphered(c, SecurityLevel.REncryption);

    /// <summary>Under secure messaging of a level that enciphers this way, or of one that is not known.</summary>
    private bool IsEnciphered(CommandApdu c, SecurityLevel way) =>
        CommandText.IsSecure(c.Cla) && (!_levels.TryGetValue(CommandText.Channel(c.Cla), out var level) || ((SecurityLevel)level).HasFlag(way));

    private void Follow(CommandApdu c, StatusWord sw)
    {
        var channel = CommandText.Channel(c.Cla);
        if (sw.Sw1 == 0x61 && IsSecretAnswer(c))
        {
            _hiddenRest.Add(channel);
        }
        else
        {
            _hiddenRest.Remove(channel);
        }

        if (c.Ins == GpInstruction.ExternalAuthenticate && sw.IsSuccess)
        {
            _levels[channel] = c.P1;
        }
        else if (c.Ins == GpInstruction.Select && c.P1 == 0x04)
        {
            _levels.Remove(channel);
        }
    }

    private void Forget()
    {
        _hiddenRest.Clear();
        _levels.Clear();
    }

    private async ValueTask<(ReadOnlyMemory<byte> Result, TimeSpan Took)> TimedAsync(string what, Func<ValueTask<ReadOnlyMemory<byte>>> call)
    {
        var begun = _time.GetTimestamp();
        try
        {
            return (await call().ConfigureAwait(false), _time.GetElapsedTime(begun));
        }
        catch (TransportException e)
        {
            Write($"{what} {e.Message}{Took(_time.GetElapsedTime(begun))}");
            throw;
        }
    }

    private static string Took(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $" ({time.TotalMilliseconds:0.0} ms)");

    private void Write(string line, IReadOnlyList<string>? more = null)
    {
        lock (_lock)
        {
            _log.WriteLine(line);
            foreach (var next in more ?? [])
            {
                _log.WriteLine(next);
            }
        }
    }
}
