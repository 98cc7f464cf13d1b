using BenchmarkDotNet.Running;

namespace Tsms.Bench;

/// <summary>Runs the benches; see bench/README.md.</summary>
internal static class BenchProgram
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["rest"])
        {
            return await Rest.RestBench.RunAsync();
        }

        BenchmarkSwitcher.FromAssembly(typeof(BenchProgram).Assembly).Run(args);
        return 0;
    }
}
