using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>Reads that a leader with company answers alone. A tick is 100 ms here, an election takes a second and more.</summary>
public sealed class ReadLeaseTests
{
    private static readonly NodeOptions Options = NodeBench.Options with { ReadLease = TimeSpan.FromMilliseconds(800) };

    // Every member has said who it is, so that nobody writes unless a test does.
    private readonly ClusterBench _cluster = new ClusterBench(3, Options).Elect().Ticks(40);

    private NodeBench Leader => _cluster.Leader;

    [Fact]
    public void A_leader_serves_alone_for_a_lease_after_its_newest_entry_and_no_longer()
    {
        Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Settle();
        Assert.Equal(Leader.Now + 800_000_000, Leader.Core.Sys.ServesAloneUntil);
        var read = Leader.Read();
        Assert.NotNull(read.Value.Find(NodeBench.Bytes("a")));
        _cluster.Ticks(8);
        Assert.False(Leader.Now < Leader.Core.Sys.ServesAloneUntil);
        Assert.False(Leader.Read().IsTold);
    }

    [Fact]
    public void Only_the_leader_serves_alone() =>
        Assert.All(_cluster.Followers, node => Assert.Equal(long.MinValue, node.Core.Sys.ServesAloneUntil.Nanoseconds));

    [Fact]
    public void A_follower_whose_leader_has_a_lease_need_not_wait_for_the_third()
    {
        var (asks, silent) = (_cluster.Followers.First(), _cluster.Followers.Last());
        Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Settle();
        _cluster.Sending = message => Assert.False(message is Heartbeat { ReadRound: > 0 }, $"{message} asks {silent.Core.Raft.Id}");
        var read = asks.Read();
        _cluster.Settle();
        Assert.NotNull(read.Value.Find(NodeBench.Bytes("a")));
    }

    [Fact]
    public void A_leader_whose_own_disk_lags_behind_the_commit_does_not_serve_alone()
    {
        var (leader, follower) = (Leader, _cluster.Followers.First());
        _cluster.Stall(leader);
        var answer = follower.Propose(NodeBench.Put("a", "1"));
        _cluster.Ticks(1);
        Assert.Null(answer.Value.Error);
        Assert.Null(leader.Value("a"));
        Assert.False(leader.Now < leader.Core.Sys.ServesAloneUntil);
        var read = leader.Read();
        _cluster.Settle();
        Assert.False(read.IsTold);
        _cluster.Unstall(leader);
        _cluster.Settle();
        Assert.NotNull(read.Value.Find(NodeBench.Bytes("a")));
        Assert.True(leader.Now < leader.Core.Sys.ServesAloneUntil);
    }

    [Fact]
    public void In_the_midst_of_a_turn_nobody_is_told_of_what_readers_here_are_not_shown()
    {
        var (seen, open) = (0, 0);
        _cluster.Sending = message =>
        {
            var node = _cluster.Nodes[message.From.Value];
            var told = message switch { AppendRequest m => m.Commit, Heartbeat m => m.Commit, ReadIndexResponse m => m.Index, _ => LogIndex.Zero };
            if (told > node.View.AppliedIndex) seen++;
            if (node.Now >= node.Core.Sys.ServesAloneUntil) return;
            open++;
            Assert.True(told <= node.View.AppliedIndex, $"{message} leaves, and {node.View.AppliedIndex} is what readers see");
        };
        for (var i = 0; i < 20; i++)
        {
            foreach (var node in _cluster.Nodes.Values) node.Propose(NodeBench.Put($"k{i}", "1"));
            _cluster.Followers.First().Read();
            _cluster.Ticks(1);
        }

        Assert.True(seen > 0 && open > 0, $"{seen} messages told of more than was published, {open} left while readers did not ask");
        Assert.True(Leader.Now < Leader.Core.Sys.ServesAloneUntil);
    }

