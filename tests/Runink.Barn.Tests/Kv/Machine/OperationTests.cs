using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Machine;

/// <summary>The corners of puts, ranges, deletes and compaction, as etcd turns them.</summary>
public sealed class OperationTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void Keeping_the_value_or_lease_of_a_key_that_is_not_there_is_refused()
    {
        Assert.Same(KvErrors.KeyNotFound, _kv.Error(new PutCommand(B("a"), default, IgnoreValue: true)));
        Assert.Same(KvErrors.KeyNotFound, _kv.Error(new PutCommand(B("a"), B("1"), IgnoreLease: true)));
        _kv.Put("a", "1");
        _kv.Delete("a");
        Assert.Same(KvErrors.KeyNotFound, _kv.Error(new PutCommand(B("a"), default, IgnoreValue: true)));
        Assert.Equal(3, _kv.View.Revision);
    }

    [Fact]
    public void Value_and_lease_stay_when_they_are_to_stay()
    {
        _kv.Apply(new LeaseGrantCommand(7, 60));
        _kv.Put("a", "1", 7);
        _kv.Apply(new PutCommand(B("a"), B("2"), IgnoreLease: true));
        Assert.Equal(("2", 7L), (S(_kv.View.Find("a"u8)!.Value), _kv.View.Find("a"u8)!.Lease));
        _kv.Apply(new PutCommand(B("a"), default, IgnoreValue: true));
        Assert.Equal(("2", 0L), (S(_kv.View.Find("a"u8)!.Value), _kv.View.Find("a"u8)!.Lease));
        Assert.Empty(_kv.View.Leases.KeysOf(7));
    }

    [Fact]
    public void A_put_to_a_lease_that_is_not_there_is_refused_before_the_key_is_looked_for()
    {
        Assert.Same(KvErrors.LeaseNotFound, _kv.Error(new PutCommand(B("a"), default, 9, IgnoreValue: true)));
        var inside = new TxnCommand([], [new PutCommand(B("a"), default, 9, IgnoreValue: true)], []);
        Assert.Same(KvErrors.KeyNotFound, _kv.Error(inside));
    }

    [Fact]
    public void An_empty_value_is_a_value()
    {
        _kv.Put("a", "");
        Assert.Equal(("", 1L), (S(_kv.View.Find("a"u8)!.Value), _kv.View.Find("a"u8)!.Version));
    }

    [Fact]
    public void Range_ends_stand_for_one_key_all_that_follow_or_a_bound()
    {
        foreach (var key in new[] { "a", "b", "ba", "c" }) _kv.Put(key, "1");
        Assert.Equal("b=1", _kv.Values("b"));
        Assert.Equal("b=1 ba=1 c=1", _kv.Values("b", "\0"));
        Assert.Equal("b=1 ba=1", _kv.Values("b", "c"));
        Assert.Equal("", _kv.Values("c", "b"));
        Assert.Equal("", _kv.Values("b", "b"));
        Assert.Equal("a=1 b=1 ba=1 c=1", _kv.Values("\0", "\0"));
    }

    [Fact]
    public void The_count_is_of_all_keys_whatever_limit_and_filters_leave()
    {
        foreach (var key in new[] { "a", "b", "c" }) _kv.Put(key, "1");
        var limited = _kv.View.Range(new(B("a"), B("\0")) { Limit = 2 });
        Assert.Equal((2, 3L, true), (limited.Pairs.Length, limited.Count, limited.More));
        var filtered = _kv.View.Range(new(B("a"), B("\0")) { MinModRevision = 4 });
        Assert.Equal((1, 3L, false), (filtered.Pairs.Length, filtered.Count, filtered.More));
        var exact = _kv.View.Range(new(B("a"), B("\0")) { Limit = 3 });
        Assert.False(exact.More);
        var counted = _kv.View.Range(new(B("a"), B("\0")) { CountOnly = true, Limit = 1 });
        Assert.Equal((0, 3L, false), (counted.Pairs.Length, counted.Count, counted.More));
    }

    [Fact]
    public void A_limit_without_an_order_takes_the_first_keys_and_orders_only_those()
    {
        foreach (var (key, value) in new[] { ("a", "3"), ("b", "2"), ("c", "1") }) _kv.Put(key, value);
        var query = new RangeQuery(B("a"), B("\0")) { SortTarget = KvSortTarget.Value, Limit = 1 };
        Assert.Equal("b", S(_kv.View.Range(query).Pairs[0].Key));
        Assert.Equal("c", S(_kv.View.Range(query with { SortOrder = KvSortOrder.Ascend }).Pairs[0].Key));
    }

    [Fact]
    public void Values_are_left_out_when_only_keys_are_asked_for()
    {
        _kv.Put("a", "secret");
        var pair = _kv.View.Range(new(B("a")) { KeysOnly = true }).Pairs[0];
        Assert.Equal((0, 2L), (pair.Value.Length, pair.ModRevision));
        Assert.Equal("secret", S(_kv.View.Find("a"u8)!.Value));
    }

    [Fact]
    public void The_past_can_be_read_down_to_the_floor_and_the_future_not_at_all()
    {
        for (var i = 2; i <= 5; i++) _kv.Put("a", $"{i}");
        _kv.Apply(new CompactCommand(4));
        Assert.Equal("a=4", _kv.Values("a", revision: 4));
        Assert.Same(KvErrors.Compacted, _kv.Range("a", revision: 3).Error);
        Assert.Same(KvErrors.FutureRevision, _kv.Range("a", revision: 6).Error);
        Assert.Equal("a=5", _kv.Values("a", revision: -1));
        Assert.Equal("OutOfRange: etcdserver: mvcc: required revision has been compacted", KvErrors.Compacted.ToString());
    }

    [Fact]
    public void Compaction_goes_up_to_the_newest_revision_and_never_back()
    {
        Assert.Null(_kv.Error(new CompactCommand(0)));
        Assert.Same(KvErrors.Compacted, _kv.Error(new CompactCommand(0)));
        _kv.Put("a", "1");
        Assert.Same(KvErrors.FutureRevision, _kv.Error(new CompactCommand(3)));
        Assert.Null(_kv.Error(new CompactCommand(2)));
        Assert.Same(KvErrors.Compacted, _kv.Error(new CompactCommand(2)));
        Assert.Same(KvErrors.Compacted, _kv.Error(new CompactCommand(1)));
        Assert.Equal("a=1", _kv.Values("a"));
    }

    [Fact]
    public void A_delete_tells_what_it_deleted_in_the_order_of_the_keys()
    {
        foreach (var key in new[] { "b", "a", "c" }) _kv.Put(key, key);
        var result = _kv.Delete("a", "c", prevKv: true);
        Assert.Equal((5L, 2L, "a b"), (result.Revision, result.Deleted, string.Join(' ', result.Previous.Select(v => S(v.Key)))));
        Assert.Empty(_kv.Delete("c").Previous);
    }
}
