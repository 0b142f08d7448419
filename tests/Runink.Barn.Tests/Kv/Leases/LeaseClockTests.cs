using Runink.Raft;

namespace Runink.Barn.Tests.Kv.Leases;

public sealed class LeaseClockTests
{
    private readonly Bench _kv = new();
    private readonly LeaseClock _clock = new(checkpointSeconds: 100);

    public LeaseClockTests() => _clock.TakeCharge(_kv.View.Leases, At(0));

    [Fact]
    public void A_lease_is_due_when_its_time_has_run_out_and_not_before()
    {
        Grant(7, 10, 0);
        Assert.Empty(Due(9));
        Assert.Equal(1, _clock.Find(7, At(9))?.RemainingSeconds);
        Assert.Equal([7], Due(10));
    }

    [Fact]
    public void A_renewal_counts_in_full_from_now()
    {
        Grant(7, 10, 0);
        Assert.Equal((10L, null), _clock.Renew(7, At(8)));
        Assert.Empty(Due(17));
        Assert.Equal([7], Due(18));
    }

    [Fact]
    public void What_has_expired_cannot_be_renewed_any_more()
    {
        Grant(7, 10, 0);
        Assert.Same(KvErrors.LeaseNotFound, _clock.Renew(7, At(10)).Error);
        Assert.Same(KvErrors.LeaseNotFound, _clock.Renew(8, At(1)).Error);
    }

    [Fact]
    public void A_due_lease_is_told_again_after_a_while_until_it_is_revoked()
    {
        Grant(7, 10, 0);
        Assert.Equal([7], Due(10));
        Assert.Empty(Due(12));
        Assert.Equal([7], Due(13));
        Apply(new LeaseRevokeCommand(7, Expired: true), 13);
        Assert.Empty(Due(100));
    }

    [Fact]
    public void At_most_so_many_are_told_at_once_and_the_others_next()
    {
        for (var id = 1; id <= 5; id++) Grant(id, 10, 0);
        Assert.Equal([1, 2, 3], Due(10, max: 3));
        Assert.Equal([4, 5], Due(10, max: 3));
    }

    [Fact]
    public void A_new_leader_grants_every_lease_its_full_time_or_what_a_checkpoint_says()
    {
        Grant(7, 1000, 0);
        Grant(8, 50, 0);
        var checkpoints = new List<LeaseCheckpoint>();
        _clock.CollectCheckpoints(At(99), 10, checkpoints);
        Assert.Empty(checkpoints);
        _clock.CollectCheckpoints(At(400), 10, checkpoints);
        Assert.Equal([new LeaseCheckpoint(7, 600)], checkpoints);
        Apply(new LeaseCheckpointCommand([.. checkpoints]), 400);

        var next = new LeaseClock();
        next.TakeCharge(_kv.View.Leases, At(5_000));
        Assert.Equal(new LeaseState(7, 1000, 600, IsCheckpointed: true), next.Find(7, At(5_000)));
        Assert.Equal(new LeaseState(8, 50, 50), next.Find(8, At(5_000)));
    }

    [Fact]
    public void Who_renews_while_a_checkpoint_is_on_its_way_has_to_take_that_back()
    {
        Grant(7, 1000, 0);
        var checkpoints = new List<LeaseCheckpoint>();
        _clock.CollectCheckpoints(At(400), 10, checkpoints);
        Assert.Single(checkpoints);
        _clock.Renew(7, At(401));
        Assert.True(_clock.Find(7, At(401))?.IsCheckpointed);
    }

    [Fact]
    public void Who_is_not_in_charge_knows_nothing()
    {
        Grant(7, 10, 0);
        _clock.Resign();
        Assert.Same(KvErrors.NotLeader, _clock.Renew(7, At(1)).Error);
        Assert.Null(_clock.Find(7, At(1)));
        Assert.Empty(Due(100));
        Grant(8, 10, 0);
        Assert.Empty(Due(100));
    }

    [Fact]
    public void Leases_that_come_and_go_leave_nothing_behind_that_is_told()
    {
        for (var i = 1; i <= 1_000; i++)
        {
            Grant(i, 500, 0);
            if (i % 10 != 0) Apply(new LeaseRevokeCommand(i), 0);
        }
        Assert.Equal(Enumerable.Range(1, 100).Select(i => i * 10L), Due(500, max: 5_000));
    }

    [Fact]
    public void The_longest_time_does_not_overflow()
    {
        Grant(7, 9_000_000_000, 1_000_000);
        Assert.Empty(Due(1_000_000_000));
    }

    private static MonotonicTime At(long seconds) => new(seconds * 1_000_000_000);

    private void Grant(long id, long ttl, long at) => Apply(new LeaseGrantCommand(id, ttl), at);

    private void Apply(KvCommand command, long at) => _clock.Observe(command, _kv.Apply(command), At(at));

    private List<long> Due(long at, int max = 100)
    {
        var due = new List<long>();
        _clock.CollectDue(At(at), max, due);
        return due;
    }
}
