using Tsms.JavaCard;
using Tsms.SmartCard;

namespace Tsms.Cli.Demo;

/// <summary>A CAP file of the story.</summary>
/// <param name="FileName">Name that it is uploaded under.</param>
/// <param name="Content">The file.</param>
/// <param name="Cap">The file, read.</param>
internal sealed record DemoCap(string FileName, byte[] Content, CapFile Cap)
{
    /// <summary>AIDs of its applets, in the CAP's order.</summary>
    public IReadOnlyList<Aid> Applets => [.. Cap.Applet?.Applets.Select(a => a.Aid) ?? []];

    /// <summary>Reads a file.</summary>
    /// <exception cref="CapFormatException">It is no CAP file.</exception>
    public static DemoCap Read(string fileName, byte[] content) => new(fileName, content, CapFile.Read(content));
}

/// <summary>What the service provider of the story deploys.</summary>
/// <param name="ServiceName">Name of the Service.</param>
/// <param name="Caps">The CAP files: libraries first.</param>
/// <param name="Parameters">Install parameters by applet AID: the bytes that the applet gets.</param>
/// <param name="IsSample">True for the project's own CarKey, whose protocol the story then plays.</param>
internal sealed record DemoPackage(string ServiceName, IReadOnlyList<DemoCap> Caps, IReadOnlyDictionary<Aid, byte[]> Parameters, bool IsSample)
{
    /// <summary>Every applet of every CAP gets an instance.</summary>
    public IReadOnlyList<Aid> Instances => [.. Caps.SelectMany(c => c.Applets).Select(InstanceOf)];

    /// <summary>The AID of an applet's instance: the applet's own, unless that is a package's too. A card's registry has each AID once.</summary>
    public Aid InstanceOf(Aid applet) => Caps.All(c => c.Cap.Aid != applet) ? applet
        : applet.Length < Aid.MaxLength ? Aid.From([.. applet.Span, 0x01])
        : Aid.From([.. applet.Span[..^1], (byte)(applet.Span[^1] ^ 0x01)]);

    /// <summary>Name of the first package that is the platform's own, such as javacard.framework; null when there is none.</summary>
    public string? PlatformPackage => Caps.Select(c => WellKnownPackage.Find(c.Cap.Aid)?.Name).FirstOrDefault(n => n is not null);

    /// <summary>RIDs of packages and applets.</summary>
    public IReadOnlyList<string> Rids => [.. Caps.SelectMany(c => c.Applets.Append(c.Cap.Aid)).Select(a => a.ToString()[..10]).Distinct()];
}
