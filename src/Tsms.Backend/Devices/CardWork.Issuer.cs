using Tsms.Api.Issuer;
using Tsms.Backend.Issuers;
using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;
using Tsms.SmartCard;

namespace Tsms.Backend.Devices;

/// <content>The issuer's own sessions, whose commands the TSM carries without understanding them.</content>
internal sealed partial class CardWork
{
    /// <summary>An issuer that goes on for longer than this does not come to an end.</summary>
    private const int MaxIssuerSteps = 5;

    private IIssuerCardSessions CardSessions => process.Issuer as IIssuerCardSessions
        ?? throw new ProcessFailure(DeviceErrors.Issuer($"{process.Issuer.Name} cannot make the TSM's security domain"));

    private Aid TsmDomain => Aid.Parse(CardSessions.TsmDomainAid);

    /// <summary>
    /// The issuer makes the TSM's domain. Behind the list that gives it its first keys our SELECT and INITIALIZE UPDATE ride along, so that the next order is ours.
    /// </summary>
    private async Task EstablishAsync()
    {
        var establish = new PlanStep.EstablishTsmDomain();
        var step = await OpenIssuerSessionAsync("establishTsmSecurityDomain").ConfigureAwait(false);
        byte[]? challenge = null;
        ReadOnlyMemory<byte>[] entry = [];
        DomainKeySet? handedOver = null;
        for (var round = 1; !step.Done; round++)
        {
            RequireProgress(step, round);
            handedOver = await TakeOverAsync(step, handedOver).ConfigureAwait(false);
            if (step.ChangesCard)
            {
                await SaveIntentAsync(_card with { Journal = Journal.Intend(_card.Journal, process.InstanceId, establish) }, [establish]).ConfigureAwait(false);
            }

            challenge = handedOver is null ? null : NewChallenge();
            var list = ToPhone(step);
            var answers = await phone.PlayAsync([.. list, .. challenge is null ? [] : OwnEntry(challenge)], step.ChangesCard ? 30 : 10, step.ChangesCard ? stop.Sent : Stopped)
                .ConfigureAwait(false);
            RequireAnswers(answers, list.Count);
            entry = [.. answers.Skip(list.Count)];
            step = await CardSessions.ContinueAsync(step.SessionId, ToAnswers(answers.Take(list.Count)), CancellationToken.None).ConfigureAwait(false);
        }

        handedOver = await TakeOverAsync(step, handedOver).ConfigureAwait(false) ?? throw new ProcessFailure(DeviceErrors.IssuerKeyManagement());
        var obsolete = _card.KeySets.Where(set => set != handedOver).ToList();
        _card = _card with
        {
            Journal = Journal.Settle(_card.Journal, establish, StepOutcome.Proven), KeySets = [handedOver], IssuerCardId = step.CardId, Issuer = process.Issuer.Name,
        };
        await records.SaveAsync(_card, [(establish, "proven")], Changed, CancellationToken.None).ConfigureAwait(false);
        await keys.ForgetAsync(obsolete, CancellationToken.None).ConfigureAwait(false);
        stop.ThrowIfRequested();
        if (challenge is null)
        {
            challenge = NewChallenge();
            entry = [.. await phone.PlayAsync(OwnEntry(challenge), 40, Stopped).ConfigureAwait(false)];
        }

        if (!IsSelected(entry[0]))
        {
            throw new ProcessFailure(DeviceErrors.InvalidResponse("the TSM's security domain was made and cannot be selected"));
        }

        await OpenChannelAsync(challenge, entry[1]).ConfigureAwait(false);
    }

