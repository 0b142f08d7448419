namespace Runink.Raft.Tests;

/// <summary>Nodes in the middle of many things at once.</summary>
internal static class RichStates
{
    public static readonly Dictionary<string, Func<NodeState>> All = new()
    {
        ["a leader that does everything"] = Leader,
        ["a leader that waits for the leases of others"] = Waiting,
        ["a follower that waits for everything"] = Follower,
        ["a candidate"] = Candidate,
        ["a follower that installs a snapshot"] = Installing,
        ["a node whose disk has lost entries"] = Damaged,
    };

    private static NodeState Leader()
    {
        const string options = "LeaseNanoseconds=100 SnapshotChunkBytes=4 SnapshotBytesPerTick=1 SnapshotEntries=1";
        var node = new Bench($"members=(1 2 3 4l) {options}");
        node.Leads().Does("propose 1 #1 a b").Writes().Hears("2->1 t1 AppendAccepted match=3").Applies();
        node.Does("snapshot 1").Hears("2->1 t1 SnapshotChunkRequest 0@0 offset=0 minimum=1");
        node.Does("propose 1 #3 c").Writes().Hears("2->1 t1 AppendAccepted match=4").Applies().Does("snapshot 1");
        node.Hears("3->1 t1 SnapshotChunkRequest 0@0 offset=0 minimum=1").Does("clock 1 +1s");
        node.Does("change 1 Promote 4").Does("read 1 #5").Does("read 1 #6").Does("propose 1 #7 d").Does("transfer 1 3").Ticks(2);
        return node.State;
    }

    private static NodeState Waiting() =>
        new Bench("term=1 log=1 LeaseNanoseconds=100ms PreVote=off").Does("campaign 1").Writes().Hears("2->1 t2 VoteGranted").State;

    private static NodeState Follower()
    {
        var node = new Bench("term=1 log=1,1 ForwardProposals=on LeaseNanoseconds=100 SleepAfterTicks=5");
        node.Hears("2->1 t1 AppendRequest prev=2@1 commit=1 [3@1 command 5B, 4@1 membership (1 2 3 4l)]");
        node.Does("propose 1 #1 a").Does("read 1 #2").Does("read 1 #3").Ticks();
        node.Hears("2->1 t1 SnapshotOffer source=3 minimum=9");
        node.Hears("3->1 t1 SnapshotChunk snapshot 9@1 (1 2 3) offset=0 5B");
        return node.State;
    }

    private static NodeState Candidate()
    {
        var node = new Bench("members=(1 2 3 4 5) LeaseNanoseconds=100").Leads().Does("transfer 1 2");
        node.Hears("2->1 t2 VoteRequest last=0@0 transfer").Writes().Does("campaign 1");
        foreach (var voter in (int[])[2, 3]) node.Hears($"{voter}->1 t2 PreVoteResponse t3 granted");
        return node.Hears("2->1 t3 VoteRefused").State;
    }

    private static NodeState Installing()
    {
        var node = new Bench("term=1 log=1,1").Hears("2->1 t1 SnapshotOffer source=3 minimum=9");
        node.Hears("3->1 t1 SnapshotChunk snapshot 9@1 (1 2 3) offset=0 5B last").Writes();
        return node.State;
    }

    private static NodeState Damaged()
    {
        var node = new Bench("term=1 log=1,?1,1,?1,1")
            .Hears("2->1 t1 AppendRequest prev=1@1 commit=1 [2@1 command 5B, 3@1 command 3B]");
        return node.State;
    }
}
