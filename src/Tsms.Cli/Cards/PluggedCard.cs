using Tsms.Cli.Output;
using Tsms.SmartCard;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;
using Tsms.SmartCard.Transports.Vpcd;
using Tsms.VirtualCard;

namespace Tsms.Cli.Cards;

/// <summary>A virtual card in a real reader: plugged into pcscd by way of vpcd, and found again among the readers as any program finds it.</summary>
internal sealed class PluggedCard : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _end = new();
    private readonly InProcessCard _card;
    private readonly Task _run;

    private PluggedCard(SecureComponent card, VpcdOptions options, TimeProvider time)
    {
        _card = new InProcessCard("vpcd", card);
        _run = VpcdConnection.RunAsync(_card, options with { MaxAttempts = 2 }, null, time, _end.Token);
    }

    /// <summary>Name of the reader that it is in.</summary>
    public string Reader { get; private set; } = "";

    /// <summary>Plugs a card in and waits until PC/SC sees it.</summary>
    /// <exception cref="CommandException">There is no PC/SC service, no vpcd, or its reader is taken; the message says what to do.</exception>
    public static async Task<PluggedCard> InsertAsync(SecureComponent card, VpcdOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        PluggedCard? plugged = null;
        try
        {
            var taken = PcscReaders.List().Where(r => r.IsCardPresent).Select(r => r.Name).ToHashSet();
            plugged = new PluggedCard(card, options, time);
            plugged.Reader = await plugged.FindAsync(taken, card.Profile.Atr, options, time, cancellationToken).ConfigureAwait(false);
            return plugged;
        }
        catch (Exception e)
        {
            if (plugged is not null)
            {
                await plugged.DisposeAsync().ConfigureAwait(false);
            }

            if (e is TransportException)
            {
                throw new CommandException($"{e.Message} On Debian: apt install pcscd vsmartcard-vpcd, then start pcscd.");
            }

            throw;
        }
    }

    /// <summary>Reads HOST:PORT.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static VpcdOptions ParseAddress(string? address)
    {
        try
        {
            return address is null ? new VpcdOptions() : VpcdOptions.Parse(address);
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        try
        {
            await _run.ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TransportException)
        {
            // The ordinary end; or told already.
        }

        await _card.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task<string> FindAsync(HashSet<string> taken, string atr, VpcdOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < s_patience;)
        {
            if (_run.IsCompleted)
            {
                await _run.ConfigureAwait(false); // says why
            }

            var readers = PcscReaders.List();
            if (readers.FirstOrDefault(r => r.IsCardPresent && !taken.Contains(r.Name) && Convert.ToHexString(r.Atr.Span) == atr) is { } found)
            {
                return found.Name;
            }

            taken.RemoveWhere(name => !readers.Any(r => r.Name == name && r.IsCardPresent));
            await Task.Delay(s_look, time, cancellationToken).ConfigureAwait(false);
        }

        var other = options with { Port = options.Port == VpcdOptions.DefaultPort ? VpcdOptions.DefaultPort + 1 : VpcdOptions.DefaultPort };
        throw new CommandException(
            $"The virtual card was sent to vpcd at {options}, but no reader shows it. Its slot may hold another card: take that out, or name the other slot ({other}).");
    }
}
