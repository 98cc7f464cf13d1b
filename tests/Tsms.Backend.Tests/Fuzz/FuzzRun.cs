using System.Collections.Concurrent;
using System.Diagnostics;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>
/// Tries inputs from some workers at once and ends with the first that breaks the target. An input without answer within the guard's second, or whose connection ends
/// before one, is tried again alone, some times, since a busy machine may have been it; one that is never answered is a hang or a crash. Memory is looked at after each fifth of the run, everything collected.
/// </summary>
internal sealed class FuzzRun(string target, int count, int seed, Action<string> tell)
{
    private const int Workers = 8;
    private const int Tries = 6;
    private const int Parts = 5;
    private const long Megabyte = 1024 * 1024;

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, int> _outcomes = new();
    private int _late;

    /// <summary>How much memory may grow between the first fifth of the run and its end, in bytes: what the target keeps on purpose, and a little.</summary>
    public long MaxGrowth { get; init; } = 32 * Megabyte;

    /// <param name="make">Makes input number so and so: always the same for the same chance.</param>
    /// <param name="attempt">Sends it, throws when the answer is not what it must be, else says what came of it. Runs again for an input that was late.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task RunAsync(Func<Chance, FuzzInput> make, Func<FuzzInput, CancellationToken, Task<string>> attempt, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var memory = new List<long>();
        for (var part = 0; part < Parts; part++)
        {
            var (from, to) = (FuzzPlan.First + (count * part / Parts), FuzzPlan.First + (count * (part + 1) / Parts));
            var late = new ConcurrentBag<int>();
            await Parallel.ForEachAsync(
                Enumerable.Range(from, to - from),
                new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken },
                async (number, _) =>
                {
                    if (!await TryAsync(number, make, attempt, cancellationToken))
                    {
                        late.Add(number);
                    }
                });
            foreach (var number in late.Order())
            {
                await TryAloneAsync(number, make, attempt, cancellationToken);
            }

            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        tell($"{target}: seed {seed}, {count} inputs in {watch.Elapsed.TotalSeconds:F0} s, {_late} were not answered in time and tried again; memory after each fifth "
            + $"{string.Join(", ", memory.Select(m => $"{m / (double)Megabyte:F1}"))} MB; {string.Join(", ", _outcomes.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Key} {o.Value}"))}");
        Assert.True(memory[^1] - memory[0] < MaxGrowth, $"{target}: memory grew from {memory[0]} to {memory[^1]} bytes between the first fifth of the run and its end");
    }

    public int Of(string outcome) => _outcomes.GetValueOrDefault(outcome);

    // False: it was late.
    private async Task<bool> TryAsync(int number, Func<Chance, FuzzInput> make, Func<FuzzInput, CancellationToken, Task<string>> attempt, CancellationToken cancellationToken)
    {
        var input = make(new Chance(seed, number));
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        guard.CancelAfter(Guard);
        try
        {
            var outcome = await attempt(input, guard.Token);
            _outcomes.AddOrUpdate(outcome, 1, (_, n) => n + 1);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"{target}: input {number} of seed {seed} ({input.What}) ended in {e.Message}\n{await KeepAsync(number, input)}", e);
        }
    }

    private async Task TryAloneAsync(int number, Func<Chance, FuzzInput> make, Func<FuzzInput, CancellationToken, Task<string>> attempt, CancellationToken cancellationToken)
    {
        _late++;
        for (var left = Tries; left > 0; left--)
        {
            if (await TryAsync(number, make, attempt, cancellationToken))
            {
                return;
            }
        }

        var input = make(new Chance(seed, number));
        Assert.Fail($"{target}: input {number} of seed {seed} ({input.What}) was not answered, {Tries + 1} times\n{await KeepAsync(number, input)}");
    }

    // What broke the target is kept beside the message: a body may have many kilobytes.
    private async Task<string> KeepAsync(int number, FuzzInput input)
    {
        var path = Path.Combine(Path.GetTempPath(), $"tsms-fuzz-{target}-{seed}-{number}.bin");
        await File.WriteAllBytesAsync(path, input.Body, CancellationToken.None);
        return $"{input.Method} {input.Path} {input.ContentType}, body of {input.Body.Length} bytes in {path}";
    }
}
