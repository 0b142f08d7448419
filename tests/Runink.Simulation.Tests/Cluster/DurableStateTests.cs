using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class DurableStateTests
{
    private static readonly Membership Members = Membership.OfVoters(1, 2, 3);

    private readonly DurableState _disk = new(Members, isWitness: false);
    private long _writes;

    [Fact]
    public void A_new_disk_brings_back_the_founding()
    {
        var founding = RecoveredState.Founding(Members);
        Assert.Equal(founding, _disk.Recover() with { Entries = founding.Entries });
    }

    [Fact]
    public void The_last_vote_is_brought_back()
    {
        _disk.Persist(new SaveVote(Next(), new Term(3), new NodeId(2)));
        _disk.Persist(new SaveVote(Next(), new Term(4), NodeId.None));
        Assert.Equal((new Term(4), NodeId.None), (_disk.Recover().Term, _disk.Recover().VotedFor));
    }

    [Fact]
    public void A_torn_append_leaves_its_first_entries_and_never_all()
    {
        HashSet<int> survivors = [];
        for (ulong seed = 0; seed < 100; seed++)
        {
            var disk = new DurableState(Members, isWitness: false);
            survivors.Add(disk.PersistTorn(Append(1, 2, 3), new Prng(seed)));
            Assert.Equal(Enumerable.Range(1, disk.Log.Count), disk.Recover().Entries.Select(entry => (int)entry.Index.Value));
        }

        Assert.Equal([0, 1, 2], survivors.Order());
    }

    [Fact]
    public void A_torn_append_of_which_nothing_is_left_has_not_truncated_either()
    {
        _disk.Persist(Append(1, 2));
        var append = new Append(Next(), [], new LogIndex(1));
        Assert.Equal(0, _disk.PersistTorn(append, new Prng(1)));
        Assert.Equal(2, _disk.Log.Count);
    }

    [Fact]
    public void A_torn_vote_was_never_written()
    {
        Assert.Equal(0, _disk.PersistTorn(new SaveVote(Next(), new Term(3), new NodeId(2)), new Prng(1)));
        Assert.Equal(Term.Zero, _disk.Term);
    }

    [Fact]
    public void Staged_pieces_survive_and_change_nothing_until_they_are_installed()
    {
        var file = FileAt(5);
        Stage(file, 0, 10, isLast: false);
        var recovered = _disk.Recover();
        Assert.Equal((file.Description, 10), (recovered.StagedSnapshot, recovered.StagedBytes));
        Assert.Null(recovered.Snapshot);
    }

    [Fact]
    public void A_whole_snapshot_takes_the_place_of_log_and_base()
    {
        _disk.Persist(Append(1, 2));
        var file = FileAt(5);
        Stage(file, 0, 10, isLast: false);
        Stage(file, 10, file.Content.Length - 10, isLast: true);
        Assert.True(_disk.StagedIsSound);
        _disk.Persist(new InstallSnapshot(Next(), file.Description, KeepsLog: false));
        var recovered = _disk.Recover();
        Assert.Equal((file.Description, file.Description), (recovered.Base, recovered.Snapshot));
        Assert.Empty(recovered.Entries);
        Assert.Equal(5, _disk.Snapshot!.Open().Applied.Index.Value);
    }

    [Fact]
    public void A_piece_out_of_its_order_is_refused()
    {
        var file = FileAt(5);
        Assert.Throws<InvalidOperationException>(() => Stage(file, 10, 5, isLast: false));
        Stage(file, 0, 10, isLast: false);
        Assert.Throws<InvalidOperationException>(() => Stage(file, 11, 5, isLast: false));
        Assert.Throws<InvalidOperationException>(() => Stage(FileAt(6), 10, 5, isLast: false));
    }

    [Fact]
    public void A_piece_from_the_beginning_discards_what_was_staged()
    {
        Stage(FileAt(5), 0, 10, isLast: false);
        Stage(FileAt(6), 0, 7, isLast: false);
        Assert.Equal((6L, 7L), (_disk.Staged!.Description.Index.Value, _disk.Staged.Length));
    }

    [Fact]
    public void A_damaged_snapshot_is_noticed_and_cannot_be_installed()
    {
        var file = FileAt(5);
        file.Content[20] ^= 1;
        Stage(file, 0, file.Content.Length, isLast: true);
        Assert.False(_disk.StagedIsSound);
        var install = new InstallSnapshot(Next(), file.Description, KeepsLog: false);
        Assert.Throws<InvalidOperationException>(() => _disk.Persist(install));
        Assert.Throws<InvalidOperationException>(() => file.Open());
    }

    [Fact]
    public void A_witness_installs_a_position_and_keeps_no_snapshot()
    {
        var witness = new DurableState(Members, isWitness: true);
        var description = FileAt(5).Description;
        witness.Persist(new StageSnapshotChunk(Next(), description, 0, default, IsLast: true));
        Assert.True(witness.StagedIsSound);
        witness.Persist(new InstallSnapshot(Next(), description, KeepsLog: false));
        Assert.Equal((description, null), (witness.Recover().Base, witness.Recover().Snapshot));
    }

    [Fact]
    public void Older_snapshots_are_dropped_by_name_or_with_a_restart_and_the_newest_never()
    {
        foreach (var index in (int[])[5, 6, 7]) _disk.Keep(FileAt(index));
        _disk.Drop(FileAt(5).Description);
        _disk.Drop(FileAt(7).Description);
        Assert.Equal([6, 7], _disk.Snapshots.Select(file => file.Description.Index.Value));
        _disk.Recover();
        Assert.Equal([7], _disk.Snapshots.Select(file => file.Description.Index.Value));
    }

    [Fact]
    public void A_rotten_entry_is_back_once_it_is_written_again_or_covered()
    {
        _disk.Persist(Append(1, 2, 3));
        _disk.Rot(new LogIndex(2), keepsTerm: true);
        _disk.Rot(new LogIndex(3), keepsTerm: true);
        Assert.Equal(2, _disk.Rotten.Count);
        _disk.Persist(Append(2));
        Assert.Equal([new LogIndex(3)], _disk.Rotten);
        _disk.Persist(new Append(Next(), [], new LogIndex(3)));
        Assert.Equal([new LogIndex(3)], _disk.Rotten);
        _disk.Persist(Append(3));
        Assert.Empty(_disk.Rotten);
    }

    private static SnapshotFile FileAt(long index)
    {
        var machine = new StateMachine();
        for (var i = 1; i <= index; i++) machine.Apply(new Entry(new LogIndex(i), new Term(1), EntryKind.Noop));
        return SnapshotFile.Of(new SnapshotDescription(machine.Applied, Members), machine);
    }

    private WriteId Next() => new(++_writes);

    private Append Append(params long[] indexes) =>
        new(Next(), [.. indexes.Select(i => new Entry(new LogIndex(i), new Term(1), EntryKind.Noop))], null);

    private void Stage(SnapshotFile file, int offset, int length, bool isLast) =>
        _disk.Persist(new StageSnapshotChunk(Next(), file.Description, offset, file.Content.AsMemory(offset, length), isLast));
}
