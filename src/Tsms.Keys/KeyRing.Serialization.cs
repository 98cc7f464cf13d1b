using System.Buffers.Binary;
using System.Text;

namespace Tsms.Keys;

/// <content>
/// The plain form that goes into the encrypted file: records one after another, integers big endian.
/// <code>
/// kind (1) · name length (2) · name (UTF-8) · a (1) · b (1) · c (1) · length (2) · bytes · length (2) · bytes
///   kind 1 key set, 2 pending key set: a version, b diversification, c 1 for a test profile; first bytes ENC MAC DEK
///   kind 3 secret key: a purpose; first bytes the key
///   kind 4 signing key: first bytes PKCS#8, second bytes SubjectPublicKeyInfo
/// </code>
/// </content>
internal sealed partial class KeyRing
{
    private const byte KindKeySet = 1;
    private const byte KindPending = 2;
    private const byte KindSecretKey = 3;
    private const byte KindSigningKey = 4;
    private const int FixedLength = 1 + 2 + 3 + 2 + 2;

    /// <summary>The plain bytes; the caller zeroes them. They are made in one array of the right size, so that no copy is left behind.</summary>
    public byte[] ToBytes()
    {
        var length = KeySets.Values.Concat(Pending.Values).Sum(k => Size(k.Reference.Name, k.Keys.Length, 0))
            + SecretKeys.Values.Sum(k => Size(k.Name, k.Key.Length, 0))
            + SigningKeys.Values.Sum(k => Size(k.Name, k.PrivateKey.Length, k.PublicKey.Length));
        var bytes = new byte[length];
        var at = bytes.AsSpan();
        foreach (var (kind, set) in KeySets.Values.Select(k => (KindKeySet, k)).Concat(Pending.Values.Select(k => (KindPending, k))))
        {
            at = Write(at, kind, set.Reference.Name, set.Reference.Version, (byte)set.Diversification, set.IsTestProfile ? (byte)1 : (byte)0, set.Keys.Span, []);
        }

        foreach (var key in SecretKeys.Values)
        {
            at = Write(at, KindSecretKey, key.Name, (byte)key.Purpose, 0, 0, key.Key.Span, []);
        }

        foreach (var key in SigningKeys.Values)
        {
            at = Write(at, KindSigningKey, key.Name, 0, 0, 0, key.PrivateKey.Span, key.PublicKey);
        }

        return bytes;
    }

    /// <summary>Reads plain bytes; the caller zeroes them.</summary>
    /// <exception cref="FormatException">A record is malformed; what was read so far is zeroed.</exception>
    public static KeyRing Parse(ReadOnlySpan<byte> bytes)
    {
        var ring = new KeyRing();
        try
        {
            var at = 0;
            while (at < bytes.Length)
            {
                at += ring.ReadRecord(bytes[at..], at);
            }

            return ring;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            foreach (var secret in ring.Secrets)
            {
                secret.Dispose();
            }

            throw e as FormatException ?? new FormatException(e.Message, e);
        }
    }

    private static int Size(string name, int first, int second) => FixedLength + Encoding.UTF8.GetByteCount(name) + first + second;

    private static Span<byte> Write(Span<byte> at, byte kind, string name, byte a, byte b, byte c, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        at[0] = kind;
        var nameLength = Encoding.UTF8.GetBytes(name, at[3..]);
        BinaryPrimitives.WriteUInt16BigEndian(at[1..], (ushort)nameLength);
        at = at[(3 + nameLength)..];
        (at[0], at[1], at[2]) = (a, b, c);
        return WriteBytes(WriteBytes(at[3..], first), second);
    }

    private static Span<byte> WriteBytes(Span<byte> at, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)value.Length);
        value.CopyTo(at[2..]);
        return at[(2 + value.Length)..];
    }

    private int ReadRecord(ReadOnlySpan<byte> record, int offset)
    {
        var rest = record;
        var kind = Take(ref rest, 1, offset)[0];
        var name = Encoding.UTF8.GetString(TakeBytes(ref rest, offset));
        var fixedBytes = Take(ref rest, 3, offset);
        var first = TakeBytes(ref rest, offset);
        var second = TakeBytes(ref rest, offset);
        switch (kind)
        {
            case KindKeySet or KindPending when first.Length is 48 or 72 or 96 && Enum.IsDefined((Diversification)fixedBytes[1]):
                var entry = new KeySetEntry(new(name, fixedBytes[0]), (Diversification)fixedBytes[1], fixedBytes[2] == 1, SecretBytes.CopyOf(first));
                if (kind == KindKeySet)
                {
                    KeySets.Add((name, fixedBytes[0]), entry);
                }
                else
                {
                    Pending.Add(name, entry);
                }

                break;
            case KindSecretKey when Enum.IsDefined((SecretKeyPurpose)fixedBytes[0]):
                SecretKeys.Add(name, new(name, (SecretKeyPurpose)fixedBytes[0], SecretBytes.CopyOf(first)));
                break;
            case KindSigningKey:
                SigningKeys.Add(name, new(name, SecretBytes.CopyOf(first), second.ToArray()));
                break;
            default:
                throw new FormatException($"The record at byte offset {offset} is of an unknown kind or form.");
        }

        return record.Length - rest.Length;
    }

    private static ReadOnlySpan<byte> TakeBytes(ref ReadOnlySpan<byte> rest, int offset) =>
        Take(ref rest, BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, 2, offset)), offset);

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count, int offset)
    {
        if (rest.Length < count)
        {
            throw new FormatException($"The record at byte offset {offset} ends too early.");
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
