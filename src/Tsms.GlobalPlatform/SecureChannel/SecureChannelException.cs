namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>Why a secure channel could not be opened.</summary>
public enum SecureChannelFailure
{
    /// <summary>The card refused INITIALIZE UPDATE or EXTERNAL AUTHENTICATE with a status word.</summary>
    Refused,

    /// <summary>The answer to INITIALIZE UPDATE has another form than SCP03 gives it.</summary>
    MalformedAnswer,

    /// <summary>The card speaks another protocol than SCP03 for this key set.</summary>
    OtherProtocol,

    /// <summary>The card cryptogram is wrong: card and host do not hold the same key.</summary>
    CryptogramMismatch,

    /// <summary>The card's parameter i does not permit the level asked for.</summary>
    LevelNotPermitted,
}

/// <summary>
/// A secure channel could not be opened. The message says what was tried and what to look at; it holds no key and no cryptogram. Never retried
/// blindly:
/// cards count failures and lock.
/// </summary>
/// <param name="failure">What went wrong.</param>
/// <param name="message">What, where, what to do.</param>
public sealed class SecureChannelException(SecureChannelFailure failure, string message) : Exception(message)
{
    /// <summary>What went wrong.</summary>
    public SecureChannelFailure Failure { get; } = failure;
}
