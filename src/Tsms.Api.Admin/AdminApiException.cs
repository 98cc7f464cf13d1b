using System.Net;

namespace Tsms.Api.Admin;

/// <summary>The TSM refused a request.</summary>
public sealed class AdminApiException : Exception
{
    internal AdminApiException(HttpStatusCode status, int category, string text)
        : base(category == 0 ? text : $"{category}: {text}") => (Status, Category, Text) = (status, category, text);

    /// <summary>HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>errorCategory of TR-03165 4.1.5.2; 0 when the answer had no GeneralError.</summary>
    public int Category { get; }

    /// <summary>errorMessage, or a description of the answer when it had none.</summary>
    public string Text { get; }
}
