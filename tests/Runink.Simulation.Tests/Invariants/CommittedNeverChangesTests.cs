using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class CommittedNeverChangesTests
{
    private readonly Stage _stage = Stage.For<CommittedNeverChanges>();

    [Fact]
    public void Followers_learn_what_the_leader_has_committed()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Commit(_stage.B, 1);
        _stage.Commit(_stage.B, 2);
    }

    [Fact]
    public void A_follower_that_commits_more_than_any_leader_breaks_it()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1));
        _stage.Replicate([_stage.B], Stage.Noop(2, 1));
        _stage.Breaks(() => _stage.Commit(_stage.B, 2));
    }

    [Fact]
    public void A_node_that_takes_another_entry_for_committed_breaks_it()
    {
        _stage.Append(_stage.C, Stage.Noop(1, 1));
        _stage.Elect(_stage.A, 2);
        _stage.Append(_stage.A, Stage.Noop(1, 2));
        _stage.Commit(_stage.A, 1);
        _stage.Breaks(() => _stage.Commit(_stage.C, 1));
    }

    [Fact]
    public void A_leader_that_commits_what_it_does_not_have_breaks_it()
    {
        _stage.Elect(_stage.A, 1);
        _stage.Breaks(() => _stage.Commit(_stage.A, 1));
    }

    [Fact]
    public void A_node_that_cuts_a_committed_entry_off_breaks_it_even_if_it_did_not_know()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Depose(_stage.C, 2);
        _stage.Breaks(() => _stage.Append(_stage.C, truncateFrom: 2, Stage.Noop(2, 2)));
    }

    [Fact]
    public void A_snapshot_that_takes_the_place_of_later_committed_entries_breaks_it()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Breaks(() => _stage.Emit(_stage.C, Snapshot(keepsLog: false)));
    }

    [Fact]
    public void A_snapshot_after_which_the_log_goes_on_takes_nothing()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Emit(_stage.C, Snapshot(keepsLog: true));
    }

    [Fact]
    public void A_snapshot_may_take_the_place_of_entries_that_were_not_committed()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1));
        _stage.Append(_stage.C, Stage.Noop(2, 1));
        _stage.Emit(_stage.C, Snapshot(keepsLog: false));
    }

    [Fact]
    public void A_node_that_is_behind_may_follow_a_leader_from_before_the_entry_was_committed()
    {
        _stage.Replicate(_stage.Nodes, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Elect(_stage.A, 3);
        _stage.Replicate([_stage.A, _stage.B], Stage.Noop(3, 3));
        _stage.Commit(_stage.A, 3);
        _stage.Depose(_stage.C, 2);
        _stage.Append(_stage.C, truncateFrom: 2, Stage.Noop(2, 2));
    }

    [Fact]
    public void Entries_that_were_not_committed_may_be_cut_off()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1));
        _stage.Append(_stage.C, Stage.Noop(2, 1));
        _stage.Append(_stage.C, truncateFrom: 2, Stage.Noop(2, 2));
    }

    [Fact]
    public void An_entry_that_is_cut_off_and_put_back_at_once_was_never_gone()
    {
        _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Append(_stage.C, truncateFrom: 2, Stage.Noop(2, 1), Stage.Noop(3, 2));
    }

    [Fact]
    public void A_node_that_starts_with_more_than_was_ever_committed_breaks_it()
    {
        _stage.C.View = _stage.C.View with { Commit = new(1) };
        _stage.Breaks(() => _stage.Tell(i => i.Started(_stage.C)));
    }

    private static InstallSnapshot Snapshot(bool keepsLog) =>
        new(new WriteId(9), new SnapshotDescription(new LogPosition(new LogIndex(1), new Term(1)), Stage.Three), keepsLog);
}
