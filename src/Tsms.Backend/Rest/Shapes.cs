using static Tsms.Backend.Rest.Editable;
using static Tsms.Backend.Rest.Presence;

namespace Tsms.Backend.Rest;

/// <summary>The entities of TR-03165 v1.1, 4.1.4, with the decisions of docs/divergences.md.</summary>
internal static class Shapes
{
    public static readonly TextFormat Text = new();
    public static readonly UuidFormat Uuid = new();
    public static readonly DateTimeFormat Date = new();
    public static readonly BooleanFormat Flag = new();
    public static readonly ListFormat UuidList = new(Uuid);
    public static readonly MapFormat TextMap = new(Text, Text);

    private static readonly AttributeShape[] UploadedFile =
    [
        new("id", Uuid, Automatic, No),
        new("spId", Uuid, Automatic, No),
        new("fileName", Text, Mandatory, Yes),
        new("creationDate", Date, Automatic, No),
        new("uploadDate", Date, Automatic, No),
    ];

    public static readonly EntityShape ServiceProvider = new("ServiceProvider", "4.1.4.1",
    [
        new("id", Uuid, Automatic, No),
        new("name", Text, Mandatory, Yes),
    ]);

    public static readonly EntityShape Service = new("Service", "4.1.4.2",
    [
        new("id", Uuid, Automatic, No),
        new("spId", Uuid, Automatic, No),
        new("name", Text, Mandatory, Yes),
        new("creationDate", Date, Automatic, No),
        new("sdAid", HexFormat.Aid, Automatic, No),
        new("accessAuthorizedDeviceApps", new ListFormat(HexFormat.DeviceApp), Optional, Yes, "[]"),
        new("sposConfigId", Uuid, Optional, Yes),
        new("spParameters", TextMap, Optional, Yes, "{}"),
    ]);

    /// <summary>Flavor id to profile ids; a Flavor stands once because it is a key, a profile once by <c>VersionRules</c>.</summary>
    public static readonly MapFormat Deployments = new(Uuid, UuidList);

    public static readonly EntityShape Version = new("Version", "4.1.4.3",
    [
        new("tag", new VersionFormat(3), Identifying, No),
        new("serviceId", Uuid, Automatic, No),
        new("allowedDeployments", Deployments, Mandatory, Yes),
    ]);

    // Managed by the operator: mandatory in the operator's files, never in a request.
    public static readonly EntityShape SecureComponentProfile = new("SecureComponentProfile", "4.1.4.5",
    [
        new("id", Uuid, Automatic, No),
        new("name", Text, Mandatory, No),
        new("scType", new IntegerFormat(1, 4), Mandatory, No),
        new("hardwarePlatform", Text, Mandatory, No),
        new("os", Text, Mandatory, No),
        new("osVersion", Text, Mandatory, No),
        new("javaCardVersion", new VersionFormat(3), Mandatory, No),
        new("javaCardFeatures", new MapFormat(Text, new ListFormat(Text)), Mandatory, No),
        new("gpSpecVersions", TextMap, Mandatory, No),
        new("gpApiVersions", TextMap, Mandatory, No),
        new("csp", TextMap, Mandatory, No),
        new("certifications", TextMap, Mandatory, No),
    ]);

    public static readonly EntityShape FeatureConfig = new("FeatureConfig", "4.1.4.6",
    [
        new("useCspFull", Flag, Optional, Yes, "false"),
        new("genericOptions", new MapFormat(Text, Flag), Optional, Yes, "{}"),
        new("keyProvisioningMode", new IntegerFormat(0, 3), Optional, Yes, "0"),
        new("keyIndex", Text, Optional, Yes, "\"\""),
    ]);

    // priority is printed as automatic and meant as optional: settable until publication.
    public static readonly EntityShape ApplicationInstantiationConfig = new("ApplicationInstantiationConfig", "4.1.4.7",
    [
        new("priority", new IntegerFormat(1, 255), Optional, Conditional, "255"),
        new("executableModuleId", Uuid, Mandatory, Conditional),
        new("applicationConfigId", Uuid, Mandatory, Conditional),
    ]);

