using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tsms.Api.Issuer;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Registry;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Issuer.Tests;

/// <summary>A real issuer over mutual TLS, a real virtual card of its, and a TSM that carries commands between them and keeps the keys it is handed.</summary>
internal sealed class IssuerBench : IAsyncDisposable
{
    public const byte KeyVersion = 0x30;
    private const string Passphrase = "correct horse";

    private readonly RandomNumberGenerator _random;
    private readonly string _directory;
    private readonly byte[] _transportKey;
    private readonly byte[] _cardKeys;
    private readonly X509Certificate2 _certificate;
    private IKeyStore _issuerKeys;

    private IssuerBench(
        RandomNumberGenerator random, string directory, byte[] transportKey, byte[] cardKeys, X509Certificate2 certificate, IKeyStore issuerKeys, IssuerHost host, SoftwareKeyStore tsmKeys, SecureComponent card)
    {
        (_random, _directory, _transportKey, _cardKeys, _certificate, _issuerKeys, Host, TsmKeys, Card) = (random, directory, transportKey, cardKeys, certificate, issuerKeys, host, tsmKeys, card);
        Client = host.Connect(certificate);
        Cplc = ReadCplc(card);
    }

    public IssuerHost Host { get; private set; }

    public IssuerClient Client { get; private set; }

    public SecureComponent Card { get; }

    public SoftwareKeyStore TsmKeys { get; }

    public string Cplc { get; }

    public ManualTime Time { get; private init; } = new();

    /// <summary>Folder of the issuer's database and key file.</summary>
    public string Folder => _directory;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts all. <paramref name="onDisk"/>: the issuer's keys are in an encrypted file. <paramref name="wrongKeys"/>: the issuer has other keys than the card.</summary>
    public static async Task<IssuerBench> StartAsync(bool onDisk = false, bool wrongKeys = false, string profileName = CardProfiles.Reference, int? memory = null, int? keyLength = null, string issuersTransportKey = IssuerHost.TransportKey)
    {
        var random = RandomNumberGenerator.Create();
        var directory = Directory.CreateTempSubdirectory("tsms-issuer-").FullName;
        var transportKey = RandomBytes(random, 32);
        IKeyStore keys = onDisk ? await OpenKeysAsync(directory, random) : SoftwareKeyStore.CreateInMemory(random);
        await keys.ImportSecretKeyAsync(IssuerHost.TransportKey, SecretKeyPurpose.Transport, transportKey, Cancel);
        var tsmKeys = SoftwareKeyStore.CreateInMemory(random);
        await tsmKeys.ImportSecretKeyAsync(IssuerHost.TransportKey, SecretKeyPurpose.Transport, transportKey, Cancel);

        var profile = CardProfiles.Find(profileName);
        profile = profile with { PersistentMemory = memory ?? profile.PersistentMemory, IssuerKeyLength = keyLength ?? profile.IssuerKeyLength };
        var length = profile.IssuerKeyLength;
        var cardKeys = RandomBytes(random, 3 * length);
        using var personalization = new CardPersonalization(KeyVersion, cardKeys.AsSpan(0, length), cardKeys.AsSpan(length, length), cardKeys.AsSpan(2 * length, length));
        var card = SecureComponent.Create(profile, personalization, random);
        var certificate = Certificates.Make("tsm");
        var time = new ManualTime();
        var host = await IssuerHost.StartAsync(directory, keys, certificate, time: time, transportKey: issuersTransportKey);
        var bench = new IssuerBench(random, directory, transportKey, cardKeys, certificate, keys, host, tsmKeys, card) { Time = time };
        var reference = new KeySetReference("isd/1", KeyVersion);
        await keys.ImportKeySetAsync(reference, wrongKeys ? RandomBytes(random, 3 * length) : cardKeys, Diversification.None, false, Cancel);
        await host.Cards.AddAsync(bench.Cplc, reference.Name, KeyVersion, length, Cancel);
        return bench;
    }

