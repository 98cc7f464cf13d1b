using System.Globalization;

namespace Tsms.Backend.Errors;

/// <summary>The texts of TR-03165 v1.1, 4.1.5.2. What we add follows in parentheses.</summary>
internal static class Faults
{
    // Values come from the caller and may have any length; the text around them has to fit into 255 characters too.
    private const int MaxValue = 64;

    public static RestFault NotAuthenticated(string? detail = null) => new(ErrorCategory.NotAuthenticated, "Not authenticated.", detail);

    public static RestFault AuthenticationFailed() => new(ErrorCategory.AuthenticationFailed, "Authentication failed.");

    public static RestFault InvalidRequest(string reason, string? detail = null) => new(ErrorCategory.InvalidRequest, $"Invalid request: {reason}.", detail);

    /// <summary>Told apart from a missing or doubled grant_type by OAuth 2.0 (RFC 6749, 5.2).</summary>
    public static RestFault UnsupportedGrantType(bool named) =>
        new(ErrorCategory.InvalidRequest, "Invalid request: unsupported grant type.", "grant_type=client_credentials is expected") { OAuthError = named ? "unsupported_grant_type" : "invalid_request" };

    public static RestFault AutomaticAttribute(string name) =>
        new(ErrorCategory.AutomaticAttribute, $"Create failed: attribute {Short(name)} not allowed for POST. It is automatically assigned when created.");

    public static RestFault Missing(bool create, string name, string entity) => new(
        create ? ErrorCategory.CreateMissing : ErrorCategory.ModifyMissing,
        $"{(create ? "Create" : "Modify")} failed: attribute {Short(name)} is missing, but it is mandatory for {entity}.");

    public static RestFault FixedAttribute(string name) =>
        new(ErrorCategory.FixedAttribute, $"Modify failed: attribute {Short(name)} not allowed for PUT. Attribute cannot be modified after creation.");

    public static RestFault UnknownAttribute(string name) => new(ErrorCategory.UnknownAttribute, $"Unknown: '{Short(name)}' is not a valid attribute.");

    public static RestFault InvalidFormat(string value, string name, string format, string? detail = null) =>
        new(ErrorCategory.InvalidFormat, $"Invalid format '{Short(value)}' for {Short(name)}. Supported format is {format}.", detail);

    public static RestFault NotExisting(string entity, string id, string? detail = null) =>
        new(ErrorCategory.NotExisting, $"Not existing: {entity} with id '{Short(id)}' does not exist.", detail);

    public static RestFault NotExisting(string entity, Guid id, string? detail = null) => NotExisting(entity, id.ToString(), detail);

    public static RestFault Referenced(string entity, string by, string? detail = null) =>
        new(ErrorCategory.Referenced, $"Delete failed: {entity} is referenced in {by}.", detail);

    public static RestFault MissingFile() => new(ErrorCategory.MissingFile, "Upload failed: missing file.");

    public static RestFault TooManyFiles() =>
        new(ErrorCategory.TooManyFiles, "Upload failed: too many files provided. Method supports uploading one file.");

    public static RestFault InvalidFileType(string types, string detail) =>
        new(ErrorCategory.InvalidFileType, $"Upload failed: invalid file type. Supported file types are [{types}].", detail);

    public static RestFault FileTooLarge(long bytes, long maxBytes) =>
        new(ErrorCategory.FileTooLarge, $"Upload failed: {Megabytes(bytes, up: true)}MB exceeds maximum upload file size of {Megabytes(maxBytes, up: false)}MB.",
            string.Create(CultureInfo.InvariantCulture, $"at most {maxBytes} bytes"));

    /// <summary>The provider's storage has no room: the largest file that would still fit stands as the limit.</summary>
    /// <param name="bytes">Size of the file.</param>
    /// <param name="used">What is stored.</param>
    /// <param name="limit">What may be stored.</param>
    /// <param name="more">What the upload adds: less than the file when it replaces one.</param>
    public static RestFault StorageFull(long bytes, long used, long limit, long more) => new(
        ErrorCategory.FileTooLarge,
        $"Upload failed: {Megabytes(bytes, up: true)}MB exceeds maximum upload file size of {Megabytes(Math.Max(0, limit - used + bytes - more), up: false)}MB.",
        string.Create(CultureInfo.InvariantCulture, $"your storage holds {used} of {limit} bytes, this needs {more} more; delete files or ask the operator"));

    public static RestFault TooManyEntities(string entity, int limit) =>
        InvalidRequest($"no more than {limit} {entity} entities are possible", "delete some or ask the operator");

    /// <summary>The TR knows no status 429, so it is 1002; the header Retry-After says when to come again.</summary>
    public static RestFault TooManyRequests(int perMinute, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(ErrorCategory.InvalidRequest, "Invalid request: too many requests.", $"{perMinute} per minute are allowed; try again in {seconds} s")
        {
            RetryAfterSeconds = seconds,
        };
    }

    /// <summary>The same for failed attempts to get a token.</summary>
    public static RestFault TooManyFailures(int perMinute, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new(ErrorCategory.InvalidRequest, "Invalid request: too many failed authentications.", $"{perMinute} per minute and address are looked at; try again in {seconds} s")
        {
            RetryAfterSeconds = seconds,
        };
    }

    /// <summary>2000 for a database that cannot be reached: the one internal fault that waiting may cure.</summary>
    public static RestFault DatabaseAway() =>
        new(ErrorCategory.InternalError, "Internal server error: the database does not answer.", "nothing was changed; please try again") { RetryAfterSeconds = 5 };

    public static RestFault AlreadyPublished(string entity, Guid flavorId, string? detail = null) => new(
        ErrorCategory.AlreadyPublished, $"Already Published: {entity} cannot be modified. It is already published via Flavor identifier '{flavorId}'.", detail);

    public static RestFault TechnicalConstraints(string attribute, string detail) => new(
        ErrorCategory.TechnicalConstraints, $"Technical constraints failed: minimal {attribute} version not supported by SecureComponentProfile.", detail);

    /// <summary>An extension: 412 with category 1002, for a change that a client made conditional by If-Match.</summary>
    public static RestFault PreconditionFailed(string detail) =>
        new(ErrorCategory.InvalidRequest, "Invalid request: precondition failed.", detail) { Status = 412 };

    public static RestFault Internal(string reason) => new(ErrorCategory.InternalError, $"Internal server error: {reason}.");

    // The size is rounded up and the limit down, so that a file of one byte too many never reads "2MB exceeds 2MB".
    private static string Megabytes(long bytes, bool up)
    {
        // Two digits after the point, or four where two would show nothing.
        var (parts, digits) = bytes < 100_000 ? (10_000m, "0.####") : (100m, "0.##");
        var counted = bytes * parts / (1024 * 1024);
        return ((up ? Math.Ceiling(counted) : Math.Floor(counted)) / parts).ToString(digits, CultureInfo.InvariantCulture);
    }

    // Half of a surrogate pair is not left behind.
    private static string Short(string value) =>
        value.Length <= MaxValue ? value : string.Concat(value.AsSpan(0, MaxValue - (char.IsHighSurrogate(value[MaxValue - 4]) ? 4 : 3)), "...");
}
