using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Tsms.Bench.Support;
using Tsms.Cli.Demo;
using Tsms.SmartCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Bench.Deployments;

/// <summary>
/// A deployment from end to end: REST and device door, issuer behind mutual TLS, databases, phone and card in this process, with sockets between them. Each
/// operation is the first Service on a card that is as it left the factory: terminate puts it back.
/// </summary>
[Config(typeof(LongConfig))]
public class Deployment
{
    private RandomNumberGenerator _random = null!;
    private DemoWorld _world = null!;
    private DemoPhone _demo = null!;
    private ProviderSide _provider = null!;
    private PhoneSide _phone = null!;

    /// <summary>A sample applet.</summary>
    [Params("CarKey", "Vault")]
    public string Applet { get; set; } = "CarKey";

    [GlobalSetup]
    public void Setup() => SetupAsync().GetAwaiter().GetResult();

    [GlobalCleanup]
    public void Cleanup()
    {
        _provider.Dispose();
        _demo.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _world.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _random.Dispose();
    }

    [IterationSetup(Target = nameof(Deploy))]
    public void Instantiate() => _phone.CreateInstanceAsync(_provider.ServiceId, _provider.VersionTag, default).GetAwaiter().GetResult();

    /// <summary>deployService with Install, Activate and finalize.</summary>
    [Benchmark]
    public void Deploy()
    {
        var before = _demo.Phone.Sdk.Traffic.Current;
        _phone.DeployAsync(default).GetAwaiter().GetResult();
        var after = _demo.Phone.Sdk.Traffic.Current;
        Work.Note(
            this, nameof(Deploy),
            $"{after.Exchanges - before.Exchanges} exchanges, {after.Requests - before.Requests} requests, {after.Apdus - before.Apdus} APDUs");
    }

    [IterationCleanup(Target = nameof(Deploy))]
    public void PutBack() => _phone.TerminateAsync(default).GetAwaiter().GetResult();

    [IterationSetup(Target = nameof(Terminate))]
    public void InstantiateAndDeploy()
    {
        Instantiate();
        _phone.DeployAsync(default).GetAwaiter().GetResult();
    }

    /// <summary>terminateService: the TSM's domain goes with the Service's.</summary>
    [Benchmark]
    public void Terminate() => _phone.TerminateAsync(default).GetAwaiter().GetResult();

    private async Task SetupAsync()
    {
        _random = RandomNumberGenerator.Create();
        _world = await DemoWorld.StartAsync(TimeProvider.System, default).ConfigureAwait(false);
        _demo = await _world.MakePhoneAsync(new DemoCardChoice(CardProfiles.Find(CardProfiles.Reference)), default).ConfigureAwait(false);
        var cap = DemoCap.Read($"{Applet}.cap", Tree.Applet(Applet));
        var package = new DemoPackage(Applet, [cap], new Dictionary<Aid, byte[]>(), IsSample: false);
        var credentials = await _world.Providers.CreateAsync("Bench", package.Rids, allowReservedRids: true, default).ConfigureAwait(false);
        _provider = new ProviderSide(new HttpClient { BaseAddress = _world.BackendAddress }, credentials, package);
        _phone = new PhoneSide(_demo.Phone, package.PlatformPackage, _random);
        await _provider.UploadAsync(cap, default).ConfigureAwait(false);
        await _provider.DescribeAsync(default).ConfigureAwait(false);
        await _provider.PublishAsync(default).ConfigureAwait(false);
        var profile = await _demo.RecogniseAsync(_world.Profiles, default).ConfigureAwait(false);
        await _provider.LinkAsync(profile, default).ConfigureAwait(false);
    }
}
