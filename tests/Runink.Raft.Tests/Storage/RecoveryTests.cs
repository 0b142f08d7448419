namespace Runink.Raft.Tests;

public sealed class RecoveryTests
{
    [Theory]
    [InlineData("term=1 log=1,2", "the saved term 1 is older than the log, which is of term 2")]
    [InlineData("term=2 log=1,2,1", "entry 3 has term 1 after term 2")]
    [InlineData("term=2 log=2,?,1", "entry 3 has term 1 after term 2")]
    [InlineData("term=3 base=4@3 snapshot=4@3 log=2", "entry 5 has term 2 after term 3")]
    [InlineData("term=1 base=4@1", "the log begins after its first entry, and there is no snapshot")]
    [InlineData("term=1 base=4@1 snapshot=3@1", "the snapshot is older than the base of the log")]
    [InlineData("term=1 snapshot=3@1 log=1,1", "the snapshot reaches further than the log")]
    public void A_storage_that_contradicts_itself_is_refused(string text, string problem)
    {
        var error = Assert.Throws<ArgumentException>(() => new Bench(text));
        Assert.StartsWith($"storage contradicts itself: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("term=2 log=1,2,2")]
    [InlineData("term=2 log=1,?,2")]
    [InlineData("term=2 log=2,?,?2")]
    [InlineData("term=2 log=1,?1,2")]
    [InlineData("term=1 base=4@1 snapshot=4@1")]
    [InlineData("term=1 base=4@1 Witness=on")]
    [InlineData("term=1 base=4@1 snapshot=5@1 log=1")]
    public void A_storage_that_is_sound_is_taken(string text) => Assert.Equal(Role.Follower, new Bench(text).Node.Role);

    [Fact]
    public void Entries_stand_without_gaps_and_hold_a_membership_when_they_say_so()
    {
        var options = new RaftOptions { Id = new(1), Seed = 1 };
        var founding = RecoveredState.Founding(Membership.OfVoters(1)) with { Term = new(1) };
        Entry[][] wrong =
        [
            [new(new(2), new(1), EntryKind.Noop)],
            [new(new(1), new(1), EntryKind.Membership)],
            [new(new(1), new(1), EntryKind.Noop, Membership: Membership.OfVoters(1))],
            [new(new(1), Term.Zero, EntryKind.Noop), new(new(2), new(1), EntryKind.Noop), new(new(3), Term.Zero, EntryKind.Noop)],
        ];
        string[] problems =
        [
            "entry 2 follows entry 0", "entry 1 holds a membership, or should", "entry 1 holds a membership, or should",
            "entry 3 has term 0 after term 1",
        ];
        for (var i = 0; i < wrong.Length; i++)
        {
            var error = Assert.Throws<ArgumentException>(() =>
                new RaftNode(options, founding with { Entries = wrong[i] }, default));
            Assert.StartsWith($"storage contradicts itself: {problems[i]}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused() => Assert.Throws<ArgumentException>(() => new Bench("HeartbeatTicks=0"));

    [Fact]
    public void A_node_starts_at_its_snapshot()
    {
        var node = new Bench("term=3 vote=2 base=2@1 snapshot=4@2 log=1,2,3").Node;
        Assert.Equal("t3 v2 2@1..5@3 commit=4 applied=4 durable=5",
            $"t{node.Term} v{node.VotedFor} {node.LogBase}..{node.LastLog} commit={node.Commit} "
            + $"applied={node.AppliedIndex} durable={node.DurableIndex}");
        Assert.Equal(4, new Bench("term=3 base=2@1 snapshot=4@2 log=1,2,3").State.Shelf.ServedIndex.Value);
    }

    [Theory]
    [InlineData("log=1,1,?1,1", "compact through 3@1")]
    [InlineData("log=1,?1,1,1", "compact through 3@1")]
    public void Holes_that_the_snapshot_covers_make_the_log_begin_after_it(string log, string effect)
    {
        var node = new Bench($"term=1 snapshot=3@1 {log}");
        node.Says(effect, "role Follower t1 leader=0");
        Assert.Equal("3@1..4@1", $"{node.Node.LogBase}..{node.Node.LastLog}");
    }

    [Fact]
    public void Holes_behind_the_snapshot_leave_the_log_alone()
    {
        var node = new Bench("term=1 snapshot=3@1 log=1,1,1,?1").Says("role Follower t1 leader=0");
        Assert.Equal("0@0..4@1", $"{node.Node.LogBase}..{node.Node.LastLog}");
    }

    [Theory]
    [InlineData("LeaseNanoseconds=100ms")]
    [InlineData("LeaseNanoseconds=100ms ReadsByLease=off")]
    public void A_node_with_entries_may_have_received_them_just_before_it_stopped(string options)
    {
        var node = new Bench($"term=1 log=1 {options}").Leads();
        Assert.Equal((Role.Leader, 0L), (node.Node.Role, node.Node.Commit.Value));
        node.Does("clock 1 +101ms").Ticks();
        Assert.Equal(2, node.Node.Commit.Value);
        Assert.Equal(1, new Bench("LeaseNanoseconds=100ms").Leads().Node.Commit.Value);
    }

    [Theory]
    [InlineData("members=(1)")]
    [InlineData("members=(1 2l)")]
    public void A_node_that_was_always_the_only_voter_waits_for_nobody(string members) =>
        Assert.Equal(2, new Bench($"term=1 log=1 LeaseNanoseconds=100ms {members}").Leads().Node.Commit.Value);

    [Theory]
    [InlineData(5, true)]
    [InlineData(4, false)]
    [InlineData(3, false)]
    public void A_snapshot_staged_in_part_is_of_use_when_it_reaches_further_than_the_state(long index, bool isOfUse)
    {
        var text = new NodeText(new(1), Membership.OfVoters(1, 2), "term=1 base=4@1 snapshot=4@1");
        var staged = new SnapshotDescription(new(new(index), new(1)), Membership.OfVoters(1, 2));
        var node = new RaftNode(text.Options, text.Recovered with { StagedSnapshot = staged, StagedBytes = 7 }, default);
        node.Receive(MessageText.Parse("2->1 t1 SnapshotOffer source=2 minimum=5", new(1)), default);
        List<Effect> effects = [];
        node.TakeEffects(effects);
        var expected = isOfUse ? "5@1 offset=7" : "0@0 offset=0";
        Assert.Equal($"send 1->2 t1 SnapshotChunkRequest {expected} minimum=5", effects[0].ToString());
    }

    [Fact]
    public void What_is_staged_of_the_snapshot_that_is_here_already_is_of_no_use()
    {
        var text = new NodeText(new(1), Membership.OfVoters(1, 2), "term=1 base=4@1 snapshot=4@1");
        var node = new RaftNode(text.Options, text.Recovered with { StagedSnapshot = text.Recovered.Snapshot }, default);
        Assert.Null(Bench.StateOf(node).Download);
    }
}
