using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Rest;

/// <summary>multipart/form-data (RFC 7578): text fields by name, and the files. A part is a file when it says so (filename) or has the file field's name.</summary>
internal sealed class UploadForm
{
    // Longest text field in bytes: a name of 255 characters takes at most 1020.
    private const int MaxFieldBytes = 4096;
    private const int MaxFields = 32;
    private const string NotWellFormed = "request body is not well-formed multipart/form-data";

    private static readonly string[] s_plain = ["binary", "8bit", "7bit"];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private UploadForm()
    {
    }

    public IReadOnlyDictionary<string, string> Fields => _fields;

    public List<(string Name, byte[] Content)> Files { get; } = [];

    /// <exception cref="RestFault">1002 when it is no such form, 1014 when a file is larger than <paramref name="maxFileBytes"/>.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, string fileField, long maxFileBytes, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= 70 } boundary)
        {
            throw Faults.InvalidRequest("unsupported content type", "multipart/form-data with a boundary is expected");
        }

        var form = new UploadForm();
        try
        {
            var reader = new MultipartReader(boundary.Value!, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8192 };
            while (await reader.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false) is { } section)
            {
                await form.AddAsync(section, fileField, maxFileBytes, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException e)
        {
            throw Faults.InvalidRequest(NotWellFormed, e.Message);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw Faults.InvalidRequest(NotWellFormed, "it ends before its last boundary");
        }

        return form;
    }

    private async Task AddAsync(MultipartSection section, string fileField, long maxFileBytes, CancellationToken cancellationToken)
    {
        var disposition = section.GetContentDispositionHeader();
        var name = disposition is null ? null : HeaderUtilities.RemoveQuotes(disposition.Name).Value;
        if (string.IsNullOrEmpty(name) || _fields.Count + Files.Count >= MaxFields)
        {
            throw Faults.InvalidRequest(NotWellFormed, name is { Length: > 0 } ? $"more than {MaxFields} parts" : "a part has no name");
        }

        // Senders must not encode parts (RFC 7578, 4.7); one that does means other bytes than those that stand here.
        if (section.Headers?.TryGetValue("Content-Transfer-Encoding", out var encoding) == true && !s_plain.Contains(encoding.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            throw Faults.InvalidRequest("a part of the form is encoded", $"{name}: send it as it is, without Content-Transfer-Encoding");
        }

        var isFile = name == fileField || disposition!.FileName.HasValue || disposition.FileNameStar.HasValue;
        var (bytes, size) = await ReadAsync(section.Body, isFile ? maxFileBytes : MaxFieldBytes, cancellationToken).ConfigureAwait(false);
        if (isFile && size == 0 && string.IsNullOrEmpty(HeaderUtilities.RemoveQuotes(disposition!.FileName).Value))
        {
            // A browser's form in which no file was chosen.
            return;
        }

        if (isFile)
        {
            Files.Add((name, bytes ?? throw Faults.FileTooLarge(size, maxFileBytes)));
        }
        else if (bytes is null || !_fields.TryAdd(name, Text(bytes, name)))
        {
            throw Faults.InvalidRequest(bytes is null ? "a field of the form is too long" : "a field of the form stands twice", name);
        }
    }

    private static string Text(byte[] bytes, string name) => System.Text.Unicode.Utf8.IsValid(bytes)
        ? System.Text.Encoding.UTF8.GetString(bytes)
        : throw Faults.InvalidRequest("a field of the form is not valid UTF-8", name);

    // Reads to the end even when it is too much, so that the answer can tell the size; the server's own limit on the whole request stands above.
    private static async Task<(byte[]? Bytes, long Size)> ReadAsync(Stream body, long max, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        long size = 0;
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            size += read;
            if (size <= max)
            {
                kept.Write(buffer, 0, read);
            }
        }

        return (size <= max ? kept.ToArray() : null, size);
    }
}
