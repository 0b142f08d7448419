namespace Runink.Raft.Tests;

/// <summary>
/// A disk that keeps what was reported durable, and holds the writes under way until it is told to finish them.
/// </summary>
internal sealed class TraceDisk
{
    private readonly Queue<Write> _pending = [];
    private readonly List<Entry> _entries;
    private readonly Dictionary<SnapshotDescription, byte[]> _snapshots = [];
    private readonly List<byte> _staged = [];
    private Term _term;
    private NodeId _votedFor;
    private SnapshotDescription _base;
    private SnapshotDescription? _snapshot;
    private SnapshotDescription? _stagedSnapshot;

    public TraceDisk(RecoveredState state)
    {
        (_term, _votedFor, _base, _snapshot) = (state.Term, state.VotedFor, state.Base, state.Snapshot);
        _entries = [.. state.Entries];
        if (_snapshot is not null) _snapshots[_snapshot] = System.Text.Encoding.UTF8.GetBytes($"state@{_snapshot.Position}");
    }

    public int PendingCount => _pending.Count;

    /// <summary>Whether the next staged snapshot turns out damaged when its last piece is there.</summary>
    public bool StagesBadly { get; set; }

    public byte[] SnapshotData => _snapshot is null ? [] : _snapshots[_snapshot];

    public LogIndex SnapshotIndex => _snapshot?.Index ?? _base.Index;

    public void Begin(Write write) => _pending.Enqueue(write);

    public Write Finish()
    {
        var write = _pending.Dequeue();
        switch (write)
        {
            case SaveVote vote: (_term, _votedFor) = (vote.Term, vote.VotedFor); break;
            case Append append: Put(append); break;
            case StageSnapshotChunk piece: Stage(piece); break;
            case InstallSnapshot install: Install(install); break;
        }

        return write;
    }

    public void LosePending() => _pending.Clear();

    public void Keep(SnapshotDescription snapshot, byte[] data)
    {
        _snapshot = snapshot;
        _snapshots[snapshot] = data;
    }

    public void Drop(SnapshotDescription snapshot) => _snapshots.Remove(snapshot);

    public ReadOnlyMemory<byte> Read(SnapshotDescription snapshot, long offset, int length, out bool isLast)
    {
        var data = _snapshots[snapshot].AsMemory((int)offset);
        isLast = data.Length <= length;
        return isLast ? data : data[..length];
    }

    public void CompactThrough(SnapshotDescription start)
    {
        _base = start;
        _entries.RemoveAll(entry => entry.Index <= start.Index);
    }

    public void Rot(LogIndex index, bool termIsKnown)
    {
        var at = _entries.FindIndex(entry => entry.Index == index);
        _entries[at] = Entry.Rotten(index, termIsKnown ? _entries[at].Term : Term.Zero);
    }

    public RecoveredState Recover() => new()
    {
        Term = _term,
        VotedFor = _votedFor,
        Base = _base,
        Snapshot = _snapshot,
        Entries = [.. _entries],
        StagedSnapshot = _stagedSnapshot,
        StagedBytes = _staged.Count,
    };

    public override string ToString() =>
        $"t{_term} vote={_votedFor} base={_base.Position}{(_snapshot is null ? "" : $" {_snapshot}")}"
        + $"{(_stagedSnapshot is null ? "" : $" staged={_stagedSnapshot.Position}/{_staged.Count}B")}"
        + $" [{string.Join(", ", _entries)}]";

    private void Put(Append append)
    {
        if (append.TruncateFrom is { } from) _entries.RemoveAll(entry => entry.Index >= from);
        foreach (var entry in append.Entries)
        {
            var at = _entries.FindIndex(old => old.Index == entry.Index);
            if (at >= 0) _entries[at] = entry;
            else _entries.Add(entry);
        }
    }

    private void Stage(StageSnapshotChunk piece)
    {
        if (piece.Offset == 0) _staged.Clear();
        _stagedSnapshot = piece.Snapshot;
        _staged.RemoveRange((int)piece.Offset, _staged.Count - (int)piece.Offset);
        _staged.AddRange(piece.Data.Span);
    }

    private void Install(InstallSnapshot install)
    {
        _snapshots[install.Snapshot] = [.. _staged];
        _snapshot = _base = install.Snapshot;
        _entries.RemoveAll(entry => !install.KeepsLog || entry.Index <= install.Snapshot.Index);
        _staged.Clear();
        _stagedSnapshot = null;
    }
}
