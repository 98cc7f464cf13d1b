using Tsms.Api.Admin;
using Tsms.Backend.Audit;
using Tsms.Backend.Data;

namespace Tsms.Backend.ApplicationConfigs;

/// <summary>An ApplicationConfig with its nested configurations (TR-03165 4.1.4.12 to 4.1.4.15).</summary>
internal sealed class ApplicationConfigRow : OwnedRow
{
    public DateTimeOffset CreationDate { get; set; }

    /// <summary>Upper-case hexadecimal.</summary>
    public string InstanceAid { get; set; } = "";

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    /// <summary>Application specific install parameters, BER-TLV, upper-case hexadecimal; empty for none.</summary>
    [Unaudited("may hold keys or PINs of an applet")]
    public string InstallParameter { get; set; } = "";

    public List<string> Privileges { get; set; } = [];

    public bool MakeSelectable { get; set; }

    public bool AccessibleViaApdu { get; set; }

    public bool AccessibleViaNfc { get; set; }

    public Guid? PersonalizationScriptId { get; set; }

    public Guid? CertificateId { get; set; }

    public bool ProvideAttestationToken { get; set; }

    public bool IncludeDiversificationData { get; set; }

    public ApplicationConfig ToModel() => new()
    {
        Id = Id,
        SpId = ProviderId,
        InstanceAid = InstanceAid,
        Name = Name,
        Description = Description,
        InstallConfig = new InstallConfig { ApplicationSpecificInstallParameter = InstallParameter, Privileges = Privileges },
        ActivationConfig = new ActivationConfig { MakeSelectable = MakeSelectable, AccessibleViaApdu = AccessibleViaApdu, AccessibleViaNfc = AccessibleViaNfc },
        PersonalizationConfig = new PersonalizationConfig
        {
            PersonalizationScriptId = PersonalizationScriptId,
            CertificateId = CertificateId,
            ProvideAttestationToken = ProvideAttestationToken,
            IncludeSecurityDomainDiversificationData = IncludeDiversificationData,
        },
    };

    /// <summary>Takes over what a service provider may set.</summary>
    public void Apply(ApplicationConfig model)
    {
        InstanceAid = model.InstanceAid!;
        Name = model.Name!;
        Description = model.Description!;
        InstallParameter = model.InstallConfig!.ApplicationSpecificInstallParameter!;
        Privileges = [.. model.InstallConfig.Privileges!];
        MakeSelectable = model.ActivationConfig!.MakeSelectable!.Value;
        AccessibleViaApdu = model.ActivationConfig.AccessibleViaApdu!.Value;
        AccessibleViaNfc = model.ActivationConfig.AccessibleViaNfc!.Value;
        PersonalizationScriptId = model.PersonalizationConfig!.PersonalizationScriptId;
        CertificateId = model.PersonalizationConfig.CertificateId;
        ProvideAttestationToken = model.PersonalizationConfig.ProvideAttestationToken!.Value;
        IncludeDiversificationData = model.PersonalizationConfig.IncludeSecurityDomainDiversificationData!.Value;
    }
}
