namespace Runink.Raft.Tests;

/// <summary>What a leader does for a learner that another member feeds: 1 leads, 2 and 3 vote, 4 learns and 2 feeds it.</summary>
public sealed class FedPeerTests
{
    private static Bench Leader(string members = "members=(1 2 3 4l)") =>
        new Bench($"{members} ElectionTicks=5").Leads().Hears("4->1 t1 HeartbeatResponse fed=2").SaysNothing();

    private static bool Sends(Bench node, int to) =>
        node.Said.Any(line => line.StartsWith($"send 1->{to} t1 AppendRequest", StringComparison.Ordinal));

    [Fact]
    public void It_sends_the_entries_to_the_others_only()
    {
        var node = Leader().Does("propose 1 #1 a");
        Assert.Equal((true, true, false), (Sends(node, 2), Sends(node, 3), Sends(node, 4)));
        Assert.Equal(new NodeId(2), node.Node.PeerOf(new(4))!.Value.Feeder);
    }

    [Fact]
    public void A_voter_gets_them_in_any_case()
    {
        var node = Leader("members=(1 2 3 4)").Does("propose 1 #1 a");
        Assert.True(Sends(node, 4));
    }

    [Fact]
    public void What_it_has_got_elsewhere_is_not_sent_when_nobody_feeds_it_any_more()
    {
        var node = Leader().Does("propose 1 #1 a").Does("propose 1 #2 b").Hears("4->1 t1 AppendAccepted match=2");
        node.Hears("4->1 t1 HeartbeatResponse");
        Assert.Contains(node.Said, line => line.StartsWith("send 1->4 t1 AppendRequest prev=2@1", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_lags_and_gets_nothing_for_some_heartbeats_is_sent_them()
    {
        var node = Leader().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2");
        node.Ticks();
        for (var i = 0; i < 4; i++)
        {
            node.Hears("2->1 t1 HeartbeatResponse").Ticks();
            Assert.False(Sends(node, 4));
        }

        node.Hears("2->1 t1 HeartbeatResponse").Ticks();
        Assert.True(Sends(node, 4));
        node.Hears("4->1 t1 AppendAccepted match=2").Ticks().Does("propose 1 #2 b");
        Assert.False(Sends(node, 4));
    }

    [Fact]
    public void That_it_answers_many_rounds_of_reads_is_no_sign_of_hunger()
    {
        var node = Leader().Does("propose 1 #1 a").Writes().Hears("2->1 t1 AppendAccepted match=2");
        for (var i = 0; i < 20; i++)
        {
            node.Hears("4->1 t1 HeartbeatResponse fed=2");
            Assert.False(Sends(node, 4));
        }
    }
}
