using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tsms.Backend.Audit;

/// <summary>The hash of an entry, such that no other entry has the same input: fixed-size fields first, then each text after its length in bytes.</summary>
internal static class AuditHash
{
    public static readonly byte[] First = new byte[SHA256.HashSizeInBytes];

    /// <remarks>
    /// previousHash (32) | providerId (16, big-endian) | sequence (8) | milliseconds since 1970 (8) | length (4) actor | length (4) operation | length (4) changes.
    /// Numbers are big-endian, texts UTF-8.
    /// </remarks>
    public static byte[] Of(AuditEntryRow entry)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[32];
        hash.AppendData(entry.PreviousHash);
        entry.ProviderId.TryWriteBytes(head, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(head[16..], entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(head[24..], entry.Time.ToUnixTimeMilliseconds());
        hash.AppendData(head);
        foreach (var text in new[] { entry.Actor, entry.Operation, entry.Changes })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(head, bytes.Length);
            hash.AppendData(head[..4]);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }
}
