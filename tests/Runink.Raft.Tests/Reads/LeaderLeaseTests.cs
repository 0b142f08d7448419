namespace Runink.Raft.Tests;

public sealed class LeaderLeaseTests
{
    private static LeaderLease Of(long nanoseconds) =>
        new(new RaftOptions { Id = new(1), Seed = 1, LeaseNanoseconds = nanoseconds });

    [Fact]
    public void Without_leases_there_is_none()
    {
        var lease = Of(0);
        lease.Created(new(1), new(100));
        lease.Committed(new(1));
        Assert.Null(lease.End);
        Assert.False(lease.Holds(new(0)));
        Assert.False(lease.WantsRenewal(new(0)));
    }

    [Fact]
    public void It_runs_from_when_an_entry_was_made_and_begins_when_that_is_committed()
    {
        var lease = Of(10);
        lease.Created(new(1), new(100));
        Assert.Null(lease.End);
        Assert.False(lease.Holds(new(100)));
        lease.Committed(new(1));
        Assert.Equal(110, lease.End!.Value.Nanoseconds);
        Assert.True(lease.Holds(new(109)));
        Assert.False(lease.Holds(new(110)));
    }

    [Fact]
    public void Each_commit_prolongs_it_as_far_as_it_reaches()
    {
        var lease = Of(10);
        for (var i = 1; i <= 4; i++) lease.Created(new(i), new(100 + i));
        lease.Committed(new(2));
        Assert.Equal(112, lease.End!.Value.Nanoseconds);
        lease.Committed(new(2));
        Assert.Equal(112, lease.End!.Value.Nanoseconds);
        lease.Committed(new(4));
        Assert.Equal(114, lease.End!.Value.Nanoseconds);
    }

    [Fact]
    public void Entries_made_at_the_same_time_count_when_the_last_of_them_is_committed()
    {
        var lease = Of(10);
        lease.Created(new(1), new(100));
        lease.Created(new(2), new(100));
        lease.Created(new(3), new(105));
        lease.Committed(new(1));
        Assert.Null(lease.End);
        lease.Committed(new(2));
        Assert.Equal(110, lease.End!.Value.Nanoseconds);
        lease.Committed(new(3));
        Assert.Equal(115, lease.End!.Value.Nanoseconds);
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_errs_towards_a_shorter_lease()
    {
        var lease = Of(10);
        for (var i = 1; i <= 1025; i++) lease.Created(new(i), new(1000 + i));
        lease.Committed(new(1024));
        Assert.Equal(1000 + 1023 + 10, lease.End!.Value.Nanoseconds);
        lease.Committed(new(1025));
        Assert.Equal(1000 + 1024 + 10, lease.End!.Value.Nanoseconds);
        lease.Created(new(1026), new(9000));
        lease.Committed(new(1026));
        Assert.Equal(9010, lease.End!.Value.Nanoseconds);
    }

    [Fact]
    public void Releasing_is_for_good_and_later_entries_give_it_anew()
    {
        var lease = Of(10);
        lease.Created(new(1), new(100));
        lease.Created(new(2), new(101));
        lease.Committed(new(1));
        lease.ReleaseThrough(new(2));
        Assert.Null(lease.End);
        lease.Committed(new(2));
        Assert.Null(lease.End);
        lease.ReleaseThrough(new(1));
        Assert.Null(lease.End);
        lease.Created(new(3), new(102));
        lease.Committed(new(3));
        Assert.Equal(112, lease.End!.Value.Nanoseconds);
    }

    [Fact]
    public void An_entry_is_made_to_prolong_it_when_less_than_half_is_left_and_none_is_on_its_way()
    {
        var lease = Of(10);
        Assert.True(lease.WantsRenewal(new(0)));
        lease.Created(new(1), new(100));
        Assert.False(lease.WantsRenewal(new(100)));
        lease.Committed(new(1));
        Assert.False(lease.WantsRenewal(new(104)));
        Assert.True(lease.WantsRenewal(new(105)));
        lease.Created(new(2), new(105));
        Assert.False(lease.WantsRenewal(new(105)));
    }

    [Fact]
    public void A_leader_that_hands_over_does_not_prolong_its_lease()
    {
        var node = new Bench("LeaseNanoseconds=100ms").Leads().Does("transfer 1 2").Does("renew 1").Says().Does("read 1 #1");
        node.Says("send 1->2 t1 Heartbeat commit=1 round=1", "send 1->3 t1 Heartbeat commit=1 round=1");
        Assert.Null(node.Node.LeaseEnd);
    }

    [Fact]
    public void The_lease_can_be_looked_at()
    {
        var node = new Bench("LeaseNanoseconds=100ms").Leads();
        Assert.Equal(node.Machine.Clock + 100_000_000, node.Node.LeaseEnd);
        Assert.Null(new Bench().Leads().Node.LeaseEnd);
        Assert.Null(new Bench("LeaseNanoseconds=100ms").Node.LeaseEnd);
        Assert.Null(new Bench("LeaseNanoseconds=100ms PreVote=off").Does("campaign 1").Writes().Hears("2->1 t1 VoteGranted")
            .Node.LeaseEnd);
    }
}
