using System.Security.Cryptography;

namespace Tsms.SmartCard.Omapi;

/// <summary>
/// Who opens a channel: the app as the platform knows it, by the hashes of its signing certificates. Access rules of the card are about these hashes.
/// A privileged caller is a part of the platform itself, such as a local agent, and not subject to rules (GP Secure Element Access Control).
/// </summary>
public sealed class CallerIdentity
{
    /// <summary>Length of a SHA-1 hash in bytes.</summary>
    public const int Sha1Length = 20;

    /// <summary>Length of a SHA-256 hash in bytes.</summary>
    public const int Sha256Length = 32;

    private CallerIdentity(IReadOnlyList<ReadOnlyMemory<byte>> certificateHashes, string? packageName, bool isPrivileged)
    {
        CertificateHashes = certificateHashes;
        PackageName = packageName;
        IsPrivileged = isPrivileged;
    }

    /// <summary>SHA-1 (20 bytes) and SHA-256 (32 bytes) hashes of the certificates that signed the app; empty for a privileged caller without an app.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> CertificateHashes { get; }

    /// <summary>Package name of the app, or null where the platform has none.</summary>
    public string? PackageName { get; }

    /// <summary>True for a part of the platform that access rules do not bind.</summary>
    public bool IsPrivileged { get; }

    /// <summary>The device application identifier: the SHA-256 hash of the first certificate, else its SHA-1 hash, lower-case hexadecimal; empty without hashes.</summary>
    public string DeviceAppId
    {
        get
        {
            foreach (var hash in CertificateHashes)
            {
                if (hash.Length == Sha256Length)
                {
                    return Convert.ToHexStringLower(hash.Span);
                }
            }

            return CertificateHashes.Count == 0 ? "" : Convert.ToHexStringLower(CertificateHashes[0].Span);
        }
    }

    /// <summary>An app, by the certificate that signed it (DER); both hashes are made of it.</summary>
    public static CallerIdentity OfCertificate(ReadOnlySpan<byte> certificate, string? packageName = null) =>
        new([SHA1.HashData(certificate), SHA256.HashData(certificate)], packageName, isPrivileged: false);

    /// <summary>An app, by hashes that the platform gives.</summary>
    /// <exception cref="ArgumentException">There is no hash, or one that has neither 20 nor 32 bytes.</exception>
    public static CallerIdentity OfHashes(IEnumerable<ReadOnlyMemory<byte>> certificateHashes, string? packageName = null)
    {
        var hashes = certificateHashes.ToArray();
        return hashes.Length > 0 && hashes.All(h => h.Length is Sha1Length or Sha256Length)
            ? new CallerIdentity(hashes, packageName, isPrivileged: false)
            : throw new ArgumentException("A caller has at least one certificate hash, each of 20 (SHA-1) or 32 (SHA-256) bytes.", nameof(certificateHashes));
    }

    /// <summary>A part of the platform, for instance the privileged local agent of a TSM.</summary>
    public static CallerIdentity Privileged(string packageName) => new([], packageName, isPrivileged: true);

    /// <summary>Package name or device application identifier, for logs.</summary>
    public override string ToString() => PackageName ?? DeviceAppId;
}
