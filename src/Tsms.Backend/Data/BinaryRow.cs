namespace Tsms.Backend.Data;

/// <summary>Uploaded bytes under their SHA-256 (upper-case hexadecimal); the same file uploaded twice stands once. Rows are never changed.</summary>
internal sealed class BinaryRow
{
    public string Hash { get; set; } = "";

    public byte[] Content { get; set; } = [];
}
