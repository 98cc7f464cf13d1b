using Tsms.Backend.Lifecycle;
using Tsms.Backend.Planning;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Devices;

/// <content>Opening our own channel, and the keys that a list places.</content>
internal sealed partial class CardWork
{
    private const byte FirstTurnedOverVersion = 0x31;
    private const byte FirstServiceVersion = 0x21;

    private const string TurnedOverPrefix = "tsm-sd/";
    private const string ServicePrefix = "service-sd/";
    private const string HandedOverPrefix = "handed-over/";

    private DomainKeySet? _inUse;
    private DomainKeySet? _placed;
    private DomainKeySet? _next;

    /// <summary>
    /// Opens the session offline from the answer to INITIALIZE UPDATE. Where a change of keys is in doubt the card's key version tells which of our sets it holds;
    /// nothing is tried on the card.
    /// </summary>
    private async Task OpenChannelAsync(byte[] challenge, ReadOnlyMemory<byte> answer)
    {
        try
        {
            var handshake = InitializeUpdateAnswer.Parse(answer);
            var level = handshake.Parameters.HighestLevel & (SecurityLevel)_permission.SecurityLevel;
            if (!level.HasFlag(SecurityLevel.CMacRMac))
            {
                throw new ProcessFailure(DeviceErrors.NoEligibleSc("the SC puts no MAC on its answers, so nothing it answers can be proven"));
            }

            _inUse = _card.KeySets.FindLast(set => set.Version == handshake.KeyVersion)
                ?? throw new ProcessFailure(DeviceErrors.NoEligibleSc("the SC did not prove to be genuine"));
            var port = await keys.OpenAsync(_inUse, Stopped).ConfigureAwait(false);
            _session = await Scp03.OpenAsync(port, challenge, handshake, level, Stopped).ConfigureAwait(false);
        }
        catch (SecureChannelException e)
        {
            throw new ProcessFailure(
                e.Failure switch
                {
                    SecureChannelFailure.Refused => DeviceErrors.ScAccessFailed(),
                    SecureChannelFailure.MalformedAnswer => DeviceErrors.InvalidResponse("the answer to INITIALIZE UPDATE has not the form of SCP03"),
                    SecureChannelFailure.CryptogramMismatch => DeviceErrors.NoEligibleSc("the SC did not prove to be genuine"),
                    _ => DeviceErrors.NoEligibleSc("the SC does not offer the secure channel that this TSM needs"),
                },
                e);
        }

        _card = _card with { Journal = _card.Journal with { TsmDomain = Presence.Present } };
        if (_card.Journal.KeysTurnedOver is null && !IsServiceSet(_inUse))
        {
            // The channel stands on the set that the card holds. PUT KEY replaces, so the other one of a change in doubt is not there.
            var obsolete = _card.KeySets.Where(set => set != _inUse && !IsServiceSet(set)).ToList();
            _card = _card with
            {
                Journal = _card.Journal with { KeysTurnedOver = _inUse.Name.StartsWith(TurnedOverPrefix, StringComparison.Ordinal) },
                KeySets = _card.KeySets.RemoveAll(obsolete.Contains),
            };
            await records.SaveAsync(_card, [], Changed, CancellationToken.None).ConfigureAwait(false);
            await keys.ForgetAsync(obsolete, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the key sets that the steps place, enciphered under the session's Key-DEK, and notes them as possibly on the card.</summary>
    private async Task<StepContext> PrepareKeysAsync(IReadOnlyList<PlanStep> steps)
    {
        var dek = await keys.OpenAsync(_inUse!, Stopped).ConfigureAwait(false);
        var stray = _card.KeySets.Find(set => set != _inUse && IsServiceSet(set));
        EncipheredKeySet? service = null, tsm = null;
        if (steps.Any(s => s is PlanStep.PlaceKeys))
        {
            _placed = await keys.MakeAsync($"{ServicePrefix}{process.InstanceId:N}/{process.Identity.ProcessId:N}", Free(FirstServiceVersion), dek.KeyLength, Stopped).ConfigureAwait(false);
            service = await dek.EncipherKeySetAsync(await keys.OpenAsync(_placed, Stopped).ConfigureAwait(false), Stopped).ConfigureAwait(false);
            await records.NameServiceKeysAsync(_placed, Stopped).ConfigureAwait(false);

            // Should the card refuse the domain they are meant for, they may end up in ours: then ours can be opened with them, and they are deleted.
            _card = _card with { KeySets = _card.KeySets.Insert(0, _placed) };
        }

        if (steps.Any(s => s is PlanStep.TurnOverKeys))
        {
            _next = await keys.MakeAsync($"{TurnedOverPrefix}{_card.Id}/{process.Identity.ProcessId:N}", Free(FirstTurnedOverVersion), dek.KeyLength, Stopped).ConfigureAwait(false);
            tsm = await dek.EncipherKeySetAsync(await keys.OpenAsync(_next, Stopped).ConfigureAwait(false), Stopped).ConfigureAwait(false);
            _card = _card with { KeySets = _card.KeySets.Add(_next) };
        }

        return Context(service, tsm, stray?.Version ?? 0);
    }

    /// <summary>The version for INITIALIZE UPDATE: that of our set, or 0, the card's first, while a change is in doubt.</summary>
    private byte VersionToAskFor => _card.Journal.KeysTurnedOver is null ? (byte)0 : _card.KeySets.FindLast(set => !IsServiceSet(set))?.Version ?? 0;

    private static bool IsServiceSet(DomainKeySet set) => set.Name.StartsWith(ServicePrefix, StringComparison.Ordinal);

    /// <summary>A key version that no set of this card has.</summary>
    private byte Free(byte from)
    {
        while (_card.KeySets.Exists(set => set.Version == from))
        {
            from++;
        }

        return from;
    }
}
