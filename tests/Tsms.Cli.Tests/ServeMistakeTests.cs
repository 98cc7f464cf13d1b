using System.Net;
using System.Net.Sockets;

namespace Tsms.Cli.Tests;

/// <summary>What an operator can mistake before <c>tsms serve</c> runs: each is told in words, without a stack, with an exit code.</summary>
public sealed class ServeMistakeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-mistake-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<int, string, string, string> Settings => new()
    {
        { 1, "TSM-Backend does not start: TokenSigningKeyFile: there is no file", "TokenSigningKeyFile", "no-such-key.pem" },
        { 2, "there is no setting 'Colour'. docs/operating.md lists them.", "Colour", "red" },
        { 2, "Failed to convert configuration value 'soon' at 'Tsms:Backend:TokenLifetime'", "TokenLifetime", "soon" },
        { 2, "MaxEntities 1 is not between 10 and 1000000.", "MaxEntities", "1" },
        { 2, "ProfilesDirectory 'nowhere' is no folder.", "ProfilesDirectory", "nowhere" },
        { 2, "ClientCertificates needs https addresses.", "ClientCertificates", "Required" },
        { 2, "Issuer x: BaseAddress '' is not an http or https address.", "../Engine:Issuers:0:Name", "x" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Setting_Wrong_IsToldInWords(int exitCode, string words, string name, string value)
    {
        var variable = $"Tsms:Backend:{name}".Replace("Backend:../", "", StringComparison.Ordinal).Replace(":", "__", StringComparison.Ordinal);
        await MistakeAsync(exitCode, words, [(variable, value)], "serve", "--data", Data, "--urls", "http://127.0.0.1:0");
    }

    [Theory]
    [InlineData(2, "Urls 'ftp://x' is not a list of http or https addresses.", "--urls", "ftp://x")]
    [InlineData(2, "ConnectionString is given and Database is Sqlite", "--connection", "Host=db")]
    [InlineData(2, "ConnectionString is missing", "--database", "postgres")]
    [InlineData(2, "Couldn't set hosst.", "--database", "postgres", "--connection", "Hosst=db")]
    [InlineData(1, "PostgreSQL cannot be reached: Connection refused. Look at Host and Port", "--database", "postgres", "--connection", "Host=127.0.0.1;Port=1;Database=x;Timeout=5")]
    [InlineData(1, "https needs a server certificate: give Kestrel:Certificates:Default:Path", "--urls", "https://127.0.0.1:0")]
    [InlineData(2, "There is no file", "--issuer", "no-such-partner.json")]
    public async Task Option_Wrong_IsToldInWords(int exitCode, string words, params string[] options) =>
        await MistakeAsync(exitCode, words, [], ["serve", "--data", Data, .. options]);

    [Fact]
    public async Task DataFolder_ThatIsAFileOrHoldsOtherThings_IsToldInWords()
    {
        var file = Path.Combine(_folder.FullName, "file");
        await File.WriteAllTextAsync(file, "x", TestContext.Current.CancellationToken);
        await MistakeAsync(1, $"The data folder '{file}' is a file", [], "serve", "--data", file);
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "tsms.db"), string.Concat(Enumerable.Repeat("no database ", 500)), TestContext.Current.CancellationToken);
        await MistakeAsync(1, "file is not a database", [], "serve", "--data", Data, "--urls", "http://127.0.0.1:0");
    }

    [Fact]
    public async Task Address_InUse_IsToldInWords()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://{listener.LocalEndpoint}";
        await MistakeAsync(1, $"Failed to bind to address {address}", [], "serve", "--data", Data, "--urls", address);
    }

    [Fact]
    public async Task Configuration_ThatIsNoJson_IsToldInWords()
    {
        var settings = Path.Combine(_folder.FullName, "appsettings.json");
        await File.WriteAllTextAsync(settings, "{ \"Tsms\": ", TestContext.Current.CancellationToken);
        await MistakeAsync(2, $"'{settings}' cannot be read: ", [], "serve", "--data", Data);
    }

    private async Task MistakeAsync(int exitCode, string words, (string Name, string Value)[] environment, params string[] arguments)
    {
        var run = await CliRun.InFolderAsync(_folder.FullName, arguments, environment);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
    }
}
