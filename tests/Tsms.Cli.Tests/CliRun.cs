using System.Diagnostics;
using System.Text.Json;

namespace Tsms.Cli.Tests;

/// <summary>The tool as people run it: a process of its own.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The output without the lines that a terminal's width makes.</summary>
    public string Words => string.Join(' ', Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static string AppletPath(string name) => Path.Combine(AppContext.BaseDirectory, "applets", name);

    public static Task<CliRun> StartAsync(params string[] arguments) => StartAsync("", arguments);

    /// <summary>Interrupts the run as soon as a line of its output begins with <paramref name="line"/>; temporary files go to <paramref name="temporary"/>.</summary>
    public static async Task<CliRun> InterruptAsync(string line, string temporary, params string[] arguments)
    {
        using var process = Start(arguments, ("TMPDIR", temporary));
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } said && !said.StartsWith(line, StringComparison.Ordinal))
        {
        }

        // SIGTERM takes the way of Ctrl-C; SIGINT itself is ignored by whatever a shell has put into the background, this test run included.
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, rest, await error);
    }

    /// <summary>Runs with temporary files in a folder of the test.</summary>
    public static Task<CliRun> WithTemporaryAsync(string temporary, params string[] arguments) => RunAsync("", arguments, ("TMPDIR", temporary));

    public static Task<CliRun> StartAsync(string input, string[] arguments) => RunAsync(input, arguments);

    /// <summary>Runs with another working directory and further environment variables.</summary>
    public static Task<CliRun> InFolderAsync(string folder, string[] arguments, params (string Name, string Value)[] environment) => EndAsync("", StartIn(folder, arguments, environment));

    private static Task<CliRun> RunAsync(string input, string[] arguments, params (string Name, string Value)[] environment) => EndAsync(input, Start(arguments, environment));

    private static async Task<CliRun> EndAsync(string input, Process started)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new CliRun(process.ExitCode, await output, await error);
    }

    /// <summary>Runs to the end, which must be good.</summary>
    public static async Task<CliRun> DoneAsync(params string[] arguments)
    {
        var run = await StartAsync(arguments);
        Assert.True(run.ExitCode == 0, $"tsms {string.Join(' ', arguments)}: {run.ExitCode}\n{run.Output}{run.Error}");
        return run;
    }

    /// <summary>Starts a server and waits until it says that it listens.</summary>
    public static async Task<Process> ServeAsync(params string[] arguments)
    {
        var process = Start(arguments);
        _ = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(" listens on ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return process;
            }
        }

        throw new InvalidOperationException($"tsms {string.Join(' ', arguments)} ended with {process.ExitCode} before it listened.");
    }

    /// <summary>Starts without waiting.</summary>
    public static Process Start(string[] arguments, params (string Name, string Value)[] environment) => StartIn("", arguments, environment);

    private static Process StartIn(string folder, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "tsms.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
