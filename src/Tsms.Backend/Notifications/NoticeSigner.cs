using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tsms.Backend.Hosting;

namespace Tsms.Backend.Notifications;

/// <summary>
/// Signs notices as detached JSON Web Signatures (RFC 7515, appendix F) with ES256, so receivers need no secret: the public key stands at
/// <see cref="KeysPath"/>. The key is the TSM's signing key; the header's typ keeps notices and access tokens apart.
/// </summary>
internal sealed class NoticeSigner : IDisposable
{
    public const string KeysPath = "/.well-known/jwks.json";

    private readonly Lock _gate = new();
    private readonly ECDsa _key;
    private readonly string _header;

    /// <exception cref="InvalidOperationException">The key file has no P-256 private key.</exception>
    public NoticeSigner(TsmsBackendOptions options)
    {
        _key = options.TokenSigningKeyFile is { } file ? Load(file) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));

        // The key's name is its thumbprint (RFC 7638): these members, in this order, without spaces.
        var id = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
        _header = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"ES256","kid":"{{id}}","typ":"tsms-notice"}"""));
        PublicKeys = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject { ["kty"] = "EC", ["use"] = "sig", ["alg"] = "ES256", ["crv"] = "P-256", ["kid"] = id, ["x"] = x, ["y"] = y }),
        }.ToJsonString();
    }

    /// <summary>JSON Web Key Set (RFC 7517) with the public key.</summary>
    public string PublicKeys { get; }

    /// <summary>header..signature; the payload between the points is the body's base64url.</summary>
    public string Sign(ReadOnlySpan<byte> body)
    {
        var signed = Encoding.ASCII.GetBytes($"{_header}.{Base64Url.EncodeToString(body)}");
        lock (_gate)
        {
            return $"{_header}..{Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256))}";
        }
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
