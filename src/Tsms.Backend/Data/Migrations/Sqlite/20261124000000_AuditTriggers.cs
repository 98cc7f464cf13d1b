using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Tsms.Backend.Data.Migrations.Sqlite;

/// <summary>Entries of the audit trail are only ever added. The model knows no triggers: written by hand.</summary>
[DbContext(typeof(CatalogDb))]
[Migration("20261124000000_AuditTriggers")]
internal sealed class AuditTriggers : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
            BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
            """);
        migrationBuilder.Sql("""
            CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
            BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
            """);

        // INSERT OR REPLACE deletes without asking the trigger above.
        migrationBuilder.Sql("""
            CREATE TRIGGER audit_entries_no_replace BEFORE INSERT ON audit_entries
            WHEN EXISTS (SELECT 1 FROM audit_entries WHERE "ProviderId" = NEW."ProviderId" AND "Sequence" = NEW."Sequence")
            BEGIN SELECT RAISE(ABORT, 'audit entries are never replaced'); END;
            """);
    }

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("DROP TRIGGER audit_entries_no_update;");
        migrationBuilder.Sql("DROP TRIGGER audit_entries_no_delete;");
        migrationBuilder.Sql("DROP TRIGGER audit_entries_no_replace;");
    }
}
