using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tsms.Api.Device;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Data;
using Tsms.Backend.Devices;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Issuers;
using Tsms.Backend.Providers;
using Tsms.Backend.Services;
using Tsms.Backend.Tests.Storage;
using Tsms.Backend.Versions;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Registry;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.JavaCard;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Backend.Tests.Devices;

/// <summary>A whole TSM with its issuer, a card and a phone in this process: real engine, real issuer, real card, real database; only sockets and TLS are left out.</summary>
internal sealed class EngineBench : IAsyncDisposable
{
    /// <summary>Id of the built-in profile virtual-ese, which the card is known for by its production data.</summary>
    public static readonly Guid Profile = new("7e5e0001-0305-4231-8000-000000000001");

    private readonly WebApplication _app;
    private readonly string _directory;
    private readonly RandomNumberGenerator _random;
    private readonly SoftwareKeyStore _keys;
    private int _files;

    private EngineBench(WebApplication app, string directory, RandomNumberGenerator random, SoftwareKeyStore keys, TestIssuer issuer, SecureComponent card, byte[] cardKeys)
    {
        (_app, _directory, _random, _keys, Issuer, Card, CardKeys) = (app, directory, random, keys, issuer, card, cardKeys);
        Phone = new TestPhone(app.GetTestClient(), card);
    }

    public TestIssuer Issuer { get; }

    public SecureComponent Card { get; }

    /// <summary>The issuer's keys on the card, ENC, MAC, DEK.</summary>
    public byte[] CardKeys { get; }

    public TestPhone Phone { get; }

    public IServiceProvider Services => _app.Services;

    public HttpClient Client => _app.GetTestClient();

    /// <summary>What the key store holds, by name.</summary>
    public async Task<IReadOnlyList<string>> KeySetNamesAsync() => [.. (await _keys.ListKeySetsAsync(default)).Select(k => k.Reference.Name)];

    /// <summary>Starts all; <paramref name="known"/>: the issuer knows the card with its right keys; <paramref name="memory"/>: bytes of persistent memory, null for the profile's; <paramref name="change"/>: another card than the profile's.</summary>
    public static async Task<EngineBench> StartAsync(bool known = true, int? memory = null, TimeProvider? time = null, TsmsEngineOptions? options = null, Func<CardProfile, CardProfile>? change = null)
    {
        var random = RandomNumberGenerator.Create();
        var directory = Directory.CreateTempSubdirectory("tsms-engine-").FullName;
        var transportKey = RandomBytes(random, 32);
        var issuer = await TestIssuer.StartAsync(directory, transportKey, random);
        var keys = SoftwareKeyStore.CreateInMemory(random);
        await keys.ImportSecretKeyAsync(TestIssuer.TransportKey, SecretKeyPurpose.Transport, transportKey, default);

        var profile = CardProfiles.Find(CardProfiles.Reference);
        profile = memory is { } bytes ? profile with { PersistentMemory = bytes } : profile;
        profile = change?.Invoke(profile) ?? profile;
        var cardKeys = RandomBytes(random, 3 * profile.IssuerKeyLength);
        var length = profile.IssuerKeyLength;
        using var personalization = new CardPersonalization(0x30, cardKeys.AsSpan(0, length), cardKeys.AsSpan(length, length), cardKeys.AsSpan(2 * length, length));
        var card = SecureComponent.Create(profile, personalization, random);

        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.AddTsmsBackend(TestDatabase.On(new TsmsBackendOptions { DataDirectory = directory }));
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<IKeyStore>(keys);
        builder.Services.AddSingleton<IIssuerDirectory>(new OneIssuer(issuer));
        builder.Services.AddTsmsEngine(options ?? new TsmsEngineOptions());
        var app = builder.Build();
        app.MapTsmsDevice();
        await app.StartAsync();
        var bench = new EngineBench(app, directory, random, keys, issuer, card, cardKeys);
        await issuer.AddCardAsync(bench.Phone.Cplc, 0x30, known ? cardKeys : RandomBytes(random, cardKeys.Length));
        return bench;
    }

