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

    private static readonly AttributeShape Owner = new("spId", Uuid, Automatic, No, "The service provider that it belongs to.");

    private static readonly AttributeShape[] UploadedFile =
    [
        new("id", Uuid, Automatic, No, "Identifies it."),
        Owner,
        new("fileName", Text, Mandatory, Yes, "Name of the file, as it was given at the upload."),
        new("creationDate", Date, Automatic, No, "When it was created, UTC with milliseconds."),
        new("uploadDate", Date, Automatic, No, "When the file was uploaded last, UTC with milliseconds."),
    ];

    public static readonly EntityShape ServiceProvider = new("ServiceProvider", "4.1.4.1", "The account of a service provider.",
    [
        new("id", Uuid, Automatic, No, "Identifies the service provider."),
        new("name", Text, Mandatory, Yes, "Name of the service provider."),
    ]);

    public static readonly EntityShape Service = new("Service", "4.1.4.2", "What an app deploys to a secure component, in Versions and Flavors.",
    [
        new("id", Uuid, Automatic, No, "Identifies the Service."),
        Owner,
        new("name", Text, Mandatory, Yes, "Name of the Service."),
        new("creationDate", Date, Automatic, No, "When it was created, UTC with milliseconds."),
        new("sdAid", HexFormat.Aid, Automatic, No, "AID of the security domain that is made on the card for every instance."),
        new("accessAuthorizedDeviceApps", new ListFormat(HexFormat.DeviceApp), Optional, Yes,
            "Apps that get an access rule when an instance is activated: AIDs, or SHA-1 or SHA-256 hashes of the certificate that signs the app. Default: none.", "[]"),
        new("sposConfigId", Uuid, Optional, Yes, "The SposConfig in use, or null, which is the default."),
        new("spParameters", TextMap, Optional, Yes, "Parameters that apps read through the TSM-API. A Flavor's win over these. Default: none.", "{}"),
    ]);

    /// <summary>Flavor id to profile ids; a Flavor stands once because it is a key, a profile once by <c>VersionRules</c>.</summary>
    public static readonly MapFormat Deployments = new(Uuid, UuidList);

    public static readonly EntityShape Version = new("Version", "4.1.4.3", "A Version of a Service: which Flavor is for which secure components.",
    [
        new("tag", new VersionFormat(3), Identifying, No,
            "major.minor.revision, unique in the Service. The TSM assigns it: POST ignores a given one; PUT must carry the present one."),
        new("serviceId", Uuid, Automatic, No, "The Service that it belongs to."),
        new("allowedDeployments", Deployments, Mandatory, Yes,
            "Flavor ids, and for each the ids of the SecureComponentProfiles that it is for. A profile stands at one Flavor only. "
            + "May be changed at any time: more profiles widen a rollout, fewer stop it."),
    ]);

    // Managed by the operator: mandatory in the operator's files, never in a request.
    public static readonly EntityShape SecureComponentProfile = new("SecureComponentProfile", "4.1.4.5", "A kind of secure component that this TSM supports. Read-only.",
    [
        new("id", Uuid, Automatic, No, "Identifies the profile."),
        new("name", Text, Mandatory, No, "Name of the profile."),
        new("scType", new IntegerFormat(1, 4), Mandatory, No, "1 embedded secure element, 2 embedded UICC, 3 removable eUICC, 4 UICC."),
        new("hardwarePlatform", Text, Mandatory, No, "Name of the chip."),
        new("os", Text, Mandatory, No, "Name of the card's operating system."),
        new("osVersion", Text, Mandatory, No, "Version of the operating system, as its maker writes it."),
        new("javaCardVersion", new VersionFormat(3), Mandatory, No, "Version of Java Card."),
        new("javaCardFeatures", new MapFormat(Text, new ListFormat(Text)), Mandatory, No,
            "Algorithms of the Java Card API by kind, such as cypher, signature, messageDigest, keyAgreement."),
        new("gpSpecVersions", TextMap, Mandatory, No, "Versions of GlobalPlatform specifications, such as card or scp03."),
        new("gpApiVersions", TextMap, Mandatory, No, "Versions of the GlobalPlatform APIs, such as card or contactless."),
        new("csp", TextMap, Mandatory, No, "What is known of the cryptographic service provider; empty when there is none."),
        new("certifications", TextMap, Mandatory, No, "Protection profiles, and for each where the certificate can be read."),
    ]);

    public static readonly EntityShape FeatureConfig = new("FeatureConfig", "4.1.4.6", "Features of the secure component and of the TSM that a Flavor uses.",
    [
        new("useCspFull", Flag, Optional, Yes, "The applets use the secure component's cryptographic service provider.", "false"),
        new("genericOptions", new MapFormat(Text, Flag), Optional, Yes, "Further options. Default: none.", "{}"),
        new("keyProvisioningMode", new IntegerFormat(0, 3), Optional, Yes,
            "Where the keys of the Service's security domain come from: 0 nowhere else, 1 BASIC_DIVERSIFIED_CREATE, 2 BASIC_CREATE, "
            + "3 BASIC_RANDOM_CREATE. Attestation tokens need 1, 2 or 3. Default: 0.", "0"),
        new("keyIndex", Text, Optional, Yes, "Index of the master key for mode 1, of the transport key for 2 and 3; empty for 0. Default: empty.", "\"\""),
    ]);

    // priority is printed as automatic and meant as optional: settable until publication.
    public static readonly EntityShape ApplicationInstantiationConfig = new("ApplicationInstantiationConfig", "4.1.4.7", "An instance that a Flavor makes: which module, with which configuration.",
    [
        new("priority", new IntegerFormat(1, 255), Optional, Conditional, "Instances are made in this order, lower first. Fixed by publication. Default: 255.", "255"),
        new("executableModuleId", Uuid, Mandatory, Conditional, "The module. It belongs to a load file of the same Flavor. Fixed by publication."),
        new("applicationConfigId", Uuid, Mandatory, Conditional, "The configuration. Fixed by publication."),
    ]);

    public static readonly EntityShape Flavor = new("Flavor", "4.1.4.4", "A Service's variant for some kinds of secure components. Only a published one is deployed.",
    [
        new("id", Uuid, Automatic, No, "Identifies the Flavor."),
        new("serviceId", Uuid, Automatic, No, "The Service that it belongs to."),
        new("name", Text, Optional, Yes, "Name of the Flavor. Default: empty.", "\"\""),
        new("description", Text, Optional, Yes, "Description of the Flavor. Default: empty.", "\"\""),
        new("creationDate", Date, Automatic, No, "When it was created, UTC with milliseconds."),
        new("published", Flag, Automatic, No, "Whether it was published. False in a new Flavor; publishFlavor makes it true for ever.", "false"),
        new("executableLoadFileIds", new ListFormat(Uuid, distinct: true), Optional, Conditional, "The load files, each once. Fixed by publication. Default: none.", "[]"),
        new("applicationInstantiationConfigs", new ListFormat(new ObjectFormat(ApplicationInstantiationConfig)), Optional, Conditional,
            "The instances to make. Fixed by publication. Default: none.", "[]"),
        new("spParameters", TextMap, Optional, Yes, "Parameters that apps read through the TSM-API; these win over the Service's. Default: none.", "{}"),
        new("featureConfig", new ObjectFormat(FeatureConfig), Optional, Yes, "Features in use. Applies to instances made afterwards. Default: the defaults of its attributes."),
        new("contextSpecificAttributes", TextMap, Optional, Yes, "What service provider and TSM agreed on besides. Default: none.", "{}"),
    ]);

    public static readonly EntityShape TechnicalRequirements = new("TechnicalRequirements", "4.1.4.10", "What a load file asks of a secure component. Read from the CAP.",
    [
        new("javaCardVersion", new VersionFormat(3), Automatic, No, "The Java Card version that has the imported packages."),
        new("gpApiVersion", new VersionFormat(2), Automatic, No, "The version of org.globalplatform that is imported; 0.0 for none."),
    ]);

    public static readonly EntityShape ExecutableLoadFile = new("ExecutableLoadFile", "4.1.4.8", "A file with executable code for a secure component.",
    [
        new("id", Uuid, Automatic, No, "Identifies the load file."),
        Owner,
        new("aid", HexFormat.Aid, Automatic, No, "AID of the package. Read from the file."),
        new("fileName", Text, Mandatory, Yes, "Name of the file, as it was given at the upload."),
        new("type", Text, Automatic, No, "Kind of the load file. CAP is the only one."),
        new("creationDate", Date, Automatic, No, "When it was created, UTC with milliseconds."),
        new("uploadDate", Date, Automatic, No, "When the file was uploaded last, UTC with milliseconds."),
    ]);

    public static readonly EntityShape Cap = new("CAP", "4.1.4.9", "A load file of Java Card.",
    [
        .. ExecutableLoadFile.Attributes,
        new("packageName", Text, Automatic, No, "Name of the package, empty when the CAP does not tell it."),
        new("importedPackages", new ListFormat(HexFormat.Aid), Automatic, No, "AIDs of the imported packages."),
        new("packageVersion", new VersionFormat(2), Automatic, No, "Version of the package, major.minor."),
        new("technicalRequirements", new ObjectFormat(TechnicalRequirements), Automatic, No, "What it asks of a secure component."),
    ]) { Base = ExecutableLoadFile };

    public static readonly EntityShape ExecutableModule = new("ExecutableModule", "4.1.4.11", "An applet class of a load file.",
    [
        new("id", Uuid, Automatic, No, "Identifies the module."),
        new("elfId", Uuid, Automatic, No, "The load file that it belongs to."),
        new("aid", HexFormat.Aid, Automatic, No, "AID of the module."),
    ]);

    public static readonly EntityShape InstallConfig = new("InstallConfig", "4.1.4.13", "Settings for the installation of an instance.",
    [
        new("applicationSpecificInstallParameter", new TlvFormat(), Optional, Conditional,
            "Parameters for the applet, BER-TLV in hexadecimal digits. Fixed by publication. Default: empty.", "\"\""),
        new("privileges", new ListFormat(new ChoiceFormat("CVMManagement", "ContactlessSelfActivation", "GlobalService", "PrivacyTrusted"), distinct: true), Optional, Conditional,
            "Privileges of the instance, each once. Fixed by publication. Default: none.", "[]"),
    ]);

    public static readonly EntityShape ActivationConfig = new("ActivationConfig", "4.1.4.14", "Settings for the activation of an instance.",
    [
        new("makeSelectable", Flag, Optional, Conditional, "The instance becomes selectable. Fixed by publication.", "true"),
        new("accessibleViaApdu", Flag, Optional, Conditional, "Apps of the Service get access over APDUs. Needs makeSelectable. Fixed by publication.", "false"),
        new("accessibleViaNfc", Flag, Optional, Conditional, "Readers get access over NFC. Needs makeSelectable. Fixed by publication.", "false"),
    ]);

    public static readonly EntityShape PersonalizationConfig = new("PersonalizationConfig", "4.1.4.15", "Settings for the personalisation of an instance.",
    [
        new("personalizationScriptId", Uuid, Optional, Conditional, "The script, or null, which is the default. Fixed by publication."),
        new("certificateId", Uuid, Optional, Yes, "The certificate for talking to the service provider's system, or null, which is the default."),
        new("provideAttestationToken", Flag, Optional, Conditional, "The instance gets an attestation token. Needs a keyProvisioningMode of 1, 2 or 3. Fixed by publication.", "false"),
        new("includeSecurityDomainDiversificationData", Flag, Optional, Conditional,
            "The attestation token tells master key index and diversification data. "
            + "Needs provideAttestationToken, keyProvisioningMode 1 and a keyIndex that is a UUID. Fixed by publication.", "false"),
    ]);

    public static readonly EntityShape ApplicationConfig = new("ApplicationConfig", "4.1.4.12", "How an instance of an applet is made, activated and personalised.",
    [
        new("id", Uuid, Automatic, No, "Identifies the configuration."),
        Owner,
        new("instanceAid", HexFormat.Aid, Mandatory, Conditional, "AID of the instance, below a RID of the service provider. Fixed by publication."),
        new("name", Text, Optional, Yes, "Name of the configuration. Default: empty.", "\"\""),
        new("description", Text, Optional, Yes, "Description of the configuration. Default: empty.", "\"\""),
        new("installConfig", new ObjectFormat(InstallConfig), Optional, Conditional, "For the installation. Default: the defaults of its attributes."),
        new("activationConfig", new ObjectFormat(ActivationConfig), Optional, Conditional, "For the activation. Default: the defaults of its attributes."),
        new("personalizationConfig", new ObjectFormat(PersonalizationConfig), Optional, Conditional, "For the personalisation. Default: the defaults of its attributes."),
    ]);

    public static readonly EntityShape PersonalizationScript = new("PersonalizationScript", "4.1.4.16", "A script for the personalisation of instances.", UploadedFile);

    public static readonly EntityShape Certificate = new("Certificate", "4.1.4.17", "The certificate of a service provider's system: an X.509 certificate without private key.", UploadedFile);

    public static readonly EntityShape SposConfig = new("SposConfig", "4.1.4.18", "Where the TSM reports the ends of processes: the service provider's online system.",
    [
        new("id", Uuid, Automatic, No, "Identifies the configuration."),
        Owner,
        new("url", new UrlFormat(500), Mandatory, Yes, "Absolute URL of the service provider's system, without user information and fragment."),
        new("certificateId", Uuid, Mandatory, Yes, "The certificate that the system shows."),
    ]);
}
