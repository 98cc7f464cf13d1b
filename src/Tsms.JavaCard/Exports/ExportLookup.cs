using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Exports;

/// <summary>Known packages by AID and by name. Immutable.</summary>
public sealed class ExportLookup : IExportLookup
{
    private static readonly Lazy<ExportLookup> Tables = new(() => new ExportLookup(ApiTables.All.Select(ApiExports.From)));

    private readonly FrozenDictionary<Aid, ExportFile> _byAid;
    private readonly FrozenDictionary<string, ExportFile> _byName;

    /// <summary>A lookup over some packages; where two have the same AID the later one counts.</summary>
    public ExportLookup(IEnumerable<ExportFile> packages)
    {
        var all = new Dictionary<Aid, ExportFile>();
        foreach (var package in packages)
        {
            all[package.Package.Aid] = package;
        }

        _byAid = all.ToFrozenDictionary();
        _byName = all.Values.Where(p => p.Package.Name is not null).DistinctBy(p => p.Package.Name).ToFrozenDictionary(p => p.Package.Name!);
    }

    /// <summary>The packages of the Java Card API up to 3.2 and of GlobalPlatform, each in its newest version.</summary>
    public static ExportLookup Api => Tables.Value;

    /// <summary>This and more packages, which win over those of the same AID.</summary>
    public ExportLookup With(params IEnumerable<ExportFile> packages) => new(_byAid.Values.Concat(packages));

    /// <inheritdoc/>
    public bool TryFind(Aid package, [NotNullWhen(true)] out ExportFile? exports) => _byAid.TryGetValue(package, out exports);

    /// <inheritdoc/>
    public bool TryFind(string packageName, [NotNullWhen(true)] out ExportFile? exports) => _byName.TryGetValue(packageName, out exports);
}
