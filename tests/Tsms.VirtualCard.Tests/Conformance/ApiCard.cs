using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>A card of Java Card 3.0.5 with the packages api and platform of applets/conformance, loaded and installed by commands.</summary>
internal sealed class ApiCard : IDisposable
{
    public const string Api = "F054534D53A101";
    public const string Platform = "F054534D53A201";
    private const string CvmManagementAndCardReset = "060000";
    private static readonly Lazy<byte[]> Image = new(Make);

    public ApiCard(string applet = Api)
    {
        Card = SecureComponent.Restore(Image.Value);
        Card.Reset();
        Assert.Equal("9000", new Host(Card).Select(applet));
    }

    public SecureComponent Card { get; }

    public string Send(string hex) => new Host(Card).Raw(hex);

    /// <summary>A command whose data are parts with two bytes of length each; the answer's data, or all of it in brackets where it is no 9000.</summary>
    public string Command(int ins, int p1, int p2, params string[] parts)
    {
        var data = string.Concat(parts.Select(p => $"{p.Length / 2:X4}{p}"));
        var answer = Send($"80{ins:X2}{p1 & 0xFF:X2}{p2:X2}00{data.Length / 2:X4}{data}0000");
        return answer.EndsWith("9000", StringComparison.Ordinal) ? answer[..^4] : $"[{answer}]";
    }

    /// <summary>Makes a key of the host's in a place.</summary>
    public void Key(int place, int type, int bits, params string[] parts) => Assert.Equal("", Command(0x20, type, place, [$"{bits:X4}", .. parts]));

    public void Dispose() => Card.Dispose();

    private static byte[] Make()
    {
        using var card = Host.NewCard(change: p => p with { JavaCardVersion = "3.0.5", ApduBuffer = 1500, VerifiesCode = true });
        var host = new Host(card);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        foreach (var (name, applet, privileges) in new[] { ("api", Api, "000000"), ("platform", Platform, CvmManagementAndCardReset) })
        {
            Install(host, name, applet, privileges);
        }

        return card.Save();
    }

    /// <summary>Loads a package and makes its applet, in an open session.</summary>
    public static void Install(Host host, string name, string applet, string privileges = "000000")
    {
        var cap = ConformanceCard.Package(name);
        Assert.Equal("009000", host.Send(Story.ForLoad(cap.Aid.ToString(), Story.Isd)));
        Assert.All(Story.Load(cap.LoadFileDataBlock(withDescriptor: true)), load => Assert.Equal("009000", host.Send(load)));
        Assert.Equal("009000", host.Send(Story.Install(applet[..^2], applet, applet, privileges: privileges)));
    }
}
