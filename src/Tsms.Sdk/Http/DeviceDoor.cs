using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tsms.Sdk.Logging;
using Tsms.TsmApi;

namespace Tsms.Sdk.Http;

/// <summary>The phone's end of the device door: one POST with JSON, one answer with JSON, and what can go wrong between them.</summary>
internal sealed class DeviceDoor(HttpClient http, TsmSdkOptions options, TimeProvider time, PhoneTraffic traffic, SdkLog log)
{
    /// <summary>Greatest answer that is read: 32 MiB; the largest order carries one load file as hexadecimal digits.</summary>
    public const int MaxResponseLength = 32 << 20;

    private readonly Uri _address = new(options.BackendAddress.AbsoluteUri.TrimEnd('/') + "/");

    /// <summary>The app's source of tokens; null: none is sent.</summary>
    public ITsmAccessToken? AccessToken { get; set; }

    /// <summary>Sends a request once.</summary>
    /// <exception cref="DeviceDoorException">There is no answer that can be used.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<TResponse> PostAsync<TRequest, TResponse>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TResponse> responseType, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path.TrimStart('/')));
        message.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(request, requestType));
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        await AuthenticateAsync(message, cancellationToken).ConfigureAwait(false);

        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            traffic.AddRequest();
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Refused(path, response.StatusCode);
            }

            await response.Content.LoadIntoBufferAsync(MaxResponseLength, either.Token).ConfigureAwait(false);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return JsonSerializer.Deserialize(bytes, responseType) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw Failed(path, ErrorType.InternalError, TsmMessages.Of(ErrorType.InternalError, $"the answer of 'tsmService' to {path} cannot be read"), false, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var isNotFound = e is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError };
            throw Failed(path, ErrorType.NetworkConnectionError, isNotFound ? TsmMessages.HostNotFound : TsmMessages.ConnectionFailed, true, e);
        }
    }

    private async ValueTask AuthenticateAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (AccessToken is not { } source)
        {
            return;
        }

        try
        {
            var token = await source.GetTokenAsync(cancellationToken).ConfigureAwait(false);
            message.Headers.Authorization = string.IsNullOrWhiteSpace(token)
                ? throw new FormatException("The app's token is empty.")
                : new AuthenticationHeaderValue("Bearer", token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed("the app's access token", ErrorType.NotAuthenticated, TsmMessages.NoAccessToken, false, e);
        }
    }

    private DeviceDoorException Refused(string path, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => Failed(path, ErrorType.NotAuthenticated, TsmMessages.Of(ErrorType.NotAuthenticated, "access token refused"), false),
        HttpStatusCode.Forbidden => Failed(path, ErrorType.Unauthorized, TsmMessages.AppNotAuthorized, false),
        HttpStatusCode.TooManyRequests => Failed(path, ErrorType.OverloadProtection, TsmMessages.OverloadProtection, true),
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout =>
            Failed(path, ErrorType.TsmNotAvailable, TsmMessages.Of(ErrorType.TsmNotAvailable, $"'tsmService' answered HTTP status {(int)status}"), true),
        _ => Failed(path, ErrorType.InternalError, TsmMessages.Of(ErrorType.InternalError, $"'tsmService' answered HTTP status {(int)status}"), false),
    };

    private DeviceDoorException Failed(string what, ErrorType type, string message, bool isTransport, Exception? inner = null)
    {
        log.Warning($"{what}: {message}{(inner is null ? "" : $" ({inner.GetType().Name}: {inner.Message})")}");
        return new DeviceDoorException(type, message, isTransport, inner);
    }
}
