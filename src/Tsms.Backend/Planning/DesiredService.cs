using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Backend.Planning;

/// <summary>What a service instance shall have on the card: its Flavor, frozen.</summary>
/// <param name="Owner">Id of the service instance; the journal knows its items by it.</param>
/// <param name="Domain">AID of the Service's security domain.</param>
/// <param name="LoadFiles">The executable load files, in any order.</param>
/// <param name="Applications">The instances, in any order.</param>
internal sealed record DesiredService(
    Guid Owner, Aid Domain, IReadOnlyList<DesiredLoadFile> LoadFiles, IReadOnlyList<DesiredApplication> Applications)
{
    /// <summary>The load files so that each follows those it imports; those without such ties keep their order.</summary>
    /// <exception cref="InvalidOperationException">The imports run in a circle.</exception>
    public IReadOnlyList<DesiredLoadFile> InLoadOrder()
    {
        var left = LoadFiles.ToList();
        var ordered = new List<DesiredLoadFile>();
        while (left.Count > 0)
        {
            var next = left.Find(file => !left.Exists(other => other != file && file.Imports.Contains(other.Aid)))
                ?? throw new InvalidOperationException($"The imports of the load files {string.Join(", ", left.Select(f => f.Aid))} run in a circle.");
            left.Remove(next);
            ordered.Add(next);
        }

        return ordered;
    }

    /// <summary>The instances by priority, the lowest first (TR-03165 4.1.4.7); equal ones keep their order.</summary>
    public IEnumerable<DesiredApplication> InInstallOrder() => Applications.OrderBy(a => a.Priority);
}

/// <summary>A load file. <paramref name="Fingerprint"/> is the LFDB hash, hexadecimal; <paramref name="Imports"/> are the AIDs of the packages it imports.</summary>
internal sealed record DesiredLoadFile(Aid Aid, string Fingerprint, IReadOnlyList<Aid> Imports);

/// <summary>An instance. <paramref name="Fingerprint"/> is a keyed hash over module, privileges and install parameters, hexadecimal.</summary>
internal sealed record DesiredApplication(
    Aid Instance, Aid Module, Aid LoadFile, Privileges Privileges, string InstallParameters, bool MakeSelectable, int Priority, string Fingerprint);

/// <summary>How far a Service shall come.</summary>
/// <param name="Present">False: nothing of it is left on the card.</param>
/// <param name="Selectable">Its instances are made selectable, those that want it.</param>
/// <param name="Locked">Its selectable instances are locked (suspended).</param>
internal sealed record ServiceGoal(bool Present, bool Selectable, bool Locked)
{
    public static readonly ServiceGoal Gone = new(false, false, false);
    public static readonly ServiceGoal Installed = new(true, false, false);
    public static readonly ServiceGoal Operational = new(true, true, false);
    public static readonly ServiceGoal Suspended = new(true, true, true);
}
