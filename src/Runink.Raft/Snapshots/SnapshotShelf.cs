namespace Runink.Raft;

/// <summary>
/// The snapshots that this node holds: the newest, and one before it for as long as someone fetches that, so that a slow receiver
/// need not start over with each new one.
/// </summary>
internal sealed class SnapshotShelf
{
    private bool _unreadable;
    private int _fetchTicksLeft;

    public SnapshotDescription? Newest { get; private set; }

    /// <summary>An older one that someone fetches.</summary>
    public SnapshotDescription? Pinned { get; private set; }

    /// <summary>Whether a new one was asked of the host and is not there yet.</summary>
    public bool IsTakingOne { get; private set; }

    /// <summary>What others wait to be served.</summary>
    public SnapshotRequests Requests { get; private init; } = new();

    /// <summary>How far the snapshot reaches that others may fetch; zero when there is none.</summary>
    public LogIndex ServedIndex => _unreadable ? LogIndex.Zero : Newest?.Index ?? LogIndex.Zero;

    public void StartFrom(SnapshotDescription? snapshot) => Newest = snapshot;

    /// <summary>Asks the host for a snapshot when enough was applied since the last one, or the last one is damaged.</summary>
    public void AskIfDue(NodeState node)
    {
        if (IsTakingOne || node.IsWitness || node.Installing is not null) return;
        var since = node.Apply.Applied - (Newest?.Index ?? LogIndex.Zero);
        var due = since >= node.Options.SnapshotEntries || node.Apply.BytesSinceSnapshot >= node.Options.SnapshotBytes;
        if (!(due && since > 0) && !_unreadable) return;
        if (node.Members.At(node.Apply.Applied).IsEmpty) return;
        IsTakingOne = true;
        node.Out.Add(new TakeSnapshot());
    }

    /// <summary>
    /// The node has another snapshot: a newer one, or the damaged one anew. Of no use is one that was still being taken when a newer one
    /// was installed, and one from before the log names its first membership: whoever installed it would belong to a group of nobody.
    /// </summary>
    /// <returns>Whether it is in use.</returns>
    public bool Replace(NodeState node, SnapshotDescription snapshot)
    {
        IsTakingOne = false;
        var isMended = _unreadable && snapshot.Index == Newest?.Index;
        if (snapshot.Position == Pinned?.Position || (snapshot.Position == Newest?.Position && !isMended)) return false;
        if (snapshot.Index < Newest?.Index || snapshot.Membership.IsEmpty)
        {
            node.Out.Add(new DropSnapshot(snapshot));
            return false;
        }

        if (Newest is { } previous && previous.Position != snapshot.Position)
        {
            if (_fetchTicksLeft > 0 && Pinned is null && !_unreadable) Pinned = previous;
            else node.Out.Add(new DropSnapshot(previous));
        }

        (Newest, _unreadable) = (snapshot, false);
        node.Apply.BytesSinceSnapshot = 0;
        return true;
    }

    /// <summary>
    /// The snapshot to serve to one that holds a part of <paramref name="wanted"/> and needs at least some index.
    /// </summary>
    public SnapshotDescription? Serve(NodeState node, LogPosition wanted, LogIndex minimum)
    {
        var newest = _unreadable ? null : Newest;
        var found = Pinned?.Position == wanted && wanted.Index >= minimum ? Pinned : newest;
        if (found is null || found.Index < minimum) return null;
        if (Pinned is null || found == Pinned) _fetchTicksLeft = 4 * node.Options.ElectionTicks;
        return found;
    }

    /// <summary>A snapshot of this node cannot be read.</summary>
    public void Damaged(SnapshotDescription snapshot)
    {
        if (Newest is { } newest && newest.Position == snapshot.Position) _unreadable = true;
        else if (Pinned is { } pinned && pinned.Position == snapshot.Position) _fetchTicksLeft = 0;
    }

    public void Tick(NodeState node)
    {
        if (_fetchTicksLeft > 0) _fetchTicksLeft--;
        if (_fetchTicksLeft > 0 || Pinned is not { } pinned) return;
        Pinned = null;
        node.Out.Add(new DropSnapshot(pinned));
    }

    public SnapshotShelf Clone() => new()
    {
        Newest = Newest,
        Pinned = Pinned,
        IsTakingOne = IsTakingOne,
        Requests = Requests.Clone(),
        _unreadable = _unreadable,
        _fetchTicksLeft = _fetchTicksLeft,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Newest?.Index ?? LogIndex.Zero);
        hasher.Add(Pinned?.Index ?? LogIndex.Zero);
        hasher.Add(IsTakingOne);
        hasher.Add(_unreadable);
        hasher.Add(_fetchTicksLeft);
        Requests.Hash(ref hasher);
    }
}
