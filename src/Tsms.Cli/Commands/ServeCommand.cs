using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Devices;
using Tsms.Backend.Hosting;
using Tsms.Backend.Issuers;
using Tsms.Cli.Output;
using Tsms.Cli.Servers;
using Tsms.Keys;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms serve</c>: the TSM-Backend.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var options = new BackendOptionSet();
        var urls = new Option<string?>("--urls") { Description = "Addresses to listen on, separated by semicolons. Default http://127.0.0.1:8420; production: https." };
        var role = new Option<BackendRole?>("--role") { Description = "Which doors to open: all, admin (REST) or device. Production: not all." };
        var issuers = new Option<FileInfo[]>("--issuer")
        {
            Description = "Partner file of an issuer ('tsms issuer partner add'). May be given several times.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command(
            "serve",
            """
            Runs the TSM-Backend.

            It serves the REST-API of TR-03165 4.1 under /sptsm/v1/, the phone's door, and health at /health/live and /health/ready. Settings come from appsettings.json and
            the environment (Tsms__Backend__Urls, ...), then from these options.

            Examples:
              tsms serve --data tsm-data --issuer partner.json
              tsms serve --role admin --urls https://0.0.0.0:8443 --mode production --database postgres --connection "Host=db;Database=tsms"
            """)
        {
            urls, role, issuers,
        };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (backend, engine) = options.Read(parsed);
            backend = backend with { Urls = parsed.GetValue(urls) ?? backend.Urls, Role = parsed.GetValue(role) ?? backend.Role };
            backend = BackendOptionSet.Valid(backend);
            if (engine.Validate() is { Count: > 0 } faults)
            {
                throw new UsageException(string.Join(Environment.NewLine, faults));
            }

            try
            {
                await RunAsync(backend, engine, parsed.GetValue(issuers) ?? [], cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && StartFault.Of(e) is { } why)
            {
                throw new CommandException($"TSM-Backend does not start: {why}");
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task RunAsync(TsmsBackendOptions options, TsmsEngineOptions engine, FileInfo[] issuerFiles, CancellationToken cancellationToken)
    {
        DataFolder.Make(options.DataDirectory);
        using var random = RandomNumberGenerator.Create();
        var builder = WebApplication.CreateSlimBuilder();
        ServerRun.LogSparingly(builder);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.AddTsmsBackend(options);
        SoftwareKeyStore? keys = null;
        try
        {
            if (options.Role != BackendRole.Admin)
            {
                keys = await KeyFile.OpenAsync(options.DataDirectory, options.Mode == BackendMode.Production, random, cancellationToken).ConfigureAwait(false);
                var issuers = new List<TsmsIssuerOptions>(engine.Issuers);
                foreach (var file in issuerFiles)
                {
                    issuers.Add(await BackendSettings.TakeInAsync(file, options.DataDirectory, keys, cancellationToken).ConfigureAwait(false));
                }

                builder.Services.AddSingleton<IKeyStore>(keys);
                builder.Services.AddTsmsEngine(engine with { Issuers = issuers });
            }

            await using var app = builder.Build();
            app.MapTsmsAdmin();
            app.MapTsmsHealth();
            if (options.Role != BackendRole.Admin)
            {
                app.MapTsmsDevice();
            }

            await ServerRun.RunAsync(app, "TSM-Backend", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (keys is not null)
            {
                await keys.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
