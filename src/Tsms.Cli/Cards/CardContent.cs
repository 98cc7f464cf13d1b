namespace Tsms.Cli.Cards;

/// <summary>What GET STATUS and GET DATA show of a card.</summary>
/// <param name="SecurityDomains">Issuer and supplementary security domains.</param>
/// <param name="LoadFiles">Executable load files.</param>
/// <param name="Instances">Application instances.</param>
/// <param name="FreeBytes">Free non-volatile memory as tag 82 of GET DATA FF21 has it; null when the card does not say.</param>
internal sealed record CardContent(
    IReadOnlyList<CardEntry> SecurityDomains, IReadOnlyList<CardEntry> LoadFiles, IReadOnlyList<CardEntry> Instances, long? FreeBytes)
{
    /// <summary>True when both show the same.</summary>
    public bool Matches(CardContent other) =>
        SecurityDomains.SequenceEqual(other.SecurityDomains) && LoadFiles.SequenceEqual(other.LoadFiles)
        && Instances.SequenceEqual(other.Instances) && FreeBytes == other.FreeBytes;

    /// <summary>The content in a line or two.</summary>
    public override string ToString() =>
        $"{SecurityDomains.Count} security domains, {LoadFiles.Count} load files, {Instances.Count} instances"
        + (FreeBytes is { } free ? $", {free:N0} bytes free" : "");
}

/// <summary>One entry of the registry.</summary>
/// <param name="Aid">AID, hexadecimal.</param>
/// <param name="State">Life cycle state, two hexadecimal digits.</param>
/// <param name="Privileges">Three bytes, hexadecimal.</param>
/// <param name="SecurityDomain">AID of the associated security domain, or empty.</param>
internal sealed record CardEntry(string Aid, string State, string Privileges, string SecurityDomain);
