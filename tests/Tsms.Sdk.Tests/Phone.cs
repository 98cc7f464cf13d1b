using Tsms.Sdk.Logging;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;
using Tsms.TsmApi;

namespace Tsms.Sdk.Tests;

/// <summary>A phone with the SDK, scripted cards and a scripted backend.</summary>
internal sealed class Phone : ITsmProcessListener, ITsmLogListener
{
    public const string AppId = "0102030405060708090a0b0c0d0e0f1011121314";
    public const string ServiceId = "910bbd5a-1749-4737-b855-a520f1bc9da4";
    public const string InstanceId = "d8c791a1-c39e-41f7-a2ec-f8cdfb57406a";
    public const string NoCards = """{"deviceAppId":"0102030405060708090a0b0c0d0e0f1011121314","secureComponents":[]}""";

    public Phone(params ICard[] cards)
    {
        Service = new SecureElementService(CallerIdentity.Privileged("agent"), cards.Select(card => new CardTerminal(card)));
        var options = new TsmSdkOptions
        {
            BackendAddress = new Uri("https://tsm.example/base/"),
            DeviceAppId = AppId,
            LogListener = this,
            LogLevel = TsmLogLevel.Error,
        };
        Time = new InstantTime(options.RequestTimeout);
        Sdk = new TsmApiService(new HttpClient(Backend), Service, options, Time);
        Agent = new Agent.LocalAgent(new HttpClient(Backend), Service, options, Time);
    }

    public BackendScript Backend { get; } = new();

    public SecureElementService Service { get; }

    public InstantTime Time { get; }

    public TsmApiService Sdk { get; }

    public Agent.LocalAgent Agent { get; }

    public List<string> Told { get; } = [];

    public List<TsmLogEntry> Log { get; } = [];

    /// <summary>Done when the app is told of the start.</summary>
    public Action OnStart { get; set; } = () => { };

    /// <summary>Done when the app is told of progress.</summary>
    public Action OnProgress { get; set; } = () => { };

    public void OnProcessStart(ProcessStart processStart)
    {
        Told.Add($"start {processStart.ProcessId} {processStart.CallerId} {processStart.StartDate}");
        OnStart();
    }

    public void OnProcessProgress(ProcessProgress processProgress)
    {
        Told.Add($"progress {processProgress.ProcessId} {processProgress.Progress} {processProgress.Operation}");
        OnProgress();
    }

    public void OnLog(IReadOnlyList<TsmLogEntry> entries) => Log.AddRange(entries);
}
