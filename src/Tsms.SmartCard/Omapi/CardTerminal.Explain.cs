using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.SmartCard.Omapi;

// The access decision in words, for people who wonder why an app is refused.
public sealed partial class CardTerminal
{
    /// <summary>Decides as the opening of a channel does, without opening one, and tells the rules of the card. For the platform, not for apps.</summary>
    /// <param name="caller">Who would ask.</param>
    /// <param name="aid">The application; <c>default</c>: the default application.</param>
    /// <param name="cancellationToken">Ends the wait for the card.</param>
    /// <exception cref="TransportException">The card does not answer.</exception>
    /// <exception cref="ChannelNotAvailableException">There is no channel to read the rules through.</exception>
    public async ValueTask<AccessExplanation> ExplainAccessAsync(CallerIdentity caller, Aid aid, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ConnectInTurnAsync(cancellationToken).ConfigureAwait(false);
            var access = caller.IsPrivileged
                ? ChannelAccess.Allowed("the caller is privileged: the platform itself, which no rule binds")
                : await _enforcer.DecideAsync(OpenForEnforcerAsync, caller, aid, cancellationToken).ConfigureAwait(false);
            return AccessExplanation.Make(access, await ReadRulesInTurnAsync(cancellationToken).ConfigureAwait(false), caller, aid);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The rules; none where the card has none or they cannot be read, which the decision says by itself.</summary>
    private async ValueTask<IReadOnlyList<AccessRule>> ReadRulesInTurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var channel = await OpenForEnforcerAsync(GpAid.AccessRuleApplicationMaster, cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                return await AccessRuleMaster.ReadRulesAsync(channel, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is NoSuchElementException or FormatException or CardFeatureUnsupportedException)
        {
            return [];
        }
    }
}
