using System.CommandLine;
using Tsms.Backend.Devices;
using Tsms.Backend.Hosting;
using Tsms.Cli.Output;
using Tsms.Cli.Servers;

namespace Tsms.Cli.Commands;

/// <summary>Options of all commands that open the backend's data.</summary>
internal sealed class BackendOptionSet
{
    private readonly Option<string?> _data = new("--data") { Description = "Data folder. Default: data.", HelpName = "DIR" };
    private readonly Option<BackendDatabase?> _database = new("--database") { Description = "sqlite (a file in the data folder) or postgres." };
    private readonly Option<string?> _connection = new("--connection") { Description = "Connection string for PostgreSQL.", HelpName = "C" };
    private readonly Option<BackendMode?> _mode = new("--mode") { Description = "development or production; production refuses what is unsafe." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_database);
        command.Add(_connection);
        command.Add(_mode);
    }

    /// <summary>Configuration, overridden by what was given.</summary>
    public (TsmsBackendOptions Backend, TsmsEngineOptions Engine) Read(ParseResult parsed)
    {
        var (backend, engine) = BackendSettings.Read(BackendSettings.Configuration());
        return (
            backend with
            {
                DataDirectory = parsed.GetValue(_data) ?? backend.DataDirectory,
                Database = parsed.GetValue(_database) ?? backend.Database,
                ConnectionString = parsed.GetValue(_connection) ?? backend.ConnectionString,
                Mode = parsed.GetValue(_mode) ?? backend.Mode,
            },
            engine);
    }

    /// <summary>The options of a backend that serves, if they are valid.</summary>
    /// <exception cref="UsageException">They are not; all faults are told.</exception>
    public static TsmsBackendOptions Valid(TsmsBackendOptions options) => Without(options.Validate(), options);

    /// <summary>The options for who opens the data and no door, if they are valid for that.</summary>
    /// <exception cref="UsageException">They are not; all faults are told.</exception>
    public static TsmsBackendOptions ValidForData(TsmsBackendOptions options) => Without(options.ValidateData(), options);

    private static TsmsBackendOptions Without(IReadOnlyList<string> faults, TsmsBackendOptions options) =>
        faults.Count > 0 ? throw new UsageException(string.Join(Environment.NewLine, faults)) : options;
}