    /// <summary>Ends the issuer's process and starts another over the same folder; needs a key file.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await _issuerKeys.DisposeAsync();
        _issuerKeys = await OpenKeysAsync(_directory, _random);
        Host = await IssuerHost.StartAsync(_directory, _issuerKeys, _certificate, time: Time);
        Client = Host.Connect(_certificate);
    }

    /// <summary>Authorization, session, handshake: what comes back is the script that changes the card.</summary>
    public async Task<SessionStep> ReachScriptAsync(string purpose)
    {
        var authorization = await Client.AuthorizeAsync(Cplc);
        var step = await Client.OpenAsync(authorization.AuthorizationId, purpose);
        Card.Reset();
        return await Client.ContinueAsync(step.SessionId, Play(step));
    }

    /// <summary>The whole of it on an honest phone.</summary>
    public async Task<(SessionStep Script, SessionStep Last)> RunAsync(string purpose)
    {
        var script = await ReachScriptAsync(purpose);
        return (script, await Client.ContinueAsync(script.SessionId, Play(script)));
    }

    /// <summary>Plays a step's commands on the card.</summary>
    public string[] Play(SessionStep step) => [.. step.Commands.Select(c => Convert.ToHexString(Card.Process(Convert.FromHexString(c)).Span))];

    /// <summary>What the card has below its issuer, seen over a channel of the issuer's own: AID, privileges and state.</summary>
    public async Task<IReadOnlyList<RegistryEntry>> ApplicationsAsync()
    {
        await using var keys = SoftwareKeyStore.CreateInMemory(_random);
        var reference = new KeySetReference("card", KeyVersion);
        await keys.ImportKeySetAsync(reference, _cardKeys, Diversification.None, false, Cancel);
        using var session = await OpenChannelAsync(keys, reference, GpAid.IssuerSecurityDomain);
        var command = session.Wrap(GpCommand.GetStatus(RegistryScope.Applications));
        return command.VerifyResponse(Card.Process(command.Bytes)) switch
        {
            VerifiedAnswer answer => RegistryEntry.ReadAll(answer.Data),
            RefusedAnswer { Sw.Value: 0x6A88 } => [],
            var other => throw new InvalidOperationException(other.ToString()),
        };
    }

    /// <summary>Takes over handed-over keys as a TSM does and opens a channel to its domain with them.</summary>
    public async Task<Scp03Session> OpenTsmDomainAsync(HandedOverKeySet handedOver, string name = "handed over")
    {
        var info = await TsmKeys.UnwrapKeySetAsync(
            name, new WrappedKeySet((byte)handedOver.KeyVersion, handedOver.KeyLength, Convert.FromBase64String(handedOver.WrappedKeys)), handedOver.TransportKey, Cancel);
        return await OpenChannelAsync(TsmKeys, info.Reference, Aid.Parse(IssuerHost.TsmDomain));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await _issuerKeys.DisposeAsync();
        await TsmKeys.DisposeAsync();
        Card.Dispose();
        _certificate.Dispose();
        _random.Dispose();
        CryptographicOperations.ZeroMemory(_transportKey);
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, true);
        }
    }

    private async Task<Scp03Session> OpenChannelAsync(SoftwareKeyStore keys, KeySetReference reference, Aid domain)
    {
        var challenge = RandomBytes(_random, 8);
        Card.Reset();
        Assert.Equal(StatusWord.Success, ResponseApdu.Parse(Card.Process(GpCommand.Select(domain).ToBytes())).Sw);
        var handshake = InitializeUpdateAnswer.Parse(Card.Process(Scp03.InitializeUpdate(reference.Version, challenge).ToBytes()));
        var session = await Scp03.OpenAsync(await keys.GetScp03KeysAsync(reference, default, Cancel), challenge, handshake, SecurityLevel.Full, Cancel);
        Assert.Equal(StatusWord.Success, ResponseApdu.Parse(Card.Process(session.ExternalAuthenticate.Bytes)).Sw);
        return session;
    }

    private static async Task<IKeyStore> OpenKeysAsync(string directory, RandomNumberGenerator random) =>
        await SoftwareKeyStore.OpenAsync(Path.Combine(directory, "keys"), Passphrase.AsMemory(), random, null, Cancel);

    private static string ReadCplc(SecureComponent card)
    {
        card.Reset();
        return Convert.ToHexString(ResponseApdu.Parse(card.Process(new byte[] { 0x80, 0xCA, 0x9F, 0x7F, 0 })).Data.Span);
    }

    private static byte[] RandomBytes(RandomNumberGenerator random, int count)
    {
        var bytes = new byte[count];
        random.GetBytes(bytes);
        return bytes;
    }
}
