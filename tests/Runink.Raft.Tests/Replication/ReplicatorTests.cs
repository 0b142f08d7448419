namespace Runink.Raft.Tests;

public sealed class ReplicatorTests
{
    [Fact]
    public void A_probe_carries_what_one_message_may_and_waits_for_its_answer()
    {
        var node = new Bench("term=1 log=1,1,1 PreVote=off MaxBatchEntries=2").Does("campaign 1").Writes()
            .Hears("3->1 t2 VoteGranted");
        node.Hears("2->1 t2 AppendRejected 3 hint=0@0")
            .Says("send 1->2 t2 AppendRequest prev=0@0 commit=0 [1@1 command 3B, 2@1 command 3B]");
        node.Does("propose 1 #1 a").Writes().SaysNothing();
        Assert.Equal(0, node.Node.Load.InflightMessages);
    }

    [Fact]
    public void A_batch_is_bounded_by_what_is_left_of_the_window()
    {
        var node = new Bench("members=(1 2) MaxInflightBytes=100").Leads().Does("propose 1 #1 a").Does("propose 1 #2 b c");
        node.Says("proposal #2 appended at 3@1", "proposal #3 appended at 4@1", "write 4 append [3@1 command 1B, 4@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B, 4@1 command 1B]");
        node.Does("propose 1 #4 d").Says("proposal #4 appended at 5@1", "write 5 append [5@1 command 1B]");
        Assert.Equal((2, 99L), (node.Node.Load.InflightMessages, node.Node.Load.InflightBytes));
    }

    [Fact]
    public void The_last_place_of_the_window_is_used_only_for_what_fits()
    {
        var node = new Bench("members=(1 2) MaxInflightBytes=99").Leads().Does("propose 1 #1 a").Does("propose 1 #2 b c d");
        Assert.Contains("send 1->2 t1 AppendRequest prev=2@1 commit=1 [3@1 command 1B, 4@1 command 1B]", node.Said);
        Assert.Equal((2, 99L), (node.Node.Load.InflightMessages, node.Node.Load.InflightBytes));
    }

    [Fact]
    public void An_empty_append_takes_no_place_in_the_window()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2");
        Assert.Equal("send 1->2 t1 AppendRequest prev=2@1 commit=2 []", node.Said[0]);
        Assert.Equal(0, node.State.Lead!.Peers.Find(new(2))!.Window.Count);
    }

    [Fact]
    public void A_commit_is_told_once_and_with_the_entries_if_there_are_any()
    {
        var node = new Bench("members=(1 2)").Leads().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2");
        node.Says("send 1->2 t1 AppendRequest prev=2@1 commit=2 []", "apply [2@1 command 1B]");
        node.Hears("2->1 t1 AppendAccepted match=2").SaysNothing();
        node.Does("propose 1 #2 b").Writes();
        node.State.Lead!.Peers.Find(new(2))!.CommitSent = new(1);
        node.Does("propose 1 #3 c");
        Assert.Single(node.Said, line => line.StartsWith("send", StringComparison.Ordinal));
    }

    [Fact]
    public void A_probed_peer_is_told_of_a_commit_and_nothing_is_sent_to_one_that_has_everything()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Writes().Does("unreachable 1 3");
        node.Hears("2->1 t1 AppendAccepted match=2");
        Assert.DoesNotContain(node.Said, line => line.Contains("1->3", StringComparison.Ordinal));
        node.Hears("3->1 t1 AppendAccepted match=2").Says("send 1->3 t1 AppendRequest prev=2@1 commit=2 []");
        node.Does("unreachable 1 3").SaysNothing().Does("propose 1 #2 b").Writes().Hears("2->1 t1 AppendAccepted match=3");
        Assert.DoesNotContain(node.Said, line => line.Contains("1->3", StringComparison.Ordinal));
    }

    [Fact]
    public void A_witness_is_sent_entries_without_their_commands_and_everyone_else_the_whole()
    {
        new Bench("members=(1 2 3w)").Leads().Does("propose 1 #1 a").Says(
            "proposal #1 appended at 2@1",
            "write 3 append [2@1 command 1B]",
            "send 1->2 t1 AppendRequest prev=1@1 commit=1 [2@1 command 1B]",
            "send 1->3 t1 AppendRequest prev=1@1 commit=1 [2@1 command 0B]");
    }

    [Fact]
    public void Nothing_is_sent_to_one_that_fetches_a_snapshot()
    {
        var node = new Bench("term=3 base=5@3 snapshot=5@3 PreVote=off").Does("campaign 1").Writes().Hears("3->1 t4 VoteGranted")
            .Hears("2->1 t4 AppendRejected 5 hint=2@1");
        node.Does("propose 1 #1 a").Says("proposal #1 appended at 7@4", "write 3 append [7@4 command 1B]");
    }

    [Fact]
    public void A_probed_peer_that_has_everything_is_told_of_a_commit_as_soon_as_there_is_one()
    {
        var node = new Bench().Leads().Does("propose 1 #1 a").Hears("3->1 t1 AppendAccepted match=2").Does("unreachable 1 3");
        node.SaysNothing().Writes();
        Assert.Contains("send 1->3 t1 AppendRequest prev=2@1 commit=2 []", node.Said);
    }
}
