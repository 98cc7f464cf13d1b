using Tsms.Backend.Planning;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Devices;

/// <summary>What the commands of a plan need besides the plan.</summary>
/// <param name="DomainLoadFile">Load file that security domains are made from.</param>
/// <param name="DomainModule">Its module.</param>
/// <param name="BlockSize">Plain data bytes that fit one short command of the session.</param>
/// <param name="LargestBlock">Plain data bytes that fit one command of the session, where the card takes extended length; else the same.</param>
/// <param name="Binary">The load file data block of a hash.</param>
/// <param name="ServiceKeys">First keys of the Service's domain, under the session's Key-DEK; null when the plan places none.</param>
/// <param name="TsmKeys">New keys of the TSM's domain, the same way; null when the plan turns none over.</param>
/// <param name="ReplacedVersion">Version of the key set that the session uses and PUT KEY replaces.</param>
/// <param name="Terminates">Everything of the Service goes: a refused deletion stops nothing, for what held the item may go behind it.</param>
/// <param name="StrayVersion">Version under which the Service's first keys may have gone astray; 0: not to be deleted, since the session uses it.</param>
internal sealed record StepContext(
    Aid DomainLoadFile, Aid DomainModule, int BlockSize, int LargestBlock, Func<string, ReadOnlyMemory<byte>> Binary,
    EncipheredKeySet? ServiceKeys, EncipheredKeySet? TsmKeys, byte ReplacedVersion, bool Terminates, byte StrayVersion);

/// <summary>One command of a step.</summary>
/// <param name="Step">The step it belongs to.</param>
/// <param name="Command">The plain command and what it is for.</param>
/// <param name="Harmless">Status words that do no harm to what follows; 6A88 of a deletion then counts as done.</param>
/// <param name="GoesOn">Status words after which the list goes on though the step is not done.</param>
/// <param name="Expected">Answer data that alone prove the step; null: any.</param>
internal sealed record StepCommand(PlanStep Step, ScriptCommand Command, IReadOnlyList<StatusWord> Harmless, IReadOnlyList<StatusWord> GoesOn, ReadOnlyMemory<byte>? Expected = null);

/// <summary>Turns steps into commands: pure.</summary>
internal static class StepCommands
{
    /// <summary>Privileges of a Service's domain: security domain and trusted path, no content management, since its provider may know its keys.</summary>
    public const Privileges ServiceDomainPrivileges = Privileges.SecurityDomain | Privileges.TrustedPath;

    private static readonly StatusWord[] Absent = [StatusWord.ReferencedDataNotFound];
    private static readonly StatusWord[] Held = [StatusWord.ConditionsNotSatisfied];
    private static readonly StatusWord[] EndOfList = [StatusWord.ReferencedDataNotFound, StatusWord.ConditionsNotSatisfied, StatusWord.WrongData, StatusWord.IncorrectP1P2];
    private static readonly StatusWord[] NoSuchKey = [StatusWord.ReferencedDataNotFound, StatusWord.WrongData, StatusWord.FunctionNotSupported, StatusWord.ConditionsNotSatisfied];

    /// <summary>The commands of one step, in order.</summary>
    public static IEnumerable<StepCommand> Of(PlanStep step, StepContext context) => step switch
    {
        PlanStep.Observe => Observe(step),
        PlanStep.DeleteStrayKeys => context.StrayVersion == 0 ? [] : [One(step, GpCommand.DeleteKey(context.StrayVersion), "DELETE of stray keys", NoSuchKey)],
        PlanStep.CreateDomain create => [One(step, GpCommand.InstallAndMakeSelectable(
            context.DomainLoadFile, context.DomainModule, create.Domain, ServiceDomainPrivileges), $"INSTALL of security domain {create.Domain}")],
        PlanStep.PlaceKeys place => GpCommand.FirstKeys(place.Domain, context.ServiceKeys!, context.BlockSize)
            .Select(c => One(step, c, $"placing the keys of security domain {place.Domain}")),
        PlanStep.Load load => Load(load, context),
        PlanStep.Install install => [Install(install)],
        PlanStep.MakeSelectable make => [One(step, GpCommand.InstallForMakeSelectable(make.Application.Instance), $"INSTALL [for make selectable] of {make.Application.Instance}")],
        PlanStep.SetLock set => [One(
            step, GpCommand.SetStatus(StatusTarget.Application, set.Locked ? LifeCycle.LockedBit : (byte)0, set.Application), $"{(set.Locked ? "locking" : "unlocking")} of {set.Application}")],
        PlanStep.Delete delete => [One(step, GpCommand.Delete(delete.Item.Aid), $"DELETE of {delete.Item.Aid}", delete.MayBeAbsent ? Absent : []) with { GoesOn = context.Terminates ? Held : [] }],
        PlanStep.TurnOverKeys => [One(step, GpCommand.PutKey(context.TsmKeys!, context.ReplacedVersion), "PUT KEY of the TSM's security domain") with
            { Expected = GpCommand.PutKeyAnswer(context.TsmKeys!) }],
        _ => throw new InvalidOperationException($"{step.GetType().Name} is the issuer's."),
    };

    /// <summary>Two pages of each list at once: the second does no harm when there is none.</summary>
    private static IEnumerable<StepCommand> Observe(PlanStep step)
    {
        foreach (var scope in new[] { RegistryScope.Applications, RegistryScope.LoadFiles })
        {
            yield return One(step, GpCommand.GetStatus(scope), $"GET STATUS of {scope}", Absent);
            yield return One(step, GpCommand.GetStatus(scope, next: true), $"GET STATUS of {scope}, next", EndOfList);
        }
    }

    private static IEnumerable<StepCommand> Load(PlanStep.Load load, StepContext context)
    {
        yield return One(load, GpCommand.InstallForLoad(load.File.Aid, load.Domain), $"INSTALL [for load] of {load.File.Aid}");
        var blocks = GpCommand.Load(context.Binary(load.File.Fingerprint), context.BlockSize, largestBlock: context.LargestBlock);
        for (var i = 0; i < blocks.Count; i++)
        {
            yield return One(load, blocks[i], $"LOAD {i + 1} of {blocks.Count} of {load.File.Aid}");
        }
    }

    private static StepCommand Install(PlanStep.Install install)
    {
        var application = install.Application;
        var parameters = new InstallParameters { ApplicationSpecific = Convert.FromHexString(application.InstallParameters) }.ToBytes();
        return One(
            install,
            install.Selectable
                ? GpCommand.InstallAndMakeSelectable(application.LoadFile, application.Module, application.Instance, application.Privileges, parameters)
                : GpCommand.InstallForInstall(application.LoadFile, application.Module, application.Instance, application.Privileges, parameters),
            $"INSTALL [for install] of {application.Instance}");
    }

    private static StepCommand One(PlanStep step, CommandApdu command, string purpose, IReadOnlyList<StatusWord>? harmless = null) =>
        new(step, new ScriptCommand(command, purpose), harmless ?? [], []);
}
