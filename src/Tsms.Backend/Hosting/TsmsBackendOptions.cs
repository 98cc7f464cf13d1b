using Npgsql;
using Tsms.SmartCard;

namespace Tsms.Backend.Hosting;

/// <summary>What the backend is run for.</summary>
public enum BackendMode
{
    /// <summary>Demo and development: plain HTTP, test profiles and throw-away keys are allowed.</summary>
    Development,

    /// <summary>Refuses plain HTTP, SQLite, role all, profiles marked as test.</summary>
    Production,
}

/// <summary>Which doors a process opens. In production each door is a process of its own.</summary>
public enum BackendRole
{
    /// <summary>Both doors; for demo and development.</summary>
    All,

    /// <summary>The REST-API of TR-03165 4.1.</summary>
    Admin,

    /// <summary>The phone's door.</summary>
    Device,
}

/// <summary>Where the data stand.</summary>
public enum BackendDatabase
{
    /// <summary>One file in the data directory; one serving process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,
}

/// <summary>What the administration door does with TLS client certificates (RFC 8705).</summary>
public enum ClientCertificates
{
    /// <summary>None are asked for.</summary>
    None,

    /// <summary>Asked for. A short-term token that was fetched with one works with that one only; long-term tokens with a registered certificate need it.</summary>
    Allowed,

    /// <summary>As <see cref="Allowed"/>, and tokens are given to clients with a certificate only.</summary>
    Required,
}

/// <summary>What CAP verification (JCVM 3.0.5, chapters 6 and 7) means for uploads and for the publication of Flavors.</summary>
public enum CapVerification
{
    /// <summary>A file only needs to be read. For TSMs that trust another check, such as a verification authority's DAP signature (GP Card Specification 2.3.1, 9.2.1).</summary>
    Off,

    /// <summary>What does not verify is refused. A file that imports packages which are neither Java Card's, GlobalPlatform's nor the provider's own is taken without.</summary>
    Known,

    /// <summary>As <see cref="Known"/>, and a file with unknown imports is refused.</summary>
    Required,
}

/// <summary>Settings of the TSM-Backend, checked at start by <see cref="Validate"/>.</summary>
public sealed record TsmsBackendOptions
{
    /// <summary>Addresses to listen on, separated by semicolons; port 0 takes a free one. Default: http://127.0.0.1:8420. Production: https only.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:8420";

    /// <summary>Folder of database, lock and keys; it is created when missing. Default: data below the working directory.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Default: <see cref="BackendDatabase.Sqlite"/>. Production: PostgreSQL only.</summary>
    public BackendDatabase Database { get; init; } = BackendDatabase.Sqlite;

    /// <summary>Connection string for PostgreSQL; null for SQLite, whose file is tsms.db in the data directory.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Default: <see cref="BackendMode.Development"/>.</summary>
    public BackendMode Mode { get; init; } = BackendMode.Development;

    /// <summary>Default: <see cref="BackendRole.All"/>. Production: one of the others.</summary>
    public BackendRole Role { get; init; } = BackendRole.All;

    /// <summary>How long a short-term token lives. 1 minute to 1 hour, default 10 minutes.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>PEM file with the P-256 private key (PKCS#8) that signs short-term tokens. Null: a key made at start, so tokens end with the process. Production: mandatory.</summary>
    public string? TokenSigningKeyFile { get; init; }

    /// <summary>Issuer (iss) of short-term tokens; tokens of another issuer are refused though the key fits. Default: tsms.</summary>
    public string TokenIssuer { get; init; } = "tsms";

    /// <summary>Audience (aud) of short-term tokens; the same holds for it. Default: sptsm.</summary>
    public string TokenAudience { get; init; } = "sptsm";

    /// <summary>Default: <see cref="ClientCertificates.None"/>. TLS must end in this process then, not in a proxy.</summary>
    public ClientCertificates ClientCertificates { get; init; } = ClientCertificates.None;

