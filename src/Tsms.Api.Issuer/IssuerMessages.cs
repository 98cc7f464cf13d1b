using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsms.Api.Issuer;

/// <summary>
/// Paths between SP TSM and SEI TSM, over mutual TLS: the client certificate says which TSM is calling. All are POST with JSON;
/// refusals are 4xx or 5xx with an <see cref="IssuerError"/>.
/// </summary>
public static class IssuerPaths
{
    /// <summary><see cref="AuthorizeRequest"/> to <see cref="AuthorizeResponse"/>: asked before the first APDU of every process (TR-03165 4.2.2).</summary>
    public const string Authorize = "/issuer/v1/authorizations";

    /// <summary><see cref="OpenSessionRequest"/> to <see cref="SessionStep"/>: the issuer's first commands for the card.</summary>
    public const string OpenSession = "/issuer/v1/sessions";

    /// <summary><see cref="CardAnswers"/> to <see cref="SessionStep"/>: the answers in, the next commands out. <c>{0}</c> is the session id.</summary>
    public const string Continue = "/issuer/v1/sessions/{0}/answers";
}

/// <summary>What is known of the card without keys; all of it a hint. Hexadecimal or null.</summary>
public sealed record CardHint(string? Atr, string? Cplc, string? CardData, string? IssuerIdentificationNumber, string? CardImageNumber);

/// <summary>May this TSM work on this card for this purpose?</summary>
/// <param name="Card">What the phone tells of the card.</param>
/// <param name="ProcessId">The TSM's process, for both sides' records.</param>
/// <param name="ServiceProvider">Name of the service provider the process serves.</param>
/// <param name="Operation">deploy, update, suspend, resume or terminate.</param>
/// <param name="AccessAuthorizedApps">Hashes of the apps that shall reach the applets, hexadecimal.</param>
public sealed record AuthorizeRequest(CardHint Card, string ProcessId, string ServiceProvider, string Operation, IReadOnlyList<string> AccessAuthorizedApps);

/// <summary>The permission and what the TSM needs to know of the card's set-up.</summary>
/// <param name="AuthorizationId">Names the permission in what follows.</param>
/// <param name="Model">authorizedManagement, delegatedManagement or simple.</param>
/// <param name="SecurityDomainLoadFile">AID of the load file that SDs are made from.</param>
/// <param name="SecurityDomainModule">AID of its module.</param>
/// <param name="SecurityLevel">Highest security level of the card's channels: 51 (33 hexadecimal), 19 (13) or 3.</param>
public sealed record AuthorizeResponse(
    string AuthorizationId, string Model, string SecurityDomainLoadFile, string SecurityDomainModule, int SecurityLevel);

/// <summary>Opens a session of the issuer with its card, carried by the TSM.</summary>
/// <param name="AuthorizationId">From <see cref="AuthorizeResponse"/>.</param>
/// <param name="Purpose">establishTsmSecurityDomain or removeTsmSecurityDomain.</param>
/// <param name="TsmSecurityDomain">AID of the TSM's security domain.</param>
public sealed record OpenSessionRequest(string AuthorizationId, string Purpose, string TsmSecurityDomain);

/// <summary>What the card answered to the commands of the last step, hexadecimal R-APDUs in their order; shorter when the list was cut.</summary>
public sealed record CardAnswers(IReadOnlyList<string> Answers);

/// <summary>The issuer's next step.</summary>
/// <param name="SessionId">Names the session.</param>
/// <param name="Commands">Hexadecimal C-APDUs to play, in order; none when <paramref name="Done"/>.</param>
/// <param name="ChangesCard">True when the commands change the card; before that, a failure leaves it untouched.</param>
/// <param name="Done">The issuer's work is done and its R-MACs verified.</param>
/// <param name="HandedOverKeys">With the commands that place them, or with <paramref name="Done"/>: the first keys of the TSM's SD; null otherwise.</param>
/// <param name="CardId">The issuer's proven name of the card, once its secure channel stood: hexadecimal.</param>
public sealed record SessionStep(
    string SessionId, IReadOnlyList<string> Commands, bool ChangesCard, bool Done, HandedOverKeySet? HandedOverKeys, string? CardId);

/// <summary>An SCP03 key set wrapped under the transport key that both parties agreed on out of band.</summary>
/// <param name="TransportKey">Name of the transport key.</param>
/// <param name="KeyVersion">Version number on the card, 1 to 127.</param>
/// <param name="WrappedKeys">Base64: AES key wrap with padding off (RFC 3394) of ENC, MAC and DEK, one after another.</param>
/// <param name="KeyLength">Length of each key: 16, 24 or 32 bytes.</param>
public sealed record HandedOverKeySet(string TransportKey, int KeyVersion, string WrappedKeys, int KeyLength);

/// <summary>Why the issuer refuses.</summary>
/// <param name="Code">One of <see cref="IssuerErrorCodes"/>.</param>
/// <param name="Message">For people, without secrets.</param>
public sealed record IssuerError(string Code, string Message);

/// <summary>Codes of <see cref="IssuerError"/>.</summary>
public static class IssuerErrorCodes
{
    /// <summary>The card is none of this issuer's, or the issuer has no keys for it.</summary>
    public const string UnknownCard = "unknownCard";

    /// <summary>The card's cryptogram does not fit the issuer's keys: the card is not genuine, or the keys are wrong.</summary>
    public const string CardNotGenuine = "cardNotGenuine";

    /// <summary>The issuer does not permit it.</summary>
    public const string NotPermitted = "notPermitted";

    /// <summary>The card refused a command or an answer did not verify.</summary>
    public const string CardRefused = "cardRefused";

    /// <summary>The card has no room.</summary>
    public const string NoSpace = "noSpace";

    /// <summary>The issuer's key store lacks a key that is needed, or cannot be reached; the issuer's people have to look at it.</summary>
    public const string KeyManagement = "keyManagement";

    /// <summary>No such authorization or session, or it has ended.</summary>
    public const string UnknownSession = "unknownSession";

    /// <summary>The request is malformed.</summary>
    public const string InvalidRequest = "invalidRequest";
}

/// <summary>JSON between the TSMs: camelCase, nulls left out, unknown members refused.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AuthorizeRequest))]
[JsonSerializable(typeof(AuthorizeResponse))]
[JsonSerializable(typeof(OpenSessionRequest))]
[JsonSerializable(typeof(CardAnswers))]
[JsonSerializable(typeof(SessionStep))]
[JsonSerializable(typeof(IssuerError))]
public sealed partial class IssuerJson : JsonSerializerContext;
