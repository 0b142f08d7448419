using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Leases;

public sealed class LeaseTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void A_lease_is_granted_once()
    {
        Assert.Equal(60, _kv.Apply<LeaseGrantResult>(new LeaseGrantCommand(7, 60)).TtlSeconds);
        Assert.Same(KvErrors.LeaseExists, _kv.Error(new LeaseGrantCommand(7, 60)));
        Assert.Same(KvErrors.LeaseNotFound, _kv.Error(new LeaseGrantCommand(0, 60)));
        Assert.Same(KvErrors.LeaseTtlTooLarge, _kv.Error(new LeaseGrantCommand(8, 9_000_000_001)));
        Assert.Null(_kv.Error(new LeaseGrantCommand(-8, 9_000_000_000)));
        Assert.Equal(2, _kv.View.Leases.Count);
    }

    [Fact]
    public void Revoking_deletes_the_attached_keys_in_their_order_at_one_revision()
    {
        _kv.Apply(new LeaseGrantCommand(7, 60));
        foreach (var key in new[] { "c", "a", "b" }) _kv.Put(key, "1", 7);
        _kv.Put("d", "1");
        Assert.Equal(6, _kv.Apply(new LeaseRevokeCommand(7)).Revision);
        var changes = _kv.View.Log[6];
        Assert.Equal("a b c", string.Join(' ', Enumerable.Range(0, changes.Count).Select(i => S(changes[i].Key))));
        Assert.Equal("d=1", _kv.Values("a", "\0"));
        Assert.Same(KvErrors.LeaseNotFound, _kv.Error(new LeaseRevokeCommand(7)));
    }

    [Fact]
    public void Revoking_a_lease_without_keys_costs_no_revision()
    {
        _kv.Apply(new LeaseGrantCommand(7, 60));
        Assert.Equal(1, _kv.Apply(new LeaseRevokeCommand(7)).Revision);
    }

    [Fact]
    public void A_key_belongs_to_the_lease_of_its_last_put()
    {
        _kv.Apply(new LeaseGrantCommand(7, 60));
        _kv.Apply(new LeaseGrantCommand(8, 60));
        _kv.Put("a", "1", 7);
        _kv.Put("a", "2", 8);
        Assert.Equal(("", "a"), (Keys(7), Keys(8)));
        _kv.Apply(new LeaseRevokeCommand(7));
        Assert.Equal("a=2", _kv.Values("a"));
        _kv.Put("a", "3");
        Assert.Equal("", Keys(8));
        _kv.Put("a", "4", 8);
        _kv.Delete("a");
        Assert.Equal("", Keys(8));
    }

    [Fact]
    public void A_view_keeps_the_leases_of_its_time()
    {
        _kv.Apply(new LeaseGrantCommand(7, 60));
        _kv.Put("a", "1", 7);
        var before = _kv.View;
        _kv.Apply(new LeaseCheckpointCommand([new(7, 20), new(99, 5)]));
        var between = _kv.View;
        _kv.Apply(new LeaseRevokeCommand(7));
        Assert.Equal((0L, 20L), (before.Leases.Find(7)!.RemainingSeconds, between.Leases.Find(7)!.RemainingSeconds));
        Assert.Null(_kv.View.Leases.Find(7));
        Assert.Equal("a", string.Join(' ', before.Leases.KeysOf(7).Select(S)));
    }

    private string Keys(long lease) => string.Join(' ', _kv.View.Leases.KeysOf(lease).Select(S));
}
