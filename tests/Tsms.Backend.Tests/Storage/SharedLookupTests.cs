using Tsms.Backend.Data;

namespace Tsms.Backend.Tests.Storage;

/// <summary>Who asks at the same time shares a look-up, and none gets an answer older than its question.</summary>
public sealed class SharedLookupTests
{
    private static readonly CancellationToken s_ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_WhileOneIsUnderWay_WaitsForTheNextWithAllOthers()
    {
        var database = new Database();
        var lookups = new SharedLookups<string, int>(database.LookUpAsync);
        var first = lookups.AskAsync("a", s_ct);
        var others = Enumerable.Range(0, 5).Select(_ => lookups.AskAsync("a", s_ct)).ToList();

        (await database.NextAsync()).SetResult(1);
        Assert.Equal(1, await first);
        var second = await database.NextAsync();
        Assert.All(others, other => Assert.False(other.IsCompleted));

        second.SetResult(2);
        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(2, answer));
        Assert.Equal(2, database.Begun);
    }

    [Fact]
    public async Task AskAsync_OtherKeys_DoNotWait()
    {
        var database = new Database();
        var lookups = new SharedLookups<string, int>(database.LookUpAsync);
        var a = lookups.AskAsync("a", s_ct);
        var stuck = await database.NextAsync();
        var b = lookups.AskAsync("b", s_ct);

        (await database.NextAsync()).SetResult(7);

        Assert.Equal(7, await b);
        Assert.False(a.IsCompleted);
        stuck.SetResult(1);
        Assert.Equal(1, await a);
    }

    [Fact]
    public async Task AskAsync_LookUpFails_TellsThoseWhoShareItAndNobodyElse()
    {
        var database = new Database();
        var lookups = new SharedLookups<string, int>(database.LookUpAsync);
        var first = lookups.AskAsync("a", s_ct);
        var second = lookups.AskAsync("a", s_ct);

        (await database.NextAsync()).SetException(new IOException("away"));
        await Assert.ThrowsAsync<IOException>(() => first);
        (await database.NextAsync()).SetResult(3);

        Assert.Equal(3, await second);
    }

    [Fact]
    public async Task AskAsync_OneGivesUp_OthersGetTheirAnswer()
    {
        var database = new Database();
        var lookups = new SharedLookups<string, int>(database.LookUpAsync);
        using var abort = new CancellationTokenSource();
        var impatient = lookups.AskAsync("a", abort.Token);
        var patient = lookups.AskAsync("a", s_ct);

        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        (await database.NextAsync()).SetResult(1);
        (await database.NextAsync()).SetResult(2);

        Assert.Equal(2, await patient);
    }

    [Fact]
    public async Task AskAsync_ManyAtOnce_NeverOlderThanTheQuestionAndNothingIsKept()
    {
        var now = 0;
        var lookups = new SharedLookups<int, int>(async _ =>
        {
            var read = Volatile.Read(ref now);
            await Task.Yield();
            return read;
        });
        await Parallel.ForAsync(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = s_ct }, async (i, cancellationToken) =>
        {
            var before = Interlocked.Increment(ref now);
            Assert.True(await lookups.AskAsync(i % 3, cancellationToken) >= before);
        });

        // The last look-up leaves after it has answered.
        SpinWait.SpinUntil(() => lookups.UnderWay == 0);
        Assert.Equal(0, lookups.UnderWay);
    }

    /// <summary>Look-ups that the test answers, in the order in which they began.</summary>
    private sealed class Database
    {
        private readonly System.Threading.Channels.Channel<TaskCompletionSource<int>> _begun = System.Threading.Channels.Channel.CreateUnbounded<TaskCompletionSource<int>>();

        public int Begun { get; private set; }

        public Task<int> LookUpAsync(string key)
        {
            var answer = new TaskCompletionSource<int>();
            Begun++;
            Assert.True(_begun.Writer.TryWrite(answer));
            return answer.Task;
        }

        public ValueTask<TaskCompletionSource<int>> NextAsync() => _begun.Reader.ReadAsync(s_ct);
    }
}
