using Tsms.Api.Issuer;

namespace Tsms.Issuer;

/// <summary>The issuer refuses; becomes an <see cref="IssuerError"/>.</summary>
internal sealed class IssuerFault(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>One of <see cref="IssuerErrorCodes"/>.</summary>
    public string Code { get; } = code;

    /// <summary>HTTP status: 400 malformed, 403 not permitted, 404 unknown, 409 the card's doing, 500 the issuer's own trouble.</summary>
    public int HttpStatus => Code switch
    {
        IssuerErrorCodes.InvalidRequest => 400,
        IssuerErrorCodes.NotPermitted => 403,
        IssuerErrorCodes.UnknownCard or IssuerErrorCodes.UnknownSession => 404,
        IssuerErrorCodes.KeyManagement => 500,
        _ => 409,
    };
}
