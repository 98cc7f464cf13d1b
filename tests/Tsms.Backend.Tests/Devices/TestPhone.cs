using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tsms.Api.Device;
using Tsms.Api.Device.Seram;
using Tsms.SmartCard;
using Tsms.VirtualCard;

namespace Tsms.Backend.Tests.Devices;

/// <summary>A plain SERAM agent over a virtual card, as simple as the standard allows, that counts its requests and can be made to lie.</summary>
internal sealed class TestPhone(HttpClient http, SecureComponent card, string deviceAppId = "0102030405060708090a0b0c0d0e0f1011121314")
{
    /// <summary>Replaces what the phone does with a list: number of the list, its commands, the honest way. Null: honest.</summary>
    public Func<int, IReadOnlyList<string>, Func<IReadOnlyList<string>, string[]>, string[]>? Mischief { get; set; }

    /// <summary>Offers to stop at the first surprise.</summary>
    public bool StopsAtSurprise { get; set; }

    /// <summary>Sends every report twice, as after a broken connection.</summary>
    public bool RepeatsReports { get; set; }

    public int Requests { get; private set; }

    public DeviceContext Context => new(deviceAppId, [new SecureComponentHint("eSE1", "eSE", null, Cplc, null, null, null)]);

    public string Cplc
    {
        get
        {
            card.Reset();
            return Convert.ToHexString(card.Process(Convert.FromHexString("80CA9F7F00")).Span[..^2]);
        }
    }

    public Task<CreateInstanceResponse> CreateAsync(Guid serviceId, string version = "1.0.0") => PostAsync(
        DevicePaths.CreateInstance, new CreateInstanceRequest(Context, serviceId.ToString(), version), DeviceJson.Default.CreateInstanceRequest, DeviceJson.Default.CreateInstanceResponse);

    public Task<AvailabilityResponse> CheckAsync(Guid serviceId, string version) => PostAsync(
        DevicePaths.Availability, new AvailabilityRequest(Context, serviceId.ToString(), version), DeviceJson.Default.AvailabilityRequest, DeviceJson.Default.AvailabilityResponse);

    public async Task<IReadOnlyList<ServiceInstanceData>> ListAsync(Guid serviceId) => (await PostAsync(
        DevicePaths.ListInstances, new ListInstancesRequest(Context, serviceId.ToString()), DeviceJson.Default.ListInstancesRequest, DeviceJson.Default.ListInstancesResponse)).Instances;

    public Task<StartProcessResponse> StartAsync(Guid instance, string operation, bool finalize = true, params string[] commands) => PostAsync(
        DevicePaths.StartProcess, new StartProcessRequest(Context, instance, operation, [.. commands.Select(c => new DeviceServiceCommand(c))], finalize),
        DeviceJson.Default.StartProcessRequest, DeviceJson.Default.StartProcessResponse);

    public Task<ProcessNotice> AbortAsync(string processId) => PostAsync(
        DevicePaths.AbortProcess, new AbortProcessRequest(Context, processId, "test"), DeviceJson.Default.AbortProcessRequest, DeviceJson.Default.ProcessNotice);

    public Task<ProcessResultData> DeployAsync(Guid instance) => RunAsync(instance, "deploy", "install", "activate");

    public Task<ProcessResultData> TerminateAsync(Guid instance) => RunAsync(instance, "terminate");

    /// <summary>Starts a process and plays it to its end.</summary>
    public async Task<ProcessResultData> RunAsync(Guid instance, string operation, params string[] commands)
    {
        Requests = 0;
        var start = await StartAsync(instance, operation, true, commands);
        Assert.True(start.Status.Code == 0, start.Status.Message);
        return start.Result?.Result ?? await PlayAsync(start.SessionId!);
    }

    /// <summary>Handshake, then order by order until the stop command.</summary>
    public async Task<ProcessResultData> PlayAsync(string sessionId)
    {
        await PostAsync(
            $"{SeramPaths.Handshake}?sessionId={sessionId}",
            new RamHandshakeCommand([new SecureElement("eSE", "eSE1")], Extensions: StopsAtSurprise ? [SeramExtensions.ExpectedStatusWords] : null),
            DeviceJson.Default.RamHandshakeCommand, DeviceJson.Default.RamHandshakeResponse);
        var report = new RemoteManagementReport(new LocalAgentStatus(LocalAgentStatuses.Polling, 0));
        ProcessNotice? last = null;
        for (var list = 0; list < 20;)
        {
            var order = await ReportAsync(sessionId, report);
            if (RepeatsReports)
            {
                Requests--;
                Assert.Equivalent(order, await ReportAsync(sessionId, report));
            }

            var responses = new List<RamResponse>();
            foreach (var command in order.RamCommands ?? [])
            {
                switch (command.RamCommandType)
                {
                    case RamTypes.Notification:
                        last = JsonSerializer.Deserialize(command.DeviceAppNotification!, DeviceJson.Default.ProcessNotice);
                        break;
                    case RamTypes.Stop:
                        return last!.Result!;
                    case RamTypes.SeRam:
                        var expected = command.ExpectedStatusWords;
                        string[] Honest(IReadOnlyList<string> apdus) => Transmit(apdus, expected);
                        responses.Add(new RamResponse(RamTypes.SeRamResponse, Mischief is null ? Honest(command.ListOfCAPDU!) : Mischief(list, command.ListOfCAPDU!, Honest)));
                        list++;
                        break;
                }
            }

            report = new RemoteManagementReport(new LocalAgentStatus(LocalAgentStatuses.Processed, responses.Count), responses);
        }

        throw new InvalidOperationException("The session does not end.");
    }

    public Task<RemoteManagementOrder> ReportAsync(string sessionId, RemoteManagementReport report) => PostAsync(
        $"{SeramPaths.RemoteManagement}?sessionId={sessionId}", report, DeviceJson.Default.RemoteManagementReport, DeviceJson.Default.RemoteManagementOrder);

    /// <summary>SELECT of an instance, fresh after a reset.</summary>
    public ResponseApdu Select(Aid aid)
    {
        card.Reset();
        return ResponseApdu.Parse(card.Process(new CommandApdu(0, 0xA4, 4, 0, aid.Bytes, 256).ToBytes()));
    }

    private string[] Transmit(IReadOnlyList<string> apdus, IReadOnlyList<IReadOnlyList<string>>? expected)
    {
        var answers = Enumerable.Repeat("", apdus.Count).ToArray();
        for (var i = 0; i < apdus.Count; i++)
        {
            answers[i] = Convert.ToHexString(card.Process(Convert.FromHexString(apdus[i])).Span);
            if (StopsAtSurprise && expected?[i] is { Count: > 0 } allowed && !allowed.Contains(answers[i][^4..]))
            {
                break;
            }
        }

        return answers;
    }

    private async Task<TResponse> PostAsync<TRequest, TResponse>(string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType)
    {
        Requests++;
        using var response = await http.PostAsJsonAsync(path, request, requestType);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(responseType))!;
    }
}
