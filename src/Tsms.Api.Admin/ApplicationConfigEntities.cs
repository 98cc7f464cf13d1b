using System.Text.Json.Serialization;

namespace Tsms.Api.Admin;

/// <summary>How one application instance is made (TR-03165 4.1.4.12).</summary>
public sealed record ApplicationConfig
{
    /// <summary>Identification, assigned by the TSM.</summary>
    public Guid? Id { get; init; }

    /// <summary>The owner, assigned by the TSM.</summary>
    public Guid? SpId { get; init; }

    /// <summary>AID of the instance, 5 to 16 bytes hexadecimal; mandatory.</summary>
    public string? InstanceAid { get; init; }

    /// <summary>Name, at most 255 characters. Default: empty.</summary>
    public string? Name { get; init; }

    /// <summary>Description, at most 255 characters. Default: empty.</summary>
    public string? Description { get; init; }

    /// <summary>Settings of the installation.</summary>
    public InstallConfig? InstallConfig { get; init; }

    /// <summary>Settings of the activation.</summary>
    public ActivationConfig? ActivationConfig { get; init; }

    /// <summary>Settings of the personalisation.</summary>
    public PersonalizationConfig? PersonalizationConfig { get; init; }
}

/// <summary>Settings of the installation (TR-03165 4.1.4.13).</summary>
public sealed record InstallConfig
{
    /// <summary>Application specific parameters, BER-TLV in hexadecimal, at most 255 digits. Default: empty.</summary>
    public string? ApplicationSpecificInstallParameter { get; init; }

    /// <summary>Subset of CVMManagement, ContactlessSelfActivation, GlobalService, PrivacyTrusted. Default: none.</summary>
    public IReadOnlyList<string>? Privileges { get; init; }
}

/// <summary>Settings of the activation (TR-03165 4.1.4.14).</summary>
public sealed record ActivationConfig
{
    /// <summary>The instance becomes selectable. Default: true.</summary>
    public bool? MakeSelectable { get; init; }

    /// <summary>Access rules are written for the Service's apps. Needs <see cref="MakeSelectable"/>. Default: false.</summary>
    public bool? AccessibleViaApdu { get; init; }

    /// <summary>The instance is reachable over NFC. Needs <see cref="MakeSelectable"/>. Default: false.</summary>
    public bool? AccessibleViaNfc { get; init; }
}

/// <summary>Settings of the personalisation (TR-03165 4.1.4.15).</summary>
public sealed record PersonalizationConfig
{
    /// <summary>The script, or null.</summary>
    public Guid? PersonalizationScriptId { get; init; }

    /// <summary>The certificate, or null.</summary>
    public Guid? CertificateId { get; init; }

    /// <summary>The instance gets an attestation token. Default: false.</summary>
    public bool? ProvideAttestationToken { get; init; }

    /// <summary>The token carries master key index and diversification data. Default: false.</summary>
    public bool? IncludeSecurityDomainDiversificationData { get; init; }
}

/// <summary>Every error answer (TR-03165 4.1.4.19).</summary>
/// <param name="ErrorCategory">1000 to 1016, or 2000 (TR-03165 4.1.5.2).</param>
/// <param name="ErrorMessage">English, at most 255 characters; the TR's text first.</param>
public sealed record GeneralError(int ErrorCategory, string ErrorMessage);

/// <summary>Answer of the OAuth 2.0 extension (RFC 6749, 5.1).</summary>
/// <param name="AccessToken">The short-term token.</param>
/// <param name="TokenType">Always Bearer.</param>
/// <param name="ExpiresIn">How long the token lives, in seconds.</param>
public sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A refusal of the OAuth 2.0 extension: the members of RFC 6749, 5.2, and those of <see cref="GeneralError"/>.</summary>
/// <param name="Error">invalid_client, invalid_request or unsupported_grant_type.</param>
/// <param name="ErrorDescription">The same as <paramref name="ErrorMessage"/>.</param>
/// <param name="ErrorCategory">1001 or 1002.</param>
/// <param name="ErrorMessage">English, at most 255 characters; the TR's text first.</param>
public sealed record OAuthError(
    string Error,
    [property: JsonPropertyName("error_description")] string ErrorDescription,
    int ErrorCategory,
    string ErrorMessage);
