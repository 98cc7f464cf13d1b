namespace Tsms.VirtualCard.Images;

/// <summary>
/// Keeps a card's image in a file: a save writes a new file beside it, flushes it and puts it in the old one's place, so that the file is a whole image at
/// every moment. The file holds the card's keys in clear; who may read it may clone the card.
/// </summary>
/// <param name="path">Path of the image.</param>
public sealed class CardStore(string path)
{
    /// <summary>Path of the image.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>True when there is an image.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Writes the card's image.</summary>
    /// <exception cref="IOException">The file cannot be written; the old one stays as it was.</exception>
    public void Save(SecureComponent card)
    {
        ArgumentNullException.ThrowIfNull(card);
        var image = card.Save();
        var next = Path + ".new";
        try
        {
            using (var file = new FileStream(next, Options()))
            {
                file.Write(image);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, Path, overwrite: true);
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
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
