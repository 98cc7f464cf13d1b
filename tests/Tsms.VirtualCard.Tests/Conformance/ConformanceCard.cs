using Tsms.JavaCard;
using Tsms.VirtualCard.Tests.CardManager;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>
/// A whole card with the packages of applets/conformance, loaded and installed by the commands of GlobalPlatform: library, server, client (twice) and
/// opcodes. Each test has a card of its own, made of one image.
/// </summary>
internal sealed class ConformanceCard : IDisposable
{
    public const string Server = "F054534D538201";
    public const string Client = "F054534D538301";
    public const string SecondClient = "F054534D538302";
    public const string Opcodes = "F054534D538401";

    private static readonly Lazy<byte[]> Image = new(Make);

    public ConformanceCard()
    {
        Card = SecureComponent.Restore(Image.Value);
        Card.Reset();
    }

    public SecureComponent Card { get; }

    public static string Folder { get; } = Path.Combine(TestFiles.Root, "applets", "conformance");

    public static IReadOnlyList<string> Packages { get; } = ["library", "server", "client", "opcodes"];

    public static CapFile Package(string name) => CapFile.Read(File.ReadAllBytes(Path.Combine(Folder, name + ".cap")));

    public string Send(string hex, int channel = 0) => new Host(Card, channel).Raw(hex);

    public string Select(string aid, int channel = 0) => new Host(Card, channel).Select(aid);

    /// <summary>Runs a probe of the selected client: the four digits it found, or all of the answer in brackets.</summary>
    public string Probe(int ins, int p1 = 0, int p2 = 0, int channel = 0)
    {
        var answer = Send($"80{ins:X2}{p1:X2}{p2:X2}00", channel);
        return answer.Length == 8 && answer.EndsWith("9000", StringComparison.Ordinal) ? answer[..4] : $"[{answer}]";
    }

    /// <summary>Sends a command in a session with the issuer's domain; the status word.</summary>
    public string Manage(string command)
    {
        var host = new Host(Card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        return host.Send(command)[^4..];
    }

    public string Install(string package, string module, string instance, string parameters = "C900") =>
        Manage(Story.Install(package, module, instance, parameters));

    public void Dispose() => Card.Dispose();

    /// <summary>A card without packages; of Java Card 3.2, since the client is built against the API of 3.1.</summary>
    public static SecureComponent NewCard() => Host.NewCard(change: p => p with { JavaCardVersion = "3.2", ApduBuffer = 300 });

    private static byte[] Make()
    {
        using var card = NewCard();
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        foreach (var name in Packages)
        {
            var cap = Package(name);
            Assert.Equal("009000", host.Send(Story.ForLoad(cap.Aid.ToString(), Story.Isd)));
            Assert.All(Story.Load(cap.LoadFileDataBlock()), load => Assert.Equal("009000", host.Send(load)));
        }

        foreach (var (module, instance) in new[] { (Server, Server), (Client, Client), (Client, SecondClient), (Opcodes, Opcodes) })
        {
            Assert.Equal("009000", host.Send(Story.Install(module[..^2], module, instance)));
        }

        return card.Save();
    }
}
