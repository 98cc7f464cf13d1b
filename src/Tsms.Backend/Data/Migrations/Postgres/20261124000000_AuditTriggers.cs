using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Tsms.Backend.Data.Migrations.Postgres;

/// <summary>Entries of the audit trail are only ever added. The model knows no triggers: written by hand.</summary>
[DbContext(typeof(CatalogDb))]
[Migration("20261124000000_AuditTriggers")]
internal sealed class AuditTriggers : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE FUNCTION audit_entries_are_final() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit entries are never changed or deleted';
        END $$;
        CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entries_are_final();
        CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_are_final();
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP TRIGGER audit_entries_no_truncate ON audit_entries;
        DROP TRIGGER audit_entries_no_change ON audit_entries;
        DROP FUNCTION audit_entries_are_final();
        """);
}
