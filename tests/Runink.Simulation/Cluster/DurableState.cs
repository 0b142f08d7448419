using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Everything that the disk of a node holds: what is left after a crash.</summary>
/// <param name="founding">The membership that the node starts from.</param>
/// <param name="isWitness">Whether it keeps no state, so that it has no snapshots, only positions where its log begins.</param>
public sealed class DurableState(Membership founding, bool isWitness)
{
    private readonly List<SnapshotFile> _snapshots = [];
    private readonly List<LogIndex> _rotten = [];

    public Term Term { get; private set; }

    public NodeId VotedFor { get; private set; }

    public DurableLog Log { get; } = new(new SnapshotDescription(default, founding));

    /// <summary>The newest snapshot, or null.</summary>
    public SnapshotFile? Snapshot => _snapshots.Count > 0 ? _snapshots[^1] : null;

    /// <summary>All snapshots that were not dropped yet, the newest last.</summary>
    public IReadOnlyList<SnapshotFile> Snapshots => _snapshots;

    public StagedSnapshot? Staged { get; private set; }

    /// <summary>Whether what is staged could be the whole of a snapshot; a witness is sent nothing but its position.</summary>
    public bool StagedIsSound =>
        Staged is { IsComplete: true } staged && (isWitness ? staged.Length == 0 : staged.ToFile().IsWhole);

    /// <summary>The entries that were lost, and are not back by repair, nor covered by a snapshot.</summary>
    public IReadOnlyList<LogIndex> Rotten
    {
        get
        {
            _rotten.RemoveAll(IsBack);
            return _rotten;
        }
    }

    /// <summary>The disk loses an entry.</summary>
    public void Rot(LogIndex index, bool keepsTerm)
    {
        Log.Rot(index, keepsTerm);
        _rotten.Add(index);
    }

    /// <summary>Carries out a write.</summary>
    public void Persist(Write write)
    {
        switch (write)
        {
            case SaveVote vote:
                (Term, VotedFor) = (vote.Term, vote.VotedFor);
                break;
            case Append append:
                Log.Append(append, append.Entries.Count);
                break;
            case StageSnapshotChunk piece:
                if (piece.Offset == 0) Staged = new StagedSnapshot(piece.Snapshot);
                if (Staged is null) throw new InvalidOperationException($"{piece} has no beginning");
                Staged.Add(piece);
                break;
            case InstallSnapshot install:
                Install(install);
                break;
            default:
                throw new InvalidOperationException($"{write} is a write that no host knows");
        }
    }

    /// <summary>A crash let only a part of the write through: of an append the first entries, of anything else nothing.</summary>
    /// <returns>The entries that survived.</returns>
    public int PersistTorn(Write write, Prng chance)
    {
        if (write is not Append { Entries.Count: > 1 } append) return 0;
        var survivors = (int)chance.Between(0, append.Entries.Count - 1);
        if (survivors > 0) Log.Append(append, survivors);
        return survivors;
    }

    /// <summary>Adds a snapshot that this node took itself.</summary>
    public void Keep(SnapshotFile snapshot) => _snapshots.Add(snapshot);

    public void Drop(SnapshotDescription snapshot)
    {
        for (var i = 0; i < _snapshots.Count - 1; i++)
            if (_snapshots[i].Description == snapshot) _snapshots.RemoveAt(i--);
    }

    public SnapshotFile? Find(SnapshotDescription snapshot)
    {
        foreach (var held in _snapshots)
            if (held.Description == snapshot) return held;
        return null;
    }

    /// <summary>What a node starts from. Older snapshots are deleted on the way, as nobody fetches them any more.</summary>
    public RecoveredState Recover()
    {
        if (_snapshots.Count > 1) _snapshots.RemoveRange(0, _snapshots.Count - 1);
        return new RecoveredState
        {
            Term = Term,
            VotedFor = VotedFor,
            Base = Log.Base,
            Snapshot = Snapshot?.Description,
            Entries = Log.ToArray(),
            StagedSnapshot = Staged?.Description,
            StagedBytes = Staged?.Length ?? 0,
        };
    }

    // Gone by truncation is not back: the same log may still be copied to it anew.
    private bool IsBack(LogIndex index) => index <= Log.Base.Index || Log.At(index) is { Kind: not EntryKind.Rotten };

    private void Install(InstallSnapshot install)
    {
        if (Staged is not { IsComplete: true } staged || staged.Description != install.Snapshot)
            throw new InvalidOperationException($"{install} is not staged");
        if (!StagedIsSound) throw new InvalidOperationException($"{install} is damaged");
        if (!isWitness) _snapshots.Add(staged.ToFile());
        Log.Reset(install.Snapshot, install.KeepsLog);
        Staged = null;
    }
}
