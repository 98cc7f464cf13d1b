using Tsms.Api.Device;
using Tsms.Api.Issuer;

namespace Tsms.Backend.Issuers;

/// <summary>
/// The port to an issuer. What every issuer does is here; what only some do (their own session with the card) is in <see cref="IIssuerCardSessions"/>.
/// All calls throw <see cref="IssuerException"/> and nothing else but cancellation.
/// </summary>
internal interface IIssuerAdapter
{
    /// <summary>The issuer's name in the configuration.</summary>
    string Name { get; }

    /// <summary>Asked before the first APDU of every process (TR-03165 4.2.2).</summary>
    Task<AuthorizeResponse> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken);
}

/// <summary>Authorized management: the issuer makes and removes the TSM's security domain in a session of its own, whose commands the TSM carries.</summary>
internal interface IIssuerCardSessions : IIssuerAdapter
{
    /// <summary>AID of the TSM's security domain on this issuer's cards.</summary>
    string TsmDomainAid { get; }

    /// <summary>Name of the transport key in the key store under which the issuer hands keys over.</summary>
    string TransportKey { get; }

    /// <summary>Opens a session; the step holds the first commands.</summary>
    Task<SessionStep> OpenSessionAsync(OpenSessionRequest request, CancellationToken cancellationToken);

    /// <summary>The card's answers in, the next step out.</summary>
    Task<SessionStep> ContinueAsync(string sessionId, CardAnswers answers, CancellationToken cancellationToken);
}

/// <summary>Finds the issuer of a card by what the phone tells of it.</summary>
internal interface IIssuerDirectory
{
    /// <summary>The issuer, or null when none is configured for this card.</summary>
    IIssuerAdapter? Find(SecureComponentHint hint, Guid profileId);
}

/// <summary>The issuer refuses or cannot be reached; <see cref="Status"/> is what the phone is told.</summary>
internal sealed class IssuerException(DeviceStatus status, string? code, Exception? inner = null) : Exception(status.Message, inner)
{
    /// <summary>The TR's error.</summary>
    public DeviceStatus Status { get; } = status;

    /// <summary>The issuer's code, see <see cref="IssuerErrorCodes"/>; null when it was not reached.</summary>
    public string? Code { get; } = code;
}
