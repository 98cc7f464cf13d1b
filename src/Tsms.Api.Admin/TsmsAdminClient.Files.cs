using System.Net.Http.Headers;

namespace Tsms.Api.Admin;

/// <content>Personalization scripts, certificates, configurations of the SP's online system.</content>
public sealed partial class TsmsAdminClient
{
    /// <summary>All scripts (4.1.6.7.1).</summary>
    public Task<List<PersonalizationScript>> ListPersoScriptsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.PersonalizationScripts, AdminJson.Default.ListPersonalizationScript, cancellationToken);

    /// <summary>Uploads a script under a name of at most 255 characters (4.1.6.7.2).</summary>
    public Task<PersonalizationScript> CreatePersoScriptAsync(string fileName, ReadOnlyMemory<byte> script, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, AdminPaths.PersonalizationScripts, () => Form("script", fileName, script), AdminJson.Default.PersonalizationScript, cancellationToken);

    /// <summary>One script (4.1.6.7.3).</summary>
    public Task<PersonalizationScript> GetPersoScriptAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync(OfScript(id), AdminJson.Default.PersonalizationScript, cancellationToken);

    /// <summary>Overwrites a script; a name of null keeps the old one (4.1.6.7.4).</summary>
    public Task<PersonalizationScript> ModifyPersoScriptAsync(Guid id, string? fileName, ReadOnlyMemory<byte> script, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, OfScript(id), () => Form("script", fileName, script), AdminJson.Default.PersonalizationScript, cancellationToken);

    /// <summary>Deletes a script that no ApplicationConfig names (4.1.6.7.5).</summary>
    public Task DeletePersoScriptAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync(OfScript(id), cancellationToken);

    /// <summary>The ApplicationConfigs that name a script (4.1.6.7.6).</summary>
    public Task<List<ApplicationConfig>> ListScriptRelatedAppConfigsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfScript(id)}/application-configs", AdminJson.Default.ListApplicationConfig, cancellationToken);

    /// <summary>The uploaded bytes (4.1.6.7.7).</summary>
    public Task<byte[]> GetScriptBinaryAsync(Guid id, CancellationToken cancellationToken = default) => GetBinaryAsync($"{OfScript(id)}/binary", cancellationToken);

    /// <summary>The Flavors that use a script (4.1.6.7.8).</summary>
    public Task<List<Flavor>> ListScriptRelatedFlavorsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfScript(id)}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>The Services that use a script (4.1.6.7.9).</summary>
    public Task<List<Service>> ListScriptRelatedServicesAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfScript(id)}/services", AdminJson.Default.ListService, cancellationToken);

    /// <summary>All certificates (4.1.6.8.1).</summary>
    public Task<List<Certificate>> ListCertsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.Certificates, AdminJson.Default.ListCertificate, cancellationToken);

    /// <summary>Uploads one X.509 certificate, DER or PEM, under a name of at most 255 characters (4.1.6.8.2).</summary>
    public Task<Certificate> CreateCertAsync(string fileName, ReadOnlyMemory<byte> certificate, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, AdminPaths.Certificates, () => Form("cert", fileName, certificate), AdminJson.Default.Certificate, cancellationToken);

    /// <summary>One certificate (4.1.6.8.3).</summary>
    public Task<Certificate> GetCertAsync(Guid id, CancellationToken cancellationToken = default) => GetAsync(OfCert(id), AdminJson.Default.Certificate, cancellationToken);

    /// <summary>Overwrites a certificate; a name of null keeps the old one (4.1.6.8.4).</summary>
    public Task<Certificate> ModifyCertAsync(Guid id, string? fileName, ReadOnlyMemory<byte> certificate, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, OfCert(id), () => Form("cert", fileName, certificate), AdminJson.Default.Certificate, cancellationToken);

    /// <summary>Deletes a certificate that no ApplicationConfig or SposConfig names (4.1.6.8.5).</summary>
    public Task DeleteCertAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync(OfCert(id), cancellationToken);

    /// <summary>The ApplicationConfigs that name a certificate (4.1.6.8.6).</summary>
    public Task<List<ApplicationConfig>> ListCertRelatedAppConfigsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfCert(id)}/application-configs", AdminJson.Default.ListApplicationConfig, cancellationToken);

    /// <summary>The uploaded bytes (4.1.6.8.7).</summary>
    public Task<byte[]> GetCertBinaryAsync(Guid id, CancellationToken cancellationToken = default) => GetBinaryAsync($"{OfCert(id)}/binary", cancellationToken);

    /// <summary>The Flavors that use a certificate (4.1.6.8.8).</summary>
    public Task<List<Flavor>> ListCertRelatedFlavorsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfCert(id)}/flavors", AdminJson.Default.ListFlavor, cancellationToken);

    /// <summary>The Services that use a certificate (4.1.6.8.9).</summary>
    public Task<List<Service>> ListCertRelatedServicesAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfCert(id)}/services", AdminJson.Default.ListService, cancellationToken);

    /// <summary>The SposConfigs that name a certificate (4.1.6.8.10).</summary>
    public Task<List<SposConfig>> ListCertRelatedSposConfigsAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfCert(id)}/spos-configs", AdminJson.Default.ListSposConfig, cancellationToken);

    /// <summary>All SposConfigs (4.1.6.9.1).</summary>
    public Task<List<SposConfig>> ListSposConfigsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.SposConfigs, AdminJson.Default.ListSposConfig, cancellationToken);

    /// <summary>Creates a SposConfig (4.1.6.9.2).</summary>
    public Task<SposConfig> CreateSposConfigAsync(SposConfig config, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Post, AdminPaths.SposConfigs, config, AdminJson.Default.SposConfig, AdminJson.Default.SposConfig, cancellationToken);

    /// <summary>One SposConfig (4.1.6.9.3).</summary>
    public Task<SposConfig> GetSposConfigAsync(Guid id, CancellationToken cancellationToken = default) => GetAsync(OfSpos(id), AdminJson.Default.SposConfig, cancellationToken);

    /// <summary>Changes a SposConfig (4.1.6.9.4).</summary>
    public Task<SposConfig> ModifySposConfigAsync(Guid id, SposConfig config, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, OfSpos(id), config, AdminJson.Default.SposConfig, AdminJson.Default.SposConfig, cancellationToken);

    /// <summary>Deletes a SposConfig that no Service uses (4.1.6.9.5).</summary>
    public Task DeleteSposConfigAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync(OfSpos(id), cancellationToken);

    /// <summary>The Services that use a SposConfig (4.1.6.9.6).</summary>
    public Task<List<Service>> ListSposConfigRelatedServicesAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfSpos(id)}/services", AdminJson.Default.ListService, cancellationToken);

    private static string OfScript(Guid id) => $"{AdminPaths.PersonalizationScripts}/{id}";

    private static string OfCert(Guid id) => $"{AdminPaths.Certificates}/{id}";

    private static string OfSpos(Guid id) => $"{AdminPaths.SposConfigs}/{id}";

    private async Task<byte[]> GetBinaryAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, () => null, cancellationToken).ConfigureAwait(false);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    // Fields are called elfFilename and elfFile, scriptFilename and scriptFile, certFilename and certFile.
    private static MultipartFormDataContent Form(string prefix, string? fileName, ReadOnlyMemory<byte> content)
    {
        var file = new ReadOnlyMemoryContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var form = new MultipartFormDataContent { { file, $"{prefix}File", prefix } };
        if (fileName is not null)
        {
            form.Add(new StringContent(fileName), $"{prefix}Filename");
        }

        return form;
    }
}
