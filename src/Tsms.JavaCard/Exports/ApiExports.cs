using System.Collections.Immutable;
using Tsms.JavaCard.Components;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Exports;

/// <summary>The tables of the API packages as export files.</summary>
internal static class ApiExports
{
    private static readonly Lazy<Dictionary<string, ApiTableClass>> Classes = new(() => ApiTables.All.SelectMany(t => t.Classes).ToDictionary(c => c.Name));

    public static ExportFile From(ApiTable table) => new(
        new PackageVersion(2, 2),
        new PackageInfo(Aid.Parse(table.Aid), new PackageVersion(table.Major, table.Minor), table.Name),
        true,
        [],
        [.. table.Classes.OrderBy(c => c.Token).Select(Class)]);

    private static ExportedClass Class(ApiTableClass type)
    {
        var supers = Supers(type).ToList();
        var flags = (ushort)(ExportFlags.Public
            | (type.IsInterface ? ExportFlags.Interface | ExportFlags.Abstract : 0)
            | (type.IsShareable ? ExportFlags.Shareable : 0)
            | (type.IsAbstract ? ExportFlags.Abstract : 0)
            | (type.IsFinal ? ExportFlags.Final : 0));
        var interfaces = supers.Prepend(type).SelectMany(c => c.Interfaces).SelectMany(WithSupers).Distinct();
        return new ExportedClass(
            (byte)type.Token,
            flags,
            type.Name,
            type.IsInterface ? ["java/lang/Object"] : [.. supers.Select(c => c.Name)],
            [.. interfaces],
            [.. type.StaticFields.Select(f => new ExportedField((byte)f.Token, ExportFlags.Public | ExportFlags.Static | ExportFlags.Final, f.Name, f.Descriptor, null))],
            Methods(type, supers),
            null);
    }

    // An export file repeats the virtual methods that a class inherits, and the methods that an interface inherits (JCVM 3.0.5, 5.7).
    private static ImmutableArray<ExportedMethod> Methods(ApiTableClass type, List<ApiTableClass> supers)
    {
        var inherited = type.IsInterface
            ? type.Interfaces.SelectMany(WithSupers).SelectMany(name => Classes.Value[name].Methods)
            : supers.SelectMany(c => c.Methods).Where(m => m.Kind is ApiTableMethodKind.Virtual or ApiTableMethodKind.Abstract);
        return [.. type.Methods.Concat(inherited).DistinctBy(m => m.Signature).Select(m => new ExportedMethod((byte)m.Token, Flags(m), m.Name, m.Descriptor))];
    }

    private static ushort Flags(ApiTableMethod method) => (ushort)(
        (method.IsProtected ? ExportFlags.Protected : ExportFlags.Public)
        | (method.IsFinal ? ExportFlags.Final : 0)
        | (method.Kind == ApiTableMethodKind.Static ? ExportFlags.Static : 0)
        | (method.Kind is ApiTableMethodKind.Abstract or ApiTableMethodKind.Interface ? ExportFlags.Abstract : 0));

    private static IEnumerable<ApiTableClass> Supers(ApiTableClass type)
    {
        for (var super = type.Super; super is not null; super = Classes.Value[super].Super)
        {
            yield return Classes.Value[super];
        }
    }

    private static IEnumerable<string> WithSupers(string name) => Classes.Value[name].Interfaces.SelectMany(WithSupers).Prepend(name);
}

/// <summary>Flags of classes, fields and methods in export files (JCVM 3.0.5, tables 5-3 to 5-5), which are those of class files.</summary>
internal static class ExportFlags
{
    public const ushort Public = 0x0001;
    public const ushort Protected = 0x0004;
    public const ushort Static = 0x0008;
    public const ushort Final = 0x0010;
    public const ushort Interface = 0x0200;
    public const ushort Abstract = 0x0400;
    public const ushort Shareable = 0x0800;
    public const ushort Remote = 0x1000;
}
