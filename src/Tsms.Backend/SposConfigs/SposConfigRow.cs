using Tsms.Api.Admin;
using Tsms.Backend.Data;

namespace Tsms.Backend.SposConfigs;

/// <summary>A SposConfig (TR-03165 4.1.4.18): where the TSM posts results to, and whom it trusts there.</summary>
internal sealed class SposConfigRow : OwnedRow
{
    /// <summary>Absolute http or https URL.</summary>
    public string Url { get; set; } = "";

    public Guid CertificateId { get; set; }

    public SposConfig ToModel() => new() { Id = Id, SpId = ProviderId, Url = Url, CertificateId = CertificateId };

    /// <summary>Takes over what a service provider may set.</summary>
    public void Apply(SposConfig model) => (Url, CertificateId) = (model.Url!, model.CertificateId!.Value);
}
