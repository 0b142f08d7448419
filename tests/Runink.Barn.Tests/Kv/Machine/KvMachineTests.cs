using Runink.Raft;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Machine;

public sealed class KvMachineTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void A_new_store_stands_at_revision_one() => Assert.Equal((1L, -1L), (_kv.View.Revision, _kv.View.CompactRevision));

    [Fact]
    public void Each_put_is_a_revision_and_counts_the_versions_of_its_key()
    {
        Assert.Equal(2, _kv.Put("a", "1"));
        Assert.Equal(3, _kv.Put("b", "1"));
        Assert.Equal(4, _kv.Put("a", "2"));
        var a = _kv.View.Find("a"u8)!;
        Assert.Equal((2L, 4L, 2L), (a.CreateRevision, a.ModRevision, a.Version));
    }

    [Fact]
    public void A_key_put_again_after_a_delete_begins_at_version_one()
    {
        _kv.Put("a", "1");
        _kv.Put("a", "2");
        Assert.Equal(1, _kv.Delete("a").Deleted);
        Assert.Null(_kv.View.Find("a"u8));
        _kv.Put("a", "3");
        var a = _kv.View.Find("a"u8)!;
        Assert.Equal((5L, 5L, 1L), (a.CreateRevision, a.ModRevision, a.Version));
    }

    [Fact]
    public void A_delete_that_finds_nothing_costs_no_revision()
    {
        _kv.Put("a", "1");
        var result = _kv.Delete("b", "c");
        Assert.Equal((2L, 0L), (result.Revision, result.Deleted));
    }

    [Fact]
    public void What_is_not_published_is_not_seen()
    {
        var before = _kv.View;
        _kv.Put("a", "1");
        Assert.Same(before, _kv.Machine.View);
        Assert.Null(_kv.Machine.View.Find("a"u8));
        Assert.NotNull(_kv.View.Find("a"u8));
        Assert.Null(before.Find("a"u8));
    }

    [Fact]
    public void An_entry_is_applied_once_and_in_order()
    {
        var put = new PutCommand(B("a"), B("1"));
        _kv.Machine.Apply(new LogIndex(7), new(0, 0, 0, put));
        Assert.Throws<ArgumentOutOfRangeException>(() => _kv.Machine.Apply(new LogIndex(7), new(0, 0, 0, put)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _kv.Machine.Skip(new LogIndex(6)));
        Assert.Equal(new LogIndex(7), _kv.View.AppliedIndex);
    }
}
