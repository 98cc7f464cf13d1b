using Tsms.Api.Device.Seram;
using Tsms.Sdk.Logging;
using Tsms.SmartCard;

namespace Tsms.Sdk.Agent;

/// <summary>Carries out one order after the other and makes the reports (GP SERAM 2.0, Command Exchange Step).</summary>
/// <param name="card">The agent's channel.</param>
/// <param name="onNotification">Given the text of each notification.</param>
/// <param name="traffic">Counts exchanges and APDUs.</param>
/// <param name="log">The SDK's log.</param>
internal sealed class OrderRunner(AgentCard card, Action<string> onNotification, PhoneTraffic traffic, SdkLog log)
{
    /// <summary>The report when there is nothing to tell.</summary>
    public static readonly RemoteManagementReport Polling = new(new LocalAgentStatus(LocalAgentStatuses.Polling, 0));

    /// <summary>True when the handshake has chosen the extension.</summary>
    public bool ChecksStatusWords { get; set; }

    /// <summary>Does the commands of an order one by one; null after a stop command: there is no further report.</summary>
    public async Task<RemoteManagementReport?> RunAsync(RemoteManagementOrder order, CancellationToken cancellationToken)
    {
        var responses = new List<RamResponse>();
        var executed = 0;
        AgentFailureException? failure = null;
        if (order.RamCommands?.Any(command => command.ListOfCAPDU is { Count: > 0 }) == true)
        {
            traffic.AddExchange();
        }

        foreach (var command in order.RamCommands ?? [])
        {
            switch (command.RamCommandType)
            {
                case RamTypes.Start:
                    log.Debug("Management session started.");
                    break;
                case RamTypes.Notification:
                    onNotification(command.DeviceAppNotification ?? "");
                    break;
                case RamTypes.Stop:
                    log.Debug("Management session stopped.");
                    return null;
                case RamTypes.SeRam:
                    var (response, listFailure) = await RunListAsync(order.ChosenSecureElement, command, failure is not null, cancellationToken).ConfigureAwait(false);
                    responses.Add(response);
                    failure ??= listFailure;
                    executed += failure is null ? 1 : 0;
                    break;
                default:
                    failure ??= new AgentFailureException(LocalAgentStatuses.UnknownFailure, $"Command type '{command.RamCommandType}' is not known.");
                    break;
            }
        }

        if (order.RamCommands is not { Count: > 0 })
        {
            return Polling;
        }

        if (failure is not null)
        {
            log.Warning($"Order not done: {failure.Status}: {failure.Message}");
        }

        var status = new LocalAgentStatus(failure?.Status ?? LocalAgentStatuses.Processed, executed, failure?.Message);
        return new RemoteManagementReport(status, responses.Count == 0 ? null : responses);
    }

    private async Task<(RamResponse Response, AgentFailureException? Failure)> RunListAsync(
        SecureElement? chosen, RamCommand command, bool isDiscarded, CancellationToken cancellationToken)
    {
        var commands = command.ListOfCAPDU ?? [];
        var answers = Enumerable.Repeat("", commands.Count).ToArray();
        AgentFailureException? failure = null;
        try
        {
            for (var i = 0; i < commands.Count && !isDiscarded; i++)
            {
                if (i == 0)
                {
                    await card.ChooseAsync(chosen, cancellationToken).ConfigureAwait(false);
                }

                var bytes = FromHex(commands[i]);
                var answer = await card.SendAsync(bytes, cancellationToken).ConfigureAwait(false);
                answers[i] = Convert.ToHexString(answer.ToBytes());
                traffic.AddApdu(bytes.Length + (answers[i].Length / 2));
                if (!IsExpected(command, i, answer.Sw))
                {
                    log.Debug($"Command {i + 1} of {commands.Count} was answered {answer.Sw}, which is not expected; the rest of the list is left out.");
                    break;
                }
            }
        }
        catch (AgentFailureException e)
        {
            failure = e;
        }

        log.Debug($"List of {commands.Count} commands: {answers.Count(a => a.Length > 0)} answers.");
        return (new RamResponse(RamTypes.SeRamResponse, answers), failure);
    }

    private bool IsExpected(RamCommand command, int index, StatusWord sw)
    {
        var expected = ChecksStatusWords && index < command.ExpectedStatusWords?.Count ? command.ExpectedStatusWords[index] : [];
        return expected.Count == 0 || expected.Contains(sw.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    private static byte[] FromHex(string text)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw new AgentFailureException(LocalAgentStatuses.UnknownFailure, "A C-APDU of the list is not hexadecimal.");
        }
    }
}
