namespace Tsms.VirtualCard.SecureChannel;

/// <summary>The three static keys that a secure channel session begins with; they belong to the security domain that holds them.</summary>
/// <param name="Enc">Key-ENC.</param>
/// <param name="Mac">Key-MAC.</param>
/// <param name="Dek">Key-DEK.</param>
internal readonly record struct Scp03Keys(CardKey Enc, CardKey Mac, CardKey Dek)
{
    /// <summary>Key version number.</summary>
    public byte Version => Enc.Version;

    /// <summary>Length of each key in bytes.</summary>
    public int Length => Enc.Length;
}
