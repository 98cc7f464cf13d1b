using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tsms.Backend.Data.Migrations.Sqlite
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
                    Hash = table.Column<string>(type: "TEXT", nullable: false),
                    Content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_binaries", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "engine_cards",
                columns: table => new
                {
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    Issuer = table.Column<string>(type: "TEXT", nullable: false),
                    IssuerCardId = table.Column<string>(type: "TEXT", nullable: true),
                    Journal = table.Column<string>(type: "TEXT", nullable: false),
                    KeySets = table.Column<string>(type: "TEXT", nullable: false),
                    FingerprintKey = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_cards", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_instances",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    CardId = table.Column<string>(type: "TEXT", nullable: false),
                    ServiceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProviderId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FlavorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ProfileId = table.Column<Guid>(type: "TEXT", nullable: false),
                    DeviceAppId = table.Column<string>(type: "TEXT", nullable: false),
                    Reader = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    Executed = table.Column<int>(type: "INTEGER", nullable: false),
                    SuspendWhenFinal = table.Column<bool>(type: "INTEGER", nullable: false),
                    FailedCall = table.Column<string>(type: "TEXT", nullable: true),
                    LastOperation = table.Column<int>(type: "INTEGER", nullable: false),
                    Flavor = table.Column<string>(type: "TEXT", nullable: false),
                    DomainKeys = table.Column<string>(type: "TEXT", nullable: true),
                    CreationDate = table.Column<long>(type: "INTEGER", nullable: false),
                    Revision = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_instances", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_journal",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    CardId = table.Column<string>(type: "TEXT", nullable: false),
                    ProcessId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Time = table.Column<long>(type: "INTEGER", nullable: false),
                    Step = table.Column<string>(type: "TEXT", nullable: false),
                    Event = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_journal", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_processes",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    InstanceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    CardId = table.Column<string>(type: "TEXT", nullable: false),
                    Operation = table.Column<int>(type: "INTEGER", nullable: false),
                    StartDate = table.Column<long>(type: "INTEGER", nullable: false),
                    EndDate = table.Column<long>(type: "INTEGER", nullable: true),
                    StartState = table.Column<int>(type: "INTEGER", nullable: false),
                    EndState = table.Column<int>(type: "INTEGER", nullable: false),
                    Changed = table.Column<bool>(type: "INTEGER", nullable: false),
                    StatusCode = table.Column<int>(type: "INTEGER", nullable: false),
                    StatusMessage = table.Column<string>(type: "TEXT", nullable: false),
                    Fallbacks = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_processes", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "engine_traffic",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ProcessId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Exchange = table.Column<int>(type: "INTEGER", nullable: false),
                    Time = table.Column<long>(type: "INTEGER", nullable: false),
                    Commands = table.Column<string>(type: "TEXT", nullable: false),
                    Answers = table.Column<string>(type: "TEXT", nullable: true)
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
