using System.Security.Cryptography;

namespace Tsms.Keys;

/// <content>Signing keys: EC P-256 with SHA-256.</content>
public sealed partial class SoftwareKeyStore
{
    /// <inheritdoc/>
    public ValueTask<byte[]> GenerateSigningKeyAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        return ChangeAsync(
            ring =>
            {
                if (ring.SigningKeys.ContainsKey(name))
                {
                    throw AlreadyExists($"signing key '{name}'");
                }

                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var pkcs8 = key.ExportPkcs8PrivateKey();
                var entry = new SigningKeyEntry(name, SecretBytes.CopyOf(pkcs8), key.ExportSubjectPublicKeyInfo());
                CryptographicOperations.ZeroMemory(pkcs8);
                ring.SigningKeys.Add(name, entry);
                return entry.PublicKey.ToArray();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> FindSigningPublicKeyAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        return ReadAsync(ring => ring.SigningKeys.TryGetValue(name, out var entry) ? entry.PublicKey.ToArray() : null, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> SignAsync(string name, ReadOnlyMemory<byte> data, SignatureFormat format, CancellationToken cancellationToken)
    {
        RequireName(name);
        var form = format switch
        {
            SignatureFormat.Raw => DSASignatureFormat.IeeeP1363FixedFieldConcatenation,
            SignatureFormat.Der => DSASignatureFormat.Rfc3279DerSequence,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown signature format."),
        };
        return ReadAsync(
            ring =>
            {
                if (!ring.SigningKeys.TryGetValue(name, out var entry))
                {
                    throw NotFound($"signing key '{name}'");
                }

                using var key = ECDsa.Create();
                key.ImportPkcs8PrivateKey(entry.PrivateKey.Span, out _);
                return key.SignData(data.Span, HashAlgorithmName.SHA256, form);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteSigningKeyAsync(string name, CancellationToken cancellationToken)
    {
        RequireName(name);
        await ChangeAsync(ring => ring.SigningKeys.Remove(name) ? 0 : throw NotFound($"signing key '{name}'"), cancellationToken).ConfigureAwait(false);
    }
}
