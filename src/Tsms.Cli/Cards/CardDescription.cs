using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.Cli.Cards;

/// <summary>What <c>tsms card explore --json</c> prints: all that a card tells of itself. What it does not tell is null; the notes say why.</summary>
internal sealed record CardDescription(
    string Reader, string Atr, string? IssuerSecurityDomain, string? State, string? GlobalPlatformVersion, IReadOnlyList<string> SecureChannels, CardProduction? Production,
    string? IssuerIdentificationNumber, string? CardImageNumber, string? Capability, CardMemoryFigures? Memory, DomainDescription? Root,
    IReadOnlyList<DomainDescription> OtherRoots,
    IReadOnlyList<AccessRuleInfo>? AccessRules, IReadOnlyList<string> Notes);

/// <summary>Card production life cycle data; numbers are hexadecimal as the maker gives them.</summary>
internal sealed record CardProduction(string IcFabricator, string IcType, string OperatingSystem, string OperatingSystemLevel, string IcSerialNumber, string IcBatch, string Cplc);

/// <summary>What is left of the memory, in bytes.</summary>
internal sealed record CardMemoryFigures(long FreeNonVolatile, long FreeVolatile, long Applications);

/// <summary>A security domain and what belongs to it.</summary>
internal sealed record DomainDescription(
    string Aid, string State, IReadOnlyList<string> Privileges, IReadOnlyList<KeyDescription> Keys, IReadOnlyList<LoadFileDescription> LoadFiles,
    IReadOnlyList<ApplicationDescription> Applications, IReadOnlyList<DomainDescription> Domains);

/// <summary>A key without its value. Version and identifier are hexadecimal; components are such as <c>AES 16 bytes</c>.</summary>
internal sealed record KeyDescription(string Version, string Identifier, IReadOnlyList<string> Components);

/// <summary>An executable load file with its modules.</summary>
internal sealed record LoadFileDescription(string Aid, string State, string? Name, string? Version, IReadOnlyList<string> Modules);

/// <summary>An application; its load file when the card tells it.</summary>
internal sealed record ApplicationDescription(string Aid, string State, IReadOnlyList<string> Privileges, string? LoadFile);
