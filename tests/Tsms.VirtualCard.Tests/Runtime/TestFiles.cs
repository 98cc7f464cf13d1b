using Tsms.JavaCard;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>Files of the repository.</summary>
internal static class TestFiles
{
    public static string Root { get; } = FindRoot();

    public static CapFile Applet(string name) => CapFile.Read(File.ReadAllBytes(Path.Combine(Root, "applets", name, name + ".cap")));

    public static CapFile Probe(string name) =>
        CapFile.Read(File.ReadAllBytes(Path.Combine(Root, "tests", "Tsms.VirtualCard.Tests", "Probes", name + ".cap")));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tsms.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("There is no Tsms.slnx above the tests.");
    }
}
