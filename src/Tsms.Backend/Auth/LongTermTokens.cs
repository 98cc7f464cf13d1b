using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;
using Tsms.Backend.Providers;

namespace Tsms.Backend.Auth;

/// <summary>Makes and checks long-term tokens, client-id:client-secret.</summary>
internal sealed class LongTermTokens(RandomNumberGenerator random, TimeProvider time)
{
    private const int SecretBytes = 32;

    /// <summary>A new token: the row to store, and the secret, which is not kept anywhere.</summary>
    public (LongTermTokenRow Row, string Secret) Create(Guid providerId, string? certificateThumbprint = null)
    {
        var secret = Base64Url.EncodeToString(Random(SecretBytes));
        var salt = Random(16);
        var row = new LongTermTokenRow
        {
            ClientId = $"sp-{Base64Url.EncodeToString(Random(12))}",
            ProviderId = providerId,
            Salt = salt,
            SecretHash = Hash(salt, secret),
            CertificateThumbprint = certificateThumbprint,
            CreationDate = time.GetUtcNow(),
        };
        return (row, secret);
    }

    /// <summary>The token's row when id and secret fit and it is not revoked; else null. Takes the same steps for an unknown id.</summary>
    public static async Task<LongTermTokenRow?> CheckAsync(CatalogDb db, string clientId, string secret, CancellationToken cancellationToken)
    {
        var row = await db.LongTermTokens.AsNoTracking().SingleOrDefaultAsync(t => t.ClientId == clientId, cancellationToken).ConfigureAwait(false);
        var fits = CryptographicOperations.FixedTimeEquals(Hash(row?.Salt ?? new byte[16], secret), row?.SecretHash ?? new byte[SHA256.HashSizeInBytes]);
        return fits && row is { RevocationDate: null } ? row : null;
    }

    private static byte[] Hash(byte[] salt, string secret) => SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(secret)]);

    private byte[] Random(int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }
}
