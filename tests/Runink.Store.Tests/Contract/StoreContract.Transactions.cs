namespace Runink.Store.Tests.Contract;

public abstract partial class StoreContract
{
    [Theory]
    [InlineData(CompareTarget.Version, 2)]
    [InlineData(CompareTarget.CreateRevision, 3)]
    [InlineData(CompareTarget.ModRevision, 4)]
    [InlineData(CompareTarget.Lease, 0)]
    public async Task A_number_of_an_entry_is_compared(CompareTarget target, long actual)
    {
        await PutAsync("other", "x");
        await PutAsync("k", "one");
        await PutAsync("k", "two");
        for (var number = actual - 1; number <= actual + 1; number++)
        {
            await CompareAsync(CompareOperator.Equal, number, actual == number);
            await CompareAsync(CompareOperator.NotEqual, number, actual != number);
            await CompareAsync(CompareOperator.Less, number, actual < number);
            await CompareAsync(CompareOperator.Greater, number, actual > number);
        }

        async Task CompareAsync(CompareOperator op, long number, bool holds) => Assert.True(
            holds == await HoldsAsync(new Compare("k", target, op, number)), $"{target} of {actual} {op} {number}: not {holds}");
    }

    [Theory]
    [InlineData(CompareOperator.Equal, "m", true)]
    [InlineData(CompareOperator.Equal, "mm", false)]
    [InlineData(CompareOperator.NotEqual, "m", false)]
    [InlineData(CompareOperator.NotEqual, "a", true)]
    [InlineData(CompareOperator.Less, "z", true)]
    [InlineData(CompareOperator.Less, "m", false)]
    [InlineData(CompareOperator.Greater, "a", true)]
    [InlineData(CompareOperator.Greater, "mm", false)]
    public async Task A_value_is_compared_bytewise(CompareOperator op, string with, bool holds)
    {
        await PutAsync("k", "m");
        Assert.Equal(holds, await HoldsAsync(Compare.Value("k", op, Bytes(with))));
        Assert.False(await HoldsAsync(Compare.Value("missing", op, Bytes(with))));
    }

    [Fact]
    public async Task A_missing_key_has_numbers_of_zero()
    {
        Assert.True(await HoldsAsync(Compare.Absent("k")));
        Assert.False(await HoldsAsync(Compare.Exists("k")));
        Assert.True(await HoldsAsync(Compare.ModRevision("k", CompareOperator.Equal, 0)));
        await PutAsync("k", "v");
        await Store.DeleteAsync("k", Cancel);
        Assert.True(await HoldsAsync(Compare.Absent("k")));
    }

    [Fact]
    public async Task All_conditions_must_hold_or_the_other_branch_is_taken()
    {
        await PutAsync("a", "1");
        var request = new TxnRequest
        {
            If = [Compare.Exists("a"), Compare.Absent("b")],
            Then = [new PutOp("b", Bytes("made"))],
            Else = [new PutOp("c", Bytes("too late"))],
        };
        var first = await Store.TxnAsync(request, Cancel);
        var second = await Store.TxnAsync(request, Cancel);
        Assert.Equal((true, 3L), (first.Succeeded, first.Revision));
        Assert.Equal((false, 4L), (second.Succeeded, second.Revision));
        Assert.Equal("a=1 b=made c=too late", await ListAsync(""));
    }

    [Fact]
    public async Task All_changes_of_a_transaction_share_one_revision()
    {
        await PutAsync("old/1", "x");
        await PutAsync("old/2", "x");
        var response = await TxnAsync(
            new PutOp("a", Bytes("1")), new DeleteOp(KeyRange.Prefix("old/")), new PutOp("b", Bytes("2")), new DeleteOp("none"));
        Assert.Equal([1L, 2L, 1L, 0L], response.Results.Select(result => result.Count));
        var all = (await Store.ListAsync("", Cancel)).Items;
        Assert.Equal("a=1 b=2", Show(all));
        Assert.All(all, entry => Assert.Equal(response.Revision, entry.ModRevision));
    }

    [Fact]
    public async Task A_transaction_that_changes_nothing_takes_no_revision()
    {
        var put = await PutAsync("a", "1");
        Assert.Equal(put, (await TxnAsync(new DeleteOp("missing"), new RangeOp("a"))).Revision);
        Assert.Equal(put, (await TxnAsync()).Revision);
        Assert.Equal(put + 1, await PutAsync("a", "1"));
    }

