using Tsms.Cli.Output;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;

namespace Tsms.Cli.Cards;

/// <summary>What goes wrong on the way to a card, told as a failure of the command.</summary>
internal static class CardErrors
{
    /// <exception cref="CommandException">The card, the reader or the keys; the message is theirs.</exception>
    public static async Task<T> ToldAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is TransportException or SecureChannelException or ChannelNotAvailableException or CardFeatureUnsupportedException)
        {
            throw new CommandException(e.Message);
        }
    }
}
