using BenchmarkDotNet.Running;
using Tsms.Bench.Support;

namespace Tsms.Bench;

/// <summary>Runs the benches; see bench/README.md. Exit code 1 when one of them failed or none fits the filter.</summary>
internal static class BenchProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["rest", ..])
        {
            return await Rest.RestBench.RunAsync(args.ElementAtOrDefault(1));
        }

        var benches = typeof(BenchProgram).Assembly.GetTypes().Where(t => t.GetMethods().Any(m => m.IsDefined(typeof(BenchmarkDotNet.Attributes.BenchmarkAttribute), true)));
        if (!Cards.PcscApdus.CanRun())
        {
            benches = benches.Where(t => t != typeof(Cards.PcscApdus));
            await Console.Error.WriteLineAsync("PcscApdus is left out: eng/install/pcscd starts pcscd with an empty reader of vpcd.");
        }

        var summaries = BenchmarkSwitcher.FromTypes([.. benches]).Run(args, BenchConfig.Make()).ToList();
        var reports = summaries.SelectMany(s => s.Reports).ToList();
        return reports.Count > 0 && reports.All(r => r.Success) && !summaries.Any(s => s.HasCriticalValidationErrors) ? 0 : 1;
    }
}