    /// <summary>Requests of one provider per minute, in each process. 60 to 10,000,000, default 600,000. The operator can set another limit for a provider.</summary>
    public int MaxRequestsPerMinute { get; init; } = 600_000;

    /// <summary>Bytes of one provider's uploaded files. 1 KiB to 1 TiB, default 1 GiB. The operator can set another limit for a provider.</summary>
    public long MaxStorageBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Entities of each kind that one provider (or, for Flavors and Versions, one Service) may have. 10 to 1,000,000, default 10,000.</summary>
    public int MaxEntities { get; init; } = 10_000;

    /// <summary>Largest uploaded file in bytes. 1 KiB to 16 MiB, default 2 MiB.</summary>
    public long MaxUploadBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Largest JSON body in bytes. 1 KiB to 16 MiB, default 1 MiB.</summary>
    public long MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Bytes of answers to GET that a process keeps in memory. 64 KiB to 4 GiB, default 64 MiB; single answers of more than 1 MiB are not kept.</summary>
    public long AnswerCacheBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Default: <see cref="CapVerification.Known"/>.</summary>
    public CapVerification CapVerification { get; init; } = CapVerification.Known;

    /// <summary>
    /// Attempts to get a short-term token that may fail per minute and client address (IPv6: per network of 64 bits), in each process. 5 to 10,000, default 60.
    /// </summary>
    public int MaxFailedLoginsPerMinute { get; init; } = 60;

    /// <summary>First bytes of the AIDs of Services' security domains, hexadecimal, 5 to 8 bytes; random bytes follow. Default: a proprietary RID (ISO/IEC 7816-4, category F).</summary>
    public string SecurityDomainAidPrefix { get; init; } = "F054535344";

    /// <summary>
    /// RIDs of issuers and card makers, 10 hexadecimal digits each, that no provider may use; null, which is the default, for those of GSMA, ETSI, 3GPP, 3GPP2, Gemplus, IBM and NXP
    /// (docs/operating.md). Whoever names some names all. GlobalPlatform's, Java Card's and the TSM's own are reserved anyhow.
    /// </summary>
    public IReadOnlyList<string>? ReservedRids { get; init; }

    /// <summary>Folder with secure component profiles (*.json) besides the built-in ones; null for none.</summary>
    public string? ProfilesDirectory { get; init; }

    /// <summary>Checks ranges and what the mode forbids.</summary>
    /// <returns>What is wrong, one sentence each; empty when all is well.</returns>
    public IReadOnlyList<string> Validate() => [.. ValidateData(), .. ValidateDoors()];

