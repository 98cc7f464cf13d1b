using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Tsms.Api.Admin;

namespace Tsms.Cli.Tests;

/// <summary>The parties as separate processes: issuer, backend, provider, phone.</summary>
public sealed class ServerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-cli-");
    private readonly List<Process> _servers = [];

    private string Card => Path.Combine(_folder.FullName, "phone.card");

    [Fact]
    public async Task Parties_InProcessesOfTheirOwn_DeployAndTerminate()
    {
        var cancel = TestContext.Current.CancellationToken;
        var (issuerUrl, backendUrl) = ($"https://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        var (issuerData, data, partner) = (Path.Combine(_folder.FullName, "issuer"), Path.Combine(_folder.FullName, "tsm"), Path.Combine(_folder.FullName, "partner.json"));
        await DoneAsync("issuer", "partner", "add", "tsm", "--data", issuerData, "--out", partner, "--address", issuerUrl);
        await DoneAsync("issuer", "card", "add", "--data", issuerData, "--image", Card);
        _servers.Add(await CliRun.ServeAsync("issuer", "serve", "--data", issuerData, "--urls", issuerUrl));
        _servers.Add(await CliRun.ServeAsync("serve", "--data", data, "--issuer", partner, "--urls", backendUrl));
        var credentials = (await DoneAsync("provider", "create", "Car Sharing", "--rid", "F054534D53", "--data", data, "--json")).Json;
        Assert.Equal(["id", "clientId", "clientSecret"], credentials.EnumerateObject().Select(p => p.Name));
        var service = (await DescribeAsync(new Uri(backendUrl), credentials, cancel)).ToString();

        var deployed = await DoneAsync("phone", "deploy", "--backend", backendUrl, "--image", Card, "--service", service, "--json");
        Assert.Equal("operational", deployed.Json.GetProperty("serviceInstanceState").GetString());
        var status = await DoneAsync("phone", "status", "--backend", backendUrl, "--image", Card, "--service", service, "--json");
        Assert.Equal(deployed.Json.GetProperty("serviceInstanceId").GetString(), Assert.Single(status.Json.EnumerateArray()).GetProperty("id").GetString());
        var answers = (await DoneAsync("phone", "apdu", "--image", Card, "--aid", "F054534D530101", "8012000000", "--json")).Json;
        Assert.Equal(67, Convert.FromHexString(answers[1].GetString()!).Length);
        await DoneAsync("phone", "terminate", "--backend", backendUrl, "--image", Card, "--service", service, "--json");
        var gone = await CliRun.StartAsync("phone", "apdu", "--image", Card, "--aid", "F054534D530101");
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("6A82", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CardRun_NewImage_AnswersOverStandardInputAndKeepsTheImage()
    {
        var run = await CliRun.StartAsync("00A4040000\nno hex\n\n", ["card", "run", "--image", Card]);

        Assert.Equal(1, run.ExitCode);
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.StartsWith("6F", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("9000", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("3B", lines[1], StringComparison.Ordinal);
        Assert.Contains("Line 2", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Card));
    }

    [Fact]
    public async Task CardProfiles_Json_ListsTheReferenceProfile()
    {
        var profiles = (await DoneAsync("card", "profiles", "--json")).Json;

        Assert.Contains("virtual-ese", profiles.EnumerateArray().Select(p => p.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("is no partner file", "serve", "--data", "{0}", "--issuer", "{0}/bad")]
    [InlineData("No TSM may work", "issuer", "serve", "--data", "{0}")]
    [InlineData("no card image, or a damaged one", "phone", "apdu", "--image", "{0}/bad", "--aid", "F054534D530101")]
    public async Task Failures_AreToldWithExitCode1(string expected, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "bad"), "bad", TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync([.. arguments.Select(a => a.Replace("{0}", _folder.FullName, StringComparison.Ordinal))]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("production refuses", "serve", "--mode", "production")]
    [InlineData("no card image", "phone", "apdu", "--image", "nowhere.card", "--aid", "F054534D530101")]
    [InlineData("either --image FILE or --reader NAME", "phone", "apdu", "--aid", "F054534D530101")]
    [InlineData("is not an AID", "issuer", "partner", "add", "x", "--out", "x", "--security-domain", "12")]
    [InlineData("10 hexadecimal digits", "provider", "create", "x", "--rid", "12", "--data", "{0}")]
    public async Task WrongUsage_IsToldWithExitCode2(string expected, params string[] arguments)
    {
        var run = await CliRun.StartAsync([.. arguments.Select(a => a.Replace("{0}", _folder.FullName, StringComparison.Ordinal))]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Kill();
            server.WaitForExit();
            server.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static Task<CliRun> DoneAsync(params string[] arguments) => CliRun.DoneAsync(arguments);

    private static async Task<Guid> DescribeAsync(Uri backend, JsonElement credentials, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = backend };
        var client = new TsmsAdminClient(http, credentials.GetProperty("clientId").GetString()!, credentials.GetProperty("clientSecret").GetString()!);
        var elf = await client.CreateElfAsync("CarKey.cap", await File.ReadAllBytesAsync(CliRun.AppletPath("CarKey.cap"), cancel), cancel);
        var module = Assert.Single(await client.ListEmsAsync(elf.Id!.Value, cancel));
        var config = await client.CreateAppConfigAsync(new ApplicationConfig { InstanceAid = module.Aid }, cancel);
        var service = await client.CreateServiceAsync(new Service { Name = "CarKey" }, cancel);
        var flavor = await client.CreateFlavorAsync(
            service.Id!.Value,
            new Flavor
            {
                ExecutableLoadFileIds = [elf.Id.Value],
                ApplicationInstantiationConfigs = [new ApplicationInstantiationConfig { ExecutableModuleId = module.Id, ApplicationConfigId = config.Id }],
            },
            cancel);
        await client.PublishFlavorAsync(service.Id.Value, flavor.Id!.Value, cancel);
        var profile = (await client.ListSecureComponentProfilesAsync(cancel)).Single(p => p.Name == "virtual-ese");
        await client.CreateVersionAsync(
            service.Id.Value,
            new ServiceVersion { AllowedDeployments = new Dictionary<Guid, IReadOnlyList<Guid>> { [flavor.Id.Value] = [profile.Id!.Value] } }, null, cancel);
        return service.Id.Value;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
