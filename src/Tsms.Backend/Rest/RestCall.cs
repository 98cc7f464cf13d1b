using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Api.Admin;
using Tsms.Backend.ApplicationConfigs;
using Tsms.Backend.Auth;
using Tsms.Backend.Certificates;
using Tsms.Backend.Data;
using Tsms.Backend.Errors;
using Tsms.Backend.ExecutableLoadFiles;
using Tsms.Backend.Flavors;
using Tsms.Backend.Hosting;
using Tsms.Backend.PersonalizationScripts;
using Tsms.Backend.Profiles;
using Tsms.Backend.Services;
using Tsms.Backend.SposConfigs;
using Tsms.Backend.Versions;

namespace Tsms.Backend.Rest;

/// <summary>An authenticated request with its checked body. Everything it finds is the caller's own: what is another's does not exist (1009).</summary>
internal sealed class RestCall(HttpContext http, Caller caller, CatalogDb? db = null)
{
    public HttpContext Http => http;

    public Caller Caller => caller;

    public Guid ProviderId => caller.ProviderId;

    /// <summary>For a change the context of its transaction; for a read the request's own, which is made when it is first asked for.</summary>
    public CatalogDb Db => db ??= Service<CatalogDb>();

    public required RestOperation Operation { get; init; }

    public TsmsBackendOptions Options => Service<TsmsBackendOptions>();

    public ProfileCatalog Profiles => Service<ProfileCatalog>();

    /// <summary>Now, to the millisecond: what answers show is what the database holds.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Service<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The JSON body; undefined for operations without one.</summary>
    public JsonElement Body { get; init; }

    /// <summary>The uploaded form; null for operations without one.</summary>
    public UploadForm? Upload { get; init; }

    public T Service<T>() where T : notnull => http.RequestServices.GetRequiredService<T>();

    /// <summary>An id that sorts by time of creation.</summary>
    public Guid NewId() => Guid.CreateVersion7(Now);

    /// <summary>A path parameter as it stands in the request.</summary>
    public string Route(string name) => (string)http.Request.RouteValues[name]!;

    /// <summary>A path parameter that names an entity; what is no UUID names none.</summary>
    public Guid RouteId(string name, string entity) =>
        UuidFormat.TryRead(Route(name), out var id) ? id : throw Faults.NotExisting(entity, Route(name));

    public Task<ServiceRow> FindServiceAsync(CancellationToken cancellationToken) => FindAsync(Db.Services, "serviceId", "Service", cancellationToken);

    public Task<ExecutableLoadFileRow> FindElfAsync(CancellationToken cancellationToken) =>
        FindAsync(Db.ExecutableLoadFiles, "elfId", "ExecutableLoadFile", cancellationToken);

    public Task<ApplicationConfigRow> FindConfigAsync(CancellationToken cancellationToken) =>
        FindAsync(Db.ApplicationConfigs, "applicationConfigId", "ApplicationConfig", cancellationToken);

    public Task<PersonalizationScriptRow> FindScriptAsync(CancellationToken cancellationToken) =>
        FindAsync(Db.PersonalizationScripts, "personalizationScriptId", "PersonalizationScript", cancellationToken);

    public Task<CertificateRow> FindCertificateAsync(CancellationToken cancellationToken) =>
        FindAsync(Db.Certificates, "certificateId", "Certificate", cancellationToken);

    public Task<SposConfigRow> FindSposConfigAsync(CancellationToken cancellationToken) =>
        FindAsync(Db.SposConfigs, "sposConfigId", "SposConfig", cancellationToken);

    /// <summary>The profile of the path. Profiles are everybody's; retired ones stay readable.</summary>
    public Profile FindProfile()
    {
        var id = RouteId("scpId", "SecureComponentProfile");
        return Profiles.Find(id) ?? throw Faults.NotExisting("SecureComponentProfile", id);
    }

    /// <summary>The Flavor of the path, below the Service of the path.</summary>
    public async Task<FlavorRow> FindFlavorAsync(CancellationToken cancellationToken)
    {
        var service = await FindServiceAsync(cancellationToken).ConfigureAwait(false);
        var id = RouteId("flavorId", "Flavor");
        return await Db.Flavors.SingleOrDefaultAsync(f => f.Id == id && f.ServiceId == service.Id, cancellationToken).ConfigureAwait(false)
            ?? throw Faults.NotExisting("Flavor", id);
    }

    /// <summary>The Version of the path, below the Service of the path.</summary>
    public async Task<VersionRow> FindVersionAsync(CancellationToken cancellationToken)
    {
        var service = await FindServiceAsync(cancellationToken).ConfigureAwait(false);
        var tag = Route("tag");
        return await Db.Versions.SingleOrDefaultAsync(v => v.Tag == tag && v.ServiceId == service.Id, cancellationToken).ConfigureAwait(false)
            ?? throw Faults.NotExisting("Version", tag);
    }

