namespace Tsms.Api.Admin;

/// <content>Load files and application configurations.</content>
public sealed partial class TsmsAdminClient
{
    /// <summary>All load files (4.1.6.5.1).</summary>
    public Task<List<ExecutableLoadFile>> ListElfsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.ExecutableLoadFiles, AdminJson.Default.ListExecutableLoadFile, cancellationToken);

    /// <summary>Uploads a CAP file under a name of at most 255 characters (4.1.6.5.2).</summary>
    public Task<ExecutableLoadFile> CreateElfAsync(string fileName, ReadOnlyMemory<byte> cap, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, AdminPaths.ExecutableLoadFiles, () => Form("elf", fileName, cap), AdminJson.Default.ExecutableLoadFile, cancellationToken);

    /// <summary>One load file (4.1.6.5.3).</summary>
    public Task<ExecutableLoadFile> GetElfAsync(Guid id, CancellationToken cancellationToken = default) => GetAsync(OfElf(id), AdminJson.Default.ExecutableLoadFile, cancellationToken);

    /// <summary>Overwrites name and binary of a load file (4.1.6.5.4).</summary>
    public Task<ExecutableLoadFile> ModifyElfAsync(Guid id, string fileName, ReadOnlyMemory<byte> cap, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, OfElf(id), () => Form("elf", fileName, cap), AdminJson.Default.ExecutableLoadFile, cancellationToken);

    /// <summary>Deletes a load file that no Flavor links (4.1.6.5.5).</summary>
    public Task DeleteElfAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync(OfElf(id), cancellationToken);

    /// <summary>The uploaded bytes (4.1.6.5.6).</summary>
    public Task<byte[]> GetElfBinaryAsync(Guid id, CancellationToken cancellationToken = default) => GetBinaryAsync($"{OfElf(id)}/binary", cancellationToken);

    /// <summary>The modules of a load file; none for a library (4.1.6.5.7).</summary>
    public Task<List<ExecutableModule>> ListEmsAsync(Guid elfId, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/executable-modules", AdminJson.Default.ListExecutableModule, cancellationToken);

    /// <summary>One module (4.1.6.5.8).</summary>
    public Task<ExecutableModule> GetEmAsync(Guid elfId, Guid id, CancellationToken cancellationToken = default) =>
        GetAsync($"{OfElf(elfId)}/executable-modules/{id}", AdminJson.Default.ExecutableModule, cancellationToken);

    /// <summary>All application configurations (4.1.6.6.1).</summary>
    public Task<List<ApplicationConfig>> ListAppConfigsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(AdminPaths.ApplicationConfigs, AdminJson.Default.ListApplicationConfig, cancellationToken);

    /// <summary>Creates an application configuration (4.1.6.6.2).</summary>
    public Task<ApplicationConfig> CreateAppConfigAsync(ApplicationConfig config, CancellationToken cancellationToken = default) => SendJsonAsync(
        HttpMethod.Post, AdminPaths.ApplicationConfigs, config, AdminJson.Default.ApplicationConfig, AdminJson.Default.ApplicationConfig, cancellationToken);

    /// <summary>One application configuration (4.1.6.6.3).</summary>
    public Task<ApplicationConfig> GetAppConfigAsync(Guid id, CancellationToken cancellationToken = default) =>
        GetAsync(OfConfig(id), AdminJson.Default.ApplicationConfig, cancellationToken);

    /// <summary>Changes an application configuration; what is null keeps its value (4.1.6.6.4).</summary>
    public Task<ApplicationConfig> ModifyAppConfigAsync(Guid id, ApplicationConfig config, CancellationToken cancellationToken = default) =>
        SendJsonAsync(HttpMethod.Put, OfConfig(id), config, AdminJson.Default.ApplicationConfig, AdminJson.Default.ApplicationConfig, cancellationToken);

    /// <summary>Deletes an application configuration that no Flavor uses (4.1.6.6.5).</summary>
    public Task DeleteAppConfigAsync(Guid id, CancellationToken cancellationToken = default) => DeleteAsync(OfConfig(id), cancellationToken);

    private static string OfElf(Guid id) => $"{AdminPaths.ExecutableLoadFiles}/{id}";

    private static string OfConfig(Guid id) => $"{AdminPaths.ApplicationConfigs}/{id}";
}
