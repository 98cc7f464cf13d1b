namespace Tsms.Keys.Tests;

public sealed class KeyChangeTests : KeyStores
{
    private static readonly KeySetReference Old = new("sd", 0x30);
    private static readonly KeySetReference Next = new("sd", 0x31);

    [Fact]
    public async Task Commit_AfterProof_PutsTheNewSetInTheOldOnesPlace()
    {
        await using var store = InMemory();
        await store.GenerateKeySetAsync(Old, 16, Diversification.None, CancellationToken);
        var pending = await store.BeginChangeAsync(Next, 16, CancellationToken);
        Assert.Equal(Old, Assert.Single(await store.ListKeySetsAsync(CancellationToken)).Reference);
        Assert.Equal(pending.CheckValues, (await store.FindPendingAsync("sd", CancellationToken))!.CheckValues);

        // the pending set can be enciphered for the card and can open a channel
        var keys = await store.GetPendingScp03KeysAsync("sd", CancellationToken);
        var enciphered = await (await store.GetScp03KeysAsync(Old, default, CancellationToken)).EncipherKeySetAsync(keys, CancellationToken);
        Assert.Equal(pending.CheckValues, enciphered.Keys.Select(k => Convert.ToHexString(k.CheckValue.Span)));
        Assert.Equal("sd, pending", keys.DisplayName);
        (await keys.DeriveSessionKeysAsync(new byte[8], new byte[8], CancellationToken)).Dispose();

        var committed = await store.CommitChangeAsync("sd", Old.Version, CancellationToken);
        Assert.Equal(pending.CheckValues, committed.CheckValues);
        Assert.Equal(Next, Assert.Single(await store.ListKeySetsAsync(CancellationToken)).Reference);
        Assert.Null(await store.FindPendingAsync("sd", CancellationToken));
        await Refused(KeyStoreError.ChangeState, async () => (await keys.DeriveSessionKeysAsync(new byte[8], new byte[8], CancellationToken)).Dispose());
    }

    [Fact]
    public async Task Commit_OfTheSameVersion_ReplacesTheSet()
    {
        await using var store = InMemory();
        var old = await store.GenerateKeySetAsync(Old, 16, Diversification.None, CancellationToken);
        var pending = await store.BeginChangeAsync(Old, 32, CancellationToken);
        Assert.Equal(old.CheckValues, (await store.FindKeySetAsync(Old, CancellationToken))!.CheckValues);
        await store.CommitChangeAsync("sd", null, CancellationToken);
        Assert.Equal(pending.CheckValues, (await store.FindKeySetAsync(Old, CancellationToken))!.CheckValues);
    }

    [Fact]
    public async Task Drop_LeavesTheOldSet()
    {
        await using var store = InMemory();
        var old = await store.GenerateKeySetAsync(Old, 16, Diversification.None, CancellationToken);
        await store.BeginChangeAsync(Next, 16, CancellationToken);
        await store.DropChangeAsync("sd", CancellationToken);
        Assert.Equal(old.CheckValues, Assert.Single(await store.ListKeySetsAsync(CancellationToken)).CheckValues);
        Assert.Null(await store.FindPendingAsync("sd", CancellationToken));
    }

    [Fact]
    public async Task Changes_OutOfOrder_AreRefused()
    {
        await using var store = InMemory();
        await Refused(KeyStoreError.ChangeState, async () => await store.CommitChangeAsync("sd", null, CancellationToken));
        await Refused(KeyStoreError.ChangeState, async () => await store.DropChangeAsync("sd", CancellationToken));
        await Refused(KeyStoreError.ChangeState, async () => await store.GetPendingScp03KeysAsync("sd", CancellationToken));
        await store.BeginChangeAsync(Next, 16, CancellationToken);
        await Refused(KeyStoreError.ChangeState, async () => await store.BeginChangeAsync(Next, 16, CancellationToken), "under way");
        await Refused(KeyStoreError.NotFound, async () => await store.CommitChangeAsync("sd", 0x30, CancellationToken), "retires");
        Assert.NotNull(await store.FindPendingAsync("sd", CancellationToken)); // a refused commit changes nothing
    }

    [Fact]
    public async Task BeginChange_OnDisk_IsThereAfterACrash()
    {
        IReadOnlyList<string> pending;
        await using (var store = await Open())
        {
            await store.GenerateKeySetAsync(Old, 16, Diversification.None, CancellationToken);
            pending = (await store.BeginChangeAsync(Next, 16, CancellationToken)).CheckValues;
        }

        await using var again = await Open();
        Assert.Equal(pending, (await again.FindPendingAsync("sd", CancellationToken))!.CheckValues);
        await again.CommitChangeAsync("sd", Old.Version, CancellationToken);
    }
}
