namespace Tsms.Cli.Output;

/// <summary>Folders that are gone when the command ends.</summary>
internal static class ThrowAwayFolder
{
    /// <summary>Makes one where the system keeps temporary files; only its owner can read it. The caller removes it.</summary>
    /// <exception cref="CommandException">It cannot be made.</exception>
    public static string Make(string prefix)
    {
        try
        {
            return Directory.CreateTempSubdirectory(prefix).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"No folder can be made in '{Path.GetTempPath()}': {e.Message} Let TMPDIR name a folder that can be written.");
        }
    }
}
