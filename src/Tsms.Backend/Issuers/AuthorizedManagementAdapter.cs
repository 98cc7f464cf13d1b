using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tsms.Api.Issuer;
using Tsms.Backend.Lifecycle;

namespace Tsms.Backend.Issuers;

/// <summary>An issuer of the authorized management model over HTTP with mutual TLS (Tsms.Api.Issuer).</summary>
internal sealed class AuthorizedManagementAdapter(TsmsIssuerOptions options, HttpClient http) : IIssuerCardSessions
{
    /// <summary>An answer of the issuer is small; more is a fault.</summary>
    public const int MaxAnswerBytes = 1 << 20;

    public string Name => options.Name;

    public string TsmDomainAid => options.TsmSecurityDomain;

    public string TransportKey => options.TransportKey;

    public async Task<AuthorizeResponse> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(IssuerPaths.Authorize, request, IssuerJson.Default.AuthorizeRequest, IssuerJson.Default.AuthorizeResponse, cancellationToken)
            .ConfigureAwait(false);
        return answer.Model == "authorizedManagement"
            ? answer
            : throw new IssuerException(DeviceErrors.Issuer($"the issuer works by {answer.Model}, this TSM offers authorizedManagement"), null);
    }

    public Task<SessionStep> OpenSessionAsync(OpenSessionRequest request, CancellationToken cancellationToken) =>
        PostAsync(IssuerPaths.OpenSession, request, IssuerJson.Default.OpenSessionRequest, IssuerJson.Default.SessionStep, cancellationToken);

    public Task<SessionStep> ContinueAsync(string sessionId, CardAnswers answers, CancellationToken cancellationToken) => PostAsync(
        IssuerPaths.Continue.Replace("{0}", Uri.EscapeDataString(sessionId), StringComparison.Ordinal),
        answers, IssuerJson.Default.CardAnswers, IssuerJson.Default.SessionStep, cancellationToken);

    private async Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        try
        {
            using var content = JsonContent.Create(request, requestType);
            using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw Refusal(await ReadErrorAsync(response, cancellationToken).ConfigureAwait(false));
            }

            return await response.Content.ReadFromJsonAsync(answerType, cancellationToken).ConfigureAwait(false)
                ?? throw new IssuerException(DeviceErrors.IssuerKeyManagement(), null);
        }
        catch (HttpRequestException e)
        {
            throw new IssuerException(DeviceErrors.IssuerNotAvailable(), null, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IssuerException(DeviceErrors.IssuerNotAvailable(), null, e);
        }
        catch (JsonException e)
        {
            throw new IssuerException(DeviceErrors.IssuerKeyManagement(), null, e);
        }
    }

    private static async Task<IssuerError?> ReadErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(IssuerJson.Default.IssuerError, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The issuer's codes as the TR's errors. The issuer's own text stays in the records; the phone gets the TR's.</summary>
    private static IssuerException Refusal(IssuerError? error) => new(
        error?.Code switch
        {
            IssuerErrorCodes.UnknownCard => DeviceErrors.NoEligibleSc("the issuer does not know the SC"),
            IssuerErrorCodes.CardNotGenuine => DeviceErrors.NoEligibleSc("the SC did not prove to be genuine"),
            IssuerErrorCodes.NotPermitted => DeviceErrors.Issuer("the issuer does not permit it"),
            IssuerErrorCodes.CardRefused => DeviceErrors.InvalidResponse("the issuer's commands were not answered as they must be"),
            IssuerErrorCodes.NoSpace => DeviceErrors.NoSpace(),
            _ => DeviceErrors.IssuerKeyManagement(),
        },
        error?.Code);
}
