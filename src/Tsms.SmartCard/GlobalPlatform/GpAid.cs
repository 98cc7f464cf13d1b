namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>AIDs that standards assign.</summary>
public static class GpAid
{
    /// <summary>Issuer security domain by its default name, A000000151000000 (GP Card Specification 2.3.1, H.1.2 and GP configurations).</summary>
    public static readonly Aid IssuerSecurityDomain = Aid.Parse("A000000151000000");

    /// <summary>Executable load file of security domains, A0000001515350 (GP UICC and common configurations).</summary>
    public static readonly Aid SecurityDomainLoadFile = Aid.Parse("A0000001515350");

    /// <summary>Executable module of security domains, A000000151535041.</summary>
    public static readonly Aid SecurityDomainModule = Aid.Parse("A000000151535041");

    /// <summary>Access rule application master, A00000015141434C00 (GP Secure Element Access Control).</summary>
    public static readonly Aid AccessRuleApplicationMaster = Aid.Parse("A00000015141434C00");
}
