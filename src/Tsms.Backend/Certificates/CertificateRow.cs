using Tsms.Api.Admin;
using Tsms.Backend.Data;

namespace Tsms.Backend.Certificates;

/// <summary>A Certificate (TR-03165 4.1.4.17): one X.509 certificate without private key, as the provider uploaded it.</summary>
internal sealed class CertificateRow : FileRow
{
    public Certificate ToModel() => new() { Id = Id, SpId = ProviderId, FileName = FileName, CreationDate = CreationDate, UploadDate = UploadDate };
}
