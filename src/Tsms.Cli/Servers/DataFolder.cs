using Tsms.Cli.Output;

namespace Tsms.Cli.Servers;

/// <summary>A server's data folder.</summary>
internal static class DataFolder
{
    /// <summary>Makes it when it is missing, and sees whether files can be made in it.</summary>
    /// <exception cref="CommandException">It cannot be; the message says why.</exception>
    public static void Make(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (File.Exists(path))
        {
            throw new CommandException($"The data folder '{path}' is a file: name another one with --data.");
        }

        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(Path.Combine(path, $".probe-{Environment.ProcessId}"), FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The data folder '{path}' cannot be made or written: {e.Message} Look at owner and rights, or name another one with --data.");
        }
    }
}
