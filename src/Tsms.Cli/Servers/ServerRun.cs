using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tsms.Cli.Output;

namespace Tsms.Cli.Servers;

/// <summary>Runs a server until Ctrl-C.</summary>
internal static class ServerRun
{
    /// <summary>Logs of the parts below stay quiet unless the configuration asks for them.</summary>
    public static void LogSparingly(WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // Why a start fails is told in words at its end; the host and EF Core would tell it with their stacks before. What a request meets is logged where it is answered.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    /// <summary>Starts, tells the addresses, waits, stops in order.</summary>
    /// <exception cref="CommandException">It does not start; the message says why.</exception>
    public static async Task RunAsync(WebApplication app, string name, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (StartFault.Of(e) is { } why)
        {
            throw new CommandException($"{name} does not start: {why}");
        }

        Console.Out.WriteLine($"{name} listens on {string.Join(" and ", app.Urls)}. Ctrl-C ends it.");
        try
        {
            await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C: the ordinary end of a server.
        }
        finally
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
