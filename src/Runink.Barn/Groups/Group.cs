using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// One Raft group of a node: the core, the state machine that its log feeds, and whoever waits for either. The node's owner
/// drives it; what it asks of the disk goes to the storage, and what it says to others to the links, that all groups of the node
/// share.
/// </summary>
internal sealed partial class Group : IDisposable
{
    private readonly NodeStorage _storage;
    private readonly IPeerLinks _links;
    private readonly IBarnClock _clock;
    private readonly SnapshotPolicy _snapshots;
    private readonly PendingProposals _proposals;
    private readonly PendingReads _reads;
    private readonly Acknowledged _acknowledged = new();

    public Group(
        RaftOptions options, RecoveredState recovered, NodeStorage storage, IPeerLinks links, IBarnClock clock, uint incarnation,
        SnapshotPolicy snapshots)
    {
        (_storage, _links, _clock, _snapshots) = (storage, links, clock, snapshots);
        Id = options.Group;
        Machine = recovered.Snapshot is { } snapshot ? Load(snapshot) : new KvMachine();
        // Contexts are numbers of this life: an answer to an earlier life's question must not be taken for one of ours.
        var life = (ulong)incarnation << 40;
        (_proposals, _reads) = (new(life), new(life));
        Origin = ((ulong)incarnation << 32) | (uint)options.Id.Value;
        Raft = new RaftNode(options, recovered, clock.Now);
    }

    public GroupId Id { get; }

    /// <summary>Who proposes here: a number of this life of the node.</summary>
    public ulong Origin { get; }

    public RaftNode Raft { get; }

    public KvMachine Machine { get; private set; }

    /// <summary>All proposals up to this number have their outcome.</summary>
    public long AcknowledgedThrough => _acknowledged.Through;

    /// <summary>Whose answers are settled; the node tells them after the state they speak of is published.</summary>
    public List<IOutcome> Settled { get; } = [];

    /// <summary>How often another leader was seen since the node started.</summary>
    public long LeaderChanges { get; private set; }

    /// <summary>How often a proposal was refused before it was applied.</summary>
    public long FailedProposals { get; private set; }

    /// <summary>Hears of every command that was applied, and of its result.</summary>
    public Action<KvCommand, KvResult>? Applied { get; init; }

    /// <summary>Whether there is no other member, with or without a vote.</summary>
    public bool IsAlone => !Raft.Membership.IsJoint && Raft.Membership.Current.Members.Length == 1;

    /// <summary>
    /// Whether this node leads and has applied an entry of its term: before that, entries of earlier terms may be committed and not
    /// yet applied. Another may have been elected since; then nothing that this one proposes will be committed.
    /// </summary>
    public bool IsInCharge => Raft.Role == Role.Leader && Raft.TermAt(Raft.AppliedIndex) == Raft.Term;

    /// <summary>
    /// Until when this node may answer linearizable reads by itself: alone always, else while it leads and has a lease.
    /// </summary>
    public MonotonicTime ServesAloneUntil
    {
        get
        {
            if (!IsInCharge) return new(long.MinValue);
            if (IsAlone) return new(long.MaxValue);
            return Raft.LeaseEnd ?? new(long.MinValue);
        }
    }

    public void Propose(Proposal proposal, long deadline)
    {
        _proposals.Add(proposal, deadline);
        Submit(proposal, _proposals.First(proposal));
    }

    public void Read(IConfirmable read) => _reads.Add(read);

    /// <summary>Lets time pass: a tick of the core, and an end to what waited too long.</summary>
    public void Tick(long now)
    {
        Raft.Tick(_clock.Now);
        if (_proposals.HasRefused && Raft.Leader != NodeId.None)
            foreach (var proposal in _proposals.TakeRefused()) Submit(proposal, _proposals.Again(proposal));
        while (_proposals.TakeOverdue(now) is { } proposal)
            Refuse(proposal, proposal.MayBeInLog ? KvErrors.Timeout : KvErrors.NoLeader);
        foreach (var read in _reads.TakeOverdue(now)) read.Refused(this, Raft.Leader == NodeId.None ? KvErrors.NoLeader : KvErrors.Timeout);
        TickChange(now);
    }

    /// <summary>Nothing more will happen here: everyone who waits is told why.</summary>
    public void Stop(KvError reason)
    {
        while (_proposals.TakeOldest() is { } proposal) Refuse(proposal, reason);
        foreach (var read in _reads.TakeAll()) read.Refused(this, reason);
        EndChange(reason);
        EndTransfer(reason);
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

    private void Submit(Proposal proposal, ulong attempt)
    {
        // A follower hands it on, and may hear nothing more of it.
        proposal.MayBeInLog |= Raft.Role != Role.Leader && Raft.Leader != NodeId.None;
        Raft.Propose(attempt, proposal.Entry, _clock.Now);
    }

    private void Settle(Proposal proposal, KvResult result)
    {
        _acknowledged.Add(proposal.Number);
        if (!proposal.IsAwaited) return;
        proposal.Decide(result);
        Settled.Add(proposal);
    }
}
