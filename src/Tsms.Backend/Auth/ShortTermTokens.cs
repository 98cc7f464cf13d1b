using System.Buffers.Text;
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
    [property: JsonPropertyName("exp")] long Expires);

[JsonSerializable(typeof(TokenClaims))]
internal sealed partial class TokenJson : JsonSerializerContext;

/// <summary>
/// Short-term tokens: JSON Web Tokens signed with ES256 (RFC 7515, RFC 7518 3.4). Only the one header that is written here is read, so no other algorithm can slip in.
/// </summary>
internal sealed class ShortTermTokens : IDisposable
{
    private const string Issuer = "tsms";
    private const string Audience = "sptsm";
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"ES256","typ":"JWT"}"""u8);

    private readonly Lock _gate = new();
    private readonly ECDsa _key;
    private readonly TimeProvider _time;

    /// <exception cref="InvalidOperationException">The key file has no P-256 private key.</exception>
    public ShortTermTokens(TsmsBackendOptions options, TimeProvider time)
    {
        _time = time;
        Lifetime = options.TokenLifetime;
        _key = options.TokenSigningKeyFile is { } file ? Load(file) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    public TimeSpan Lifetime { get; }

    public string Issue(Guid providerId, string clientId)
    {
        var now = _time.GetUtcNow();
        var claims = new TokenClaims(Issuer, Audience, providerId, clientId, now.ToUnixTimeSeconds(), (now + Lifetime).ToUnixTimeSeconds());
        var signed = $"{Header}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims))}";
        lock (_gate)
        {
            return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        }
    }

    /// <summary>The claims of a token that this TSM signed and that has not expired; null for any other text.</summary>
    public TokenClaims? Verify(string token)
    {
        var parts = token.Split('.');
        if (token.Length > 2048 || parts.Length != 3 || parts[0] != Header || !Base64Url.IsValid(parts[1]) || !Base64Url.IsValid(parts[2]))
        {
            return null;
        }

        lock (_gate)
        {
            if (!_key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256))
            {
                return null;
            }
        }

        var claims = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(parts[1]), TokenJson.Default.TokenClaims);
        return claims is { Issuer: Issuer, Audience: Audience } && _time.GetUtcNow().ToUnixTimeSeconds() < claims.Expires ? claims : null;
    }

    public void Dispose() => _key.Dispose();

    private static ECDsa Load(string file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(file));
        if (key.KeySize != 256)
        {
            key.Dispose();
            throw new InvalidOperationException($"TokenSigningKeyFile {file} holds a key of {key.KeySize} bits: ES256 needs a P-256 key.");
        }

        return key;
    }
}
