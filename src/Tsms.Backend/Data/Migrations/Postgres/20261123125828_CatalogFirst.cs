using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tsms.Backend.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class CatalogFirst : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Time = table.Column<long>(type: "bigint", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Operation = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Changes = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PreviousHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entries", x => new { x.ProviderId, x.Sequence });
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_heads", x => x.ProviderId);
                });

            migrationBuilder.CreateTable(
                name: "binaries",
                columns: table => new
                {
                    Hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_binaries", x => x.Hash);
                });

            migrationBuilder.CreateTable(
                name: "profiles",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Document = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    RetirementDate = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_profiles", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "providers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    Rids = table.Column<string>(type: "text", nullable: false),
                    MaxRequestsPerMinute = table.Column<int>(type: "integer", nullable: true),
                    MaxStorageBytes = table.Column<long>(type: "bigint", nullable: true),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_providers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "certificates",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    UploadDate = table.Column<long>(type: "bigint", nullable: false),
                    BinaryHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_certificates", x => x.Id);
                    table.ForeignKey(
                        name: "FK_certificates_binaries_BinaryHash",
                        column: x => x.BinaryHash,
                        principalTable: "binaries",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_certificates_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "executable_load_files",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Aid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    PackageName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ImportedPackages = table.Column<string>(type: "text", nullable: false),
                    ImportedVersions = table.Column<string>(type: "text", nullable: false),
                    PackageVersion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    JavaCardVersion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    GpApiVersion = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    UploadDate = table.Column<long>(type: "bigint", nullable: false),
                    BinaryHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_executable_load_files", x => x.Id);
                    table.ForeignKey(
                        name: "FK_executable_load_files_binaries_BinaryHash",
                        column: x => x.BinaryHash,
                        principalTable: "binaries",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_executable_load_files_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "long_term_tokens",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    SecretHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CertificateThumbprint = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    RevocationDate = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_long_term_tokens", x => x.ClientId);
                    table.ForeignKey(
                        name: "FK_long_term_tokens_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Payload = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    NextAttempt = table.Column<long>(type: "bigint", nullable: true),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    DeliveryDate = table.Column<long>(type: "bigint", nullable: true),
                    LastError = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_notices_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "personalization_scripts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    FileName = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    UploadDate = table.Column<long>(type: "bigint", nullable: false),
                    BinaryHash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Size = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_personalization_scripts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_personalization_scripts_binaries_BinaryHash",
                        column: x => x.BinaryHash,
                        principalTable: "binaries",
                        principalColumn: "Hash",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_personalization_scripts_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false),
                    Url = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_webhooks", x => x.ProviderId);
                    table.ForeignKey(
                        name: "FK_webhooks_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "spos_configs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Url = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CertificateId = table.Column<Guid>(type: "uuid", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_spos_configs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_spos_configs_certificates_CertificateId",
                        column: x => x.CertificateId,
                        principalTable: "certificates",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_spos_configs_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "executable_modules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ElfId = table.Column<Guid>(type: "uuid", nullable: false),
                    Aid = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_executable_modules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_executable_modules_executable_load_files_ElfId",
                        column: x => x.ElfId,
                        principalTable: "executable_load_files",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "application_configs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    InstanceAid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Description = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    InstallParameter = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Privileges = table.Column<string>(type: "text", nullable: false),
                    MakeSelectable = table.Column<bool>(type: "boolean", nullable: false),
                    AccessibleViaApdu = table.Column<bool>(type: "boolean", nullable: false),
                    AccessibleViaNfc = table.Column<bool>(type: "boolean", nullable: false),
                    PersonalizationScriptId = table.Column<Guid>(type: "uuid", nullable: true),
                    CertificateId = table.Column<Guid>(type: "uuid", nullable: true),
                    ProvideAttestationToken = table.Column<bool>(type: "boolean", nullable: false),
                    IncludeDiversificationData = table.Column<bool>(type: "boolean", nullable: false),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_application_configs", x => x.Id);
                    table.ForeignKey(
                        name: "FK_application_configs_certificates_CertificateId",
                        column: x => x.CertificateId,
                        principalTable: "certificates",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_application_configs_personalization_scripts_Personalization~",
                        column: x => x.PersonalizationScriptId,
                        principalTable: "personalization_scripts",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_application_configs_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "services",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    SdAid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    AccessAuthorizedDeviceApps = table.Column<string>(type: "text", nullable: false),
                    SposConfigId = table.Column<Guid>(type: "uuid", nullable: true),
                    SpParameters = table.Column<string>(type: "text", nullable: false),
                    LastVersionTag = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    Revision = table.Column<long>(type: "bigint", nullable: false),
                    ProviderId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_services", x => x.Id);
                    table.ForeignKey(
                        name: "FK_services_providers_ProviderId",
                        column: x => x.ProviderId,
                        principalTable: "providers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_services_spos_configs_SposConfigId",
                        column: x => x.SposConfigId,
                        principalTable: "spos_configs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "flavors",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ServiceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Description = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    CreationDate = table.Column<long>(type: "bigint", nullable: false),
                    Published = table.Column<bool>(type: "boolean", nullable: false),
                    SpParameters = table.Column<string>(type: "text", nullable: false),
                    ContextSpecificAttributes = table.Column<string>(type: "text", nullable: false),
                    UseCspFull = table.Column<bool>(type: "boolean", nullable: false),
                    GenericOptions = table.Column<string>(type: "text", nullable: false),
                    KeyProvisioningMode = table.Column<int>(type: "integer", nullable: false),
                    KeyIndex = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_flavors", x => x.Id);
                    table.ForeignKey(
                        name: "FK_flavors_services_ServiceId",
                        column: x => x.ServiceId,
                        principalTable: "services",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "versions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ServiceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Tag = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    Revision = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_versions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_versions_services_ServiceId",
                        column: x => x.ServiceId,
                        principalTable: "services",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "flavor_elfs",
                columns: table => new
                {
                    FlavorId = table.Column<Guid>(type: "uuid", nullable: false),
                    ElfId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_flavor_elfs", x => new { x.FlavorId, x.ElfId });
                    table.ForeignKey(
                        name: "FK_flavor_elfs_executable_load_files_ElfId",
                        column: x => x.ElfId,
                        principalTable: "executable_load_files",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_flavor_elfs_flavors_FlavorId",
                        column: x => x.FlavorId,
                        principalTable: "flavors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "flavor_instances",
                columns: table => new
                {
                    FlavorId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Priority = table.Column<int>(type: "integer", nullable: false),
                    ModuleId = table.Column<Guid>(type: "uuid", nullable: false),
                    ConfigId = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_flavor_instances", x => new { x.FlavorId, x.Position });
                    table.ForeignKey(
                        name: "FK_flavor_instances_application_configs_ConfigId",
                        column: x => x.ConfigId,
                        principalTable: "application_configs",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_flavor_instances_executable_modules_ModuleId",
                        column: x => x.ModuleId,
                        principalTable: "executable_modules",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_flavor_instances_flavors_FlavorId",
                        column: x => x.FlavorId,
                        principalTable: "flavors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "version_flavors",
                columns: table => new
                {
                    VersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlavorId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_version_flavors", x => new { x.VersionId, x.FlavorId });
                    table.ForeignKey(
                        name: "FK_version_flavors_flavors_FlavorId",
                        column: x => x.FlavorId,
                        principalTable: "flavors",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_version_flavors_versions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "version_profiles",
                columns: table => new
                {
                    VersionId = table.Column<Guid>(type: "uuid", nullable: false),
                    ProfileId = table.Column<Guid>(type: "uuid", nullable: false),
                    FlavorId = table.Column<Guid>(type: "uuid", nullable: false),
                    Position = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_version_profiles", x => new { x.VersionId, x.ProfileId });
                    table.ForeignKey(
                        name: "FK_version_profiles_versions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_application_configs_CertificateId",
                table: "application_configs",
                column: "CertificateId");

            migrationBuilder.CreateIndex(
                name: "IX_application_configs_PersonalizationScriptId",
                table: "application_configs",
                column: "PersonalizationScriptId");

            migrationBuilder.CreateIndex(
                name: "IX_application_configs_ProviderId",
                table: "application_configs",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_certificates_BinaryHash",
                table: "certificates",
                column: "BinaryHash");

            migrationBuilder.CreateIndex(
                name: "IX_certificates_ProviderId",
                table: "certificates",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_executable_load_files_BinaryHash",
                table: "executable_load_files",
                column: "BinaryHash");

            migrationBuilder.CreateIndex(
                name: "IX_executable_load_files_ProviderId",
                table: "executable_load_files",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_executable_modules_ElfId_Aid",
                table: "executable_modules",
                columns: new[] { "ElfId", "Aid" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_flavor_elfs_ElfId",
                table: "flavor_elfs",
                column: "ElfId");

            migrationBuilder.CreateIndex(
                name: "IX_flavor_instances_ConfigId",
                table: "flavor_instances",
                column: "ConfigId");

            migrationBuilder.CreateIndex(
                name: "IX_flavor_instances_ModuleId",
                table: "flavor_instances",
                column: "ModuleId");

            migrationBuilder.CreateIndex(
                name: "IX_flavors_ServiceId",
                table: "flavors",
                column: "ServiceId");

            migrationBuilder.CreateIndex(
                name: "IX_long_term_tokens_ProviderId",
                table: "long_term_tokens",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_notices_NextAttempt",
                table: "notices",
                column: "NextAttempt");

            migrationBuilder.CreateIndex(
                name: "IX_notices_ProviderId",
                table: "notices",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_personalization_scripts_BinaryHash",
                table: "personalization_scripts",
                column: "BinaryHash");

            migrationBuilder.CreateIndex(
                name: "IX_personalization_scripts_ProviderId",
                table: "personalization_scripts",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_services_ProviderId",
                table: "services",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_services_SdAid",
                table: "services",
                column: "SdAid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_services_SposConfigId",
                table: "services",
                column: "SposConfigId");

            migrationBuilder.CreateIndex(
                name: "IX_spos_configs_CertificateId",
                table: "spos_configs",
                column: "CertificateId");

            migrationBuilder.CreateIndex(
                name: "IX_spos_configs_ProviderId",
                table: "spos_configs",
                column: "ProviderId");

            migrationBuilder.CreateIndex(
                name: "IX_version_flavors_FlavorId",
                table: "version_flavors",
                column: "FlavorId");

            migrationBuilder.CreateIndex(
                name: "IX_versions_ServiceId_Tag",
                table: "versions",
                columns: new[] { "ServiceId", "Tag" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "flavor_elfs");

            migrationBuilder.DropTable(
                name: "flavor_instances");

            migrationBuilder.DropTable(
                name: "long_term_tokens");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "profiles");

            migrationBuilder.DropTable(
                name: "version_flavors");

            migrationBuilder.DropTable(
                name: "version_profiles");

            migrationBuilder.DropTable(
                name: "webhooks");

            migrationBuilder.DropTable(
                name: "application_configs");

            migrationBuilder.DropTable(
                name: "executable_modules");

            migrationBuilder.DropTable(
                name: "flavors");

            migrationBuilder.DropTable(
                name: "versions");

            migrationBuilder.DropTable(
                name: "personalization_scripts");

            migrationBuilder.DropTable(
                name: "executable_load_files");

            migrationBuilder.DropTable(
                name: "services");

            migrationBuilder.DropTable(
                name: "spos_configs");

            migrationBuilder.DropTable(
                name: "certificates");

            migrationBuilder.DropTable(
                name: "binaries");

            migrationBuilder.DropTable(
                name: "providers");
        }
    }
}
