using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime;

namespace Tsms.Bench.Rest;

/// <summary>What a run measured. Rates are requests per second, P50 and P99 milliseconds, Elapsed seconds; Processor is this process's time per request, client and server, in microseconds.</summary>
internal sealed record LoadResult(int Requests, double Rate, double P50, double P99, double Elapsed, double Processor);

/// <summary>Where requests go, and which.</summary>
internal sealed record LoadTarget(string Name, HttpClient Http, Func<HttpRequestMessage> Request);

/// <summary>Sends requests one after another from some clients at once, for a while.</summary>
internal static class LoadRun
{
    /// <summary>So many requests are under way at any time.</summary>
    public const int Clients = 32;

    /// <summary>So often each target has its turn.</summary>
    public const int Rounds = 6;

    /// <summary>How long a turn lasts.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(1.5);

    /// <summary>Warm is what the compiler takes no more than this part of the time for; it translates what is called often a second and third time.</summary>
    private const double CompilerPart = 0.01;

    private const int MaxWarmUpRounds = 30;

    /// <summary>
    /// Warms all targets up, then measures them in turns: whatever else the machine does falls on all alike. One result per target.
    /// </summary>
    /// <exception cref="InvalidOperationException">A request was not answered with success: a bench of errors measures nothing.</exception>
    public static async Task<IReadOnlyList<LoadResult>> MeasureAsync(IReadOnlyList<LoadTarget> targets)
    {
        await WarmUpAsync(targets);
        var times = targets.Select(_ => new List<double>()).ToList();
        var (elapsed, processor) = (new double[targets.Count], new TimeSpan[targets.Count]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < targets.Count; i++)
            {
                var before = Environment.CpuUsage.TotalTime;
                var (turn, seconds) = await RunAsync(targets[i], Turn);
                processor[i] += Environment.CpuUsage.TotalTime - before;
                times[i].AddRange(turn);
                elapsed[i] += seconds;
            }
        }

        return [.. times.Select((all, i) =>
        {
            all.Sort();
            return new LoadResult(all.Count, all.Count / elapsed[i], At(all, 0.5), At(all, 0.99), elapsed[i], processor[i].TotalMicroseconds / all.Count);
        })];
    }

    private static async Task WarmUpAsync(IReadOnlyList<LoadTarget> targets)
    {
        var part = 1.0;
        for (var round = 0; round < MaxWarmUpRounds && part > CompilerPart; round++)
        {
            var (before, clock) = (JitInfo.GetCompilationTime(), Stopwatch.StartNew());
            foreach (var target in targets)
            {
                await RunAsync(target, Turn);
            }

            part = (JitInfo.GetCompilationTime() - before) / clock.Elapsed;
        }

        if (part > CompilerPart)
        {
            Console.WriteLine($"Not warm: the compiler still took {part:P0} of the time.");
        }
    }

    private static async Task<(List<double> Times, double Seconds)> RunAsync(LoadTarget target, TimeSpan duration)
    {
        var times = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (clock.Elapsed < duration)
            {
                var begin = clock.Elapsed;
                using var message = target.Request();
                using var answer = await target.Http.SendAsync(message);
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{message.Method} {message.RequestUri} answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
                }

                own.Add((clock.Elapsed - begin).TotalMilliseconds);
            }

            times.Add(own);
        })));
        return ([.. times.SelectMany(t => t)], clock.Elapsed.TotalSeconds);
    }

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
