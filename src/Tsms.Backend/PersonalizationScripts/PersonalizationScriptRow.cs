using Tsms.Api.Admin;
using Tsms.Backend.Data;

namespace Tsms.Backend.PersonalizationScripts;

/// <summary>A PersonalizationScript (TR-03165 4.1.4.16).</summary>
internal sealed class PersonalizationScriptRow : FileRow
{
    public PersonalizationScript ToModel() => new() { Id = Id, SpId = ProviderId, FileName = FileName, CreationDate = CreationDate, UploadDate = UploadDate };
}
