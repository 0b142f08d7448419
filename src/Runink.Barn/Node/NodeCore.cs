using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A node of the Barn without threads: the log on its disk, the group that is replicated, the state, and what a leader does of
/// its own accord. Work comes in by its methods; <see cref="EndTurn"/> carries out what it gave rise to. One owner drives it: the
/// <see cref="NodeLoop"/>, or a simulator.
/// </summary>
internal sealed partial class NodeCore : IStorageEvents, IDisposable
{
    /// <summary>The group of the platform; herds have groups of their own later.</summary>
    public static readonly GroupId System = new(1);

    // Election timeouts within which another leader is there, if the others can elect one.
    private const long TransferElections = 5;

    private readonly NodeOptions _options;
    private readonly NodeStorage _storage;
    private readonly IBarnClock _clock;
    private readonly IPeerLinks _links;
    private readonly Group _group;
    private readonly PeerDirectory _peers;
    private readonly SelfPublication _publication;
    private readonly LeaderDuties _duties;
    private long _ticks;
    private long _lastProposal;
    private long _acknowledgedThrough;
    private long _servesAloneUntil = long.MinValue;

    /// <summary>Recovers everything from the disk, and stands for election at once when the node is alone.</summary>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it.</exception>
    /// <exception cref="InvalidDataException">A snapshot is damaged.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public NodeCore(NodeOptions options, IDisk disk, StorageWorkers workers, IBarnClock clock, IPeerLinks links)
    {
        options.Validate();
        (_options, _clock, _links) = (options, clock, links);
        _storage = NodeStorage.Open(disk, workers, options.Storage with { AsksOthersForLost = true }, this);
        if (!_storage.Recovered.TryGetValue(System, out var recovered))
        {
            _storage.Found(System, options.Founding);
            recovered = RecoveredState.Founding(options.Founding);
        }

        var incarnation = options.DrawIncarnation();
        _group = new Group(
            options.Raft(System, incarnation), recovered, _storage, links, clock, incarnation, new(options.SnapshotEntries))
        {
            Applied = Observe,
        };
        _duties = new LeaderDuties(options, _group, ProposeOwn);
        Watches = new WatchHub(_group.Machine.View);
        _peers = new PeerDirectory(options, links);
        _publication = new SelfPublication(options, ProposeOwn);
        if (_group.IsAlone) _group.Raft.Campaign(clock.Now);
        EndTurn();
    }

    public KvMachine Machine => _group.Machine;

    public RaftNode Raft => _group.Raft;

    /// <summary>Those who follow changes.</summary>
    public WatchHub Watches { get; }

    /// <summary>Why the node is out of service for good, or null.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The disk has no room for more log; null when it has.</summary>
    public Exception? RoomProblem { get; private set; }

    /// <summary>Where the disk was found to have lost entries when the node started; the others are asked for them.</summary>
    public IReadOnlyList<LogDamage> Lost => _storage.Lost;

    /// <summary>Takes the outcomes that a turn settled, once the state they speak of is published.</summary>
    public Action<IReadOnlyList<IOutcome>>? Settled { get; init; }

    /// <summary>Hears once why the node must leave service.</summary>
    public Action<Exception>? Failing { get; init; }

    /// <summary>
    /// Until when this node may answer linearizable reads from what is published, without asking anyone. For any thread: if the
    /// clock says less, every change that was acknowledged before is in <see cref="KvMachine.View"/>.
    /// </summary>
    public MonotonicTime ServesAloneUntil => new(Volatile.Read(ref _servesAloneUntil));

    /// <summary>A command as it goes into the log, with its number among the proposals of this life. For any thread.</summary>
    public Proposal Prepare(KvCommand command, string? user = null, long authRevision = 0, bool isAwaited = true)
    {
        var number = Interlocked.Increment(ref _lastProposal);
        var acknowledged = Volatile.Read(ref _acknowledgedThrough);
        var envelope = new KvEnvelope(_group.Origin, number, acknowledged, command, user, authRevision);
        return new Proposal(this, number, EntryBuffer.Encode(envelope), isAwaited);
    }

    public void Propose(Proposal proposal)
    {
        // What is left of the present segment is for the node's own needs until there is room for the next one.
        if (Failure is not null) _group.Refuse(proposal, KvErrors.Stopped);
        else if (RoomProblem is not null && proposal.IsAwaited) _group.Refuse(proposal, KvErrors.NoSpace);
        else _group.Propose(proposal, _ticks + _options.RequestTicks);
    }

    public void Read(PendingRead read)
    {
        read.Deadline = _ticks + _options.RequestTicks;
        if (Failure is null) _group.Read(read);
        else _group.Refuse(read, KvErrors.Stopped);
    }

