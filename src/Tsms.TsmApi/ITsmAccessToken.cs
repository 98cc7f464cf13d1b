namespace Tsms.TsmApi;

/// <summary>An app's own way to authenticate at the TSM-Backend (TR-03165 4.2.3.14).</summary>
public interface ITsmAccessToken
{
    /// <summary>
    /// The token for one request; called for every request to the backend, so the app caches and renews it. If this throws or returns an empty text, the request ends with
    /// <see cref="ErrorType.NotAuthenticated"/>.
    /// </summary>
    ValueTask<string> GetTokenAsync(CancellationToken cancellationToken);
}
