namespace Runink.Raft.Tests;

public sealed class ProposalsTests
{
    private const string Ten = "0123456789";

    [Fact]
    public void A_command_may_be_so_long_on_leaders_and_followers_alike()
    {
        new Bench("MaxCommandBytes=10").Leads().Does($"propose 1 #1 {Ten}x").Says("proposal #1 refused TooLarge leader=1");
        Assert.Equal("proposal #2 appended at 2@1", new Bench("MaxCommandBytes=10").Leads().Does($"propose 1 #2 {Ten}").Said[0]);
        var follower = new Bench("MaxCommandBytes=10 ForwardProposals=on term=1").Hears("2->1 t1 Heartbeat commit=0");
        follower.Does($"propose 1 #1 {Ten}x").Says("proposal #1 refused TooLarge leader=2");
        follower.Does($"propose 1 #2 {Ten}").Says("send 1->2 t1 ForwardedProposal #2 10B");
    }

    [Fact]
    public void So_many_bytes_may_wait_to_be_applied()
    {
        var node = new Bench("MaxUncommittedBytes=84").Leads().Does($"propose 1 #1 {Ten}");
        node.Does($"propose 1 #2 {Ten}x").Says("proposal #2 refused Busy leader=1");
        node.Does($"propose 1 #3 {Ten}");
        Assert.Equal("proposal #3 appended at 3@1", node.Said[0]);
        node.Does("propose 1 #4 a").Says("proposal #4 refused Busy leader=1");
        node.Writes().Hears("2->1 t1 AppendAccepted match=3").Does("propose 1 #5 a").Says("proposal #5 refused Busy leader=1");
        node.Applies().Does("propose 1 #6 a");
        Assert.Equal("proposal #6 appended at 4@1", node.Said[0]);
    }

    [Fact]
    public void A_single_proposal_of_any_size_is_taken_when_nothing_waits() =>
        Assert.Equal("proposal #1 appended at 2@1", new Bench("MaxUncommittedBytes=1").Leads().Does($"propose 1 #1 {Ten}")
            .Said[0]);

    [Fact]
    public void A_leader_takes_what_a_follower_hands_on_and_says_where_it_stands()
    {
        new Bench().Leads().Hears("2->1 t1 ForwardedProposal #9 3B").Says(
            "send 1->2 t1 ForwardedProposalResponse #9 at 2@1",
            "write 3 append [2@1 command 3B]",
            "send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 3B]",
            "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 command 3B]");
        new Bench("MaxCommandBytes=2").Leads().Hears("2->1 t1 ForwardedProposal #9 3B")
            .Says("send 1->2 t1 ForwardedProposalResponse #9 refused TooLarge");
        new Bench("term=1").Hears("2->1 t1 ForwardedProposal #9 3B")
            .Says("send 1->2 t1 ForwardedProposalResponse #9 refused NotLeader");
    }

    [Fact]
    public void The_leaders_answer_reaches_the_client_once()
    {
        var node = new Bench("ForwardProposals=on term=1").Hears("2->1 t1 Heartbeat commit=0").Does("propose 1 #7 a b");
        node.Hears("2->1 t1 ForwardedProposalResponse #9 at 5@1").SaysNothing();
        node.Hears("2->1 t1 ForwardedProposalResponse #8 at 5@1").Says("proposal #8 appended at 5@1");
        node.Hears("2->1 t1 ForwardedProposalResponse #8 at 5@1").SaysNothing();
        node.Hears("2->1 t1 ForwardedProposalResponse #7 refused Busy").Says("proposal #7 refused Busy leader=2");
        Assert.Equal(0, node.Node.Load.ForwardedProposals);
    }

    [Fact]
    public void Each_proposal_handed_on_is_given_up_after_two_election_timeouts()
    {
        var node = new Bench("ForwardProposals=on term=1 CheckQuorum=off Priority=0").Hears("2->1 t1 Heartbeat commit=0")
            .Does("propose 1 #1 a");
        node.Ticks(5).Does("propose 1 #2 b").Ticks(14).SaysNothing().Ticks().Says("proposal #1 refused TimedOut leader=2");
        node.Ticks(4).SaysNothing().Ticks().Says("proposal #2 refused TimedOut leader=2");
    }

    [Fact]
    public void What_is_handed_on_is_bounded() =>
        new Bench("ForwardProposals=on MaxForwardedProposals=1 term=1").Hears("2->1 t1 Heartbeat commit=0")
            .Does("propose 1 #1 a b").Says(
            "send 1->2 t1 ForwardedProposal #1 1B", "proposal #2 refused Busy leader=2");

    [Fact]
    public void Only_a_leader_makes_entries() =>
        Bench.Breaks("a node that does not lead makes an entry", () => LeaderLog.Append(new Bench().State, EntryKind.Noop));
}
