using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// What an answer is worth. Only <see cref="VerifiedAnswer"/> proves that the card processed the command; all else is what somebody on the way says.
/// </summary>
public abstract record AnswerVerdict
{
    private protected AnswerVerdict()
    {
    }

    /// <summary>True for <see cref="VerifiedAnswer"/> alone.</summary>
    public bool IsVerified => this is VerifiedAnswer;
}

/// <summary>The R-MAC is right: the card answered exactly this command with exactly this.</summary>
/// <param name="Data">Answer data in clear, without MAC.</param>
/// <param name="Sw">9000, or a warning 62xx or 63xx.</param>
public sealed record VerifiedAnswer(ReadOnlyMemory<byte> Data, StatusWord Sw) : AnswerVerdict;

/// <summary>The session's level has no R-MAC, or the command is EXTERNAL AUTHENTICATE: the answer is taken as it came and proves nothing.</summary>
/// <param name="Data">Answer data as they came.</param>
/// <param name="Sw">9000, or a warning 62xx or 63xx.</param>
public sealed record UnprotectedAnswer(ReadOnlyMemory<byte> Data, StatusWord Sw) : AnswerVerdict;

/// <summary>An error status word. It carries no R-MAC at any level (GP Amendment D 1.1.1, 6.2.5), so it may be invented.</summary>
/// <param name="Sw">The status word.</param>
public sealed record RefusedAnswer(StatusWord Sw) : AnswerVerdict;

/// <summary>The answer says success but does not prove it, or there is none.</summary>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Sw">The status word it came with; null when there is none.</param>
public sealed record UnverifiableAnswer(UnverifiableReason Reason, StatusWord? Sw) : AnswerVerdict;

/// <summary>Why an answer proves nothing.</summary>
public enum UnverifiableReason
{
    /// <summary>No answer came.</summary>
    Missing,

    /// <summary>Shorter than a status word, shorter than the R-MAC, or wrongly enciphered or padded.</summary>
    Malformed,

    /// <summary>The answer should carry an R-MAC and has no data at all.</summary>
    MacMissing,

    /// <summary>The R-MAC is wrong: changed, or the answer to another command.</summary>
    MacWrong,
}
