using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>One command of a script, before wrapping.</summary>
/// <param name="Command">The plain command.</param>
/// <param name="Purpose">What it is for, for people and logs, for instance <c>LOAD block 3 of A000...</c>; never secret.</param>
/// <param name="StepId">The plan's step the command belongs to; several commands may share one. Empty when there is none.</param>
public sealed record ScriptCommand(CommandApdu Command, string Purpose, string StepId = "");

/// <summary>Commands as they go over the wire, in order, each with what verifies its answer.</summary>
/// <param name="commands">The wrapped commands.</param>
public sealed class WrappedScript(IReadOnlyList<WrappedCommand> commands)
{
    /// <summary>The wrapped commands in order.</summary>
    public IReadOnlyList<WrappedCommand> Commands { get; } = commands;

    /// <summary>The bytes to send, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ToApdus() => [.. Commands.Select(c => c.Bytes)];

    /// <summary>
    /// Verifies answers, one verdict per command. Each is checked by itself, since chaining takes commands only: a refused command does not spoil
    /// what is known of later ones.
    /// </summary>
    /// <param name="answers">
    /// Response APDUs with status words, in order. Fewer than commands: the rest is <see cref="UnverifiableReason.Missing"/>.
    /// More answers than commands are an <see cref="ArgumentException"/>: what they belong to is unknown.
    /// </param>
    public IReadOnlyList<AnswerVerdict> Verify(IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        if (answers.Count > Commands.Count)
        {
            throw new ArgumentException($"{answers.Count} answers to {Commands.Count} commands.", nameof(answers));
        }

        return [.. Commands.Select((command, i) => i < answers.Count ? command.VerifyResponse(answers[i]) : new UnverifiableAnswer(UnverifiableReason.Missing, null))];
    }
}
