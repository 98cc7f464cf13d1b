using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Auth;

/// <summary>What a short-term token says (RFC 7519, 4.1; client_id of RFC 8693, 4.3). Times are seconds since 1970.</summary>
internal sealed record TokenClaims(
    [property: JsonPropertyName("iss")] string Issuer,
    [property: JsonPropertyName("aud")] string Audience,
    [property: JsonPropertyName("sub")] Guid ProviderId,
    [property: JsonPropertyName("client_id")] string ClientId,
    [property: JsonPropertyName("iat")] long IssuedAt,
    [property: JsonPropertyName("exp")] long Expires,
    [property: JsonPropertyName("cnf"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TokenBinding? Binding);

/// <summary>The client certificate that a token is bound to (RFC 8705, 3.1): SHA-256 of its DER encoding, base64url.</summary>
internal sealed record TokenBinding([property: JsonPropertyName("x5t#S256")] string Thumbprint);

[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;

/// <summary>
/// Short-term tokens: JSON Web Tokens signed with ES256 (RFC 7515, RFC 7518 3.4). Only the one header that is written here is read, so no other algorithm can slip in.
/// </summary>
internal sealed class ShortTermTokens : IDisposable
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"JWT"}"""u8);

    /// <summary>So many tokens that were found to be ours are remembered.</summary>
    private const int MaxKnown = 4096;

    // prime256v1, X9.62.
    private const string P256 = "1.2.840.10045.3.1.7";

    private const int MaxLength = 2048;

    private readonly ConcurrentDictionary<string, TokenClaims> _known = new();
    private readonly Lock _gate = new();
    private readonly ECDsa _key;
    private readonly TimeProvider _time;
    private readonly string _issuer;
    private readonly string _audience;

    /// <exception cref="InvalidOperationException">The key file has no P-256 private key.</exception>
    public ShortTermTokens(TsmsBackendOptions options, TimeProvider time)
    {
        _time = time;
        Lifetime = options.TokenLifetime;
        (_issuer, _audience) = (options.TokenIssuer, options.TokenAudience);
        _key = options.TokenSigningKeyFile is { } file ? Load(file) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    public TimeSpan Lifetime { get; }

    /// <summary>A new token; with a thumbprint it is bound to that client certificate.</summary>
    public string Issue(Guid providerId, string clientId, string? thumbprint = null)
    {
        var now = _time.GetUtcNow();
        var claims = new TokenClaims(
            _issuer, _audience, providerId, clientId, now.ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds(), thumbprint is null ? null : new TokenBinding(thumbprint));
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims))}";
        lock (_gate)
        {
            return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }
    }

    /// <summary>The claims of a token that this TSM signed and that has not expired; null for any other text.</summary>
    public TokenClaims? Verify(ReadOnlySpan<char> token)
    {
        if (token.Length > MaxLength)
        {
            return null;
        }

        // A client sends its token again and again: what it says is read once, and whether it is still good is looked at each time.
        var claims = _known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(token, out var known) ? known : Read(token.ToString());
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        return claims is not null && claims.IssuedAt <= now && now < claims.Expires ? claims : null;
    }

    public void Dispose() => _key.Dispose();

    // A token for another audience, of another issuer, or made for longer than any is here, is none of ours, though the key is.
    private TokenClaims? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || parts[0] != Header || !Base64Url.IsValid(parts[1]) || !Base64Url.IsValid(parts[2]) || !IsSigned(parts)
            || Claims(parts[1]) is not { } claims || claims.Issuer != _issuer || claims.Audience != _audience
            || claims.IssuedAt < 0 || claims.Expires - claims.IssuedAt > (long)Math.Ceiling(Lifetime.TotalSeconds))
        {
            return null;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        _known[token] = claims;
        return claims;
    }

    private bool IsSigned(string[] parts)
    {
        lock (_gate)
        {
            return _key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256);
        }
    }

    private static TokenClaims? Claims(string part)
    {
        try
        {
            return JsonSerializer.Deserialize(Base64Url.DecodeFromChars(part), TokenJson.Default.TokenClaims);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ECDsa Load(string file)
    {
        const string Make = "make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256";
        string pem;
        try
        {
            pem = File.ReadAllText(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidOperationException($"TokenSigningKeyFile: there is no file '{Path.GetFullPath(file)}'; {Make}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidOperationException($"TokenSigningKeyFile '{file}' cannot be read: {e.Message}", e);
        }

        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            var parameters = key.ExportParameters(includePrivateParameters: true);
            CryptographicOperations.ZeroMemory(parameters.D);
            return parameters.Curve.Oid.Value == P256 ? key : throw new CryptographicException($"it holds a key of {key.KeySize} bits on another curve.");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidOperationException($"TokenSigningKeyFile '{file}' holds no P-256 private key in PEM (PKCS#8, without passphrase), which ES256 needs; {Make}. {WhyNot(pem, e)}", e);
        }
    }

    // The framework tells of a parameter of its own method.
    private static string WhyNot(string pem, Exception e) =>
        pem.Contains("ENCRYPTED", StringComparison.Ordinal) ? "The key in it is encrypted."
        : !pem.Contains("-----BEGIN", StringComparison.Ordinal) ? "It is no PEM file."
        : !pem.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? "It holds no private key."
        : e is CryptographicException ? $"What is wrong: {e.Message}" : "Its key is of another kind, or damaged.";
}
