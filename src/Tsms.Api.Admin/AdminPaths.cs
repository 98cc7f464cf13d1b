namespace Tsms.Api.Admin;

/// <summary>Paths of the TSM-Backend REST-API (TR-03165 v1.1, 4.1.1 and 4.1.2).</summary>
public static class AdminPaths
{
    /// <summary>Where the REST-API hangs below the host: the TSM base URL's path.</summary>
    public const string Base = "/sptsm/v1";

    /// <summary>Trades the long-term token for a short-term one; answers a JSON string (TR-03165 4.1.6.1.1).</summary>
    public const string Auth = Base + "/auth";

    /// <summary>The same for OAuth 2.0 clients (RFC 6749, 4.4), an extension.</summary>
    public const string AuthToken = Base + "/auth/token";

    /// <summary>The caller's account (TR-03165 4.1.6.2.1).</summary>
    public const string Account = Base + "/service-providers/current";

    /// <summary>Secure component profiles (TR-03165 4.1.6.3).</summary>
    public const string SecureComponentProfiles = Base + "/secure-component-profiles";

    /// <summary>Services, and below them Flavors and Versions (TR-03165 4.1.6.4).</summary>
    public const string Services = Base + "/services";

    /// <summary>Executable load files and their modules (TR-03165 4.1.6.5).</summary>
    public const string ExecutableLoadFiles = Base + "/executable-load-files";

    /// <summary>Application configurations (TR-03165 4.1.6.6).</summary>
    public const string ApplicationConfigs = Base + "/application-configs";

    /// <summary>Personalization scripts (TR-03165 4.1.6.7).</summary>
    public const string PersonalizationScripts = Base + "/personalization-scripts";

    /// <summary>Certificates (TR-03165 4.1.6.8).</summary>
    public const string Certificates = Base + "/certificates";

    /// <summary>Configurations of the SP's online system (TR-03165 4.1.6.9).</summary>
    public const string SposConfigs = Base + "/spos-configs";
}
