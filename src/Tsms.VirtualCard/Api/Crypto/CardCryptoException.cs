namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>Why a card's cryptographic call fails: the reason codes of javacard.security.CryptoException.</summary>
internal enum CryptoReason : short
{
    IllegalValue = 1,
    UninitializedKey = 2,
    NoSuchAlgorithm = 3,
    InvalidInit = 4,
    IllegalUse = 5,
}

/// <summary>A cryptographic call that the applet sees as a CryptoException.</summary>
internal sealed class CardCryptoException(CryptoReason reason, string why) : Exception($"{reason}: {why}")
{
    /// <summary>The reason code the applet gets.</summary>
    public CryptoReason Reason { get; } = reason;
}
