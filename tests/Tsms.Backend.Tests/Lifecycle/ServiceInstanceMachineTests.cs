using Tsms.Backend.Lifecycle;
using static Tsms.Backend.Lifecycle.ServiceCommandKind;
using static Tsms.Backend.Lifecycle.ServiceState;
using Kind = Tsms.Backend.Lifecycle.ServiceCommandKind;

namespace Tsms.Backend.Tests.Lifecycle;

/// <summary>The life cycle, state by state and list by list (TR-03165 v1.1, 3.2.2 and 4.2.5.3 to 4.2.5.6).</summary>
public sealed class ServiceInstanceMachineTests
{
    private static readonly ServiceState[] States =
        [NotDeployed, UnderDeploymentInitialized, UnderDeploymentInstalled, UnderDeploymentPersonalized, UnderDeploymentActivated, DeployedOperational, DeployedSuspended, InError];

    /// <summary>Every list of up to three different commands.</summary>
    private static readonly Kind[][] AllLists =
    [
        [], [Install], [Personalize], [Activate], [Install, Personalize], [Install, Activate], [Personalize, Install], [Personalize, Activate], [Activate, Install],
        [Activate, Personalize], [Install, Personalize, Activate], [Install, Activate, Personalize], [Personalize, Install, Activate], [Personalize, Activate, Install],
        [Activate, Install, Personalize], [Activate, Personalize, Install],
    ];

    /// <summary>What deployService takes: the table of TR-03165 4.2.5.3, with ours from Figure 4.</summary>
    private static readonly HashSet<string> Deployable =
    [
        "NotDeployed:IAP", "NotDeployed:IA", "NotDeployed:IPA", "NotDeployed:IP", "NotDeployed:I",
        "UnderDeploymentInstalled:AP", "UnderDeploymentInstalled:A", "UnderDeploymentInstalled:PA", "UnderDeploymentInstalled:P", "UnderDeploymentInstalled:",
        "UnderDeploymentPersonalized:A", "UnderDeploymentPersonalized:", "UnderDeploymentActivated:P", "UnderDeploymentActivated:",
    ];

    [Fact]
    public void Ask_EveryStateAndEveryList_DeployAcceptsExactlyTheTable()
    {
        foreach (var state in States)
        {
            foreach (var list in AllLists)
            {
                foreach (var finalize in new[] { false, true })
                {
                    var answer = ServiceInstanceMachine.Ask(At(state), Deploy(finalize, list));
                    var allowed = Deployable.Contains($"{state}:{Letters(list)}") && (list.Length > 0 || finalize);
                    Assert.True(allowed == answer is MachineAnswer.Accepted, $"{state} [{Letters(list)}] finalize={finalize}: {answer}");
                }
            }
        }
    }

