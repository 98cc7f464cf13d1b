using System.Security.Cryptography;
using Tsms.Api.Device;
using Tsms.Api.Issuer;
using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;

namespace Tsms.Backend.Devices;

/// <summary>
/// The work of one process on one card, from the issuer's permission to the last verified answer. It reads from top to bottom as the exchanges go:
/// the way in (known card, or by the issuer), the plan's lists, the issuer's clean-up. The journal is written before an order leaves.
/// </summary>
internal sealed partial class CardWork(
    ProcessCase process, CardState card, PhoneLink phone, EngineKeys keys, IProcessRecords records, RandomNumberGenerator random, StopSign stop) : IDisposable
{
    private readonly DesiredService _desired = process.Flavor.ToDesired(process.InstanceId, card.FingerprintKey);
    private CardState _card = card;
    private AuthorizeResponse _permission = null!;
    private Scp03Session? _session;
    private bool _authenticated;
    private bool _isHeld;
    private ObservedCard? _seen;

    /// <summary>True once an order that may change the card has left.</summary>
    public bool Changed { get; private set; }

    /// <summary>The step that failed, when one did.</summary>
    public PlanStep? FailedStep { get; private set; }

    private CancellationToken Stopped => stop.Token;

    /// <summary>Does the work.</summary>
    /// <exception cref="ProcessFailure">It failed.</exception>
    /// <exception cref="Issuers.IssuerException">The issuer refused or cannot be reached.</exception>
    /// <exception cref="TimeoutException">The phone is gone.</exception>
    /// <exception cref="OperationCanceledException">The user cancelled.</exception>
    public async Task RunAsync()
    {
        await phone.WaitForPhoneAsync(Stopped).ConfigureAwait(false);
        _permission = await process.Issuer.AuthorizeAsync(
            new AuthorizeRequest(
                ToCardHint(process.Hint), process.Identity.ProcessId.ToString(), process.Flavor.ProviderName,
                process.Request.Call.ToString().ToLowerInvariant(), process.Flavor.AuthorizedApps),
            Stopped).ConfigureAwait(false);

        var plan = Plan();
        if (plan.Steps.Count == 0)
        {
            return;
        }

        if (!plan.SessionSteps.Any())
        {
            await RemoveTsmDomainAsync(null, []).ConfigureAwait(false);
            return;
        }

        for (var left = Mine; !await TryPlanAsync(left).ConfigureAwait(false); left = Mine)
        {
            Leave();
        }
    }

    /// <summary>
    /// Enters and plays. False: something was refused for what held it, a reference for instance (JCRE 3.0.5, 11.3.4.1), and something else is gone that may have
    /// been it, so that another round gets further. There are no more rounds than items.
    /// </summary>
    private async Task<bool> TryPlanAsync(int left)
    {
        try
        {
            await EnterAsync().ConfigureAwait(false);
            await PlayPlanAsync().ConfigureAwait(false);
            return true;
        }
        catch (ProcessFailure) when (_isHeld && Mine < left)
        {
            return false;
        }
    }

    private int Mine => _card.Journal.Of(process.InstanceId).Count();

    private void Leave()
    {
        _session?.Dispose();
        _session = null;
        (_authenticated, _seen, _isHeld, FailedStep) = (false, null, false, null);
    }

    public void Dispose() => _session?.Dispose();

    /// <summary>The way into the TSM's domain: directly on a known card, else by the issuer.</summary>
    private async Task EnterAsync()
    {
        if (_card.Journal.TsmDomain != Presence.Absent)
        {
            var challenge = NewChallenge();
            var answers = await phone.PlayAsync(OwnEntry(challenge), 10, Stopped).ConfigureAwait(false);
            if (IsSelected(answers[0]))
            {
                await OpenChannelAsync(challenge, answers[1]).ConfigureAwait(false);
                return;
            }

            if (_card.Journal.TsmDomain == Presence.Present || !process.Goal.Present)
            {
                throw new ProcessFailure(DeviceErrors.ScAccessFailed());
            }
        }

        await EstablishAsync().ConfigureAwait(false);
    }

    /// <summary>The plan, list by list: a look first where the journal is in doubt, then the steps, then what the issuer has to do.</summary>
    private async Task PlayPlanAsync()
    {
        var plan = Plan();
        if (plan.BeginsWithObservation)
        {
            await ObserveAsync().ConfigureAwait(false);
            stop.ThrowIfRequested();
            plan = Plan();
        }

        var cleanUp = plan.Steps is [.., PlanStep.RemoveTsmDomain] ? await TryOpenRemovalAsync().ConfigureAwait(false) : null;
        List<PhoneCommand> tail = cleanUp is null ? [] : ToPhone(cleanUp);
        IReadOnlyList<ReadOnlyMemory<byte>> tailAnswers = [];
        if (plan.SessionSteps.Any())
        {
            tailAnswers = await PlayStepsAsync([.. plan.SessionSteps], tail).ConfigureAwait(false);
        }
        else if (tail.Count > 0)
        {
            tailAnswers = await phone.PlayAsync(tail, 90, Stopped).ConfigureAwait(false);
        }

        if (cleanUp is not null)
        {
            await RemoveTsmDomainAsync(cleanUp, tailAnswers).ConfigureAwait(false);
        }
    }

    private async Task ObserveAsync()
    {
        var script = Script([new PlanStep.Observe()], Context(null, null, 0));
        var reading = script.Read(await phone.PlayAsync(script.ToPhone(), 30, Stopped).ConfigureAwait(false));
        _authenticated = true;
        if (reading.Failure is not null)
        {
            throw new ProcessFailure(reading.Failure);
        }

        try
        {
            _seen = SessionScript.ToObserved(reading.Verdicts);
        }
        catch (FormatException e)
        {
            throw new ProcessFailure(DeviceErrors.InvalidResponse("the card's registry cannot be read"), e);
        }

        _card = _card with { Journal = Journal.See(_card.Journal, process.InstanceId, _seen) };
    }

    /// <summary>Plays the steps of our own session and, behind them, what opens the next one. Returns the answers to the latter.</summary>
    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> PlayStepsAsync(IReadOnlyList<PlanStep> steps, IReadOnlyList<PhoneCommand> tail)
    {
        var context = await PrepareKeysAsync(steps).ConfigureAwait(false);
        var script = Script(steps, context);
        var journal = steps.Aggregate(_card.Journal, (j, step) => Journal.Intend(j, process.InstanceId, step));
        await SaveIntentAsync(_card with { Journal = journal }, steps).ConfigureAwait(false);

        var commands = script.ToPhone();
        var answers = await phone.PlayAsync([.. commands, .. tail], 60, stop.Sent).ConfigureAwait(false);
        var reading = script.Read([.. answers.Take(commands.Count)]);
        _authenticated = true;
        await SettleAsync(reading).ConfigureAwait(false);
        if (reading.Failure is not null)
        {
            FailedStep = reading.FailedStep;
            _isHeld = reading.IsHeld;
            throw new ProcessFailure(reading.Failure);
        }

        return [.. answers.Skip(commands.Count)];
    }

    private SessionScript Script(IReadOnlyList<PlanStep> steps, StepContext context)
    {
        try
        {
            return new SessionScript(_session!, [.. steps.SelectMany(step => StepCommands.Of(step, context))], !_authenticated);
        }
        catch (ArgumentException e)
        {
            // A load file with more blocks than LOAD can number, or parameters too long for a command of this card.
            throw new ProcessFailure(DeviceErrors.NoEligibleSc($"the service does not fit the commands of the SC ({e.Message})"), e);
        }
    }

    private DeploymentPlan Plan()
    {
        var plan = DeploymentPlanner.Plan(_desired, _card.Journal, _seen, process.Goal);
        return plan.Conflict is { } conflict
            ? throw new ProcessFailure(conflict.ByOtherService ? DeviceErrors.OtherService(conflict.Aid) : DeviceErrors.ForeignContent(conflict.Aid))
            : plan;
    }

    private async Task SaveIntentAsync(CardState card, IReadOnlyList<PlanStep> steps)
    {
        _card = card;
        Changed = true;
        await records.SaveAsync(_card, [.. steps.Select(step => (step, "sent"))], changed: true, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task SettleAsync(ScriptReading reading)
    {
        bool Proven<TStep>() where TStep : PlanStep => reading.Outcomes.Any(o => o is { Step: TStep, Outcome: StepOutcome.Proven });
        var journal = reading.Outcomes.Aggregate(_card.Journal, (j, o) => Journal.Settle(j, o.Step, o.Outcome));
        var sets = _card.KeySets;
        var obsolete = new List<DomainKeySet>();
        if (Proven<PlanStep.PlaceKeys>() || Proven<PlanStep.DeleteStrayKeys>())
        {
            obsolete.AddRange(sets.Where(s => IsServiceSet(s) && s != _placed && s != _inUse));
            sets = sets.RemoveAll(s => obsolete.Contains(s) || (s == _placed && Proven<PlanStep.PlaceKeys>()));
        }

        if (Proven<PlanStep.TurnOverKeys>())
        {
            // PUT KEY replaced the set that was in use; the new one is proven by its key check values and by the next channel.
            obsolete.Add(_inUse!);
            sets = sets.Remove(_inUse!);
        }

        _card = _card with { Journal = journal, KeySets = sets };
        await records.SaveAsync(_card, [.. reading.Outcomes.Select(o => (o.Step, o.Outcome == StepOutcome.Proven ? "proven" : "unproven"))], Changed, CancellationToken.None)
            .ConfigureAwait(false);
        await keys.ForgetAsync(obsolete, CancellationToken.None).ConfigureAwait(false);
    }

    private StepContext Context(EncipheredKeySet? serviceKeys, EncipheredKeySet? tsmKeys, byte stray) => new(
        Aid.Parse(_permission.SecurityDomainLoadFile), Aid.Parse(_permission.SecurityDomainModule), _session!.MaxCommandData,
        _session.Parameters.MaxCommandData(_session.Level, Math.Max(byte.MaxValue, process.MaxCommandData)), records.Binary,
        serviceKeys, tsmKeys, _session.Handshake.KeyVersion, !process.Goal.Present, stray);

    private static CardHint ToCardHint(SecureComponentHint hint) =>
        new(hint.Atr, hint.Cplc, hint.CardData, hint.IssuerIdentificationNumber, hint.CardImageNumber);

    private static bool IsSelected(ReadOnlyMemory<byte> answer) => ResponseApdu.TryParse(answer, out var response) && (response.Sw.IsSuccess || response.Sw.IsWarning);

    private byte[] NewChallenge()
    {
        var challenge = new byte[8];
        random.GetBytes(challenge);
        return challenge;
    }

    private IReadOnlyList<PhoneCommand> OwnEntry(byte[] challenge) =>
    [
        new(GpCommand.Select(TsmDomain).ToBytes(), [StatusWord.Success]),
        new(Scp03.InitializeUpdate(VersionToAskFor, challenge).ToBytes(), [StatusWord.Success]),
    ];
}
