using Tsms.Backend.Data;

namespace Tsms.Backend.Profiles;

/// <summary>What the operator said of a profile: a profile that was added, or the retirement of any, the built-in ones included. The id is the profile's.</summary>
internal sealed class ProfileRow : Row
{
    public string Name { get; set; } = "";

    /// <summary>The profile file as it was added; null when the profile comes with the program or from the options' folder.</summary>
    public string? Document { get; set; }

    public DateTimeOffset CreationDate { get; set; }

    /// <summary>From then on no new links; null while it is current.</summary>
    public DateTimeOffset? RetirementDate { get; set; }
}
