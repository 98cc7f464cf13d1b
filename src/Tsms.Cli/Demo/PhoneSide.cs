using System.Security.Cryptography;
using Tsms.Cli.Phones;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi;
using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;
using Tsms.TsmApi.Results;

namespace Tsms.Cli.Demo;

/// <summary>The app's half of the story: the TSM-API of TR-03165 4.2, and the applet over the OMAPI-shaped access.</summary>
/// <param name="phone">The phone.</param>
/// <param name="platformPackage">Name of a platform's package among the CAP files, to explain a refusal with; null when there is none.</param>
/// <param name="random">For challenges.</param>
internal sealed class PhoneSide(Phone phone, string? platformPackage, RandomNumberGenerator random)
{
    private string _instanceId = "";

    /// <summary>True once there is a service instance to terminate.</summary>
    public bool HasInstance => _instanceId.Length > 0;

    /// <summary>checkServiceDeploymentAvailable.</summary>
    public async Task<string> CheckAsync(Guid serviceId, string version, CancellationToken cancellationToken)
    {
        var answer = await phone.Sdk.CheckServiceDeploymentAvailableAsync(serviceId.ToString(), version, cancellationToken).ConfigureAwait(false);
        Require(answer.ExecutionStatus, answer.ExecutionMessage);
        return answer.DeploymentAvailable == DeploymentAvailable.DeploymentAvailable
            ? $"version {answer.Version} fits this phone"
            : throw new DemoException("The TSM has nothing for this phone.");
    }

    /// <summary>createServiceInstance.</summary>
    public async Task<string> CreateInstanceAsync(Guid serviceId, string version, CancellationToken cancellationToken)
    {
        var answer = await phone.Sdk.CreateServiceInstanceAsync(serviceId.ToString(), version, cancellationToken).ConfigureAwait(false);
        Require(answer.ExecutionStatus, answer.ExecutionMessage);
        _instanceId = answer.ServiceInstance!.Id;
        return $"instance {_instanceId} in {answer.ServiceInstance.Reader}";
    }

    /// <summary>deployService: install, activate, finalize in one call.</summary>
    public async Task<string> DeployAsync(CancellationToken cancellationToken)
    {
        phone.Card.Forget();
        var answer = await phone.Sdk.DeployServiceAsync(
            _instanceId, [new InstallServiceCommand(), new ActivateServiceCommand()], finalizeDeployment: true, null, cancellationToken).ConfigureAwait(false);
        if (answer.ProcessInfo.ExecutionStatus == ErrorType.SecureComponentError && RefusedInstallation() is { } sw)
        {
            throw new DemoException(
                $"An applet refused installation for want of parameters, or those given are not what it wants: status word {sw}. Give them with --params AID=HEX.\n{answer.ProcessInfo.ExecutionMessage}");
        }

        if (answer.ProcessInfo.ExecutionStatus == ErrorType.SecureComponentError && platformPackage is not null)
        {
            throw new DemoException($"{platformPackage} is a package of the platform: the card has its own and takes no other.\n{answer.ProcessInfo.ExecutionMessage}");
        }

        Require(answer.ProcessInfo);
        return $"state {answer.ServiceInstanceState}";
    }

    /// <summary>Opens a channel to an instance as the SP's app.</summary>
    /// <param name="aid">The instance.</param>
    /// <param name="isOnCard">True when the card's registry lists it as selectable: then an answer of 6A82 is the applet's own.</param>
    /// <param name="use">What to do on the channel.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<string> SelectAsync(Aid aid, bool isOnCard, Func<CardChannel, Task<string>>? use, CancellationToken cancellationToken)
    {
        var session = await phone.App.Readers[0].OpenSessionAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            try
            {
                var channel = await session.OpenLogicalChannelAsync(aid, 0x00, cancellationToken).ConfigureAwait(false);
                var answer = channel.SelectResponse;
                var told = $"answer {(answer.Data.IsEmpty ? "without data" : Convert.ToHexString(answer.Data.Span))}, {answer.Sw}";
                return use is null ? told : $"{told}\n{await use(channel).ConfigureAwait(false)}";
            }
            catch (NoSuchElementException e) when (isOnCard && use is null)
            {
                return $"the instance answered {e.Sw}";
            }
        }
    }

    /// <summary>The sample applet's protocol.</summary>
    public Task<string> ProveCarKeyAsync(CardChannel channel, CancellationToken cancellationToken) => CarKeyProtocol.ProveAsync(channel, random, cancellationToken);

    /// <summary>terminateService.</summary>
    public async Task<string> TerminateAsync(CancellationToken cancellationToken)
    {
        var answer = await phone.Sdk.TerminateServiceAsync(_instanceId, null, cancellationToken).ConfigureAwait(false);
        Require(answer.ProcessInfo);
        return "all that was made is gone";
    }

    private static void Require(ProcessInfo info) => Require(info.ExecutionStatus, info.ExecutionMessage);

    private static void Require(ErrorType status, string message)
    {
        if (status != ErrorType.NoError)
        {
            throw new DemoException($"{(int)status} {message}");
        }
    }

    // The first command that was refused is INSTALL [for install], and not for something that the card itself lacks.
    private StatusWord? RefusedInstallation()
    {
        var first = phone.Card.Refusals.FirstOrDefault(r => r.Ins is not (GpInstruction.Select or GpInstruction.GetData or GpInstruction.GetStatus));
        return first is { Ins: GpInstruction.Install } && (first.P1 & 0x04) != 0 && first.Sw != StatusWord.NotEnoughMemory && first.Sw != StatusWord.Unknown ? first.Sw : null;
    }
}