    [Fact]
    public async Task A_range_in_a_transaction_sees_the_steps_before_it_and_not_those_after()
    {
        await PutAsync("k1", "old");
        await PutAsync("k3", "old");
        var all = new RangeOp(new RangeRequest(KeyRange.Prefix("k"), Limit: 2));
        var response = await TxnAsync(
            all, new PutOp("k1", Bytes("new")), new PutOp("k2", Bytes("new")), all, new DeleteOp("k3"), all);
        Assert.Equal("k1=old k3=old", Show(response.Results[0].Items));
        Assert.Equal("k1=new k2=new", Show(response.Results[3].Items));
        Assert.True(response.Results[3].More);
        Assert.Equal((2L, false), (response.Results[5].Count, response.Results[5].More));
        Assert.Equal(2, response.Results[3].Items[0].Version);
    }

    [Fact]
    public async Task Two_deletions_may_overlap_and_count_each_key_once()
    {
        foreach (var key in new[] { "k1", "k2", "k3" }) await PutAsync(key, "v");
        var response = await TxnAsync(new DeleteOp("k2"), new DeleteOp(KeyRange.Prefix("k")));
        Assert.Equal([1L, 2L], response.Results.Select(result => result.Count));
        Assert.Equal("", await ListAsync(""));
    }

    [Fact]
    public async Task A_key_cannot_be_changed_twice_in_one_transaction()
    {
        await Assert.ThrowsAsync<StoreRequestException>(
            async () => await TxnAsync(new PutOp("k", Bytes("1")), new PutOp("k", Bytes("2"))));
        var error = await Assert.ThrowsAsync<StoreRequestException>(
            async () => await TxnAsync(new DeleteOp(KeyRange.Prefix("k")), new PutOp("k1", Bytes("2"))));
        Assert.Contains("\"k1\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await Store.ListAsync("", Cancel)).Revision);
    }

    [Fact]
    public async Task Nonsense_is_refused_and_changes_nothing()
    {
        await Assert.ThrowsAsync<StoreRequestException>(async () => await PutAsync("", "v"));
        await Assert.ThrowsAsync<StoreRequestException>(
            async () => await Store.PutAsync("big", new byte[5 << 20], 0, Cancel));
        await Assert.ThrowsAsync<StoreRequestException>(
            async () => await Store.RangeAsync(new RangeRequest(KeyRange.All, Limit: -1), Cancel));
        await Assert.ThrowsAsync<StoreLeaseNotFoundException>(async () => await PutAsync("k", "v", lease: 77));
        await Assert.ThrowsAsync<StoreRequestException>(
            async () => await TxnAsync(new PutOp("k", Bytes("v")), new RangeOp(new RangeRequest(KeyRange.All, 0, 99))));
        Assert.Equal(1, (await Store.ListAsync("", Cancel)).Revision);
    }

    [Fact]
    public async Task Concurrent_increments_with_compares_lose_nothing()
    {
        await PutAsync("n", "0");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => IncrementAsync(25), Cancel)));
        Assert.Equal("n=200", await ListAsync("n"));
        Assert.Equal(201, (await Store.GetAsync("n", Cancel))!.Version);
    }

    [Fact]
    public async Task A_cancelled_transaction_is_not_carried_out()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.PutAsync("k", Bytes("v"), 0, cancelled.Token));
        Assert.Null(await Store.GetAsync("k", Cancel));
    }

    private async Task IncrementAsync(int times)
    {
        for (var done = 0; done < times;)
        {
            var seen = await Store.GetAsync("n", Cancel);
            var next = int.Parse(Text(seen!.Value)) + 1;
            var response = await Store.TxnAsync(
                new TxnRequest { If = [Compare.Unchanged(seen)], Then = [new PutOp("n", Bytes($"{next}"))] }, Cancel);
            if (response.Succeeded) done++;
        }
    }

    private async Task<bool> HoldsAsync(Compare compare) =>
        (await Store.TxnAsync(new TxnRequest { If = [compare] }, Cancel)).Succeeded;
}