    /// <summary>Opens the removal ahead, so that its first commands ride behind our last list. A termination never fails for it: null when the issuer does not want to.</summary>
    private async Task<SessionStep?> TryOpenRemovalAsync()
    {
        try
        {
            return await OpenIssuerSessionAsync("removeTsmSecurityDomain").ConfigureAwait(false);
        }
        catch (IssuerException e)
        {
            await NoteRemovalAsync(e.Message).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>The issuer removes the TSM's empty domain; what goes wrong here is noted and left for the next process on this card.</summary>
    private async Task RemoveTsmDomainAsync(SessionStep? step, IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        var remove = new PlanStep.RemoveTsmDomain();
        try
        {
            step ??= await OpenIssuerSessionAsync("removeTsmSecurityDomain").ConfigureAwait(false);
            for (var round = 1; !step.Done; round++)
            {
                RequireProgress(step, round);
                if (answers.Count == 0)
                {
                    if (step.ChangesCard)
                    {
                        await SaveIntentAsync(_card with { Journal = Journal.Intend(_card.Journal, process.InstanceId, remove) }, [remove]).ConfigureAwait(false);
                    }

                    answers = await phone.PlayAsync(ToPhone(step), 90, stop.Sent).ConfigureAwait(false);
                }

                RequireAnswers(answers, answers.Count);
                step = await CardSessions.ContinueAsync(step.SessionId, ToAnswers(answers), CancellationToken.None).ConfigureAwait(false);
                answers = [];
            }
        }
        catch (Exception e) when (e is IssuerException or ProcessFailure or TimeoutException)
        {
            await NoteRemovalAsync(e.Message).ConfigureAwait(false);
            return;
        }

        var obsolete = _card.KeySets;
        _card = _card with { Journal = Journal.Settle(_card.Journal, remove, StepOutcome.Proven), KeySets = [] };
        await records.SaveAsync(_card, [(remove, "proven")], Changed, CancellationToken.None).ConfigureAwait(false);
        await keys.ForgetAsync(obsolete, CancellationToken.None).ConfigureAwait(false);
    }

    private Task<SessionStep> OpenIssuerSessionAsync(string purpose) =>
        CardSessions.OpenSessionAsync(new OpenSessionRequest(_permission.AuthorizationId, purpose, CardSessions.TsmDomainAid), CancellationToken.None);

    /// <summary>Keys come with the commands that place them, or at the end. They are kept before those commands leave.</summary>
    private async Task<DomainKeySet?> TakeOverAsync(SessionStep step, DomainKeySet? known)
    {
        if (step.HandedOverKeys is null || known is not null)
        {
            return known;
        }

        var set = await keys.TakeOverAsync($"{HandedOverPrefix}{_card.Id}/{process.Identity.ProcessId:N}", step.HandedOverKeys, CardSessions.TransportKey, Stopped).ConfigureAwait(false);
        _card = _card with { KeySets = _card.KeySets.RemoveAll(s => s.Version == set.Version).Add(set), Issuer = process.Issuer.Name };
        return set;
    }

    private Task NoteRemovalAsync(string why) => records.NoteAsync($"The TSM's security domain is still on the card: {why}", CancellationToken.None);

    private static void RequireProgress(SessionStep step, int round)
    {
        if (round > MaxIssuerSteps || step.Commands.Count == 0 || !step.Commands.All(c => c.Length >= 8 && c.Length % 2 == 0 && c.All(char.IsAsciiHexDigit)))
        {
            throw new ProcessFailure(DeviceErrors.IssuerKeyManagement());
        }
    }

    private static List<PhoneCommand> ToPhone(SessionStep step) => [.. step.Commands.Select(c => new PhoneCommand(Convert.FromHexString(c), []))];

    private static CardAnswers ToAnswers(IEnumerable<ReadOnlyMemory<byte>> answers) => new([.. answers.Select(a => Convert.ToHexString(a.Span))]);

    /// <summary>An agent plays the issuer's lists to their end; what has no answer was dropped on the way, which is no fault of the issuer's.</summary>
    private static void RequireAnswers(IReadOnlyList<ReadOnlyMemory<byte>> answers, int count)
    {
        if (answers.Take(count).Any(answer => answer.Length < 2))
        {
            throw new ProcessFailure(DeviceErrors.InvalidResponse("answers to the issuer's commands are missing"));
        }
    }
}
