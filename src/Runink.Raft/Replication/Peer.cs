namespace Runink.Raft;

/// <summary>What a leader knows of one member, itself included (nextIndex and matchIndex, Raft paper figure 2).</summary>
internal sealed class Peer(NodeId id, LogIndex next, SendWindow window)
{
    private LogIndex _matchAtBeat;
    private int _hungryBeats;
    private bool _isHungry;

    public NodeId Id => id;

    /// <summary>The last entry known to be durable there as the leader has it.</summary>
    public LogIndex Match { get; set; }

    /// <summary>The next entry to send.</summary>
    public LogIndex Next { get; set; } = next;

    public PeerState State { get; private set; }

    public SendWindow Window => window;

    /// <summary>While probing: one message is under way, and its answer decides.</summary>
    public bool ProbeSent { get; set; }

    /// <summary>While replicating: an empty append must find out whether messages were lost.</summary>
    public bool Recheck { get; set; }

    /// <summary>The commit index that it was told last.</summary>
    public LogIndex CommitSent { get; set; }

    /// <summary>Whether it answered since the leader last counted.</summary>
    public bool Active { get; set; } = true;

    /// <summary>The newest round of reads that it confirmed.</summary>
    public long ReadRound { get; set; }

    /// <summary>How far its newest snapshot reaches.</summary>
    public LogIndex Snapshot { get; set; }

    /// <summary>Who gives it the entries in the leader's stead, as it said last.</summary>
    public NodeId FedBy { get; set; }

    /// <summary>As <see cref="FedBy"/>; none when it lags and has got nothing for some heartbeats: what feeds it may be cut off.</summary>
    public NodeId Feeder => _isHungry ? NodeId.None : FedBy;

    /// <summary>While it fetches a snapshot: from whom.</summary>
    public NodeId SnapshotSource { get; set; }

    /// <summary>Goes back to finding out where the peer stands.</summary>
    public void BecomeProbe(LogIndex nextIndex)
    {
        (State, Next, ProbeSent, Recheck) = (PeerState.Probe, nextIndex, false, false);
        window.Clear();
    }

    /// <summary>The peer follows: send ahead.</summary>
    public void BecomeReplicate()
    {
        (State, Next, ProbeSent, Recheck) = (PeerState.Replicate, Match.Next, false, false);
        window.Clear();
    }

    /// <summary>The peer is to fetch a snapshot.</summary>
    public void BecomeSnapshot(NodeId source)
    {
        (State, SnapshotSource, ProbeSent, Recheck) = (PeerState.Snapshot, source, false, false);
        window.Clear();
    }

    /// <summary>A heartbeat of the leader's clock is due: whether it gets anything from who feeds it is seen by them.</summary>
    public void Beat(LogIndex commit, int patience)
    {
        _hungryBeats = Match < commit && Match == _matchAtBeat ? Math.Min(_hungryBeats + 1, patience) : 0;
        _matchAtBeat = Match;
        _isHungry = _hungryBeats >= patience;
    }

    public Peer Clone() => new(id, Next, window.Clone())
    {
        Match = Match,
        State = State,
        ProbeSent = ProbeSent,
        Recheck = Recheck,
        CommitSent = CommitSent,
        Active = Active,
        ReadRound = ReadRound,
        Snapshot = Snapshot,
        FedBy = FedBy,
        _matchAtBeat = _matchAtBeat,
        _hungryBeats = _hungryBeats,
        _isHungry = _isHungry,
        SnapshotSource = SnapshotSource,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(id);
        hasher.Add(Match);
        hasher.Add(Next);
        hasher.Add((long)State);
        hasher.Add(ProbeSent);
        hasher.Add(Recheck);
        hasher.Add(CommitSent);
        hasher.Add(Active);
        hasher.Add(ReadRound);
        hasher.Add(Snapshot);
        hasher.Add(FedBy);
        hasher.Add(_matchAtBeat);
        hasher.Add(_hungryBeats);
        hasher.Add(_isHungry);
        hasher.Add(SnapshotSource);
        window.Hash(ref hasher);
    }
}