    /// <summary>Takes what other members say.</summary>
    public void Receive(IReadOnlyList<Message> messages)
    {
        if (Failure is not null) return;
        foreach (var message in messages) Raft.Receive(message, _clock.Now);
    }

    /// <summary>What was under way to a member may be lost.</summary>
    public void Unreachable(NodeId peer) => Raft.PeerUnreachable(peer);

    /// <summary>A member opened a stream to this node, and says where it is reached.</summary>
    public void Heard(PeerAddress address) => _peers.Heard(address);

    public void Change(MembershipRequest request)
    {
        request.Deadline = _ticks + _options.RequestTicks;
        if (Failure is null) _group.Change(request);
        else _group.Refuse(request, KvErrors.Stopped);
    }

    public void Transfer(TransferRequest request)
    {
        request.Deadline = _ticks + (TransferElections * _options.ElectionTicks);
        if (Failure is null) _group.Transfer(request);
        else _group.Refuse(request, KvErrors.Stopped);
    }

    public void Answer(LeaseQuestion question)
    {
        question.Deadline = _ticks + _options.RequestTicks;
        if (Failure is not null) _group.Refuse(question, KvErrors.Stopped);
        else if (!_duties.Answer(question, _clock.Now)) _group.Refuse(question, KvErrors.NotLeader);
        else if (_clock.Now < _group.ServesAloneUntil) question.Confirmed(_group);
        else _group.Read(question);
    }

    public void Tick()
    {
        _ticks++;
        if (Failure is not null) return;
        _group.Tick(_ticks);
        _duties.Tick(_clock.Now);
        _publication.Tick(Raft, Machine.View.Members, _clock.Now);
        RetrySnapshot();
        if (RoomProblem is not null && _ticks % RoomRetryTicks == 0) _storage.RetryRoom();
    }

    /// <summary>Carries out what the inputs of the turn gave rise to, publishes the state, and gives the outcomes away.</summary>
    public void EndTurn()
    {
        if (Failure is null)
        {
            _group.Drain();
            _storage.Flush();
        }

        // A snapshot publishes the state in the midst of a turn, and watches must hear of that, too.
        if (Machine.AppliedIndex != Watches.View.AppliedIndex) Watches.Publish(Machine.Publish());
        _group.AnswerReads();
        _peers.Update(Raft.Membership, Machine.View.Members);
        _links.Flush();
        Volatile.Write(ref _acknowledgedThrough, _group.AcknowledgedThrough);
        Volatile.Write(ref _servesAloneUntil, Failure is null ? _group.ServesAloneUntil.Nanoseconds : long.MinValue);
        if (_group.Settled.Count == 0) return;
        Settled?.Invoke(_group.Settled);
        _group.Settled.Clear();
    }

    /// <summary>
    /// Whether proposals gain nothing from being taken up now: nobody else is to be told of them, and the log takes them only when the
    /// write that is under way is done. Taking them up together then costs far less.
    /// </summary>
    public bool MayHoldBack => _storage.IsWriting && _group.IsAlone;

    /// <summary>How the node stands.</summary>
    public NodeStatus DescribeStatus(int pending, TimeSpan oldestLogWrite) => new()
    {
        Leader = Raft.Leader.Value,
        Membership = Raft.Membership,
        Role = Raft.Role,
        Term = Raft.Term,
        LastIndex = Raft.LastLog.Index,
        CommitIndex = Raft.Commit,
        AppliedIndex = Raft.AppliedIndex,
        LeaderChanges = _group.LeaderChanges,
        PendingRequests = pending,
        Failure = Failure,
        RoomProblem = RoomProblem,
        SnapshotProblem = SnapshotProblem,
        SnapshotIndex = _lastSnapshot,
        OldestLogWrite = oldestLogWrite,
        FailedProposals = _group.FailedProposals,
        LostEntries = Raft.RottenEntries,
    };

    /// <summary>Tells everyone who waits that nothing will come any more.</summary>
    public void Stop()
    {
        _group.Stop(KvErrors.Stopped);
        Settled?.Invoke(_group.Settled);
        _group.Settled.Clear();
    }

    public void Dispose()
    {
        _group.Dispose();
        _storage.Dispose();
    }

    private void Observe(KvCommand command, KvResult result)
    {
        if (command is LeaseGrantCommand or LeaseRevokeCommand or LeaseCheckpointCommand)
            _duties.Observe(command, result, _clock.Now);
    }

    private void ProposeOwn(KvCommand command) => Propose(Prepare(command, isAwaited: false));
}
