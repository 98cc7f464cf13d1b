using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Tsms.Bench.Support;

/// <summary>What all benches share. They run in this process: nothing is built a second time, and what a bench counts reaches its column.</summary>
internal static class BenchConfig
{
    public static IConfig Make() => ManualConfig.Create(DefaultConfig.Instance).AddDiagnoser(MemoryDiagnoser.Default).AddColumn(new WorkColumn());

    internal static Job InProcess(string id) => new Job(id).WithToolchain(InProcessEmitToolchain.Instance).WithRuntime(CoreRuntime.Core10_0);
}

/// <summary>For what can be repeated as often as one likes.</summary>
internal sealed class SteadyConfig : ManualConfig
{
    public SteadyConfig() => AddJob(BenchConfig.InProcess("steady").WithWarmupCount(4).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(250)));
}

/// <summary>For what takes long and leaves something behind: one operation to an iteration.</summary>
internal sealed class LongConfig : ManualConfig
{
    public LongConfig() => AddJob(BenchConfig.InProcess("long").WithStrategy(RunStrategy.Monitoring).WithWarmupCount(3).WithIterationCount(15).WithInvocationCount(1).WithUnrollFactor(1));
}

/// <summary>For what is looked at once.</summary>
internal sealed class OnceConfig : ManualConfig
{
    public OnceConfig() => AddJob(BenchConfig.InProcess("once").WithStrategy(RunStrategy.Monitoring).WithWarmupCount(0).WithIterationCount(1).WithInvocationCount(1).WithUnrollFactor(1));
}
