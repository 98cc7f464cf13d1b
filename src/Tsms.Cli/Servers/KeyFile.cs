using System.Security.Cryptography;
using System.Text;
using Tsms.Cli.Output;
using Tsms.Keys;

namespace Tsms.Cli.Servers;

/// <summary>The software key store of a server: one encrypted file in its data folder.</summary>
internal static class KeyFile
{
    /// <summary>Environment variable with the passphrase.</summary>
    public const string PassphraseVariable = "TSMS_KEYSTORE_PASSPHRASE";

    /// <summary>Name of the file in the data folder.</summary>
    public const string FileName = "keys.tsms";

    /// <summary>Opens the store, or makes it.</summary>
    /// <param name="directory">The data folder; it must exist.</param>
    /// <param name="production">True: the passphrase must come from the environment, and test keys are refused. False: without one, a random passphrase is kept beside the file.</param>
    /// <param name="random">Source of keys.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">It cannot be opened; the message says why and what to do.</exception>
    public static async Task<SoftwareKeyStore> OpenAsync(string directory, bool production, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        var passphrase = Environment.GetEnvironmentVariable(PassphraseVariable)?.ToCharArray();
        if (passphrase is null or [])
        {
            passphrase = production
                ? throw new CommandException($"Production needs a passphrase for the key store: set {PassphraseVariable}.")
                : await DevelopmentPassphraseAsync(directory, random, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var options = new SoftwareKeyStoreOptions { RefuseKnownTestKeys = production };
            return await SoftwareKeyStore.OpenAsync(Path.Combine(directory, FileName), passphrase, random, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KeyStoreException e)
        {
            throw new CommandException($"The key store in '{directory}' cannot be opened: {e.Message}");
        }
        finally
        {
            Array.Clear(passphrase);
        }
    }

    // Protects nobody from who can read the folder; it keeps development free of prompts while the file format stays the real one.
    private static async Task<char[]> DevelopmentPassphraseAsync(string directory, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, "keys.development-passphrase");
        if (!File.Exists(path))
        {
            var bytes = new byte[24];
            random.GetBytes(bytes);
            await SecretFile.WriteAsync(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)), cancellationToken).ConfigureAwait(false);
        }

        return (await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)).ToCharArray();
    }
}
