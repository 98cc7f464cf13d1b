using Tsms.Backend.Audit;

namespace Tsms.Backend.Data;

/// <summary>Uploaded bytes under their SHA-256 (upper-case hexadecimal); the same file uploaded twice stands once. Rows are never changed.</summary>
[Unaudited("is named by its hash in the rows that refer to it")]
internal sealed class BinaryRow
{
    public string Hash { get; set; } = "";

    public byte[] Content { get; set; } = [];
}