    /// <summary>Checks what opens a door: only who serves needs it.</summary>
    private List<string> ValidateDoors()
    {
        var faults = new List<string>();
        void Demand(bool condition, string fault)
        {
            if (!condition)
            {
                faults.Add(fault);
            }
        }

        Demand(Urls.Split(';').All(u => Uri.TryCreate(u, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"), $"Urls '{Urls}' is not a list of http or https addresses.");
        var isTls = Urls.Split(';').All(u => u.StartsWith("https://", StringComparison.OrdinalIgnoreCase));
        Demand(ClientCertificates == ClientCertificates.None || isTls, "ClientCertificates needs https addresses.");
        Demand(TokenSigningKeyFile is not { Length: 0 }, "TokenSigningKeyFile is empty: name a file, or leave it out.");
        if (Mode == BackendMode.Production)
        {
            Demand(isTls, "Production refuses plain HTTP: give https addresses.");
            Demand(Role != BackendRole.All, "Production refuses role all: run admin and device as separate processes.");
            Demand(Role != BackendRole.Admin || TokenSigningKeyFile is not null, "Production needs TokenSigningKeyFile, so that all processes accept each other's tokens.");
        }

        return faults;
    }

    /// <summary>Checks what opens the data, and no door: operators' commands take the settings of a serving backend and need no more.</summary>
    /// <returns>What is wrong, one sentence each; empty when all is well.</returns>
    public IReadOnlyList<string> ValidateData()
    {
        var faults = new List<string>();
        void Demand(bool condition, string fault)
        {
            if (!condition)
            {
                faults.Add(fault);
            }
        }

        Demand(!string.IsNullOrWhiteSpace(DataDirectory), "DataDirectory is empty: name a folder.");
        Demand(Database == BackendDatabase.Sqlite || ConnectionString is not null, "ConnectionString is missing: PostgreSQL needs one.");
        Demand(TokenLifetime >= TimeSpan.FromMinutes(1) && TokenLifetime <= TimeSpan.FromHours(1), $"TokenLifetime {TokenLifetime} is not between 1 minute and 1 hour.");
        Demand(TokenIssuer.Length > 0 && TokenAudience.Length > 0, "TokenIssuer or TokenAudience is empty: name both.");
        Demand(MaxRequestsPerMinute is >= 60 and <= 10_000_000, $"MaxRequestsPerMinute {MaxRequestsPerMinute} is not between 60 and 10000000.");
        Demand(MaxFailedLoginsPerMinute is >= 5 and <= 10_000, $"MaxFailedLoginsPerMinute {MaxFailedLoginsPerMinute} is not between 5 and 10000.");
        Demand(Enum.IsDefined(CapVerification), $"CapVerification {CapVerification} is none of Off, Known, Required.");
        Demand(MaxStorageBytes is >= 1024 and <= 1L << 40, $"MaxStorageBytes {MaxStorageBytes} is not between 1024 and 1099511627776.");
        Demand(MaxEntities is >= 10 and <= 1_000_000, $"MaxEntities {MaxEntities} is not between 10 and 1000000.");
        Demand(MaxUploadBytes is >= 1024 and <= 16 * 1024 * 1024, $"MaxUploadBytes {MaxUploadBytes} is not between 1024 and 16777216.");
        Demand(MaxBodyBytes is >= 1024 and <= 16 * 1024 * 1024, $"MaxBodyBytes {MaxBodyBytes} is not between 1024 and 16777216.");
        Demand(AnswerCacheBytes is >= 64 * 1024 and <= 1L << 32, $"AnswerCacheBytes {AnswerCacheBytes} is not between 65536 and 4294967296.");
        Demand(Aid.TryParse(SecurityDomainAidPrefix, out var prefix) && prefix.Length <= 8, $"SecurityDomainAidPrefix '{SecurityDomainAidPrefix}' is not 5 to 8 bytes in hexadecimal.");
        foreach (var wrong in (ReservedRids ?? []).Where(r => !Aid.TryParse(r, out var rid) || rid.Length != 5))
        {
            faults.Add($"ReservedRids has the entry '{wrong}', which is not 10 hexadecimal digits.");
        }

        Demand(Database != BackendDatabase.Sqlite || ConnectionString is null, "ConnectionString is given and Database is Sqlite, which takes none: choose Postgres, or leave it out.");
        Demand(ProfilesDirectory is null || Directory.Exists(ProfilesDirectory), $"ProfilesDirectory '{ProfilesDirectory}' is no folder.");
        if (Database == BackendDatabase.Postgres && ConnectionString is not null && WhyNoConnectionString(ConnectionString) is { } why)
        {
            faults.Add($"ConnectionString is none of PostgreSQL's, such as Host=db;Database=tsms;Username=tsms: {why}");
        }

        Demand(Mode != BackendMode.Production || Database != BackendDatabase.Sqlite, "Production refuses SQLite: use PostgreSQL.");
        return faults;
    }

    // The text may hold a password, so it is not told.
    private static string? WhyNoConnectionString(string text)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(parts.Host) ? "Host is missing." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return e.Message.Split(" (Parameter ")[0] + ".";
        }
    }
}
