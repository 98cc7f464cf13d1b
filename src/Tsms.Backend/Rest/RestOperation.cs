using Microsoft.AspNetCore.Http;

namespace Tsms.Backend.Rest;

/// <summary>What a request carries.</summary>
internal enum BodyKind
{
    /// <summary>Nothing; a body is 1002.</summary>
    None,

    /// <summary>application/json.</summary>
    Json,

    /// <summary>multipart/form-data with one file.</summary>
    Upload,
}

/// <summary>One operation of TR-03165 v1.1, 4.1.6: routing, documents and tests are made from these.</summary>
/// <param name="Id">operationId of the published interface description.</param>
/// <param name="Section">Section of the TR.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the TSM base URL.</param>
/// <param name="Body">What the request carries.</param>
/// <param name="Run">Does it. For methods other than GET within a transaction that is committed when this returns.</param>
internal sealed record RestOperation(string Id, string Section, string Method, string Path, BodyKind Body, Func<RestCall, CancellationToken, Task<IResult>> Run)
{
    /// <summary>The form of an upload; null for other bodies.</summary>
    public UploadShape? Upload { get; init; }

    public static RestOperation Get(string id, string section, string path, Func<RestCall, CancellationToken, Task<IResult>> run) =>
        new(id, section, HttpMethods.Get, path, BodyKind.None, run);

    public static RestOperation Post(string id, string section, string path, Func<RestCall, CancellationToken, Task<IResult>> run, BodyKind body = BodyKind.Json) =>
        new(id, section, HttpMethods.Post, path, body, run);

    public static RestOperation Post(string id, string section, string path, Func<RestCall, CancellationToken, Task<IResult>> run, UploadShape upload) =>
        new(id, section, HttpMethods.Post, path, BodyKind.Upload, run) { Upload = upload };

    public static RestOperation Put(string id, string section, string path, Func<RestCall, CancellationToken, Task<IResult>> run) =>
        new(id, section, HttpMethods.Put, path, BodyKind.Json, run);

    public static RestOperation Put(string id, string section, string path, Func<RestCall, CancellationToken, Task<IResult>> run, UploadShape upload) =>
        new(id, section, HttpMethods.Put, path, BodyKind.Upload, run) { Upload = upload };

    public static RestOperation Delete(string id, string section, string path, Func<RestCall, CancellationToken, Task<IResult>> run) =>
        new(id, section, HttpMethods.Delete, path, BodyKind.None, run);
}
