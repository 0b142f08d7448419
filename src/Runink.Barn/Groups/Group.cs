using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// One Raft group of a node: the core, the state machine that its log feeds, those who follow its changes, what its leader does of its
/// own accord, and whoever waits for any of it. The node's owner drives it; what it asks of the disk goes to the storage, and what it
/// says to others to the links, that all groups of the node share.
/// </summary>
internal sealed partial class Group : IDisposable
{
    private readonly GroupContext _context;
    private readonly NodeStorage _storage;
    private readonly IPeerLinks _links;
    private readonly IBarnClock _clock;
    private readonly SnapshotPolicy _snapshots;
    private readonly PendingProposals _proposals;
    private readonly PendingReads _reads;
    private readonly LeaderDuties _duties;
    private readonly Acknowledged _acknowledged = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="context">What it shares with the node's other groups.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">How its core behaves.</param>
    /// <param name="recovered">What the disk held of it.</param>
    /// <param name="state">The state in the snapshot that the disk held, if it is loaded already; else it is loaded now.</param>
    public Group(GroupContext context, string name, RaftOptions options, RecoveredState recovered, KvMachine? state = null)
    {
        (_context, _storage, _links, _clock) = (context, context.Storage, context.Links, context.Clock);
        (Id, Name) = (options.Group, name);
        _snapshots = new(context.Options.SnapshotEntriesOf(Id));
        Machine = state ?? Load(recovered);
        Watches = new WatchHub(Machine.View);
        // Contexts are numbers of this life: an answer to an earlier life's question must not be taken for one of ours.
        var life = (ulong)context.Incarnation << 40;
        (_proposals, _reads) = (new(life, context.WaitingBytesOf(Id)), new(life));
        Origin = ((ulong)context.Incarnation << 32) | (uint)options.Id.Value;
        Raft = new RaftNode(options, recovered, _clock.Now);
        _duties = new LeaderDuties(context, this);
        if (IsAlone) Raft.Campaign(_clock.Now);
        Touch();
    }

    public GroupId Id { get; }

    public string Name { get; }

    /// <summary>Bytes that its state may take, however little the others do; 0: as long as there is space for all.</summary>
    public long QuotaBytes { get; init; }

    /// <summary>Who proposes here: a number of this life of the node.</summary>
    public ulong Origin { get; }

    public RaftNode Raft { get; }

    public KvMachine Machine { get; private set; }

    /// <summary>Those who follow changes.</summary>
    public WatchHub Watches { get; }

    /// <summary>Whether the group is no more.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Ends when the group is no more. For any thread.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How often another leader was seen since the node started.</summary>
    public long LeaderChanges { get; private set; }

    /// <summary>How often a proposal was refused before it was applied.</summary>
    public long FailedProposals { get; private set; }

    /// <summary>Whether there is no other member, with or without a vote.</summary>
    public bool IsAlone => !Raft.Membership.IsJoint && Raft.Membership.Current.Members.Length == 1;

    /// <summary>
    /// Whether this node leads and has applied an entry of its term: before that, entries of earlier terms may be committed and not
    /// yet applied. Another may have been elected since; then nothing that this one proposes will be committed.
    /// </summary>
    public bool IsInCharge => Raft.Role == Role.Leader && Raft.TermAt(Raft.AppliedIndex) == Raft.Term;

    /// <summary>Nothing more will happen here: everyone who waits is told why.</summary>
    public void Stop(KvError reason)
    {
        while (_proposals.TakeOldest() is { } proposal) Refuse(proposal, reason);
        foreach (var read in _reads.TakeAll()) read.Refused(this, reason);
        EndChange(reason);
        EndTransfer(reason);
        Volatile.Write(ref _servesAloneUntil, long.MinValue);
    }

    /// <summary>The group is no more.</summary>
    public void End()
    {
        IsEnded = true;
        Stop(KvErrors.GroupNotFound);
        Volatile.Write(ref _status, GroupStatus.Unknown);
        _context.StateBytes -= _stateBytes;
        _context.Touched.Remove(this);
        _context.Awake.Remove(this);
        _ended.TrySetResult();
    }

    public void Dispose() => _photograph?.Dispose();
}