    /// <summary>A Service with one Version and one published Flavor of these CAPs, an instance of each applet. Returns the Service's id and the instances' AIDs.</summary>
    public async Task<(Guid Service, IReadOnlyList<Aid> Instances)> AddServiceAsync(params string[] caps) =>
        await AddServiceAsync(published: true, Profile, [.. caps.Select(cap => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", cap)))]);

    public async Task<(Guid Service, IReadOnlyList<Aid> Instances)> AddServiceAsync(bool published, Guid profile, IReadOnlyList<byte[]> caps, string installParameter = "", int keyProvisioningMode = 0, string instanceSuffix = "01")
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync();
        var number = ++_files;
        var provider = new ProviderRow { Id = Guid.NewGuid(), Name = $"SP {number}" };
        var service = new ServiceRow { Id = Guid.NewGuid(), ProviderId = provider.Id, Name = "S", SdAid = $"F054534D53EE{number:X2}", SpParameters = new() { ["a"] = "1", ["b"] = "1" } };
        var flavor = new FlavorRow { Id = Guid.NewGuid(), ServiceId = service.Id, Name = "F", Published = published, KeyProvisioningMode = keyProvisioningMode, SpParameters = new() { ["b"] = "2" } };
        var version = new VersionRow { Id = Guid.NewGuid(), ServiceId = service.Id, Tag = "1.0.0" };
        db.AddRange(provider, service, flavor, version);
        var instances = new List<Aid>();
        foreach (var content in caps)
        {
            var cap = CapFile.Read(content);
            var hash = Convert.ToHexString(SHA256.HashData(content));
            if (!await db.Binaries.AnyAsync(b => b.Hash == hash))
            {
                db.Add(new BinaryRow { Hash = hash, Content = content });
            }

            var elf = new ExecutableLoadFileRow { Id = Guid.NewGuid(), ProviderId = provider.Id, Aid = cap.Aid.ToString(), BinaryHash = hash, FileName = "x.cap", ImportedPackages = [.. cap.Import.Packages.Select(i => i.Aid.ToString())], ImportedVersions = [.. cap.Import.Packages.Select(i => i.Version.ToString())] };
            db.Add(elf);
            flavor.Elfs.Add(new FlavorElfRow { FlavorId = flavor.Id, ElfId = elf.Id, Position = flavor.Elfs.Count });
            foreach (var applet in cap.Applet?.Applets ?? [])
            {
                var module = new ExecutableModuleRow { Id = Guid.NewGuid(), ElfId = elf.Id, Aid = applet.Aid.ToString() };
                var config = new ApplicationConfigRow { Id = Guid.NewGuid(), ProviderId = provider.Id, InstanceAid = $"{applet.Aid}{instanceSuffix}", MakeSelectable = true, InstallParameter = installParameter };
                db.AddRange(module, config);
                flavor.Instances.Add(new FlavorInstanceRow { FlavorId = flavor.Id, Position = flavor.Instances.Count, Priority = 255, ModuleId = module.Id, ConfigId = config.Id });
                instances.Add(Aid.Parse(config.InstanceAid));
            }
        }

        version.Deploy(new Dictionary<Guid, IReadOnlyList<Guid>> { [flavor.Id] = [profile] });
        await db.SaveChangesAsync();
        return (service.Id, instances);
    }

    /// <summary>The card's content as its issuer sees it over a channel of its own: domains and instances, load files, and free memory.</summary>
    public async Task<string> SnapshotAsync()
    {
        var reference = new KeySetReference("card", 0x30);
        if (await _keys.FindKeySetAsync(reference, default) is null)
        {
            await _keys.ImportKeySetAsync(reference, CardKeys, Diversification.None, false, default);
        }

        var challenge = RandomBytes(_random, 8);
        Card.Reset();
        Card.Process(GpCommand.Select(GpAid.IssuerSecurityDomain).ToBytes());
        var handshake = InitializeUpdateAnswer.Parse(Card.Process(Scp03.InitializeUpdate(0x30, challenge).ToBytes()));
        using var session = await Scp03.OpenAsync(await _keys.GetScp03KeysAsync(reference, default, default), challenge, handshake, SecurityLevel.Full, default);
        Card.Process(session.ExternalAuthenticate.Bytes);
        var lists = new[] { RegistryScope.Applications, RegistryScope.LoadFiles }.Select(scope =>
        {
            var listing = new RegistryListing();
            for (var next = false; ; next = true)
            {
                var command = session.Wrap(GpCommand.GetStatus(scope, next: next));
                var verdict = command.VerifyResponse(Card.Process(command.Bytes));
                var more = verdict is VerifiedAnswer page ? listing.Add(page.Data.Span, page.Sw) : listing.Add([], ((RefusedAnswer)verdict).Sw);
                if (!more)
                {
                    return string.Join(",", listing.ToEntries().Select(e => e.Aid).Order());
                }
            }
        }).ToList();
        await _keys.DeleteKeySetAsync(reference, default);
        Card.Reset();
        return $"{lists[0]} | {lists[1]} | {Card.Memory}";
    }

    public async Task<EngineInstanceRow?> FindInstanceAsync(Guid id)
    {
        await using var db = await _app.Services.GetRequiredService<IDbContextFactory<EngineDb>>().CreateDbContextAsync();
        return await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Issuer.DisposeAsync();
        await _keys.DisposeAsync();
        Card.Dispose();
        _random.Dispose();
        await TestDatabase.DropAsync(_directory);
        Directory.Delete(_directory, true);
    }

    private static byte[] RandomBytes(RandomNumberGenerator random, int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }

    private sealed class OneIssuer(TestIssuer issuer) : IIssuerDirectory
    {
        private readonly AuthorizedManagementAdapter _adapter = new(
            new TsmsIssuerOptions { Name = "issuer", BaseAddress = new Uri("https://issuer.test/"), TsmSecurityDomain = TestIssuer.TsmDomain, TransportKey = TestIssuer.TransportKey },
            issuer.CreateClient());

        public IIssuerAdapter? Find(SecureComponentHint hint, Guid profileId) => _adapter;
    }
}
