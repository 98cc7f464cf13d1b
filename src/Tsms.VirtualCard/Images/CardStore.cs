namespace Tsms.VirtualCard.Images;

/// <summary>
/// Keeps a card's image in a file: a save writes a new file beside it, flushes it and puts it in the old one's place, so that the file is a whole
/// image at
/// every moment. The file holds the card's keys in clear; who may read it may clone the card.
/// </summary>
/// <param name="path">Path of the image.</param>
public sealed class CardStore(string path)
{
    /// <summary>Path of the image.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>True when there is an image.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>
    /// Keeps other processes off the image until what is returned is disposed: two that play one card would undo each other's writes and use its sequence counters
    /// twice. A file with the ending <c>.lock</c> stands beside the image meanwhile; what a killed process leaves of it locks nothing.
    /// </summary>
    /// <exception cref="IOException">Another process has the card, or no file can be made beside the image.</exception>
    public IDisposable Hold()
    {
        var file = Path + ".lock";
        try
        {
            var options = Options();
            (options.Mode, options.Options) = (FileMode.OpenOrCreate, FileOptions.DeleteOnClose);
            return new FileStream(file, options);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new IOException($"The card '{Path}' is in use by another process, and a card is in one reader at a time: end that process first, or take another card.", e);
        }
    }

    /// <summary>Writes the card's image.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one stays as it was.</exception>
    public void Save(SecureComponent card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var image = card.Save();
        var next = Path + ".new";
        try
        {
            // What an interrupted save left is made anew: its access rights are not known.
            File.Delete(next);
            using (var file = new FileStream(next, Options()))
            {
                file.Write(image);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, Path, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(next);
            throw;
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(image);
        }
    }

    /// <summary>Makes the card of the image.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FormatException">The file is no image, or a damaged one.</exception>
    public SecureComponent Load()
    {
        var image = File.ReadAllBytes(Path);
        try
        {
            return SecureComponent.Restore(image);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(image);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
