using System.Text.Json.Nodes;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Rest;

/// <summary>The multipart form of an entity with a binary: a text field for its fileName and one file (TR-03165 v1.1, 4.1.6.5.2, 4.1.6.7.2, 4.1.6.8.2).</summary>
/// <param name="Entity">The entity that the form makes or changes.</param>
/// <param name="NameField">Form field of the attribute fileName.</param>
/// <param name="FileField">Form field of the file.</param>
/// <param name="NameInPut">Whether PUT must carry the name; where not, a missing one keeps its value.</param>
internal sealed record UploadShape(EntityShape Entity, string NameField, string FileField, bool NameInPut)
{
    public static readonly UploadShape ExecutableLoadFile = new(Shapes.Cap, "elfFilename", "elfFile", NameInPut: true);
    public static readonly UploadShape PersonalizationScript = new(Shapes.PersonalizationScript, "scriptFilename", "scriptFile", NameInPut: false);
    public static readonly UploadShape Certificate = new(Shapes.Certificate, "certFilename", "certFile", NameInPut: false);

    /// <summary>Checks the form in the order of all bodies: unknown, automatic or fixed, missing, formats; then how many files there are.</summary>
    /// <param name="form">The form.</param>
    /// <param name="create">True for POST.</param>
    /// <param name="current">For PUT the complete entity that is changed; null when there is none, and the caller answers 1009.</param>
    /// <returns>The name, null when PUT leaves it out; and the file.</returns>
    public (string? Name, byte[] File) Read(UploadForm form, bool create, JsonObject? current)
    {
        if (form.Files.Count > 1)
        {
            throw Faults.TooManyFiles();
        }

        var names = form.Fields.Keys.Concat(form.Files.Select(f => f.Name)).Where(n => n != NameField && n != FileField).ToList();
        if (names.Find(n => Entity.Find(n) is null or { Presence: Presence.Mandatory }) is { } unknown)
        {
            throw Faults.UnknownAttribute(unknown);
        }

        if (create && names.Count > 0)
        {
            throw Faults.AutomaticAttribute(names[0]);
        }

        if (current is not null && names.Find(n => !form.Fields.TryGetValue(n, out var text) || current[n] is not JsonValue value || value.ToString() != text) is { } changed)
        {
            throw Faults.FixedAttribute(changed);
        }

        var name = form.Fields.GetValueOrDefault(NameField);
        if (name is null && (create || NameInPut))
        {
            throw Faults.Missing(create, NameField, Entity.Entity);
        }

        if (name is not null && Shapes.Text.Normal(name) is null)
        {
            throw Faults.InvalidFormat(name, NameField, Shapes.Text.Definition);
        }

        return form.Files is [var (_, file)] ? (name, file) : throw Faults.MissingFile();
    }
}
