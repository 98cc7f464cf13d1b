using System.Net.Sockets;

namespace Tsms.SmartCard.Transports.Vpcd;

/// <summary>
/// Plugs a card into pcscd by way of vpcd, the virtual reader of the vsmartcard project: every program that speaks PC/SC then sees it. The reader listens,
/// the card connects.
/// </summary>
public static class VpcdConnection
{
    /// <summary>
    /// Keeps the card in the reader until cancelled: connects, serves, and connects again when vpcd goes away. When it ends the card has no power.
    /// The card is not disposed.
    /// </summary>
    /// <param name="card">The card; nobody else may use it meanwhile.</param>
    /// <param name="options">Where vpcd listens.</param>
    /// <param name="progress">Gets told what happens; null: nobody.</param>
    /// <param name="time">The clock that the time between attempts is measured with.</param>
    /// <param name="cancellationToken">Takes the card out of the reader.</param>
    /// <exception cref="TransportException"><see cref="VpcdOptions.MaxAttempts"/> attempts to reach vpcd failed one after another.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task RunAsync(ICard card, VpcdOptions options, IProgress<VpcdEvent>? progress, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(card);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RetryDelay, TimeSpan.Zero);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await RunOnceAsync(card, options, progress, attempt, cancellationToken).ConfigureAwait(false))
                {
                    attempt = 0;
                }

                await Task.Delay(options.RetryDelay, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await card.PowerOffAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>One connection from its beginning to its end; false when vpcd could not be reached.</summary>
    private static async Task<bool> RunOnceAsync(ICard card, VpcdOptions options, IProgress<VpcdEvent>? progress, int attempt, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            var message = $"vpcd does not answer at {options} ({e.Message}). Is pcscd running, with vpcd among its readers?";
            if (attempt >= options.MaxAttempts)
            {
                throw new TransportException($"{message} Gave up after {attempt} attempts.", e);
            }

            progress?.Report(new(VpcdState.Waiting, $"{message} Attempt {attempt}; trying again."));
            return false;
        }

        progress?.Report(new(VpcdState.Connected, $"'{card.Name}' is in the reader of vpcd at {options}."));
        var stream = socket.GetStream();
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await new VpcdSlot(card, stream, progress, () => AcknowledgeAtOnce(socket.Client)).ServeAsync(cancellationToken).ConfigureAwait(false);
                progress?.Report(new(VpcdState.Disconnected, $"vpcd at {options} ended the connection; trying again."));
            }
            catch (Exception e) when (e is IOException or TransportException)
            {
                progress?.Report(new(VpcdState.Disconnected, $"The connection to vpcd at {options} broke: {e.Message} Trying again."));
            }
        }

        return true;
    }

    // vpcd sends length and message apart and with Nagle's algorithm, so each message would wait 40 ms for a delayed acknowledgement. The option holds for
    // the next segments only.
    private static void AcknowledgeAtOnce(Socket socket)
    {
        const int Tcp = 6;
        const int QuickAck = 12;
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(Tcp, QuickAck, [1, 0, 0, 0]);
        }
    }
}
