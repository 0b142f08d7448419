namespace Runink.Raft;

/// <content>What a host, a console or a test may look at.</content>
public sealed partial class RaftNode
{
    /// <summary>How the node behaves.</summary>
    public RaftOptions Options => _node.Options;

    /// <summary>Which member it is.</summary>
    public NodeId Id => _node.Id;

    /// <summary>What it does in its term.</summary>
    public Role Role => _node.Role;

    /// <summary>The newest term that it has seen.</summary>
    public Term Term => _node.Term;

    /// <summary>For whom it voted in that term, or none.</summary>
    public NodeId VotedFor => _node.VotedFor;

    /// <summary>Who leads the term, or none when unknown.</summary>
    public NodeId Leader => _node.Leader;

    /// <summary>How far the log is committed, as far as it knows.</summary>
    public LogIndex Commit => _node.Commit;

    /// <summary>How far the state machine has applied the log.</summary>
    public LogIndex AppliedIndex => _node.Apply.Applied;

    /// <summary>How far the log is durable here.</summary>
    public LogIndex DurableIndex => _node.Writer.Durable;

    /// <summary>Where the log ends; the term is zero when the last entry is rotten and its term is lost.</summary>
    public LogPosition LastLog => _node.Log.Last;

    /// <summary>The last entry that is compacted away.</summary>
    public LogPosition LogBase => _node.Log.Base;

    /// <summary>Entries that the disk lost and no other member has restored yet.</summary>
    public int RottenEntries => _node.Log.RottenCount;

    /// <summary>How far the newest snapshot of this node reaches; zero when there is none.</summary>
    public LogIndex SnapshotIndex => _node.Shelf.Newest?.Index ?? LogIndex.Zero;

    /// <summary>The newest snapshot of this node; null when there is none.</summary>
    public SnapshotDescription? NewestSnapshot => _node.Shelf.Newest;

    /// <summary>Whether what is staged of a snapshot may be of use: it is being fetched, or about to take the place of the log.</summary>
    public bool NeedsStagedSnapshot => _node.Installing is not null || _node.Download?.Snapshot is not null;

    /// <summary>The membership in force.</summary>
    public Membership Membership => _node.Membership;

    /// <summary>The entry that brought it into force; the base of the log when that is compacted away.</summary>
    public LogIndex MembershipIndex => _node.Members.Index;

    /// <summary>Whether the group sleeps here: the host need not tick it.</summary>
    public bool IsAsleep => _node.Sleep.IsAsleep;

    /// <summary>While it leads: until when reads are served without asking; null when not at all.</summary>
    public MonotonicTime? LeaseEnd =>
        _node.Lead is { } lead && Commit >= lead.TermStart ? lead.Lease.End : null;

    /// <summary>The member that gives it the log in the leader's stead; none when the leader does, or it leads itself.</summary>
    public NodeId Feeder => FeedTaking.Feeder(_node);

    /// <summary>To whom it is handing leadership over, or none.</summary>
    public NodeId TransferTarget => _node.Lead?.Transfer?.Target ?? NodeId.None;

    /// <summary>How much of everything bounded it holds.</summary>
    public RaftLoad Load => new()
    {
        LogEntries = _node.Log.Count,
        LogBytes = _node.Log.Bytes,
        PendingWrites = _node.Writes.Count,
        PendingPromises = _node.Writes.PromiseCount,
        PendingReads = (_node.Lead?.Reads.Count ?? 0) + _node.Reads.Count,
        ForwardedProposals = _node.Forwarded.Count,
        UnappliedBytes = _node.Log.BytesBetween(_node.Apply.Applied, _node.Log.LastIndex),
        ApplyingBytes = _node.Apply.Bytes,
        InflightMessages = _node.Lead?.Peers.MostInflight().Messages ?? 0,
        InflightBytes = _node.Lead?.Peers.MostInflight().Bytes ?? 0,
    };

    /// <summary>The entry at an index; null when it is compacted away or past the end.</summary>
    public Entry? EntryAt(LogIndex index) => _node.Log.Contains(index) ? _node.Log.At(index) : null;

    /// <summary>The term at an index; null when it is compacted away, past the end, or lost.</summary>
    public Term? TermAt(LogIndex index) => _node.Log.TermAt(index);

    /// <summary>What a leader knows of a member; null when this node does not lead or has no such member.</summary>
    public PeerStatus? PeerOf(NodeId id) =>
        _node.Lead?.Peers.Find(id) is { } peer ? new PeerStatus(peer.Match, peer.Next, peer.State.ToString(), peer.Active, peer.Feeder) : null;
}
