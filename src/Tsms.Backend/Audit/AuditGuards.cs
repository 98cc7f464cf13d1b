using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;

namespace Tsms.Backend.Audit;

/// <summary>The triggers that keep the trail append-only, as the migration AuditTriggers made them. Who owns the database can take them off; then the verification says so.</summary>
internal static class AuditGuards
{
    private static readonly Dictionary<string, string> Sqlite = new()
    {
        ["audit_entries_no_update"] = """
            CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
            BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END
            """,
        ["audit_entries_no_delete"] = """
            CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
            BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END
            """,
        ["audit_entries_no_replace"] = """
            CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries
            WHEN EXISTS (SELECT 1 FROM audit_entries WHERE "ProviderId" = NEW."ProviderId" AND "Sequence" = NEW."Sequence")
            BEGIN SELECT RAISE(ABORT, 'audit entries are never replaced'); END
            """,
    };

    private static readonly string[] Postgres = ["audit_entries_no_change", "audit_entries_no_truncate"];

    /// <summary>Names of the triggers that are missing, switched off, or not what they were; none when the database holds the trail.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(CatalogDb db, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlite())
        {
            var there = await db.Database.SqlQuery<string>($"SELECT sql AS \"Value\" FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'")
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var texts = there.Select(InOneLine).ToHashSet(StringComparer.Ordinal);
            return [.. Sqlite.Where(guard => !texts.Contains(InOneLine(guard.Value))).Select(guard => guard.Key)];
        }

        // O: fires in ordinary sessions, A: in all. The function must still refuse.
        var on = await db.Database.SqlQuery<string>(
            $"""
            SELECT t.tgname::text AS "Value" FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE t.tgrelid = 'audit_entries'::regclass AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND p.prosrc ~* '^\s*BEGIN\s+RAISE\s+EXCEPTION'
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. Postgres.Except(on)];
    }

    private static string InOneLine(string sql) => string.Join(' ', sql.TrimEnd(';').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
