using Tsms.Api.Device.Seram;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi;

namespace Tsms.Sdk.Agent;

/// <summary>
/// The one channel of a plain SERAM agent: a SELECT by name in a list closes the channel before and opens a logical one to that application, all other commands go
/// through it (GP SERAM 2.0, overview, Local Agent behaviour).
/// </summary>
internal sealed class AgentCard(SecureElementService service) : IAsyncDisposable
{
    private CardReader? _reader;
    private CardSession? _session;
    private CardChannel? _channel;

    /// <summary>Goes to the secure element of an order; null stays at the present one, which at first is the first there is.</summary>
    /// <exception cref="AgentFailureException">There is no such secure element.</exception>
    public async ValueTask ChooseAsync(SecureElement? chosen, CancellationToken cancellationToken)
    {
        var reader = chosen is not null ? service.FindReader(chosen.SeId) : _reader ?? (service.Readers.Count > 0 ? service.Readers[0] : null);
        if (reader is null)
        {
            throw new AgentFailureException(LocalAgentStatuses.UnavailableSe, chosen is null ? "The phone has no secure element." : $"The phone has no secure element '{chosen.SeId}'.");
        }

        if (reader != _reader)
        {
            await DisposeAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            _reader = reader;
        }
    }

    /// <summary>Sends one command; the answer to a SELECT by name is the select response, or the status word that refused it.</summary>
    /// <exception cref="AgentFailureException">There is no answer.</exception>
    public async ValueTask<ResponseApdu> SendAsync(ReadOnlyMemory<byte> command, CancellationToken cancellationToken)
    {
        try
        {
            if (!CommandApdu.TryParse(command, out var parsed, out var error))
            {
                throw new AgentFailureException(LocalAgentStatuses.UnknownFailure, error);
            }

            return IsSelectByName(parsed)
                ? await SelectAsync(parsed, cancellationToken).ConfigureAwait(false)
                : _channel is null
                    ? throw new AgentFailureException(LocalAgentStatuses.UnknownFailure, "No channel is open: a list begins with SELECT.")
                    : await _channel.TransmitAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (AccessDeniedException e)
        {
            throw new AgentFailureException(LocalAgentStatuses.UngrantedAccess, e.Message);
        }
        catch (Exception e) when (e is TransportException or ChannelNotAvailableException)
        {
            throw new AgentFailureException(LocalAgentStatuses.UnavailableSe, e.Message);
        }
        catch (Exception e) when (e is ArgumentException)
        {
            throw new AgentFailureException(LocalAgentStatuses.UnknownFailure, e.Message);
        }
    }

    /// <summary>Closes channel and session.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
        }

        (_session, _channel) = (null, null);
    }

    private static bool IsSelectByName(CommandApdu command) =>
        (command.Cla & 0x80) == 0 && command.Ins == GpInstruction.Select && command.P1 == 0x04;

    private async ValueTask<ResponseApdu> SelectAsync(CommandApdu select, CancellationToken cancellationToken)
    {
        var aid = default(Aid);
        if (!select.Data.IsEmpty && !Aid.TryFrom(select.Data.Span, out aid))
        {
            throw new AgentFailureException(LocalAgentStatuses.UnknownFailure, $"SELECT has {select.Data.Length} bytes; an AID has 5 to 16.");
        }

        if (_channel is not null)
        {
            await _channel.CloseAsync(cancellationToken).ConfigureAwait(false);
            _channel = null;
        }

        _session ??= await _reader!.OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _channel = await _session.OpenLogicalChannelAsync(aid, select.P2, cancellationToken).ConfigureAwait(false);
            return _channel.SelectResponse;
        }
        catch (NoSuchElementException e)
        {
            return new ResponseApdu(e.Sw);
        }
        catch (CardFeatureUnsupportedException)
        {
            return new ResponseApdu(StatusWord.IncorrectP1P2);
        }
    }
}

/// <summary>A command of an order could not be done; the rest of its list is discarded.</summary>
/// <param name="status">One of <see cref="LocalAgentStatuses"/>.</param>
/// <param name="message">What went wrong.</param>
internal sealed class AgentFailureException(string status, string message) : Exception(message)
{
    public string Status { get; } = status;
}
