using System.Security.Cryptography;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.JavaCard;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Bench.Support;

/// <summary>A virtual card and its issuer's keys in a key store.</summary>
internal sealed class BenchCard : IDisposable
{
    private const byte KeyVersion = 0x30;
    private static readonly KeySetReference s_reference = new("card", KeyVersion);

    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly SoftwareKeyStore _keys;

    public BenchCard(int keyLength = 16)
    {
        Profile = CardProfiles.Find(CardProfiles.Reference) with { IssuerKeyLength = keyLength };
        _keys = SoftwareKeyStore.CreateInMemory(_random);
        var keys = new byte[3 * keyLength];
        _random.GetBytes(keys);
        _keys.ImportKeySetAsync(s_reference, keys, Diversification.None, false, default).AsTask().GetAwaiter().GetResult();
        Keys = _keys.GetScp03KeysAsync(s_reference, default, default).AsTask().GetAwaiter().GetResult();
        Personalization = new CardPersonalization(KeyVersion, keys.AsSpan(0, keyLength), keys.AsSpan(keyLength, keyLength), keys.AsSpan(2 * keyLength, keyLength));
        Card = SecureComponent.Create(Profile, Personalization, _random);
        Card.Reset();
    }

    public CardProfile Profile { get; }

    public CardPersonalization Personalization { get; }

    public IScp03Keys Keys { get; }

    public SecureComponent Card { get; }

    public RandomNumberGenerator Random => _random;

    /// <summary>Selects the issuer's domain and asks it for a session.</summary>
    public (byte[] Challenge, InitializeUpdateAnswer Answer) Initialize()
    {
        var challenge = new byte[8];
        _random.GetBytes(challenge);
        Require(Card.Process(GpCommand.Select(GpAid.IssuerSecurityDomain).ToBytes()));
        return (challenge, InitializeUpdateAnswer.Parse(Card.Process(Scp03.InitializeUpdate(KeyVersion, challenge).ToBytes())));
    }

    /// <summary>A session with the issuer's domain.</summary>
    public Scp03Session Open(SecurityLevel level)
    {
        var (challenge, answer) = Initialize();
        var session = Scp03.OpenAsync(Keys, challenge, answer, level, default).AsTask().GetAwaiter().GetResult();
        Require(Card.Process(session.ExternalAuthenticate.Bytes));
        return session;
    }

    /// <summary>Sends through a session; throws unless the card did it.</summary>
    public void Send(Scp03Session session, CommandApdu command)
    {
        var wrapped = session.Wrap(command);
        if (wrapped.VerifyResponse(Card.Process(wrapped.Bytes)) is not (VerifiedAnswer or UnprotectedAnswer))
        {
            throw new InvalidOperationException($"The card did not take {command}.");
        }
    }

    /// <summary>Loads a package, and installs an instance of its first applet under the applet's own AID.</summary>
    public Aid Install(CapFile cap)
    {
        using var session = Open(SecurityLevel.Full);
        Send(session, GpCommand.InstallForLoad(cap.Aid));
        foreach (var load in GpCommand.Load(cap.LoadFileDataBlock(), session.MaxCommandData))
        {
            Send(session, load);
        }

        var applet = cap.Applet!.Applets[0].Aid;
        Send(session, GpCommand.InstallAndMakeSelectable(cap.Aid, applet, applet));
        return applet;
    }

    public static void Require(ReadOnlyMemory<byte> answer)
    {
        if (answer.Length < 2 || answer.Span[^2] != 0x90 || answer.Span[^1] != 0)
        {
            throw new InvalidOperationException($"The card answered {Convert.ToHexString(answer.Span)}.");
        }
    }

    public void Dispose()
    {
        Card.Dispose();
        Personalization.Dispose();
        _keys.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _random.Dispose();
    }
}
