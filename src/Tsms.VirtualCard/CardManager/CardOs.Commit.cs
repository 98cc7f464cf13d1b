using Tsms.SmartCard;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.CardManager;

/// <content>Making outcomes last: registry and runtime change together or not at all.</content>
internal sealed partial class CardOs
{
    /// <summary>Commits an outcome; returns what an applet answered, if one was asked.</summary>
    private byte[]? Commit(Outcome outcome)
    {
        if (outcome.Work is [RuntimeWork.Personalize personalize])
        {
            // The applet's own transactions hold here; what it writes outside of them stays written, as in process.
            return Personalize(personalize);
        }

        if (outcome.Registry is not { } next)
        {
            return null;
        }

        var before = Registry;
        if (outcome.Work.IsEmpty)
        {
            DemandRoom(next);
            _memory.Write(next);
        }
        else
        {
            _memory.Atomically(() =>
            {
                // The registry comes first: install and uninstall of an applet may ask the operating system about it, and may set its state.
                _memory.Write(next);
                foreach (var work in outcome.Work)
                {
                    Do(work);
                }

                DemandRoom(Registry);
            });
        }

        ZeroKeysThatWent(before, next);
        return null;
    }

    private void Do(RuntimeWork work)
    {
        switch (work)
        {
            case RuntimeWork.Load load:
                _runtime.Load(load.Package);
                break;
            case RuntimeWork.Unload unload:
                _runtime.Unload(unload.Package);
                break;
            case RuntimeWork.Install install:
                _runtime.Install(install.Package, install.Module, install.Instance, install.Data, install.Quota);
                break;
            case RuntimeWork.Uninstall uninstall:
                _runtime.Uninstall(uninstall.Instance);
                break;
            case RuntimeWork.ForgetNames:
                _runtime.ForgetNames();
                break;
            default:
                throw new InvalidOperationException($"{work.GetType().Name} is no part of an atomic command.");
        }
    }

    private byte[] Personalize(RuntimeWork.Personalize work)
    {
        var answer = _runtime.ProcessData(work.Instance, work.Command)
            ?? throw new CardFault(StatusWord.ConditionsNotSatisfied, $"{work.Instance} takes no personalization");

        // Case 3 was announced and there is an answer: 6A86 (GP Card Specification 2.3.1, 11.11.3.1).
        CommandContext.Demand(work.MayAnswer || answer.Length == 0, StatusWord.IncorrectP1P2, "the applet answers, P1 said that it must not");
        return answer;
    }

    private void DemandRoom(CardRegistry registry) =>
        CommandContext.Demand(registry.Size <= _runtime.Memory.PersistentFree, StatusWord.NotEnoughMemory, "the registry has no room");

    private static void ZeroKeysThatWent(CardRegistry before, CardRegistry after)
    {
        foreach (var key in before.AllKeys.Except(after.AllKeys))
        {
            key.Dispose();
        }
    }
}