    [Fact]
    public void Who_hands_over_does_not_serve_alone_any_more_when_the_other_hears_of_it()
    {
        var (old, asked) = (Leader, 0);
        Leader.Propose(NodeBench.Put("a", "1"));
        _cluster.Settle();
        Assert.True(old.Now < old.Core.Sys.ServesAloneUntil);
        _cluster.Sending = message =>
        {
            if (message is not TimeoutNow) return;
            asked++;
            Assert.False(old.Now < old.Core.Sys.ServesAloneUntil);
        };
        old.Transfer(ClusterBench.Id(_cluster.Followers.Last()));
        _cluster.Ticks(1);
        Assert.Equal(1, asked);
        Assert.NotEqual(old, Leader);
        Assert.False(old.Now < old.Core.Sys.ServesAloneUntil);
    }

    [Fact]
    public void A_leader_that_is_elected_before_the_lease_of_the_last_one_is_over_commits_nothing_until_then()
    {
        var cluster = new ClusterBench(3, Options with { ReadLease = TimeSpan.FromSeconds(3) }).Elect().Ticks(40);
        var old = cluster.Leader;
        old.Propose(NodeBench.Put("a", "1"));
        cluster.Settle();
        var until = old.Core.Sys.ServesAloneUntil;
        cluster.CutOff(old);
        var others = cluster.Nodes.Values.Where(node => node != old).ToList();
        for (var i = 0; i < 25 && others.TrueForAll(node => node.Core.Raft.Role != Role.Leader); i++) cluster.Ticks(1);
        var answer = cluster.Leader.Propose(NodeBench.Put("a", "2"));
        cluster.Settle();
        Assert.True(old.Now < until);
        Assert.False(answer.IsTold);
        cluster.Elect().Ticks(1);
        Assert.Null(answer.Value.Error);
        Assert.False(old.Now < until);
        Assert.Equal("1", old.Value("a"));
    }

    [Fact]
    public void A_lease_that_is_read_by_is_kept_without_writes_and_one_that_hardly_is_ends()
    {
        var last = Leader.Core.Raft.LastLog.Index;
        Read(ticks: 10, times: 7);
        Assert.Equal(last, Leader.Core.Raft.LastLog.Index);
        Assert.False(Leader.Now < Leader.Core.Sys.ServesAloneUntil);
        Read(ticks: 1, times: 8);
        for (var i = 0; i < 40; i++)
        {
            Assert.True(Leader.Now < Leader.Core.Sys.ServesAloneUntil);
            for (var j = 0; j < 8; j++) Leader.Core.Sys.CountLeaseRead();
            _cluster.Ticks(1);
        }

        // One in four or five ticks: half a lease is left then.
        Assert.InRange(Leader.Core.Raft.LastLog.Index - last, 8, 12);
    }

    [Fact]
    public void A_disk_without_room_is_not_filled_by_keeping_a_lease()
    {
        var last = Leader.Core.Raft.LastLog.Index;
        for (var i = 0; i < 3; i++)
        {
            ((IStorageEvents)Leader.Core).RoomChanged(new DiskFullException("no room"));
            Read(ticks: 1, times: 20);
        }

        Assert.Equal(last, Leader.Core.Raft.LastLog.Index);
    }

    [Fact]
    public void A_node_that_is_alone_makes_no_entries_for_its_readers()
    {
        var node = NodeBench.Serving(options: Options);
        var last = node.Core.Raft.LastLog.Index;
        for (var i = 0; i < 20; i++) node.Read();
        node.Seconds(1);
        Assert.Equal(last, node.Core.Raft.LastLog.Index);
    }

    [Fact]
    public void A_member_that_does_not_read_by_lease_asks()
    {
        var cluster = new ClusterBench(3, Options with { ReadsByLease = false }).Elect().Ticks(40);
        cluster.Leader.Propose(NodeBench.Put("a", "1"));
        cluster.Settle();
        Assert.Equal(long.MinValue, cluster.Leader.Core.Sys.ServesAloneUntil.Nanoseconds);
        var last = cluster.Leader.Core.Raft.LastLog.Index;
        for (var i = 0; i < 20; i++) cluster.Leader.Read();
        cluster.Ticks(1);
        Assert.Equal(last, cluster.Leader.Core.Raft.LastLog.Index);
    }

    private void Read(int ticks, int times)
    {
        for (var i = 0; i < ticks; i++)
        {
            for (var j = 0; j < times; j++) Leader.Read();
            _cluster.Ticks(1);
        }
    }
}
