using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// One Raft group of a node: the core, the state machine that its log feeds, and whoever waits for either. The node's owner
/// drives it; what it asks of the disk goes to the storage that all groups of the node share.
/// </summary>
internal sealed partial class Group : IDisposable
{
    private readonly NodeStorage _storage;
    private readonly IBarnClock _clock;
    private readonly SnapshotPolicy _snapshots;
    private readonly Waiting<Proposal> _proposals = new();
    private readonly Waiting<PendingRead> _reads = new();
    private readonly PriorityQueue<PendingRead, long> _readsToApply = new();
    private readonly Acknowledged _acknowledged = new();
    private readonly ulong _incarnation;
    private long _lastRead;

    public Group(RaftOptions options, RecoveredState recovered, NodeStorage storage, IBarnClock clock, uint incarnation, SnapshotPolicy snapshots)
    {
        (_storage, _clock, _snapshots) = (storage, clock, snapshots);
        Id = options.Group;
        Machine = recovered.Snapshot is { } snapshot ? Load(snapshot) : new KvMachine();
        // Contexts are numbers of this life: an answer to an earlier life's question must not be taken for one of ours.
        _incarnation = (ulong)incarnation << 40;
        Origin = ((ulong)incarnation << 32) | (uint)options.Id.Value;
        Raft = new RaftNode(options, recovered, clock.Now);
    }

    public GroupId Id { get; }

    /// <summary>Who proposes here: a number of this life of the node.</summary>
    public ulong Origin { get; }

    public RaftNode Raft { get; }

    public KvMachine Machine { get; }

    /// <summary>All proposals up to this number have their outcome.</summary>
    public long AcknowledgedThrough => _acknowledged.Through;

    /// <summary>Whose answers are settled; the node tells them after the state they speak of is published.</summary>
    public List<IOutcome> Settled { get; } = [];

    /// <summary>How often another leader was seen since the node started.</summary>
    public long LeaderChanges { get; private set; }

    /// <summary>How often a proposal was refused before it was applied.</summary>
    public long FailedProposals { get; private set; }

    /// <summary>Whether there is no other member, with or without a vote.</summary>
    public bool IsAlone => !Raft.Membership.IsJoint && Raft.Membership.Current.Members.Length == 1;

    /// <summary>
    /// Until when this node may answer linearizable reads by itself. Alone it always may, once it has applied an entry of its term:
    /// before that, entries of its last life may be committed and not yet applied.
    /// </summary>
    public MonotonicTime ServesAloneUntil
    {
        get
        {
            if (Raft.Role != Role.Leader || Raft.TermAt(Raft.AppliedIndex) != Raft.Term) return new(long.MinValue);
            if (IsAlone) return new(long.MaxValue);
            return Raft.LeaseEnd ?? new(long.MinValue);
        }
    }

    public void Propose(Proposal proposal, long deadline)
    {
        _proposals.Add(proposal.Number, proposal, deadline);
        Raft.Propose(_incarnation | (ulong)proposal.Number, proposal.Entry, _clock.Now);
    }

    public void Read(PendingRead read, long deadline)
    {
        _reads.Add(++_lastRead, read, deadline);
        Raft.Read(_incarnation | (ulong)_lastRead, _clock.Now);
    }

    /// <summary>Lets time pass: a tick of the core, and an end to what waited too long.</summary>
    public void Tick(long now)
    {
        Raft.Tick(_clock.Now);
        while (_proposals.TakeOverdue(now) is { } proposal) Refuse(proposal, KvErrors.Timeout);
        while (_reads.TakeOverdue(now) is { } read) Refuse(read, KvErrors.Timeout);
    }

    /// <summary>Nothing more will happen here: everyone who waits is told why.</summary>
    public void Stop(KvError reason)
    {
        while (_proposals.TakeOldest() is { } proposal) Refuse(proposal, reason);
        while (_reads.TakeOldest() is { } read) Refuse(read, reason);
        while (_readsToApply.TryDequeue(out var read, out _)) Refuse(read, reason);
    }

    public void Refuse(Proposal proposal, KvError error)
    {
        FailedProposals++;
        Settle(proposal, new KvResult(Machine.View.Revision, error));
    }

    public void Refuse<T>(Outcome<T> question, KvError error)
    {
        question.Decide(new KvErrorException(error));
        Settled.Add(question);
    }

    public void Settle<T>(Outcome<T> question, T answer)
    {
        question.Decide(answer);
        Settled.Add(question);
    }

    public void Dispose() => _photograph?.Dispose();

    private KvMachine Load(SnapshotDescription snapshot)
    {
        using var content = _storage.OpenSnapshot(Id, snapshot);
        return KvMachine.Restore(content);
    }

    private void Settle(Proposal proposal, KvResult result)
    {
        _acknowledged.Add(proposal.Number);
        if (!proposal.IsAwaited) return;
        proposal.Decide(result);
        Settled.Add(proposal);
    }
}
