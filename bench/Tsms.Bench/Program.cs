using BenchmarkDotNet.Running;
using Tsms.Bench.Support;

namespace Tsms.Bench;

/// <summary>Runs the benches; see bench/README.md. Exit code 1 when one of them failed or none fits the filter.</summary>
internal static class BenchProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["rest"])
        {
            return await Rest.RestBench.RunAsync();
        }

        var summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchProgram).Assembly).Run(args, BenchConfig.Make()).ToList();
        var reports = summaries.SelectMany(s => s.Reports).ToList();
        return reports.Count > 0 && reports.All(r => r.Success) && !summaries.Any(s => s.HasCriticalValidationErrors) ? 0 : 1;
    }
}
