using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Tsms.Backend.Data;

/// <summary>Texts compare and sort by their bytes on every database, whatever locale a PostgreSQL server was set up with.</summary>
internal static class Collations
{
    public static void Apply(ModelBuilder model, DatabaseFacade database)
    {
        if (!database.IsNpgsql())
        {
            return;
        }

        foreach (var property in model.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => (p.GetProviderClrType() ?? p.ClrType) == typeof(string)))
        {
            property.SetCollation("C");
        }
    }
}
