using BenchmarkDotNet.Running;

namespace Tsms.Bench;

/// <summary>Runs the benches; see bench/README.md.</summary>
internal static class BenchProgram
{
    private static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(BenchProgram).Assembly).Run(args);
}
