using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tsms.Bench.Rest;

/// <summary>What a run measured. Rates are requests per second, times milliseconds.</summary>
internal sealed record LoadResult(int Requests, double Rate, double P50, double P99, double Elapsed);

/// <summary>Sends requests one after another from some clients at once, for a while.</summary>
internal static class LoadRun
{
    /// <summary>So many requests are under way at any time.</summary>
    public const int Clients = 8;

    /// <summary>Runs without measuring, then measures.</summary>
    /// <exception cref="InvalidOperationException">A request was not answered with success: a bench of errors measures nothing.</exception>
    public static async Task<LoadResult> MeasureAsync(HttpClient http, Func<HttpRequestMessage> request, TimeSpan warmUp, TimeSpan measured, Action? start = null)
    {
        await RunAsync(http, request, warmUp);
        start?.Invoke();
        return await RunAsync(http, request, measured);
    }

    private static async Task<LoadResult> RunAsync(HttpClient http, Func<HttpRequestMessage> request, TimeSpan duration)
    {
        var times = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            var own = new List<double>();
            while (clock.Elapsed < duration)
            {
                var begin = clock.Elapsed;
                using var message = request();
                using var answer = await http.SendAsync(message);
                var body = await answer.Content.ReadAsByteArrayAsync();
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{message.Method} {message.RequestUri} answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(body)}");
                }

                own.Add((clock.Elapsed - begin).TotalMilliseconds);
            }

            times.Add(own);
        })));
        var elapsed = clock.Elapsed.TotalSeconds;
        var all = times.SelectMany(t => t).Order().ToList();
        return new LoadResult(all.Count, all.Count / elapsed, At(all, 0.5), At(all, 0.99), elapsed);
    }

    private static double At(List<double> sorted, double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
