using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Tsms.Api.Device;
using Tsms.Backend.Hosting;
using Tsms.Backend.Lifecycle;
using Tsms.Keys;

namespace Tsms.Backend.Devices;

/// <summary>
/// The processes that run here. A card is leased to one process at a time, so a card has one writer. What has ended stays for a while, so that the last order
/// can be asked for again.
/// </summary>
internal sealed partial class ProcessRegistry(
    EngineStore store, IKeyStore keyStore, TimeProvider time, RandomNumberGenerator random, TsmsEngineOptions options, TsmsTelemetry telemetry,
    ILogger<ProcessRegistry> log)
{
    /// <summary>So many ended processes are kept.</summary>
    private const int MaxEnded = 256;

    private readonly ConcurrentDictionary<string, DeploymentProcess> _byCard = new();
    private readonly ConcurrentDictionary<string, DeploymentProcess> _bySession = new();
    private readonly ConcurrentQueue<string> _ended = new();
    private readonly EngineKeys _keys = new(keyStore);

    /// <summary>The process of a SERAM session; null when there is none, or not any more.</summary>
    public DeploymentProcess? FindSession(string sessionId) => _bySession.GetValueOrDefault(sessionId);

    /// <summary>The process of an id, when it belongs to this app.</summary>
    public DeploymentProcess? FindProcess(Guid processId, string deviceAppId) =>
        _bySession.Values.FirstOrDefault(p => p.Case.Identity.ProcessId == processId && p.DeviceAppId == deviceAppId);

    /// <summary>True while a process works on the card.</summary>
    public bool IsLeased(string cardId) => _byCard.ContainsKey(cardId);

    /// <summary>
    /// Leases the card, writes the process down and lets it run; it waits for the phone's first report. Null: another process has the card, or has had the
    /// instance since it was read with <paramref name="revision"/>.
    /// </summary>
    public async Task<string?> StartAsync(
        ProcessCase process, string deviceAppId, string cardId, long revision, IReadOnlyDictionary<string, byte[]> binaries, CancellationToken cancellationToken)
    {
        var exchange = new OrderExchange(time, options.PhoneTimeout);
        var stop = new StopSign();
        var running = new DeploymentProcess(process, new SessionDoor(exchange), stop, deviceAppId, cardId);
        if (!_byCard.TryAdd(cardId, running))
        {
            stop.Dispose();
            return null;
        }

        try
        {
            if (!await TryBeginAsync(process, cardId, revision, cancellationToken).ConfigureAwait(false))
            {
                _byCard.TryRemove(cardId, out _);
                stop.Dispose();
                return null;
            }

            var records = new ProcessRecords(store, process.Identity.ProcessId, process.InstanceId, cardId, binaries);
            var link = new PhoneLink(exchange, running.Door, records, process.Identity);
            var card = await store.LoadCardAsync(cardId, cancellationToken).ConfigureAwait(false);
            var work = new CardWork(process, card, link, _keys, records, random, stop);
            var sessionId = NewSessionId();
            _bySession[sessionId] = running;
            _ = Task.Run(() => LiveAsync(running, sessionId, work, link, stop), CancellationToken.None);
            return sessionId;
        }
        catch
        {
            _byCard.TryRemove(cardId, out _);
            stop.Dispose();
            throw;
        }
    }

    private async Task LiveAsync(DeploymentProcess running, string sessionId, CardWork work, PhoneLink link, StopSign stop)
    {
        var process = running.Case;
        ProcessEnd end;
        try
        {
            end = await DeploymentProcess.RunAsync(process, work).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogFault(e, process.Identity.ProcessId);
            end = new ProcessEnd(DeviceErrors.Internal("the process failed unexpectedly; the operator finds it in the log"), work.Changed, 0);
        }

        ProcessNotice notice;
        try
        {
            notice = await EndAsync(process, end, link).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogFault(e, process.Identity.ProcessId);
            notice = Notice(process, end with { Status = DeviceErrors.Internal("the result could not be recorded") }, process.Answer.FailedChanged, link);
        }

        work.Dispose();
        stop.Dispose();
        _byCard.TryRemove(running.CardId, out _);
        link.Finish(notice);
        running.Result.TrySetResult(notice);
        LogEnd(process.Identity.ProcessId, end.Status.Code, end.Status.Message, link.Exchanges, link.Apdus);
        _ended.Enqueue(sessionId);
        while (_ended.Count > MaxEnded && _ended.TryDequeue(out var oldest))
        {
            _bySession.TryRemove(oldest, out _);
        }
    }

    private async Task<bool> TryBeginAsync(ProcessCase process, string cardId, long revision, CancellationToken cancellationToken)
    {
        await using var db = store.Open();
        var instance = await db.Instances.SingleOrDefaultAsync(i => i.Id == process.InstanceId && i.Revision == revision, cancellationToken).ConfigureAwait(false);
        if (instance is null)
        {
            return false;
        }

        var before = instance.State;
        EngineStore.SetStatus(instance, process.Answer.Running);
        db.Processes.Add(new Data.EngineProcessRow
        {
            Id = process.Identity.ProcessId,
            InstanceId = process.InstanceId,
            CardId = cardId,
            Operation = process.Identity.Operation,
            StartDate = process.StartDate,
            StartState = before,
            EndState = before,
            Fallbacks = EngineStore.ToText(process.Answer.FailedUntouched, process.Answer.FailedChanged),
        });
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<ProcessNotice> EndAsync(ProcessCase process, ProcessEnd end, PhoneLink link)
    {
        var after = end.Status.Code == 0 ? process.Answer.Success : end.Changed ? process.Answer.FailedChanged : process.Answer.FailedUntouched;
        DomainKeySet[] forgotten = [];
        await using (var db = store.Open())
        {
            var instance = await db.Instances.SingleAsync(i => i.Id == process.InstanceId).ConfigureAwait(false);
            if (after is null)
            {
                forgotten = instance.DomainKeys?.Split('#') is [var name, var version]
                    ? [new DomainKeySet(name, byte.Parse(version, System.Globalization.CultureInfo.InvariantCulture))] : [];
                db.Instances.Remove(instance);
            }
            else
            {
                EngineStore.SetStatus(instance, after);
                instance.LastOperation = process.Identity.Operation;
            }

            var row = await db.Processes.SingleAsync(p => p.Id == process.Identity.ProcessId).ConfigureAwait(false);
            row.EndDate = store.Now;
            row.EndState = (int)(after?.State ?? ServiceState.NotDeployed);
            row.Changed = end.Changed;
            (row.StatusCode, row.StatusMessage) = (end.Status.Code, end.Status.Message);
            await db.SaveChangesAsync().ConfigureAwait(false);
        }

        telemetry.Deployed(process.Identity.Operation, end.Status.Code);
        await _keys.ForgetAsync(forgotten, CancellationToken.None).ConfigureAwait(false);
        return Notice(process, end, after, link);
    }

    private ProcessNotice Notice(ProcessCase process, ProcessEnd end, InstanceStatus? after, PhoneLink link) => new(
        process.Identity.ProcessId.ToString(), 100, process.Identity.Operation, DeploymentProcess.ToResult(process, end, after, link, store.Now));

    private string NewSessionId()
    {
        var id = new byte[16];
        random.GetBytes(id);
        return Convert.ToHexStringLower(id);
    }

    [LoggerMessage(2001, LogLevel.Error, "Process {ProcessId} failed unexpectedly.")]
    private partial void LogFault(Exception exception, Guid processId);

    [LoggerMessage(2002, LogLevel.Information, "Process {ProcessId} ended with {Code} '{Message}' after {Exchanges} exchanges and {Apdus} APDUs.")]
    private partial void LogEnd(Guid processId, int code, string message, int exchanges, int apdus);
}
