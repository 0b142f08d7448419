namespace Runink.Raft.Tests;

public sealed class PriorLeasesTests
{
    private static PriorLeases Of(long nanoseconds, int drift) =>
        new(new RaftOptions { Id = new(1), Seed = 1, LeaseNanoseconds = nanoseconds, ClockDriftPartsPerMillion = drift });

    [Fact]
    public void Who_received_nothing_waits_for_nothing() => Assert.Null(Of(100, 0).OverAt(new(1)));

    [Fact]
    public void Without_leases_nobody_waits()
    {
        var leases = Of(0, 0);
        leases.Touched(new(50));
        Assert.Null(leases.OverAt(new(1)));
    }

    [Theory]
    [InlineData(1_000_000, 0, 1_000_000 + 1)]
    [InlineData(1_000_000, 500, 1_001_000 + 1)]
    [InlineData(1_000_000, 250_000, 1_666_666 + 1)]
    [InlineData(9_000_000_000_000, 500, 9_009_004_502_251 + 1)]
    public void The_wait_is_the_lease_stretched_by_what_both_clocks_may_be_wrong(long lease, int drift, long wait)
    {
        var leases = Of(lease, drift);
        leases.Touched(new(50));
        Assert.Equal(50 + wait, leases.OverAt(new(1))!.Value.Nanoseconds);
    }

    [Fact]
    public void It_begins_with_the_last_receipt_and_a_clock_never_goes_back()
    {
        var leases = Of(100, 0);
        leases.Touched(new(50));
        leases.Touched(new(70));
        leases.Touched(new(60));
        Assert.Equal(171, leases.OverAt(new(1))!.Value.Nanoseconds);
    }

    [Fact]
    public void Entries_that_the_last_leader_released_are_not_waited_for()
    {
        var leases = Of(100, 0);
        leases.Touched(new(50));
        leases.ReleasedThrough = new(5);
        Assert.Null(leases.OverAt(new(5)));
        Assert.NotNull(leases.OverAt(new(6)));
    }

    [Fact]
    public void What_was_released_to_one_candidacy_does_not_serve_the_next()
    {
        var node = new Bench("term=1 PreVote=off LeaseNanoseconds=100ms")
            .Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]").Writes();
        node.Hears("2->1 t1 TimeoutNow released=1").Writes();
        Assert.Null(node.State.PriorLeases.OverAt(new(1)));
        node.Does("campaign 1");
        Assert.NotNull(node.State.PriorLeases.OverAt(new(1)));
    }

    [Fact]
    public void A_snapshot_counts_as_a_receipt()
    {
        var node = new Bench("term=1 LeaseNanoseconds=100ms").Hears("2->1 t1 SnapshotOffer source=2 minimum=5")
            .Hears("2->1 t1 SnapshotChunk snapshot 5@1 (1 2 3) offset=0 1B last");
        Assert.Null(node.State.PriorLeases.OverAt(new(5)));
        node.Does("clock 1 +1s").Writes();
        Assert.Equal(node.Machine.Clock, node.State.PriorLeases.OverAt(new(5))!.Value + -100_100_051);
    }
}
