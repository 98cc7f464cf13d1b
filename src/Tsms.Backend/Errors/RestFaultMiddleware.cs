using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tsms.Api.Admin;
using Tsms.Backend.Hosting;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Errors;

/// <summary>Maps every failure of the REST-API to its answer: status by category, body GeneralError. What is unknown reveals nothing.</summary>
internal sealed partial class RestFaultMiddleware(RequestDelegate next, TsmsBackendOptions options, ILogger<RestFaultMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            if (!ExactPath.Is(context))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            await next(context).ConfigureAwait(false);
            HideUnknownPath(context);
        }
        catch (RestFault fault)
        {
            await AnswerAsync(context, fault).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            // A chunked request: how large it would have become is not known, only that it passed the limit on requests.
            var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0;
            await AnswerAsync(context, Faults.FileTooLarge(limit + 1, options.MaxUploadBytes)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await AnswerAsync(context, Faults.InvalidRequest("malformed request", e.Message)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The same.
        }
        catch (DbUpdateConcurrencyException)
        {
            await AnswerAsync(context, Faults.Internal("the entity was changed by another request at the same time, please try again")).ConfigureAwait(false);
        }
        catch (Exception e) when (IsDatabaseAway(e))
        {
            // Connections in the pool are as dead as this one: without them the first request after the database is back succeeds.
            NpgsqlConnection.ClearAllPools();
            LogDatabaseAway(logger, context.Request.Method, context.Request.Path, e);
            await AnswerAsync(context, Faults.DatabaseAway()).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The border of the process: whatever came here is answered without telling what it was.
            LogUnexpected(logger, context.Request.Method, context.Request.Path, context.TraceIdentifier, e);
            await AnswerAsync(context, Faults.Internal($"unexpected fault, reference {context.TraceIdentifier}")).ConfigureAwait(false);
        }
    }

    /// <summary>401 for 1000 and 1001, 500 for 2000, 400 for the rest (TR-03165 4.1.5.1).</summary>
    internal static int StatusOf(ErrorCategory category) => category switch
    {
        ErrorCategory.NotAuthenticated or ErrorCategory.AuthenticationFailed => StatusCodes.Status401Unauthorized,
        ErrorCategory.InternalError => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status400BadRequest,
    };

    private static async Task AnswerAsync(HttpContext context, RestFault fault)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = fault.Status ?? StatusOf(fault.Category);
        // A 401 tells what it asks for (RFC 9110, 15.5.2).
        if (fault.Category is ErrorCategory.NotAuthenticated or ErrorCategory.AuthenticationFailed)
        {
            context.Response.Headers.WWWAuthenticate = fault.Category == ErrorCategory.NotAuthenticated ? "Bearer" : "Basic realm=\"long-term token\", charset=\"UTF-8\"";
        }

        if (fault.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        var (category, cancellationToken) = ((int)fault.Category, context.RequestAborted);
        await (fault.OAuthError is { } code
            ? context.Response.WriteAsJsonAsync(new OAuthError(code, fault.Message, category, fault.Message), AdminJson.Answers.OAuthError, cancellationToken: cancellationToken)
            : context.Response.WriteAsJsonAsync(new GeneralError(category, fault.Message), AdminJson.Answers.GeneralError, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    // Npgsql calls what goes away by itself transient; EF Core wraps it. What PostgreSQL itself answered has a SQLSTATE: class 57 is its going down or starting up.
    private static bool IsDatabaseAway(Exception? e) => e switch
    {
        null => false,
        PostgresException p => p.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlException n => n.IsTransient || IsDatabaseAway(n.InnerException),
        SocketException => true,
        _ => IsDatabaseAway(e.InnerException),
    };

    // A known path with another method is an unknown operation: 404 without content (TR-03165 4.1.5.1 knows no 405).
    private static void HideUnknownPath(HttpContext context)
    {
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && !context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "The database does not answer {Method} {Path}")]
    private static partial void LogDatabaseAway(ILogger logger, string method, string path, Exception fault);

    [LoggerMessage(EventId = 4100, Level = LogLevel.Error, Message = "Unexpected fault in {Method} {Path}, reference {Reference}")]
    private static partial void LogUnexpected(ILogger logger, string method, string path, string reference, Exception fault);
}
