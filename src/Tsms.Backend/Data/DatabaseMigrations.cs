using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tsms.Backend.Data;

/// <summary>
/// The migrations of one context for one database. Both sets stand in this assembly, each in a namespace of its own (<c>Migrations.Sqlite</c>,
/// <c>Migrations.Postgres</c>); EF Core by itself would take an assembly's migrations for one set. See docs/decisions/0004.
/// </summary>
internal sealed class DatabaseMigrations : IMigrationsAssembly
{
    private readonly Type _context;
    private readonly string _namespace;

    public DatabaseMigrations(ICurrentDbContext context, IDatabaseProvider provider)
    {
        _context = context.Context.GetType();
        _namespace = $"{typeof(DatabaseMigrations).Namespace}.Migrations.{(provider.Name.Contains("Sqlite", StringComparison.Ordinal) ? "Sqlite" : "Postgres")}";
        Migrations = Own<Migration>().Where(t => t.GetCustomAttribute<MigrationAttribute>() is not null)
            .OrderBy(t => t.GetCustomAttribute<MigrationAttribute>()!.Id, StringComparer.Ordinal).ToDictionary(t => t.GetCustomAttribute<MigrationAttribute>()!.Id);
        ModelSnapshot = Own<ModelSnapshot>().Select(t => (ModelSnapshot)Activator.CreateInstance(t)!).SingleOrDefault();
    }

    public IReadOnlyDictionary<string, TypeInfo> Migrations { get; }

    public ModelSnapshot? ModelSnapshot { get; }

    public Assembly Assembly => typeof(DatabaseMigrations).Assembly;

    public string? FindMigrationId(string nameOrId) => Migrations.Keys.FirstOrDefault(
        id => id.Equals(nameOrId, StringComparison.OrdinalIgnoreCase) || id.EndsWith($"_{nameOrId}", StringComparison.OrdinalIgnoreCase));

    public Migration CreateMigration(TypeInfo migrationClass, string activeProvider)
    {
        var migration = (Migration)Activator.CreateInstance(migrationClass.AsType())!;
        migration.ActiveProvider = activeProvider;
        return migration;
    }

    private IEnumerable<TypeInfo> Own<T>() => Assembly.DefinedTypes.Where(
        t => t.IsSubclassOf(typeof(T)) && t.Namespace == _namespace && t.GetCustomAttribute<DbContextAttribute>()?.ContextType == _context);
}
