using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Tsms.Backend.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class EngineFirst : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "engine_binaries",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_binaries", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "engine_cards",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Issuer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    IssuerCardId = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Journal = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    KeySets = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    FingerprintKey = table.Column<byte[]>(type: "bytea", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_cards", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_instances",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CardId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ServiceId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlavorId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    DeviceAppId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Reader = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Executed = table.Column<int>(type: "integer", nullable: false),
                    SuspendWhenFinal = table.Column<bool>(type: "boolean", nullable: false),
                    FailedCall = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    LastOperation = table.Column<int>(type: "integer", nullable: false),
                    Flavor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    DomainKeys = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_instances", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_journal",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    CardId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProcessId = table.Column<Guid>(type: "uuid", nullable: false),
                    Time = table.Column<long>(type: "bigint", nullable: false),
                    Step = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Event = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_journal", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_processes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    InstanceId = table.Column<Guid>(type: "uuid", nullable: false),
                    CardId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Operation = table.Column<int>(type: "integer", nullable: false),
                    StartDate = table.Column<long>(type: "bigint", nullable: false),
                    EndDate = table.Column<long>(type: "bigint", nullable: true),
                    StartState = table.Column<int>(type: "integer", nullable: false),
                    EndState = table.Column<int>(type: "integer", nullable: false),
                    Changed = table.Column<bool>(type: "boolean", nullable: false),
                    StatusCode = table.Column<int>(type: "integer", nullable: false),
                    StatusMessage = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Fallbacks = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_processes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_traffic",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    ProcessId = table.Column<Guid>(type: "uuid", nullable: false),
                    Exchange = table.Column<int>(type: "integer", nullable: false),
                    Time = table.Column<long>(type: "bigint", nullable: false),
                    Commands = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Answers = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_traffic", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_engine_instances_CardId_ServiceId",
                table: "engine_instances",
                columns: new[] { "CardId", "ServiceId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_engine_instances_ProfileId",
                table: "engine_instances",
                column: "ProfileId");

            migrationBuilder.CreateIndex(
                name: "IX_engine_journal_CardId",
                table: "engine_journal",
                column: "CardId");

            migrationBuilder.CreateIndex(
                name: "IX_engine_processes_EndDate",
                table: "engine_processes",
                column: "EndDate");

            migrationBuilder.CreateIndex(
                name: "IX_engine_traffic_ProcessId",
                table: "engine_traffic",
                column: "ProcessId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "engine_binaries");

            migrationBuilder.DropTable(
                name: "engine_cards");

            migrationBuilder.DropTable(
                name: "engine_instances");

            migrationBuilder.DropTable(
                name: "engine_journal");

            migrationBuilder.DropTable(
                name: "engine_processes");

            migrationBuilder.DropTable(
                name: "engine_traffic");
        }
    }
}
