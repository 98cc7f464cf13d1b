using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Tsms.Backend.Audit;
using Tsms.Backend.Auth;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.Hosting;
using Tsms.Backend.Profiles;

namespace Tsms.Backend.Rest;

/// <summary>What every operation has in common, in this order: token, body and content type, JSON, transaction, the operation, commit, answer.</summary>
internal sealed class RestPipeline(
    Authenticator authenticator, AnswerCache answers, CatalogChanges changes, ProfileStore profiles, TsmsBackendOptions options, TsmsTelemetry telemetry, TimeProvider time,
    IFaultPort? faults = null)
{
    /// <summary>What a multipart request may have beside its file: boundaries, headers, text fields.</summary>
    private const long FormOverhead = 256 * 1024;

    public void Map(IEndpointRouteBuilder endpoints, RestOperation operation) =>
        endpoints.MapMethods(operation.Path, [operation.Method], (RequestDelegate)(context => InvokeAsync(operation, context))).WithMetadata(operation).WithName(operation.Id);

    private async Task InvokeAsync(RestOperation operation, HttpContext context)
    {
        using var activity = telemetry.Activities.StartActivity(operation.Id, context.Request.Headers);
        var (start, category) = (time.GetTimestamp(), 0);
        try
        {
            await AnswerAsync(operation, context).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            category = (int)((e as RestFault)?.Category ?? ErrorCategory.InternalError);
            activity?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            activity?.SetTag("tsms.category", category);
            telemetry.Answered(operation.Id, category, time.GetElapsedTime(start));
        }
    }

    private async Task AnswerAsync(RestOperation operation, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var caller = await authenticator.AuthenticateAsync(context, cancellationToken).ConfigureAwait(false);
        var preconditions = Preconditions.Read(context.Request);
        var call = await ReadAsync(operation, context, caller, cancellationToken).ConfigureAwait(false);
        var result = HttpMethods.IsGet(operation.Method)
            ? preconditions.Shorten(await ReadAsync(operation, call, cancellationToken).ConfigureAwait(false))
            : await ChangeAsync(operation, call, preconditions, cancellationToken).ConfigureAwait(false);
        await result.ExecuteAsync(context).ConfigureAwait(false);
    }

    private async Task<IResult> ReadAsync(RestOperation operation, RestCall call, CancellationToken cancellationToken)
    {
        if (call.Caller.ChainEnd is not { } end)
        {
            return await RunAsync(operation, call, cancellationToken).ConfigureAwait(false);
        }

        var key = new AnswerKey(call.ProviderId, Convert.ToHexString(end), profiles.Current, $"{call.Http.Request.Path}{call.Http.Request.QueryString}");
        if (answers.Find(key) is { } kept)
        {
            faults?.Pass(operation.Id, call.Http);
            return kept;
        }

        var answer = await RunAsync(operation, call, cancellationToken).ConfigureAwait(false);
        if (answer is BytesAnswer content)
        {
            answers.Keep(key, content);
        }

        return answer;
    }

    // One transaction: the precondition, the operation and its entry in the audit trail. A client that goes away ends what waits, not what shares a transaction with others.
    private Task<IResult> ChangeAsync(RestOperation operation, RestCall call, Preconditions preconditions, CancellationToken cancellationToken) =>
        changes.RunAsync(
            new AuditSubject(call.ProviderId, call.Caller.ClientId, operation.Id),
            async db =>
            {
                var own = call.On(db);
                var current = await preconditions.CurrentAsync(operation, own, CancellationToken.None).ConfigureAwait(false);
                var result = await RunAsync(operation, own, CancellationToken.None).ConfigureAwait(false);
                preconditions.Require(current);
                return result;
            },
            cancellationToken);

    private async Task<IResult> RunAsync(RestOperation operation, RestCall call, CancellationToken cancellationToken)
    {
        var result = await operation.Run(call, cancellationToken).ConfigureAwait(false);
        faults?.Pass(operation.Id, call.Http);
        return result;
    }

    private async Task<RestCall> ReadAsync(RestOperation operation, HttpContext context, Caller caller, CancellationToken cancellationToken)
    {
        switch (operation.Body)
        {
            case BodyKind.Json:
                LimitRequest(context, options.MaxBodyBytes, 0);
                RequireJson(context.Request);
                return new RestCall(context, caller) { Operation = operation, Body = await ReadJsonAsync(context.Request, options.MaxBodyBytes, cancellationToken).ConfigureAwait(false) };
            case BodyKind.Upload:
                LimitRequest(context, options.MaxUploadBytes, FormOverhead);
                if (IsEmpty(context.Request))
                {
                    throw Faults.InvalidRequest("request body missing");
                }

                var form = await UploadForm.ReadAsync(context.Request, operation.Upload!.FileField, options.MaxUploadBytes, cancellationToken).ConfigureAwait(false);
                return new RestCall(context, caller) { Operation = operation, Upload = form };
            default:
                await RefuseBodyAsync(context, cancellationToken).ConfigureAwait(false);
                return new RestCall(context, caller) { Operation = operation };
        }
    }

    /// <summary>A request that tells its size beforehand is refused before it is read.</summary>
    private static void LimitRequest(HttpContext context, long max, long overhead)
    {
        if (context.Request.Headers.ContentEncoding is { Count: > 0 } encoding && !"identity".Equals(encoding, StringComparison.OrdinalIgnoreCase))
        {
            throw Faults.InvalidRequest("unsupported content type", "Content-Encoding is not supported, send the body as it is");
        }

        if (context.Request.ContentLength > max + overhead)
        {
            throw Faults.FileTooLarge(context.Request.ContentLength.Value, max);
        }

        // Chunked requests are read a little past the limit, so that the answer can be ours.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = (2 * max) + overhead;
        }
    }

    private static void RequireJson(HttpRequest request)
    {
        var known = MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!known)
        {
            throw request.ContentType is null && IsEmpty(request) ? Faults.InvalidRequest("request body missing") : Faults.InvalidRequest("unsupported content type", "application/json is expected");
        }
    }

    /// <summary>The request says itself that it has no body.</summary>
    private static bool IsEmpty(HttpRequest request) => request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding");

    private static async Task<JsonElement> ReadJsonAsync(HttpRequest request, long max, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > max)
            {
                throw Faults.FileTooLarge(bytes.Length, max);
            }
        }

        return StrictJson.Parse(bytes.ToArray());
    }

    internal static async Task RefuseBodyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (request.ContentLength > 0 || (request.ContentLength is null && await request.Body.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0))
        {
            throw Faults.InvalidRequest("request body not allowed");
        }
    }
}