    /// <summary>For ids in bodies: the caller has such an entity, or none is named.</summary>
    /// <exception cref="RestFault">1009.</exception>
    public async Task RequireOwnAsync<T>(IQueryable<T> rows, Guid? id, string entity, CancellationToken cancellationToken) where T : OwnedRow
    {
        if (id is { } named && !await rows.AnyAsync(r => r.Id == named && r.ProviderId == ProviderId, cancellationToken).ConfigureAwait(false))
        {
            throw Faults.NotExisting(entity, named);
        }
    }

    /// <summary>The complete entity of a POST's body.</summary>
    public T Created<T>(JsonTypeInfo<T> type) => BodyCheck.Create(Operation.Entity!, Body).Deserialize(type)!;

    /// <summary>The list or map that the body is.</summary>
    public T Value<T>(JsonTypeInfo<T> type) => BodyCheck.Value(Operation.Value!.Format, Operation.Value.Name, Body).Deserialize(type)!;

    /// <summary>The uploaded file of a POST, and its name.</summary>
    public (string Name, byte[] File) Uploaded()
    {
        var (name, file) = Operation.Upload!.Read(Upload!, create: true, null);
        return (name!, file);
    }

    /// <summary>The changed entity of a PUT's body, and the full paths of conditional attributes that change.</summary>
    public (T Model, IReadOnlyList<string> Conditional) Modified<T>(T current, JsonTypeInfo<T> type)
    {
        var shape = Operation.Entity!;
        var before = (JsonObject)JsonSerializer.SerializeToNode(current, Complete(type))!;
        var after = BodyCheck.Modify(shape, Body, before)!;
        return (after.Deserialize(type)!, [.. BodyCheck.ChangedConditional(shape, before, after)]);
    }

    /// <summary>
    /// For PUT: finds the entity, but lets the body's own faults go first, since in the order of checks references come after formats.
    /// </summary>
    public async Task<T> FindForPutAsync<T>(Func<CancellationToken, Task<T>> find, CancellationToken cancellationToken)
    {
        try
        {
            return await find(cancellationToken).ConfigureAwait(false);
        }
        catch (RestFault fault) when (fault.Category == ErrorCategory.NotExisting)
        {
            BodyCheck.Modify(Operation.Entity!, Body, null);
            throw;
        }
    }

    /// <summary>The same request on another context: a change that was forestalled is done again from the start.</summary>
    public RestCall On(CatalogDb other) => new(http, caller, other) { Operation = Operation, Body = Body, Upload = Upload };

    /// <summary>The uploaded file of a PUT and its row; the form's own faults go before a row that is not there.</summary>
    public async Task<(TRow Row, string? Name, byte[] File)> FindForUploadAsync<TRow, TModel>(
        Func<CancellationToken, Task<TRow>> find, Func<TRow, TModel> model, JsonTypeInfo<TModel> type, CancellationToken cancellationToken)
    {
        var shape = Operation.Upload!;
        TRow row;
        try
        {
            row = await find(cancellationToken).ConfigureAwait(false);
        }
        catch (RestFault fault) when (fault.Category == ErrorCategory.NotExisting)
        {
            shape.Read(Upload!, create: false, null);
            throw;
        }

        var (name, file) = shape.Read(Upload!, create: false, (JsonObject)JsonSerializer.SerializeToNode(model(row), Complete(type))!);
        return (row, name, file);
    }

    /// <summary>200 with the list of these rows in order of creation.</summary>
    public static async Task<IResult> ListAsync<TRow, TModel>(
        IQueryable<TRow> rows, Func<TRow, TModel> model, JsonTypeInfo<List<TModel>> type, CancellationToken cancellationToken) where TRow : Row
    {
        var found = await rows.AsNoTracking().OrderBy(r => r.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
        return Ok([.. found.Select(model)], type);
    }

    /// <summary>200 with the entity, every attribute present.</summary>
    public static IResult Ok<T>(T model, JsonTypeInfo<T> type) => BytesAnswer.OfJson(JsonSerializer.SerializeToUtf8Bytes(model, Complete(type)));

    public static IResult Deleted() => Results.NoContent();

    private async Task<T> FindAsync<T>(IQueryable<T> rows, string parameter, string entity, CancellationToken cancellationToken) where T : OwnedRow
    {
        var id = RouteId(parameter, entity);
        return await rows.SingleOrDefaultAsync(r => r.Id == id && r.ProviderId == ProviderId, cancellationToken).ConfigureAwait(false) ?? throw Faults.NotExisting(entity, id);
    }

    private static JsonTypeInfo<T> Complete<T>(JsonTypeInfo<T> type) => (JsonTypeInfo<T>)AdminJson.Answers.GetTypeInfo(type.Type)!;
}
