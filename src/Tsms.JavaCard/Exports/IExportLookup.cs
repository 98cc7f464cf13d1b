using System.Diagnostics.CodeAnalysis;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Exports;

/// <summary>Finds what imported packages export.</summary>
public interface IExportLookup
{
    /// <summary>The exports of a package by its AID; false when it is not known.</summary>
    bool TryFind(Aid package, [NotNullWhen(true)] out ExportFile? exports);

    /// <summary>The exports of a package by its name with slashes (<c>javacard/framework</c>); false when it is not known.</summary>
    bool TryFind(string packageName, [NotNullWhen(true)] out ExportFile? exports);
}
