using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.SmartCard.Omapi;

// Opening and closing of channels: MANAGE CHANNEL and SELECT by name (GP Card Specification 2.3.1, 11.7 and 11.9).
public sealed partial class CardTerminal
{
    /// <summary>Opens a channel for a caller. Nothing reaches the card before the enforcer has agreed, but what the enforcer itself reads.</summary>
    internal async ValueTask<OpenedChannel> OpenAsync(
        CallerIdentity caller, bool isBasic, Aid aid, byte p2, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ConnectInTurnAsync(cancellationToken).ConfigureAwait(false);
            var access = caller.IsPrivileged
                ? ChannelAccess.Everything
                : await _enforcer.DecideAsync(OpenForEnforcerAsync, caller, aid, cancellationToken).ConfigureAwait(false);
            if (!access.IsAllowed)
            {
                throw new AccessDeniedException($"'{caller}' may not reach {(aid.IsEmpty ? "the default application" : aid)} in reader '{Name}': {access.Reason}");
            }

            return await OpenInTurnAsync(isBasic, aid, p2, access, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Closes a channel; the card is not asked when it was reset since.</summary>
    internal async ValueTask CloseAsync(OpenedChannel channel, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isConnected && channel.Generation == Generation)
            {
                await CloseInTurnAsync(channel.Number, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<OpenedChannel> OpenInTurnAsync(bool isBasic, Aid aid, byte p2, ChannelAccess access, CancellationToken cancellationToken)
    {
        var number = isBasic ? TakeBasicChannel() : await ManageChannelOpenAsync(cancellationToken).ConfigureAwait(false);
        var select = new CommandApdu(ClassByte.WithChannel(0x00, number), GpInstruction.Select, 0x04, p2, aid.Bytes, 256);
        var answer = await TransmitInTurnAsync(select.ToBytes(), cancellationToken).ConfigureAwait(false);
        if (answer.Sw.IsSuccess || answer.Sw.IsWarning)
        {
            return new OpenedChannel(number, Generation, aid, access, answer);
        }

        await CloseInTurnAsync(number, cancellationToken).ConfigureAwait(false);
        throw answer.Sw == StatusWord.IncorrectP1P2
            ? new CardFeatureUnsupportedException($"The card in reader '{Name}' does not support SELECT with P2 {p2:X2} (6A86).")
            : new NoSuchElementException(aid, answer.Sw);
    }

    private int TakeBasicChannel()
    {
        if (_basicChannelInUse)
        {
            throw new ChannelNotAvailableException($"The basic channel of the card in reader '{Name}' is in use.");
        }

        _basicChannelInUse = true;
        return 0;
    }

    private async ValueTask<int> ManageChannelOpenAsync(CancellationToken cancellationToken)
    {
        // MANAGE CHANNEL open: 00 70 00 00 01, answer: the number that the card assigns
        var answer = await TransmitInTurnAsync(new CommandApdu(0x00, GpInstruction.ManageChannel, 0x00, 0x00, default, 1).ToBytes(), cancellationToken)
            .ConfigureAwait(false);
        if (!answer.Sw.IsSuccess)
        {
            var hint = answer.Sw == StatusWord.FunctionNotSupported ? ", as on a card that is locked or terminated" : "";
            throw new ChannelNotAvailableException($"The card in reader '{Name}' opens no logical channel: MANAGE CHANNEL was answered {answer.Sw}{hint}.");
        }

        return answer.Data.Length == 1 && answer.Data.Span[0] is > 0 and <= ClassByte.MaxChannel
            ? answer.Data.Span[0]
            : throw new TransportException($"The card in reader '{Name}' answered MANAGE CHANNEL with {Convert.ToHexString(answer.Data.Span)}, which is no channel number.");
    }

    private async ValueTask CloseInTurnAsync(int number, CancellationToken cancellationToken)
    {
        if (number != 0)
        {
            await TransmitInTurnAsync(new CommandApdu(0x00, GpInstruction.ManageChannel, 0x80, (byte)number).ToBytes(), cancellationToken).ConfigureAwait(false);
            return;
        }

        // the basic channel cannot be closed; the default application comes back, so that nobody finds the last one selected
        _basicChannelInUse = false;
        await TransmitInTurnAsync(new CommandApdu(0x00, GpInstruction.Select, 0x04, 0x00, default, 256).ToBytes(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The enforcer's own way to the card, within the turn that is being decided about.</summary>
    private async ValueTask<IEnforcerChannel> OpenForEnforcerAsync(Aid aid, CancellationToken cancellationToken)
    {
        var opened = await OpenInTurnAsync(isBasic: false, aid, p2: 0, ChannelAccess.Everything, cancellationToken).ConfigureAwait(false);
        return new EnforcerChannel(this, opened.Number);
    }

    private sealed class EnforcerChannel(CardTerminal terminal, int number) : IEnforcerChannel
    {
        public ValueTask<ResponseApdu> TransmitAsync(CommandApdu command, CancellationToken cancellationToken) =>
            terminal.TransmitInTurnAsync((command with { Cla = ClassByte.WithChannel(command.Cla, number) }).ToBytes(), cancellationToken);

        public async ValueTask DisposeAsync()
        {
            if (terminal._isConnected)
            {
                await terminal.CloseInTurnAsync(number, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>A channel that is open on the card.</summary>
internal sealed record OpenedChannel(int Number, int Generation, Aid Aid, ChannelAccess Access, ResponseApdu SelectResponse);
