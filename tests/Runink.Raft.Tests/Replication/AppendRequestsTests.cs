namespace Runink.Raft.Tests;

public sealed class AppendRequestsTests
{
    [Fact]
    public void What_is_committed_is_acknowledged_without_looking_at_it()
    {
        new Bench("term=1 log=1,1,1").Hears("2->1 t1 Heartbeat commit=2")
            .Hears("2->1 t1 AppendRequest prev=1@1 commit=3 [2@9 noop]")
            .Says("send 1->2 t1 AppendAccepted match=2");
    }

    [Fact]
    public void At_the_commit_index_itself_entries_are_taken()
    {
        new Bench("term=1 log=1,1").Hears("2->1 t1 Heartbeat commit=2")
            .Hears("2->1 t1 AppendRequest prev=2@1 commit=2 [3@1 noop]")
            .Says("write 1 append [3@1 noop]");
    }

    [Theory]
    [InlineData("term=1 log=1,1,?1,1", "2@1")]
    [InlineData("term=1 log=?1,1,1,1", "0@0")]
    [InlineData("term=1 log=1,?,?,1", "1@1")]
    public void A_hole_before_the_entries_is_reported_as_a_loss(string log, string hint) =>
        new Bench(log).Hears("2->1 t1 AppendRequest prev=4@1 commit=0 [5@1 noop]")
            .Says($"send 1->2 t1 AppendRejected 4 hint={hint} lost", "role Follower t1 leader=2");

    [Fact]
    public void A_hole_at_the_entry_before_is_one_too() =>
        new Bench("term=1 log=1,1,?1").Hears("2->1 t1 AppendRequest prev=3@1 commit=0 []")
            .Says("send 1->2 t1 AppendRejected 3 hint=2@1 lost", "role Follower t1 leader=2");

    [Fact]
    public void Only_what_is_before_the_first_hole_is_acknowledged()
    {
        new Bench("term=1 log=1,1,?1,1").Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 command 3B]")
            .Says("send 1->2 t1 AppendAccepted match=1", "role Follower t1 leader=2");
        new Bench("term=1 log=1,?1,1,?1,1")
            .Hears("2->1 t1 AppendRequest prev=1@1 commit=0 [2@1 command 3B, 3@1 command 3B, 4@1 command 3B]")
            .Writes().Says("send 1->2 t1 AppendAccepted match=4");
        new Bench("term=1 log=1,?1,1,?1,1").Hears("2->1 t1 AppendRequest prev=1@1 commit=0 [2@1 command 3B, 3@1 command 3B]")
            .Writes().Says("send 1->2 t1 AppendAccepted match=3");
    }

    [Fact]
    public void A_rotten_entry_of_another_term_conflicts_like_any()
    {
        new Bench("term=2 log=1,?2,2").Hears("2->1 t3 AppendRequest prev=1@1 commit=0 [2@3 noop]")
            .Says("write 1 vote t3 for 0", "write 2 append truncate=2 [2@3 noop]", "role Follower t3 leader=2");
    }

    [Fact]
    public void A_rotten_entry_of_unknown_term_takes_what_the_leader_has_and_keeps_what_follows_in_term()
    {
        new Bench("term=3 log=1,?,?,3").Hears("2->1 t3 AppendRequest prev=1@1 commit=0 [2@2 noop]")
            .Says("write 1 append [2@2 noop]", "role Follower t3 leader=2");
        new Bench("term=3 log=1,?,?,2").Hears("2->1 t3 AppendRequest prev=1@1 commit=0 [2@3 noop]")
            .Says("write 1 append truncate=3 [2@3 noop]", "role Follower t3 leader=2");
    }

    [Fact]
    public void Entries_put_off_the_end_of_old_leases_and_an_empty_append_does_not()
    {
        var node = new Bench("term=1 LeaseNanoseconds=100ms").Hears("2->1 t1 AppendRequest prev=0@0 commit=0 []");
        Assert.Null(node.State.PriorLeases.OverAt(new(1)));
        node.Hears("2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]");
        var over = node.State.PriorLeases.OverAt(new(1));
        Assert.NotNull(over);
        node.Does("clock 1 +1s").Hears("2->1 t1 AppendRequest prev=1@1 commit=0 []");
        Assert.Equal(over, node.State.PriorLeases.OverAt(new(1)));
        node.Hears("2->1 t1 AppendRequest prev=1@1 commit=0 [2@1 noop]");
        Assert.Equal(over + 1_000_000_000, node.State.PriorLeases.OverAt(new(1)));
    }
}
