namespace Tsms.Backend.Errors;

/// <summary>Error categories of TR-03165 v1.1, 4.1.5.2.</summary>
internal enum ErrorCategory
{
    NotAuthenticated = 1000,
    AuthenticationFailed = 1001,
    InvalidRequest = 1002,
    AutomaticAttribute = 1003,
    CreateMissing = 1004,
    FixedAttribute = 1005,
    ModifyMissing = 1006,
    UnknownAttribute = 1007,
    InvalidFormat = 1008,
    NotExisting = 1009,
    Referenced = 1010,
    MissingFile = 1011,
    TooManyFiles = 1012,
    InvalidFileType = 1013,
    FileTooLarge = 1014,
    AlreadyPublished = 1015,
    TechnicalConstraints = 1016,
    InternalError = 2000,
}

/// <summary>The one way in which a REST operation refuses. <see cref="RestFaultMiddleware"/> turns it into the answer.</summary>
internal sealed class RestFault : Exception
{
    /// <summary>Longest errorMessage of an answer, in characters (TR-03165 4.1.4.19).</summary>
    public const int MaxMessage = 255;

    public RestFault(ErrorCategory category, string text, string? detail = null)
        : base(Fit(detail is null ? text : $"{text} ({detail})")) => Category = category;

    public ErrorCategory Category { get; }

    /// <summary>Another status than the category's; null for the category's own.</summary>
    public int? Status { get; init; }

    /// <summary>When the same request may succeed, in seconds; null when waiting does not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The error code of OAuth 2.0 (RFC 6749, 5.2); null where the request is none of OAuth 2.0.</summary>
    public string? OAuthError { get; set; }

    private static string Fit(string message)
    {
        // JSON strings may hold characters that are two UTF-16 units: a cut must not leave half of one.
        var length = message.Length <= MaxMessage ? message.Length : char.IsHighSurrogate(message[MaxMessage - 1]) ? MaxMessage - 1 : MaxMessage;
        return message[..length];
    }
}
