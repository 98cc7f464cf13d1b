using Tsms.JavaCard;

namespace Tsms.Bench.Support;

/// <summary>Files of the repository.</summary>
internal static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>A sample applet.</summary>
    public static byte[] Applet(string name) => File.ReadAllBytes(Path.Combine(Root, "applets", name, $"{name}.cap"));

    /// <summary>The bench's own applet.</summary>
    public static CapFile Loop() => CapFile.Read(File.ReadAllBytes(Path.Combine(Root, "bench", "applet", "loop.cap")));

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Tsms.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException("The benches read sample applets from the repository: run them with eng/bench.");
    }
}
