using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tsms.Backend.Data;
using Tsms.Backend.Hosting;
using Tsms.Backend.Profiles;
using Tsms.Backend.Providers;
using Tsms.Backend.Tests.Storage;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Options, start-up, profiles, operators' work.</summary>
public sealed class HostingTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("tsms-host-").FullName;

    private TsmsBackendOptions Options => TestDatabase.On(new() { Urls = "http://127.0.0.1:0", DataDirectory = _directory });

    public async ValueTask DisposeAsync()
    {
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Validate_Defaults_FindsNothing() => Assert.Empty(new TsmsBackendOptions().Validate());

    [Fact]
    public void Validate_Production_RefusesWhatIsForDevelopment()
    {
        var faults = string.Join("\n", new TsmsBackendOptions { Mode = BackendMode.Production }.Validate());
        Assert.Contains("plain HTTP", faults, StringComparison.Ordinal);
        Assert.Contains("SQLite", faults, StringComparison.Ordinal);
        Assert.Contains("role all", faults, StringComparison.Ordinal);
        var admin = Options with { Mode = BackendMode.Production, Role = BackendRole.Admin, Urls = "https://0.0.0.0:443", Database = BackendDatabase.Postgres, ConnectionString = "Host=x" };
        Assert.Contains("TokenSigningKeyFile", Assert.Single(admin.Validate()), StringComparison.Ordinal);
        Assert.Empty((admin with { TokenSigningKeyFile = "key.pem" }).Validate());
    }

    public static TheoryData<TsmsBackendOptions, string> Wrong => new()
    {
        { new() { DataDirectory = " " }, "DataDirectory" },
        { new() { Urls = "ftp://x" }, "Urls" },
        { new() { Database = BackendDatabase.Postgres }, "ConnectionString" },
        { new() { TokenLifetime = TimeSpan.FromDays(1) }, "TokenLifetime" },
        { new() { MaxUploadBytes = 1 }, "MaxUploadBytes" },
        { new() { MaxFailedLoginsPerMinute = 4 }, "MaxFailedLoginsPerMinute" },
        { new() { CapVerification = (CapVerification)9 }, "CapVerification" },
        { new() { MaxBodyBytes = long.MaxValue }, "MaxBodyBytes" },
        { new() { AnswerCacheBytes = 1 }, "AnswerCacheBytes" },
        { new() { SecurityDomainAidPrefix = "F0" }, "SecurityDomainAidPrefix" },
        { new() { ReservedRids = ["A0000001510000"] }, "ReservedRids has the entry 'A0000001510000'" },
        { new() { ReservedRids = ["A000000151", ""] }, "ReservedRids has the entry ''" },
        { new() { ConnectionString = "Host=x" }, "ConnectionString is given and Database is Sqlite" },
        { new() { Database = BackendDatabase.Postgres, ConnectionString = "Hosst=x" }, "ConnectionString is none of PostgreSQL's" },
        { new() { Database = BackendDatabase.Postgres, ConnectionString = "Database=x" }, "Host is missing" },
        { new() { Database = BackendDatabase.Postgres, ConnectionString = "Host=x;Port=many" }, "ConnectionString is none of PostgreSQL's" },
        { new() { TokenSigningKeyFile = "" }, "TokenSigningKeyFile is empty" },
        { new() { ProfilesDirectory = "no-such-folder" }, "ProfilesDirectory 'no-such-folder' is no folder" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void AddTsmsBackend_WrongOption_NamesIt(TsmsBackendOptions options, string name)
    {
        var e = Assert.Throws<ArgumentException>(() => WebApplication.CreateSlimBuilder().AddTsmsBackend(options));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db", 64)]
    [InlineData("Host=db;Max Auto Prepare=0", 0)]
    [InlineData("Host=db;maxautoprepare=7", 7)]
    public void ConnectionString_PreparesStatements_UnlessTheOperatorSaysOtherwise(string given, int prepared)
    {
        var options = new TsmsBackendOptions { Database = BackendDatabase.Postgres, ConnectionString = given };
        var used = new NpgsqlConnectionStringBuilder(DatabaseSetup.PostgresConnectionString(options));
        Assert.Equal(prepared, used.MaxAutoPrepare);
        Assert.Equal("db", used.Host);
    }

    [Fact]
    public async Task Start_SecondBackendOnTheSameDirectory_IsRefused()
    {
        await using var first = await StartAsync();
        var e = await Assert.ThrowsAsync<InvalidOperationException>(StartAsync);
        Assert.Contains("in use by another backend", e.Message, StringComparison.Ordinal);
        await first.StopAsync(TestContext.Current.CancellationToken);
        await using var again = await StartAsync();
    }

    [Fact]
    public async Task ProviderAdmin_BesideAServingProcess_CreatesAProvider()
    {
        await using var app = await StartAsync();
        await using var admin = await ProviderAdmin.OpenAsync(Options, TestContext.Current.CancellationToken);
        var credentials = await admin.CreateAsync("A", ["d276000124"], cancellationToken: TestContext.Current.CancellationToken);
        Assert.DoesNotContain(credentials.ClientSecret, credentials.ToString(), StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var account = await new Api.Admin.TsmsAdminClient(http, credentials.ClientId, credentials.ClientSecret).GetAccountAsync(TestContext.Current.CancellationToken);
        Assert.Equal((credentials.Id, "A"), (account.Id!.Value, account.Name));
    }

    [Theory]
    [InlineData("A000000151")]
    [InlineData("a000000062")]
    [InlineData("F054535344")]
    [InlineData("A00000015100")]
    [InlineData("xyz")]
    public async Task ProviderAdmin_ReservedOrWrongRid_IsRefused(string rid)
    {
        await using var admin = await ProviderAdmin.OpenAsync(Options, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ArgumentException>(() => admin.CreateAsync("A", [rid], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ProviderAdmin_ReservedRidInDevelopment_IsTakenWhenAsked()
    {
        await using var admin = await ProviderAdmin.OpenAsync(Options, TestContext.Current.CancellationToken);
        await admin.CreateAsync("A", ["A000000062"], allowReservedRids: true, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<ArgumentException>(() => admin.CreateAsync(" ", [], cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => admin.AssignRidsAsync(World.Nobody, [], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("A000000151", "GlobalPlatform")]
    [InlineData("A000000062", "Java Card (Oracle)")]
    [InlineData("A000000559", "GSMA")]
    [InlineData("A000000009", "ETSI")]
    [InlineData("A000000087", "3GPP")]
    [InlineData("a000000396", "NXP")]
    [InlineData("F054535344", "this TSM")]
    public async Task ProviderAdmin_RidOfAnIssuer_IsReservedByDefaultAndNamesIt(string rid, string owner)
    {
        await using var admin = await ProviderAdmin.OpenAsync(Options, TestContext.Current.CancellationToken);
        var e = await Assert.ThrowsAsync<ArgumentException>(() => admin.CreateAsync("A", ["F054534D53", rid], cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith($"RID {rid.ToUpperInvariant()} is reserved: it belongs to {owner}.", e.Message, StringComparison.Ordinal);
        Assert.Empty(await admin.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ProviderAdmin_WithReservedRidsNamed_ReservesThoseInstead()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var admin = await ProviderAdmin.OpenAsync(Options with { ReservedRids = ["a000000617", "A000000559"] }, cancellation);
        await admin.CreateAsync("A", ["A000000396"], cancellationToken: cancellation);
        foreach (var (rid, owner) in new[] { ("A000000617", "an issuer"), ("A000000559", "GSMA"), ("A000000062", "Java Card (Oracle)") })
        {
            var e = await Assert.ThrowsAsync<ArgumentException>(() => admin.CreateAsync("A", [rid], cancellationToken: cancellation));
            Assert.Contains($"belongs to {owner}.", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Profiles_BuiltIn_RecogniseTheirCards()
    {
        var profiles = ProfileCatalog.Load(Options);
        Assert.Equal("virtual-ese", profiles.Recognise("3b80800101", null, null)[0].Model.Name);
        Assert.Equal("NXP JCOP4 J3R180 SecID", Assert.Single(profiles.Recognise(null, $"9F7F2A4790D3214700{new string('0', 70)}", null)).Model.Name);
        Assert.Empty(profiles.Recognise(null, null, null));
        Assert.Empty(profiles.Recognise("3B", "00", ""));
    }

    [Fact]
    public void Profiles_InProduction_HaveNoTestProfile() =>
        Assert.DoesNotContain(ProfileCatalog.Load(Options with { Mode = BackendMode.Production }).All, p => p.Test);

    [Fact]
    public void Profiles_TestProfileInProductionsFolder_IsRefused()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_directory, "profiles")).FullName;
        File.WriteAllText(Path.Combine(folder, "a.json"), ProfileJson("7e5e0001-0000-4000-8000-00000000000a", "a", "true"));
        var e = Assert.Throws<FormatException>(() => ProfileCatalog.Load(Options with { Mode = BackendMode.Production, ProfilesDirectory = folder }));
        Assert.Contains("a.json", e.Message, StringComparison.Ordinal);
        Assert.Equal(ProfileCatalog.Load(Options).All.Count + 1, ProfileCatalog.Load(Options with { ProfilesDirectory = folder }).All.Count);
    }

    [Theory]
    [InlineData("", "it cannot be read as JSON, line 1, byte 1: ")]
    [InlineData("{", "it cannot be read as JSON, line 1, byte 2: ")]
    [InlineData("{\"test\":true,\"test\":true}", "it cannot be read as JSON")]
    [InlineData("null", "the file holds null: a JSON object belongs there, with profile, matches, test, maxCommandData, card, retired.")]
    [InlineData("{}", "member profile is missing: an object with the attributes of TR-03165 4.1.4.5 belongs there.")]
    [InlineData("{\"profile\":{}}", "member matches is missing: a list of rules such as")]
    [InlineData("{\"matches\":[]}", "member profile is missing")]
    [InlineData("{\"profile\":[],\"matches\":[]}", "member profile is a list: an object")]
    [InlineData("{\"profile\":{},\"matches\":{}}", "member matches is an object: a list of rules")]
    [InlineData("{\"profile\":{},\"matches\":null}", "member matches is null: a list of rules")]
    [InlineData("{\"profile\":{},\"matches\":[],\"test\":\"yes\"}", "member test is a string: true or false belongs there.")]
    [InlineData("{\"profile\":{},\"matches\":[],\"maxCommandData\":\"255\"}", "member maxCommandData is a string: a whole number of bytes, 255 to 65535 belongs there.")]
    [InlineData("{\"profile\":{},\"matches\":[],\"maxCommandData\":254}", "member maxCommandData is 254: ")]
    [InlineData("{\"profile\":{},\"matches\":[],\"maxCommandData\":65536}", "member maxCommandData is 65536: ")]
    [InlineData("{\"profile\":{},\"matches\":[],\"maxCommandData\":300.5}", "member maxCommandData is 300.5: ")]
    [InlineData("{\"profile\":{},\"matches\":[],\"card\":[]}", "member card is a list: an object for the virtual card")]
    [InlineData("{\"profile\":{},\"matches\":[],\"retired\":5}", "member retired is a number: a point in time")]
    [InlineData("{\"profile\":{},\"matches\":[],\"retired\":\"soon\"}", "member retired is 'soon': a point in time")]
    [InlineData("{\"profile\":{},\"matches\":[],\"colour\":1}", "member colour is not known: there are profile, matches, test, maxCommandData, card, retired.")]
    [InlineData("{\"profile\":{},\"matches\":[]}", "member profile.id is missing or no UUID: ")]
    [InlineData("{\"profile\":{\"id\":\"7e5e0001-0000-4000-8000-00000000000a\"},\"matches\":[]}", "in member profile: attribute name is missing, but it is mandatory")]
    [InlineData("{\"profile\":{\"id\":\"7e5e0001-0000-4000-8000-00000000000a\",\"color\":1},\"matches\":[]}", "in member profile: Unknown: 'color' is not a valid attribute.")]
    public void Profiles_NoProfile_SaysWhichFileAndMember(string json, string why)
    {
        var message = Assert.Throws<FormatException>(() => new ProfileCatalog([("x.json", Encoding.UTF8.GetBytes(json))])).Message;
        Assert.StartsWith($"x.json is no secure component profile: {why}", message, StringComparison.Ordinal);
        Assert.EndsWith(" See docs/profiles.md.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Tsms.", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{}]", "matches[0] has neither atr nor cplc nor cardData")]
    [InlineData("[{\"atr\":\"3B80\"},5]", "matches[1] holds a number: a JSON object belongs there, with atr, cplc, cardData.")]
    [InlineData("[{\"atr\":\"3B80\"},{\"ATR\":\"3B80\"}]", "member matches[1].ATR is not known: there are matches[1].atr")]
    [InlineData("[{\"atr\":[]}]", "member matches[0].atr is a list: a string of hexadecimal digits")]
    [InlineData("[{\"atr\":\"3B8\"}]", "'3B8' in matches[0] is not made of pairs")]
    [InlineData("[{\"cplc\":\"xy\"}]", "'xy' in matches[0] is not made of pairs")]
    public void Profiles_RuleWithoutSigns_IsRefused(string matches, string why)
    {
        var json = ProfileJson("7e5e0001-0000-4000-8000-00000000000a", "a", "false", matches);
        Assert.StartsWith(
            $"x.json is no secure component profile: {why}", Assert.Throws<FormatException>(() => new ProfileCatalog([("x.json", Encoding.UTF8.GetBytes(json))])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Profiles_WithByteOrderMarkAndComments_AreTaken()
    {
        var json = $"\uFEFF// ours\n{ProfileJson("7e5e0001-0000-4000-8000-00000000000a", "a", "false")}";
        Assert.Single(new ProfileCatalog([("x.json", Encoding.UTF8.GetBytes(json))]).All);
    }

    [Theory]
    [InlineData("7e5e0001-0000-4000-8000-00000000000b", "a")]
    [InlineData("7e5e0001-0000-4000-8000-00000000000a", "b")]
    public void Profiles_SameIdOrSameContent_IsRefused(string id, string name)
    {
        var first = Encoding.UTF8.GetBytes(ProfileJson("7e5e0001-0000-4000-8000-00000000000a", "a", "false"));
        Assert.Throws<FormatException>(() => new ProfileCatalog([("a.json", first), ("b.json", Encoding.UTF8.GetBytes(ProfileJson(id, name, "false")))]));
    }

    private static string ProfileJson(string id, string name, string test, string matches = "[]") => $$$"""
        {"profile":{"id":"{{{id}}}","name":"{{{name}}}","scType":1,"hardwarePlatform":"h","os":"o","osVersion":"1","javaCardVersion":"3.0.5",
        "javaCardFeatures":{},"gpSpecVersions":{},"gpApiVersions":{},"csp":{},"certifications":{}},"test":{{{test}}},"matches":{{{matches}}}}
        """;

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.AddTsmsBackend(Options).Build();
        app.MapTsmsAdmin();
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }
}
