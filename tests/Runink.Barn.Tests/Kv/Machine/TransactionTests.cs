using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Machine;

public sealed class TransactionTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void A_transaction_that_writes_nothing_costs_no_revision()
    {
        _kv.Put("a", "1");
        var result = _kv.Txn([], [new RangeQuery(B("a")), new DeleteRangeCommand(B("x"))]);
        Assert.Equal((2L, 2L), (result.Revision, _kv.View.Revision));
        Assert.Equal(2, result.Responses[1].Revision);
    }

    [Fact]
    public void All_changes_of_a_transaction_have_one_revision()
    {
        var result = _kv.Txn([], [Put("a"), Put("b"), new TxnCommand([], [Put("c")], [])]);
        Assert.Equal(2, result.Revision);
        Assert.All(_kv.Range("a", "\0").Pairs, pair => Assert.Equal(2, pair.ModRevision));
        Assert.Equal(0, result.Responses[2].Revision);
    }

    [Fact]
    public void Operations_see_what_those_before_them_did()
    {
        _kv.Put("a", "old");
        var result = _kv.Txn([], [Put("b"), new RangeQuery(B("a"), B("\0")), new RangeQuery(B("a"), B("\0")) { Revision = 2 }]);
        Assert.Equal((2L, 3L), (((RangeResult)result.Responses[1]).Count, result.Responses[1].Revision));
        Assert.Equal(1, ((RangeResult)result.Responses[2]).Count);
    }

    [Fact]
    public void Comparisons_inside_are_made_before_the_first_operation()
    {
        var inner = new TxnCommand([Compare(KvCompareTarget.Version, "a", 0)], [Put("then")], [Put("else")]);
        var result = _kv.Txn([], [Put("a"), inner]);
        Assert.True(((TxnResult)result.Responses[1]).Succeeded);
        Assert.NotNull(_kv.View.Find("then"u8));
    }

    [Fact]
    public void A_key_that_is_not_there_compares_as_zero_and_never_by_value()
    {
        foreach (var target in new[] { KvCompareTarget.Version, KvCompareTarget.Create, KvCompareTarget.Mod,
            KvCompareTarget.Lease })
            Assert.True(_kv.Txn([Compare(target, "x", 0)], []).Succeeded);
        foreach (var result in Enum.GetValues<KvCompareResult>())
            Assert.False(_kv.Txn([new(KvCompareTarget.Value, result, B("x"))], []).Succeeded);
    }

    [Fact]
    public void A_comparison_over_a_range_holds_when_it_holds_for_every_key()
    {
        _kv.Put("a", "1");
        _kv.Put("b", "1");
        var same = new KvCompare(KvCompareTarget.Value, KvCompareResult.Equal, B("a"), B("c"), Value: B("1"));
        Assert.True(_kv.Txn([same], []).Succeeded);
        _kv.Put("b", "2");
        Assert.False(_kv.Txn([same], []).Succeeded);
    }

    [Fact]
    public void A_transaction_that_is_refused_changes_nothing()
    {
        var refused = new TxnCommand([], [Put("a"), new TxnCommand([], [new PutCommand(B("b"), default, IgnoreValue: true)],
            [])], []);
        Assert.Same(KvErrors.KeyNotFound, _kv.Error(refused));
        Assert.Same(KvErrors.FutureRevision, _kv.Error(new TxnCommand([], [Put("a"),
            new RangeQuery(B("a")) { Revision = 2 }], [])));
        Assert.Equal((1L, 0L), (_kv.View.Revision, _kv.Range("a", "\0").Count));
    }

    [Fact]
    public void What_is_not_carried_out_is_not_checked()
    {
        var keep = new PutCommand(B("x"), default, IgnoreValue: true);
        Assert.Null(_kv.Error(new TxnCommand([], [Put("a")], [keep])));
    }

    [Fact]
    public void A_key_that_is_changed_twice_at_one_revision_keeps_both_events_and_the_last_state()
    {
        _kv.Put("a", "0");
        var twice = new TxnCommand([], [new TxnCommand([], [Put("a")], []), new TxnCommand([],
            [new DeleteRangeCommand(B("a"))], [])], []);
        Assert.Null(KvRequestCheck.Check(twice));
        _kv.Apply(twice);
        Assert.Null(_kv.View.Find("a"u8));
        var changes = _kv.View.Log[3];
        Assert.Equal([false, true], [changes[0].IsTombstone, changes[1].IsTombstone]);
        _kv.Apply(new CompactCommand(3));
        Assert.Equal(_kv.View.KeyHash, _kv.View.HashAt(0).Hash);
        var snapshot = new MemoryStream();
        KvSnapshot.Write(_kv.View, snapshot);
        snapshot.Position = 0;
        Assert.Equal(2, KvMachine.Restore(snapshot).View.Log[3].Count);
    }

    private static PutCommand Put(string key) => new(B(key), B("v"));

    private static KvCompare Compare(KvCompareTarget target, string key, long number) =>
        new(target, KvCompareResult.Equal, B(key), Number: number);
}
