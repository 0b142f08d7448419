namespace Runink.Raft;

/// <summary>
/// Everything that a node knows. The handlers are functions over it, one for each thing that can happen; what they ask of the
/// host goes to <see cref="Out"/>.
/// </summary>
internal sealed class NodeState(RaftOptions options, RaftLog log, MembershipHistory members, LogWriter writer)
{
    public RaftOptions Options => options;

    public NodeId Id => options.Id;

    public MonotonicTime Now { get; set; }

    public Term Term { get; set; }

    public NodeId VotedFor { get; set; }

    public Role Role { get; set; }

    /// <summary>The leader of the term, or none when unknown.</summary>
    public NodeId Leader { get; set; }

    public RaftLog Log => log;

    public LogWriter Writer => writer;

    public PendingWrites Writes { get; private init; } = new();

    public MembershipHistory Members => members;

    public Membership Membership => members.Current;

    /// <summary>How far the log is committed, as far as this node knows.</summary>
    public LogIndex Commit { get; set; }

    public ApplyQueue Apply { get; private init; } = new();

    public ElectionTimer Timer { get; private init; } = new(options);

    public VoteTally Votes { get; private init; } = new();

    /// <summary>What only a leader knows; null unless this node leads.</summary>
    public Leadership? Lead { get; set; }

    /// <summary>To whom this node tried to hand its office, until it learns who took it.</summary>
    public NodeId HandedTo { get; set; }

    public PriorLeases PriorLeases { get; private init; } = new(options);

    public FollowerReads Reads { get; private init; } = new();

    public ForwardedProposals Forwarded { get; private init; } = new();

    public SnapshotShelf Shelf { get; private init; } = new();

    public SnapshotDownload? Download { get; set; }

    /// <summary>The installation of a snapshot that is not durable yet, or null.</summary>
    public WriteId? Installing { get; set; }

    public SleepState Sleep { get; private init; } = new();

    /// <summary>How it stands with the member that this node follows, if it does.</summary>
    public FeedClock Feed { get; private init; } = new();

    /// <summary>Those that follow this node.</summary>
    public FeedQueue Feeds { get; private init; } = new();

    public Outbox Out { get; private init; } = new();

    public bool IsWitness => options.Witness || Membership.IsWitness(Id);

    /// <summary>Where the own log ends; null when the last entry is rotten and nobody can say which term it had.</summary>
    public LogPosition? LastLog => log.TermAt(log.LastIndex) is { } term ? new LogPosition(log.LastIndex, term) : null;

    public NodeState Clone() => new(options, log.Clone(), members.Clone(), writer.Clone())
    {
        Now = Now,
        Term = Term,
        VotedFor = VotedFor,
        Role = Role,
        Leader = Leader,
        Writes = Writes.Clone(),
        Commit = Commit,
        Apply = Apply.Clone(),
        Timer = Timer.Clone(),
        Votes = Votes.Clone(),
        Lead = Lead?.Clone(),
        HandedTo = HandedTo,
        PriorLeases = PriorLeases.Clone(),
        Reads = Reads.Clone(),
        Forwarded = Forwarded.Clone(),
        Shelf = Shelf.Clone(),
        Download = Download?.Clone(),
        Installing = Installing,
        Sleep = Sleep.Clone(),
        Feed = Feed.Clone(),
        Feeds = Feeds.Clone(),
        Out = Out.Clone(),
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Id);
        hasher.Add(Term);
        hasher.Add(VotedFor);
        hasher.Add((long)Role);
        hasher.Add(Leader);
        log.Hash(ref hasher);
        members.Hash(ref hasher);
        writer.Hash(ref hasher);
        Writes.Hash(ref hasher);
        hasher.Add(Commit);
        Apply.Hash(ref hasher);
        Timer.Hash(ref hasher);
        Votes.Hash(ref hasher);
        hasher.Add(Lead is not null);
        Lead?.Hash(ref hasher);
        hasher.Add(HandedTo);
        PriorLeases.Hash(ref hasher);
        Reads.Hash(ref hasher);
        Forwarded.Hash(ref hasher);
        Shelf.Hash(ref hasher);
        hasher.Add(Download is not null);
        Download?.Hash(ref hasher);
        hasher.Add(Installing is not null);
        Sleep.Hash(ref hasher);
        Feed.Hash(ref hasher);
        Feeds.Hash(ref hasher);
    }
}
