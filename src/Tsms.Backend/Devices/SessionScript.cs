using Tsms.Api.Device;
using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;
using Tsms.GlobalPlatform.Registry;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;

namespace Tsms.Backend.Devices;

/// <summary>A list of commands in our own session: steps wrapped ahead of any answer, and what the answers prove afterwards.</summary>
internal sealed class SessionScript
{
    private readonly IReadOnlyList<StepCommand> _commands;
    private readonly WrappedCommand? _authentication;
    private readonly IReadOnlyList<WrappedCommand> _wrapped;

    /// <summary>Wraps. <paramref name="authenticate"/>: EXTERNAL AUTHENTICATE goes first.</summary>
    public SessionScript(Scp03Session session, IReadOnlyList<StepCommand> commands, bool authenticate)
    {
        _commands = commands;
        _authentication = authenticate ? session.ExternalAuthenticate : null;
        _wrapped = session.WrapScript(commands.Select(c => c.Command)).Commands;
    }

    /// <summary>The commands for the phone, with the status words after which an agent that can stop goes on.</summary>
    public IReadOnlyList<PhoneCommand> ToPhone() =>
    [
        .. _authentication is null ? (PhoneCommand[])[] : [new PhoneCommand(_authentication.Bytes, [StatusWord.Success])],
        .. _wrapped.Zip(_commands, (wrapped, step) => new PhoneCommand(
            wrapped.Bytes, step.Step is PlanStep.Observe ? [] : [StatusWord.Success, .. step.Harmless, .. step.GoesOn])),
    ];

    /// <summary>
    /// What the answers prove. A step is done when each of its commands was answered with a valid R-MAC; an error status word proves nothing and only explains.
    /// </summary>
    public ScriptReading Read(IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        DeviceStatus? failure = null;
        PlanStep? failedStep = null;
        var isHeld = false;
        if (_authentication is not null)
        {
            failure = _authentication.VerifyResponse(answers.Count > 0 ? answers[0] : default) switch
            {
                UnprotectedAnswer { Sw.IsSuccess: true } => null,
                RefusedAnswer refused => DeviceErrors.Refused("EXTERNAL AUTHENTICATE", refused.Sw),
                _ => DeviceErrors.InvalidResponse("no answer to EXTERNAL AUTHENTICATE"),
            };
        }

        var at = _authentication is null ? 0 : 1;
        var outcomes = new Dictionary<PlanStep, StepOutcome>(ReferenceEqualityComparer.Instance);
        var order = new List<PlanStep>();
        var verdicts = new List<AnswerVerdict>();
        for (var i = 0; i < _commands.Count; i++)
        {
            var command = _commands[i];
            var verdict = _wrapped[i].VerifyResponse(at + i < answers.Count ? answers[at + i] : default);
            verdicts.Add(verdict);
            var fault = Fault(command, verdict);
            if (!outcomes.ContainsKey(command.Step))
            {
                order.Add(command.Step);
                outcomes[command.Step] = StepOutcome.Proven;
            }

            if (fault is not null)
            {
                outcomes[command.Step] = StepOutcome.Unproven;
                failedStep ??= command.Step;
                failure ??= fault;
                isHeld |= failedStep == command.Step && verdict is RefusedAnswer refused && command.GoesOn.Contains(refused.Sw);
            }
        }

        return new ScriptReading([.. order.Select(step => (step, outcomes[step]))], failure, failedStep, isHeld, verdicts);
    }

    private static DeviceStatus? Fault(StepCommand command, AnswerVerdict verdict) => verdict switch
    {
        VerifiedAnswer verified when command.Expected is { } expected && !verified.Data.Span.SequenceEqual(expected.Span) =>
            DeviceErrors.InvalidResponse($"{command.Command.Purpose} was answered for other keys"),
        VerifiedAnswer => null,
        RefusedAnswer refused when command.Harmless.Contains(refused.Sw) => null,
        RefusedAnswer refused => DeviceErrors.Refused(command.Command.Purpose, refused.Sw),
        UnverifiableAnswer { Reason: UnverifiableReason.Missing } => DeviceErrors.InvalidResponse($"no answer to {command.Command.Purpose}"),
        _ => DeviceErrors.InvalidResponse($"the answer to {command.Command.Purpose} does not verify"),
    };

    /// <summary>The registry out of the verdicts of an <see cref="PlanStep.Observe"/>.</summary>
    /// <exception cref="FormatException">Verified answers that are no registry.</exception>
    public static ObservedCard ToObserved(IReadOnlyList<AnswerVerdict> verdicts)
    {
        var applications = List(verdicts[0], verdicts[1])?.ToDictionary(e => e.Aid, e => e.LifeCycle);
        var files = List(verdicts[2], verdicts[3])?.Select(e => e.Aid).ToHashSet();
        return new ObservedCard(applications, files);
    }

    /// <summary>Null when the answers prove nothing: an error status word carries no R-MAC, or the list is longer than two pages.</summary>
    private static IReadOnlyList<RegistryEntry>? List(AnswerVerdict first, AnswerVerdict second)
    {
        var listing = new RegistryListing();
        if (first is not VerifiedAnswer page || !listing.Add(page.Data.Span, page.Sw))
        {
            return listing.IsComplete ? listing.ToEntries() : null;
        }

        return second is VerifiedAnswer next && !listing.Add(next.Data.Span, next.Sw) ? listing.ToEntries() : null;
    }
}

/// <summary>A command for the phone. <paramref name="Expected"/>: status words after which the list goes on; none: any.</summary>
internal sealed record PhoneCommand(ReadOnlyMemory<byte> Bytes, IReadOnlyList<StatusWord> Expected);

/// <summary>What a list has shown.</summary>
/// <param name="Outcomes">Per step, in order.</param>
/// <param name="Failure">Why the list failed; null when every step is done.</param>
/// <param name="FailedStep">The first step that is not done; null also when EXTERNAL AUTHENTICATE failed.</param>
/// <param name="IsHeld">The first step that is not done was refused because something else on the card holds what it would delete.</param>
/// <param name="Verdicts">Per command.</param>
internal sealed record ScriptReading(
    IReadOnlyList<(PlanStep Step, StepOutcome Outcome)> Outcomes, DeviceStatus? Failure, PlanStep? FailedStep, bool IsHeld, IReadOnlyList<AnswerVerdict> Verdicts);
