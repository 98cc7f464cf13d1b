using Tsms.Api.Device;
using Tsms.Sdk.Logging;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Tlv;

namespace Tsms.Sdk;

/// <summary>What the phone can see of its secure components without keys: the backend's hint which profile each of them has.</summary>
internal static class SecureComponentHints
{
    /// <summary>Reads every reader that holds a card, in the platform's order. What cannot be read stays null.</summary>
    public static async Task<IReadOnlyList<SecureComponentHint>> ReadAsync(SecureElementService service, SdkLog log, CancellationToken cancellationToken)
    {
        var hints = new List<SecureComponentHint>();
        foreach (var reader in service.Readers)
        {
            if (await reader.IsPresentAsync(cancellationToken).ConfigureAwait(false))
            {
                hints.Add(await ReadAsync(reader, log, cancellationToken).ConfigureAwait(false));
            }
        }

        return hints;
    }

    /// <summary>SERAM's type by OMAPI's reader name: eSE1 is an embedded secure element, SIM1 a UICC.</summary>
    public static string TypeOf(string reader) =>
        reader.StartsWith("eSE", StringComparison.Ordinal) ? "eSE" : reader.StartsWith("SIM", StringComparison.Ordinal) ? "uicc" : "undefined";

    private static async Task<SecureComponentHint> ReadAsync(CardReader reader, SdkLog log, CancellationToken cancellationToken)
    {
        var hint = new SecureComponentHint(reader.Name, TypeOf(reader.Name), null, null, null, null, null);
        try
        {
            var session = await reader.OpenSessionAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                hint = hint with { Atr = session.Atr.IsEmpty ? null : Convert.ToHexString(session.Atr.Span) };
                var channel = await OpenIssuerSecurityDomainAsync(session, cancellationToken).ConfigureAwait(false);
                hint = hint with { Cplc = await GetDataAsync(channel, GpTag.Cplc, cancellationToken).ConfigureAwait(false) };
                hint = hint with { CardData = await GetDataAsync(channel, GpTag.CardData, cancellationToken).ConfigureAwait(false) };
                hint = hint with { IssuerIdentificationNumber = await GetDataAsync(channel, GpTag.IssuerIdentificationNumber, cancellationToken).ConfigureAwait(false) };
                return hint with { CardImageNumber = await GetDataAsync(channel, GpTag.CardImageNumber, cancellationToken).ConfigureAwait(false) };
            }
        }
        catch (Exception e) when (e is TransportException or NoSuchElementException or AccessDeniedException or ChannelNotAvailableException or CardFeatureUnsupportedException)
        {
            log.Warning($"Reader '{reader.Name}' could not be read: {e.Message}");
            return hint;
        }
    }

    private static async ValueTask<CardChannel> OpenIssuerSecurityDomainAsync(CardSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.OpenLogicalChannelAsync(GpAid.IssuerSecurityDomain, 0, cancellationToken).ConfigureAwait(false);
        }
        catch (NoSuchElementException)
        {
            // issuers may give their security domain another AID; a SELECT without one finds it (GP Card Specification 2.3.1, 11.9)
            return await session.OpenLogicalChannelAsync(default, 0, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<string?> GetDataAsync(CardChannel channel, BerTag tag, CancellationToken cancellationToken)
    {
        var command = new CommandApdu(0x80, GpInstruction.GetData, (byte)(tag.Value >> 8), (byte)tag.Value, default, 256);
        var answer = await channel.TransmitAsync(command.ToBytes(), cancellationToken).ConfigureAwait(false);
        return answer.Sw.IsSuccess && !answer.Data.IsEmpty ? Convert.ToHexString(answer.Data.Span) : null;
    }
}
