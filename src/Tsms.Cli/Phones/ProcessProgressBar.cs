using Spectre.Console;
using Tsms.TsmApi;

namespace Tsms.Cli.Phones;

/// <summary>Shows a process of the TSM-API while it runs, when a person looks on.</summary>
internal static class ProcessProgressBar
{
    /// <summary>Runs a process with a listener that moves the bar.</summary>
    public static Task<T> RunAsync<T>(bool quiet, string name, Func<ITsmProcessListener?, Task<T>> process) =>
        quiet || !AnsiConsole.Profile.Capabilities.Interactive
            ? process(null)
            : AnsiConsole.Progress().AutoClear(true).StartAsync(context => process(new Bar(context.AddTask(name))));

    private sealed class Bar(ProgressTask task) : ITsmProcessListener
    {
        public void OnProcessStart(ProcessStart processStart) => task.Value = 0;

        public void OnProcessProgress(ProcessProgress processProgress) => task.Value = processProgress.Progress;
    }
}
