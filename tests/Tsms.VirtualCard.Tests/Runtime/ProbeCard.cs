using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>A card with the probes: library, server and client, the client selected on channel 0.</summary>
internal sealed class ProbeCard
{
    public static readonly Aid Server = Aid.Parse("F054534D537201");
    public static readonly Aid Client = Aid.Parse("F054534D537301");

    public ProbeCard(MachineLimits? limits = null)
    {
        Card = new TestCard(limits);
        Card.Runtime.Load(Library);
        Card.Runtime.Load(ServerPackage);
        Card.Runtime.Load(ClientPackage);
        Card.Install(ServerPackage, Server);
        Card.Install(ClientPackage, Client);
        Card.Select(Client);
    }

    public static CapFile Library { get; } = TestFiles.Probe("library");

    public static CapFile ServerPackage { get; } = TestFiles.Probe("server");

    public static CapFile ClientPackage { get; } = TestFiles.Probe("client");

    public TestCard Card { get; }

    /// <summary>Runs a probe of the client; gives the four digits that it found, or the status word in brackets.</summary>
    public string Probe(byte ins, byte p1 = 0)
    {
        var answer = Card.Send(Client, $"80{ins:X2}{p1:X2}0000");
        return answer.Length == 8 && answer.EndsWith("9000", StringComparison.Ordinal) ? answer[..4] : $"[{answer}]";
    }
}
