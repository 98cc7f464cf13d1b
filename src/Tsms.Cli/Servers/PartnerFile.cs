using System.Text.Json;
using Tsms.Cli.Output;

namespace Tsms.Cli.Servers;

/// <summary>
/// What an issuer hands to a TSM that it has a contract with, over a confidential way: how to reach it, who to be there, where the TSM's security domain is, and the
/// transport key. Written once by <c>tsms issuer partner add</c>, read by <c>tsms serve --issuer</c>.
/// </summary>
internal sealed class PartnerFile
{
    public required string Issuer { get; init; }

    public required Uri BaseAddress { get; init; }

    /// <summary>PKCS#12 with certificate and key of the TSM at this issuer.</summary>
    public required byte[] ClientCertificate { get; init; }

    public required string ServerCertificateSha256 { get; init; }

    public required string TsmSecurityDomain { get; init; }

    public required string TransportKeyName { get; init; }

    public required byte[] TransportKey { get; init; }

    public Task WriteAsync(string path, CancellationToken cancellationToken) =>
        SecretFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web), cancellationToken);

    /// <exception cref="CommandException">It is not there, or no such file.</exception>
    public static async Task<PartnerFile> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return JsonSerializer.Deserialize<PartnerFile>(await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false), JsonSerializerOptions.Web)
                ?? throw new JsonException();
        }
        catch (FileNotFoundException)
        {
            throw new UsageException($"There is no file '{file.FullName}'. The issuer makes it: tsms issuer partner add NAME --out FILE.");
        }
        catch (JsonException)
        {
            throw new CommandException($"'{file.FullName}' is no partner file of an issuer. The issuer makes it: tsms issuer partner add NAME --out FILE.");
        }
    }
}