    public static readonly EntityShape Flavor = new("Flavor", "4.1.4.4",
    [
        new("id", Uuid, Automatic, No),
        new("serviceId", Uuid, Automatic, No),
        new("name", Text, Optional, Yes, "\"\""),
        new("description", Text, Optional, Yes, "\"\""),
        new("creationDate", Date, Automatic, No),
        new("published", Flag, Automatic, No),
        new("executableLoadFileIds", new ListFormat(Uuid, distinct: true), Optional, Conditional, "[]"),
        new("applicationInstantiationConfigs", new ListFormat(new ObjectFormat(ApplicationInstantiationConfig)), Optional, Conditional, "[]"),
        new("spParameters", TextMap, Optional, Yes, "{}"),
        new("featureConfig", new ObjectFormat(FeatureConfig), Optional, Yes),
        new("contextSpecificAttributes", TextMap, Optional, Yes, "{}"),
    ]);

    public static readonly EntityShape TechnicalRequirements = new("TechnicalRequirements", "4.1.4.10",
    [
        new("javaCardVersion", new VersionFormat(3), Automatic, No),
        new("gpApiVersion", new VersionFormat(2), Automatic, No),
    ]);

    public static readonly EntityShape ExecutableLoadFile = new("ExecutableLoadFile", "4.1.4.8, 4.1.4.9",
    [
        new("id", Uuid, Automatic, No),
        new("spId", Uuid, Automatic, No),
        new("aid", HexFormat.Aid, Automatic, No),
        new("fileName", Text, Mandatory, Yes),
        new("type", Text, Automatic, No),
        new("creationDate", Date, Automatic, No),
        new("uploadDate", Date, Automatic, No),
        new("packageName", Text, Automatic, No),
        new("importedPackages", new ListFormat(HexFormat.Aid), Automatic, No),
        new("packageVersion", new VersionFormat(2), Automatic, No),
        new("technicalRequirements", new ObjectFormat(TechnicalRequirements), Automatic, No),
    ]);

    public static readonly EntityShape ExecutableModule = new("ExecutableModule", "4.1.4.11",
    [
        new("id", Uuid, Automatic, No),
        new("elfId", Uuid, Automatic, No),
        new("aid", HexFormat.Aid, Automatic, No),
    ]);

    public static readonly EntityShape InstallConfig = new("InstallConfig", "4.1.4.13",
    [
        new("applicationSpecificInstallParameter", new TlvFormat(), Optional, Conditional, "\"\""),
        new("privileges", new ListFormat(new ChoiceFormat("CVMManagement", "ContactlessSelfActivation", "GlobalService", "PrivacyTrusted"), distinct: true), Optional, Conditional, "[]"),
    ]);

    public static readonly EntityShape ActivationConfig = new("ActivationConfig", "4.1.4.14",
    [
        new("makeSelectable", Flag, Optional, Conditional, "true"),
        new("accessibleViaApdu", Flag, Optional, Conditional, "false"),
        new("accessibleViaNfc", Flag, Optional, Conditional, "false"),
    ]);

    public static readonly EntityShape PersonalizationConfig = new("PersonalizationConfig", "4.1.4.15",
    [
        new("personalizationScriptId", Uuid, Optional, Conditional),
        new("certificateId", Uuid, Optional, Yes),
        new("provideAttestationToken", Flag, Optional, Conditional, "false"),
        new("includeSecurityDomainDiversificationData", Flag, Optional, Conditional, "false"),
    ]);

    public static readonly EntityShape ApplicationConfig = new("ApplicationConfig", "4.1.4.12",
    [
        new("id", Uuid, Automatic, No),
        new("spId", Uuid, Automatic, No),
        new("instanceAid", HexFormat.Aid, Mandatory, Conditional),
        new("name", Text, Optional, Yes, "\"\""),
        new("description", Text, Optional, Yes, "\"\""),
        new("installConfig", new ObjectFormat(InstallConfig), Optional, Conditional),
        new("activationConfig", new ObjectFormat(ActivationConfig), Optional, Conditional),
        new("personalizationConfig", new ObjectFormat(PersonalizationConfig), Optional, Conditional),
    ]);

    public static readonly EntityShape PersonalizationScript = new("PersonalizationScript", "4.1.4.16", UploadedFile);

    public static readonly EntityShape Certificate = new("Certificate", "4.1.4.17", UploadedFile);

    public static readonly EntityShape SposConfig = new("SposConfig", "4.1.4.18",
    [
        new("id", Uuid, Automatic, No),
        new("spId", Uuid, Automatic, No),
        new("url", new UrlFormat(500), Mandatory, Yes),
        new("certificateId", Uuid, Mandatory, Yes),
    ]);
}