    [Fact]
    public void Ask_EveryAcceptedDeploy_LeadsWhereItsLastCommandOrFinalizeSays()
    {
        foreach (var entry in Deployable)
        {
            var state = Enum.Parse<ServiceState>(entry.Split(':')[0]);
            var list = entry.Split(':')[1].Select(c => c switch { 'I' => Install, 'P' => Personalize, _ => Activate }).ToArray();
            var final = Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(At(state), Deploy(true, list)));
            Assert.Equal(DeployedOperational, final.Success!.State);
            Assert.Equal(ServiceOperation.DeploymentFinalize, final.Operation);
            if (list.Length == 0)
            {
                continue;
            }

            var open = Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(At(state), Deploy(false, list)));
            var (target, operation) = list[^1] switch
            {
                Install => (UnderDeploymentInstalled, ServiceOperation.DeploymentInstallation),
                Personalize => (UnderDeploymentPersonalized, ServiceOperation.DeploymentPersonalization),
                _ => (UnderDeploymentActivated, ServiceOperation.DeploymentActivation),
            };
            Assert.Equal(target, open.Success!.State);
            Assert.Equal(operation, open.Operation);
            Assert.Equal(UnderDeploymentInitialized, open.Running.State);
            Assert.Equal(state, open.FailedUntouched.State);
            Assert.Equal(InError, open.FailedChanged.State);
            Assert.Equal(state, open.FailedChanged.Failed!.StateBefore);
        }
    }

    [Theory]
    [InlineData(DeployedOperational, "I", 13, "Not allowed: invalid state transfer from DeployedOperational to UnderDeploymentInstalled")]
    [InlineData(NotDeployed, "A", 13, "Not allowed: invalid state transfer from NotDeployed to UnderDeploymentActivated")]
    [InlineData(UnderDeploymentPersonalized, "P", 13, "Not allowed: invalid state transfer from UnderDeploymentPersonalized to UnderDeploymentPersonalized")]
    [InlineData(UnderDeploymentInstalled, "I", 13, "Not allowed: service command 'install' has already been executed")]
    [InlineData(UnderDeploymentActivated, "A", 13, "Not allowed: service command 'activate' has already been executed")]
    [InlineData(NotDeployed, "", 4, "Invalid argument: serviceCommands in DeployServiceRequest is only allowed to be empty if the finalize deployment flag is set")]
    [InlineData(NotDeployed, "II", 4, "Invalid argument: serviceCommands in DeployServiceRequest contain multiple InstallServiceCommands")]
    [InlineData(NotDeployed, "IPP", 4, "Invalid argument: serviceCommands in DeployServiceRequest contain multiple PersonalizeServiceCommands")]
    internal void Ask_RefusedDeploy_TellsTheTextOfTheTr(ServiceState state, string letters, int code, string message)
    {
        var list = letters.Select(c => c switch { 'I' => Install, 'P' => Personalize, _ => Activate }).ToArray();
        var refused = Assert.IsType<MachineAnswer.Refused>(ServiceInstanceMachine.Ask(At(state), Deploy(false, list)));
        Assert.Equal((code, message), (refused.Status.Code, refused.Status.Message));
    }

    [Fact]
    public void Ask_InstallActivatePersonalize_DoesNotTakeActivateAgain()
    {
        var after = Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(InstanceStatus.New, Deploy(false, Install, Activate, Personalize))).Success!;
        Assert.Equal(UnderDeploymentPersonalized, after.State);
        var refused = Assert.IsType<MachineAnswer.Refused>(ServiceInstanceMachine.Ask(after, Deploy(false, Activate)));
        Assert.Equal("Not allowed: service command 'activate' has already been executed", refused.Status.Message);
    }

    [Fact]
    public void Ask_SuspensionControl_EndsSuspendedNowOrWhenFinalizedLater()
    {
        var suspended = new ServiceRequestCommand(Activate, SuspensionControl: true);
        var at = Assert.IsType<MachineAnswer.Accepted>(
            ServiceInstanceMachine.Ask(InstanceStatus.New, new ServiceRequest(ServiceCall.Deploy, [new(Install), suspended], true)));
        Assert.Equal(DeployedSuspended, at.Success!.State);

        var open = Assert.IsType<MachineAnswer.Accepted>(
            ServiceInstanceMachine.Ask(InstanceStatus.New, new ServiceRequest(ServiceCall.Deploy, [new(Install), suspended], false))).Success!;
        var later = Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(open, Deploy(true)));
        Assert.Equal(DeployedSuspended, later.Success!.State);
    }

    [Fact]
    public void Ask_Terminate_IsTakenInEveryStateButWhileAProcessRuns()
    {
        foreach (var state in States)
        {
            var answer = ServiceInstanceMachine.Ask(At(state), new ServiceRequest(ServiceCall.Terminate, []));
            if (state == UnderDeploymentInitialized)
            {
                Assert.IsType<MachineAnswer.Refused>(answer);
                continue;
            }

            var accepted = Assert.IsType<MachineAnswer.Accepted>(answer);
            Assert.Null(accepted.Success);
            Assert.Equal(ServiceOperation.Termination, accepted.Operation);
        }
    }

    [Fact]
    public void Ask_SuspendAndResume_OnlyWhenDeployedAndRepeatingIsNoError()
    {
        foreach (var state in States)
        {
            foreach (var call in new[] { ServiceCall.Suspend, ServiceCall.Resume })
            {
                var answer = ServiceInstanceMachine.Ask(At(state), new ServiceRequest(call, []));
                var target = call == ServiceCall.Suspend ? DeployedSuspended : DeployedOperational;
                if (state is not (DeployedOperational or DeployedSuspended))
                {
                    Assert.IsType<MachineAnswer.Refused>(answer);
                }
                else if (state == target)
                {
                    Assert.IsType<MachineAnswer.AlreadyDone>(answer);
                }
                else
                {
                    Assert.Equal(target, Assert.IsType<MachineAnswer.Accepted>(answer).Success!.State);
                }
            }
        }
    }

    [Fact]
    public void Ask_InError_TakesTheFailedCallAgainAndTerminateAlone()
    {
        var failed = Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(InstanceStatus.New, Deploy(true, Install, Activate))).FailedChanged;
        foreach (var list in AllLists)
        {
            foreach (var finalize in new[] { false, true })
            {
                var same = finalize && list.SequenceEqual([Install, Activate]);
                var answer = ServiceInstanceMachine.Ask(failed, Deploy(finalize, list));
                Assert.True(same == answer is MachineAnswer.Accepted, $"[{Letters(list)}] finalize={finalize}: {answer}");
            }
        }

        var again = Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(failed, Deploy(true, Install, Activate)));
        Assert.Equal(DeployedOperational, again.Success!.State);
        Assert.Equal(InError, again.FailedUntouched.State);
        Assert.Equal(NotDeployed, again.FailedChanged.Failed!.StateBefore);
        Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(failed, new ServiceRequest(ServiceCall.Terminate, [])));
    }

    [Fact]
    public void Ask_Orphaned_TakesSuspendResumeAndTerminateAlone()
    {
        var orphan = At(DeployedOperational);
        var deploy = Assert.IsType<MachineAnswer.Refused>(ServiceInstanceMachine.Ask(At(UnderDeploymentInstalled), Deploy(true, Activate) with { Orphaned = true }));
        Assert.Equal(12, deploy.Status.Code);
        Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(orphan, new ServiceRequest(ServiceCall.Suspend, [], Orphaned: true)));
        Assert.IsType<MachineAnswer.Accepted>(ServiceInstanceMachine.Ask(orphan, new ServiceRequest(ServiceCall.Terminate, [], Orphaned: true)));
    }

    [Fact]
    public void Ask_Update_IsTakenFromDeployedStatesWithTheListsOfAFirstDeployment()
    {
        foreach (var state in States)
        {
            foreach (var list in AllLists.Where(l => l.Length > 0))
            {
                var answer = ServiceInstanceMachine.Ask(At(state), new ServiceRequest(ServiceCall.Update, [.. list.Select(k => new ServiceRequestCommand(k))], true, "2.0.0"));
                var allowed = state is DeployedOperational or DeployedSuspended && Deployable.Contains($"NotDeployed:{Letters(list)}");
                Assert.True(allowed == answer is MachineAnswer.Accepted, $"{state} [{Letters(list)}]: {answer}");
            }
        }
    }

    private static InstanceStatus At(ServiceState state) => new(state, state switch
    {
        UnderDeploymentInstalled => ExecutedCommands.Install,
        UnderDeploymentPersonalized => ExecutedCommands.Install | ExecutedCommands.Personalize,
        UnderDeploymentActivated => ExecutedCommands.Install | ExecutedCommands.Activate,
        DeployedOperational or DeployedSuspended => ExecutedCommands.Install | ExecutedCommands.Activate,
        _ => ExecutedCommands.None,
    }, false, null);

    private static ServiceRequest Deploy(bool finalize, params Kind[] list) =>
        new(ServiceCall.Deploy, [.. list.Select(kind => new ServiceRequestCommand(kind))], finalize);

    private static string Letters(Kind[] list) => string.Concat(list.Select(kind => kind.ToString()[0]));
}
