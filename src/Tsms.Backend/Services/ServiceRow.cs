using Tsms.Api.Admin;
using Tsms.Backend.Data;

namespace Tsms.Backend.Services;

/// <summary>A Service (TR-03165 4.1.4.2).</summary>
internal sealed class ServiceRow : OwnedRow
{
    public string Name { get; set; } = "";

    public DateTimeOffset CreationDate { get; set; }

    /// <summary>AID of the security domain of every instance, upper-case hexadecimal; unique among all Services.</summary>
    public string SdAid { get; set; } = "";

    /// <summary>AIDs, or SHA-1 or SHA-256 hashes of app signing certificates, upper-case hexadecimal.</summary>
    public List<string> AccessAuthorizedDeviceApps { get; set; } = [];

    public Guid? SposConfigId { get; set; }

    public Dictionary<string, string> SpParameters { get; set; } = [];

    /// <summary>The highest tag ever given, so that a deleted Version's tag does not come back; null before the first.</summary>
    public string? LastVersionTag { get; set; }

    public Service ToModel() => new()
    {
        Id = Id,
        SpId = ProviderId,
        Name = Name,
        CreationDate = CreationDate,
        SdAid = SdAid,
        AccessAuthorizedDeviceApps = AccessAuthorizedDeviceApps,
        SposConfigId = SposConfigId,
        SpParameters = SpParameters,
    };

    /// <summary>Takes over what a service provider may set.</summary>
    public void Apply(Service model)
    {
        Name = model.Name!;
        AccessAuthorizedDeviceApps = [.. model.AccessAuthorizedDeviceApps!];
        SposConfigId = model.SposConfigId;
        SpParameters = new Dictionary<string, string>(model.SpParameters!);
    }
}
