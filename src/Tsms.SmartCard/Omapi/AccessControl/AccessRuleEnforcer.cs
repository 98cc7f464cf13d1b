using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.SmartCard.Omapi.AccessControl;

/// <summary>
/// Enforces the access rules of one card (GP Secure Element Access Control 1.1): those of its ARA-M, read again whenever the refresh tag has changed.
/// Without an ARA-M, without a rule, and with rules that cannot be read, access is denied.
/// </summary>
/// <param name="fullAccessWithoutMaster">
/// True lets every caller reach everything on a card without an ARA-M, as development builds of phones can be set to. A card with an ARA-M is not affected. Default false.
/// </param>
public sealed class AccessRuleEnforcer(bool fullAccessWithoutMaster = false) : IAccessEnforcer
{
    private ReadOnlyMemory<byte> _refreshTag;
    private AccessRuleTable? _table;

    /// <inheritdoc/>
    public async ValueTask<ChannelAccess> DecideAsync(OpenEnforcerChannel open, CallerIdentity caller, Aid aid, CancellationToken cancellationToken)
    {
        if (caller.IsPrivileged)
        {
            return ChannelAccess.Everything;
        }

        if (caller.CertificateHashes.Count == 0)
        {
            return ChannelAccess.Denied("the caller has no certificate hash");
        }

        try
        {
            var channel = await open(GpAid.AccessRuleApplicationMaster, cancellationToken).ConfigureAwait(false);
            await using (channel.ConfigureAwait(false))
            {
                var table = await RefreshAsync(channel, cancellationToken).ConfigureAwait(false);
                return table.Decide(caller.CertificateHashes, aid);
            }
        }
        catch (NoSuchElementException)
        {
            Forget();
            return fullAccessWithoutMaster
                ? ChannelAccess.Allowed("the card has no access rule application (ARA-M), and this phone then allows everything")
                : ChannelAccess.Denied("the card has no access rule application (ARA-M)");
        }
        catch (Exception e) when (e is FormatException or CardFeatureUnsupportedException)
        {
            Forget();
            return ChannelAccess.Denied($"the card's access rules cannot be read: {e.Message}");
        }
    }

    private async ValueTask<AccessRuleTable> RefreshAsync(IEnforcerChannel channel, CancellationToken cancellationToken)
    {
        var tag = await AccessRuleMaster.ReadRefreshTagAsync(channel, cancellationToken).ConfigureAwait(false);
        if (_table is null || !tag.Span.SequenceEqual(_refreshTag.Span))
        {
            _table = new AccessRuleTable(await AccessRuleMaster.ReadRulesAsync(channel, cancellationToken).ConfigureAwait(false));
            _refreshTag = tag.ToArray();
        }

        return _table;
    }

    private void Forget()
    {
        _table = null;
        _refreshTag = default;
    }
}
