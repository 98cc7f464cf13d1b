using Microsoft.AspNetCore.Http;
using Tsms.Backend.Errors;

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

/// <summary>Does an operation. For methods other than GET within a transaction that is committed when this returns.</summary>
internal delegate Task<IResult> RunOperation(RestCall call, CancellationToken cancellationToken);

/// <summary>One operation of TR-03165 v1.1, 4.1.6: routing, body checks, documents and tests are made from these.</summary>
/// <param name="Id">operationId of the published interface description.</param>
/// <param name="Section">Section of the TR.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the TSM base URL.</param>
/// <param name="Summary">What it does, in a sentence, for the OpenAPI document.</param>
/// <param name="Answer">What it answers.</param>
/// <param name="Run">Does it.</param>
internal sealed record RestOperation(string Id, string Section, string Method, string Path, string Summary, AnswerShape Answer, RunOperation Run)
{
    /// <summary>The entity that the JSON body is; null for other bodies.</summary>
    public EntityShape? Entity { get; init; }

    /// <summary>The bare list or map that the JSON body is; null for other bodies.</summary>
    public ValueShape? Value { get; init; }

    /// <summary>The form of an upload; null for other bodies.</summary>
    public UploadShape? Upload { get; init; }

    /// <summary>Categories that its rules add to those that follow from its body and path: 1010, 1015, 1016.</summary>
    public IReadOnlyList<ErrorCategory> Rules { get; init; } = [];

    /// <summary>Not in the TR: ours.</summary>
    public bool IsExtension { get; init; }

    public BodyKind Body => Upload is not null ? BodyKind.Upload : Entity is not null || Value is not null ? BodyKind.Json : BodyKind.None;

    /// <summary>Names in braces of the path.</summary>
    public IEnumerable<string> Parameters => Path.Split('{', '}').Where((_, i) => i % 2 == 1);

    public static RestOperation Get(string id, string section, string path, string summary, AnswerShape answer, RunOperation run) =>
        new(id, section, HttpMethods.Get, path, summary, answer, run);

    public static RestOperation Post(string id, string section, string path, string summary, AnswerShape answer, RunOperation run) =>
        new(id, section, HttpMethods.Post, path, summary, answer, run);

    public static RestOperation Put(string id, string section, string path, string summary, AnswerShape answer, RunOperation run) =>
        new(id, section, HttpMethods.Put, path, summary, answer, run);

    public static RestOperation Delete(string id, string section, string path, string summary, RunOperation run) =>
        new(id, section, HttpMethods.Delete, path, summary, AnswerShape.Nothing, run);

    /// <summary>The same with a body.</summary>
    public RestOperation Takes(EntityShape entity) => this with { Entity = entity };

    /// <inheritdoc cref="Takes(EntityShape)"/>
    public RestOperation Takes(ValueShape value) => this with { Value = value };

    /// <inheritdoc cref="Takes(EntityShape)"/>
    public RestOperation Takes(UploadShape upload) => this with { Upload = upload };

    /// <summary>The same with rules of its own.</summary>
    public RestOperation Refuses(params ErrorCategory[] rules) => this with { Rules = rules };

    /// <summary>
    /// Every category that it can answer, in ascending order: those of all operations, those of its body (TR-03165 v1.1, 4.1.5.2), 1009 where path or body name an entity,
    /// and those of its rules.
    /// </summary>
    public IReadOnlyList<ErrorCategory> Categories()
    {
        var create = Method == HttpMethods.Post;
        List<ErrorCategory> all = [ErrorCategory.NotAuthenticated, ErrorCategory.InvalidRequest, ErrorCategory.InternalError, .. Rules];
        if (Entity is not null || Upload is not null)
        {
            all.AddRange([create ? ErrorCategory.AutomaticAttribute : ErrorCategory.FixedAttribute, ErrorCategory.UnknownAttribute]);
            if (create || Upload is not { NameInPut: false })
            {
                all.Add(create ? ErrorCategory.CreateMissing : ErrorCategory.ModifyMissing);
            }
        }

        if (Body != BodyKind.None)
        {
            all.AddRange([ErrorCategory.InvalidFormat, ErrorCategory.FileTooLarge]);
        }

        if (Upload is not null)
        {
            all.AddRange([ErrorCategory.MissingFile, ErrorCategory.TooManyFiles, ErrorCategory.InvalidFileType]);
        }

        if (Body == BodyKind.Json || Parameters.Any())
        {
            all.Add(ErrorCategory.NotExisting);
        }

        return [.. all.Order()];
    }
}
