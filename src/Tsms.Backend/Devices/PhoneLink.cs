using System.Text.Json;
using Tsms.Api.Device;
using Tsms.Api.Device.Seram;
using Tsms.Backend.Lifecycle;

namespace Tsms.Backend.Devices;

/// <summary>A process's way to the card: lists of commands go out in orders, answers come back in reports; both are kept and counted.</summary>
internal sealed class PhoneLink(OrderExchange exchange, SessionDoor door, ITrafficLog traffic, ProcessIdentity identity)
{
    /// <summary>Orders with commands so far.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Commands sent.</summary>
    public int Apdus { get; private set; }

    /// <summary>Bytes of commands and answers.</summary>
    public long Bytes { get; private set; }

    /// <summary>Waits until the phone is there.</summary>
    public Task WaitForPhoneAsync(CancellationToken cancellationToken) => exchange.FirstReportAsync(cancellationToken);

    /// <summary>Plays a list. One answer per command comes back; empty where there is none.</summary>
    /// <exception cref="ProcessFailure">The agent could not reach the card, or its report is no answer to the list.</exception>
    /// <exception cref="TimeoutException">The phone is gone.</exception>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> PlayAsync(IReadOnlyList<PhoneCommand> commands, int progress, CancellationToken cancellationToken)
    {
        Exchanges++;
        Apdus += commands.Count;
        Bytes += commands.Sum(c => c.Bytes.Length);
        var number = Exchanges;
        await traffic.SentAsync(number, [.. commands.Select(c => Convert.ToHexString(c.Bytes.Span))], cancellationToken).ConfigureAwait(false);
        var list = new RamCommand(
            RamTypes.SeRam, [.. commands.Select(c => Convert.ToHexString(c.Bytes.Span))], null,
            door.StopsAtSurprise ? [.. commands.Select(c => (IReadOnlyList<string>)[.. c.Expected.Select(sw => sw.ToString())])] : null);
        RamCommand[] ordered = number == 1 ? [new RamCommand(RamTypes.Start), Notification(progress), list] : [Notification(progress), list];
        var report = await exchange.PlayAsync(new RemoteManagementOrder(0, identity.SecureElement, ordered), cancellationToken).ConfigureAwait(false);
        var answers = report.RamResponses?.Where(r => r.ListOfRAPDU is not null).SelectMany(r => r.ListOfRAPDU!).ToList() ?? [];
        await traffic.AnsweredAsync(number, answers, cancellationToken).ConfigureAwait(false);
        Bytes += answers.Sum(a => a.Length / 2);
        return Read(report.LocalAgentStatus, answers, commands.Count);
    }

    /// <summary>The last order: the result in a notification, then stop.</summary>
    public void Finish(ProcessNotice result) => exchange.Finish(
        new RemoteManagementOrder(0, identity.SecureElement, [Notification(result), new RamCommand(RamTypes.Stop)]));

    private static List<ReadOnlyMemory<byte>> Read(LocalAgentStatus status, List<string> answers, int count)
    {
        var nothing = answers.TrueForAll(a => a.Length == 0);
        switch (status.LocalAgentStatusEnum)
        {
            case LocalAgentStatuses.UngrantedAccess when nothing:
                throw new ProcessFailure(DeviceErrors.AppNotAuthorizedForSc());
            case LocalAgentStatuses.UnavailableSe when nothing:
                throw new ProcessFailure(DeviceErrors.ScAccessFailed());
            case LocalAgentStatuses.UnknownFailure when nothing:
                throw new ProcessFailure(DeviceErrors.ScNotAccessible());
        }

        if (answers.Count > count)
        {
            throw new ProcessFailure(DeviceErrors.InvalidResponse($"{answers.Count} answers to {count} commands"));
        }

        var bytes = new List<ReadOnlyMemory<byte>>();
        for (var i = 0; i < count; i++)
        {
            bytes.Add(i < answers.Count && IsHex(answers[i]) ? Convert.FromHexString(answers[i]) : default(ReadOnlyMemory<byte>));
        }

        return bytes;
    }

    private static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);

    private RamCommand Notification(int progress) => Notification(new ProcessNotice(identity.ProcessId.ToString(), progress, identity.Operation));

    private static RamCommand Notification(ProcessNotice notice) =>
        new(RamTypes.Notification, DeviceAppNotification: JsonSerializer.Serialize(notice, DeviceJson.Default.ProcessNotice));
}

/// <summary>What every order of a process says.</summary>
internal sealed record ProcessIdentity(Guid ProcessId, int Operation, SecureElement SecureElement);

/// <summary>Keeps what crosses between TSM and card (TR-03165 4.2.2).</summary>
internal interface ITrafficLog
{
    Task SentAsync(int exchange, IReadOnlyList<string> commands, CancellationToken cancellationToken);

    Task AnsweredAsync(int exchange, IReadOnlyList<string> answers, CancellationToken cancellationToken);
}
