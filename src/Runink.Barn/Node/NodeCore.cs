using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A node of the Barn without threads: the log on its disk, and the groups that are replicated with it. Work comes in by its methods and
/// those of its groups; <see cref="EndTurn"/> carries out what it gave rise to. One owner drives it: the <see cref="NodeLoop"/>, or a
/// simulator.
/// </summary>
internal sealed partial class NodeCore : IStorageEvents, IDisposable
{
    /// <summary>The group of the platform, which every node has.</summary>
    public static readonly GroupId System = new(1);

    private const int TailHoldersAtOnce = 8;

    private readonly NodeOptions _options;
    private readonly NodeStorage _storage;
    private readonly IBarnClock _clock;
    private readonly IPeerLinks _links;
    private readonly GroupContext _context;
    private readonly PeerDirectory _peers;
    private readonly SelfPublication _publication;
    private readonly PeerPulse _pulse;
    private readonly LeadershipBalance _balance;
    private readonly List<(GroupId Group, LogIndex Last)> _tailHolders = [];
    private readonly bool _hasStarted;

    /// <summary>Recovers everything from the disk, and stands for election at once when the node is alone.</summary>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it.</exception>
    /// <exception cref="InvalidDataException">A snapshot is damaged.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public NodeCore(NodeOptions options, IDisk disk, StorageWorkers workers, IBarnClock clock, IPeerLinks links)
    {
        options.Validate();
        (_options, _clock, _links) = (options, clock, links);
        _storage = NodeStorage.Open(disk, workers, options.Storage with { AsksOthersForLost = true }, this);
        _context = new GroupContext(options, _storage, links, clock);
        Sys = Host(new KvGroup(KvGroups.SystemId, KvGroups.System, []), options.Founding, state: null);
        Groups.Add(Sys);
        EndLeftovers();
        _peers = new PeerDirectory(options, links);
        _publication = new SelfPublication(options, Sys.ProposeOwn);
        _pulse = new PeerPulse(_context, Groups);
        _balance = new LeadershipBalance(_context, Groups, _pulse);
        EndTurn();
        _hasStarted = true;
    }

    /// <summary>The group of the platform.</summary>
    public Group Sys { get; }

    /// <summary>The state of the platform.</summary>
    public KvMachine Machine => Sys.Machine;

    /// <summary>The core of the platform's group.</summary>
    public RaftNode Raft => Sys.Raft;

    /// <summary>Why the node is out of service for good, or null.</summary>
    public Exception? Failure => _context.Failure;

    /// <summary>The disk has no room for more log; null when it has.</summary>
    public Exception? RoomProblem => _context.RoomProblem;

    /// <summary>How reads were answered. For any thread.</summary>
    public ReadCounters Reads => _context.Reads;

    /// <summary>Where the disk was found to have lost entries when the node started; the others are asked for them.</summary>
    public IReadOnlyList<LogDamage> Lost => _storage.Lost;

    /// <summary>Takes the outcomes that a turn settled, once the state they speak of is published.</summary>
    public Action<IReadOnlyList<IOutcome>>? Settled { get; init; }

    /// <summary>Called when a turn is done but for telling its outcomes: whoever hears of one may look how the node stands.</summary>
    public Action? TurnDone { get; init; }

    /// <summary>Hears once why the node must leave service.</summary>
    public Action<Exception>? Failing { get; init; }

    /// <summary>Takes what other members say.</summary>
    public void Receive(IReadOnlyList<Message> messages)
    {
        if (Failure is not null) return;
        if (Groups.Count > 1 && messages.Count > 0) _pulse.Heard(messages[0].From);
        foreach (var message in messages)
        {
            if (message.Group == System) Sys.Receive(message);
            else if (Groups.Find(message.Group) is { } group) group.Receive(message);
            else if (message is Heartbeat pulse && pulse.Group == PeerPulse.Id) _pulse.Receive(pulse);
        }
    }

    /// <summary>What was under way to a member may be lost.</summary>
    public void Unreachable(NodeId peer)
    {
        foreach (var group in Groups.All) group.Unreachable(peer);
    }

    /// <summary>A member opened a stream to this node, and says where it is reached.</summary>
    public void Heard(PeerAddress address) => _peers.Heard(address);

    public void Tick()
    {
        _context.Ticks++;
        if (Failure is not null) return;
        var awake = _context.Awake;
        for (var i = awake.Count - 1; i >= 0; i--)
        {
            if (awake[i].Tick()) continue;
            awake[i] = awake[^1];
            awake.RemoveAt(awake.Count - 1);
        }

        _publication.Tick(Raft, Machine.View.Members, _clock.Now);
        _pulse.Tick();
        _balance.Tick();
        ReleaseTail();
        if (RoomProblem is not null && _context.Ticks % RoomRetryTicks == 0) _storage.RetryRoom();
    }

    /// <summary>Carries out what the inputs of the turn gave rise to, publishes the states, and gives the outcomes away.</summary>
    public void EndTurn()
    {
        CarryOut();
        while (Failure is null && FollowGroups()) CarryOut();
        _peers.Update(Raft.Membership, Machine.View.Members);
        _links.Flush();
        TurnDone?.Invoke();
        TellSettled();
    }

    /// <summary>
    /// Whether proposals gain nothing from being taken up now: nobody else is to be told of them, and the log takes them only when the
    /// write that is under way is done. Taking them up together then costs far less.
    /// </summary>
    public bool MayHoldBack => _storage.IsWriting && Sys.IsAlone;

    /// <summary>How the node stands.</summary>
    public NodeStatus DescribeStatus(int pending, TimeSpan oldestLogWrite) => new()
    {
        Leader = Raft.Leader.Value,
        Feeder = Raft.Feeder.Value,
        Membership = Raft.Membership,
        Role = Raft.Role,
        Term = Raft.Term,
        LastIndex = Raft.LastLog.Index,
        CommitIndex = Raft.Commit,
        AppliedIndex = Raft.AppliedIndex,
        LeaderChanges = Sys.LeaderChanges,
        PendingRequests = pending,
        Failure = Failure,
        RoomProblem = RoomProblem,
        SnapshotProblem = SnapshotProblem,
        SnapshotIndex = _lastSnapshot,
        OldestLogWrite = oldestLogWrite,
        FailedProposals = Sys.FailedProposals,
        Groups = Groups.Count,
        GroupsAwake = _context.Awake.Count,
        LostEntries = CountLost(),
        StateBytes = _context.StateBytes,
    };

    /// <summary>Tells everyone who waits that nothing will come any more.</summary>
    public void Stop()
    {
        foreach (var group in Groups.All) group.Stop(KvErrors.Stopped);
        TellSettled();
    }

    public void Dispose()
    {
        foreach (var group in Groups.All) group.Dispose();
        foreach (var (group, _, _) in _ended) group?.Dispose();
        _storage.Dispose();
    }

    private void CarryOut()
    {
        var touched = _context.Touched;
        if (Failure is null)
        {
            for (var i = 0; i < touched.Count; i++) touched[i].Drain();
            _storage.Flush();
        }

        for (var i = 0; i < touched.Count; i++) touched[i].Publish();
        touched.Clear();
    }

    /// <summary>Groups that hold back the end of the log let go of it, a few at a time.</summary>
    private void ReleaseTail()
    {
        _storage.FindTailHolders(_tailHolders, TailHoldersAtOnce);
        foreach (var (id, last) in _tailHolders) Find(id)?.ReleaseLog(last);
        _tailHolders.Clear();
    }

    private int CountLost()
    {
        if (Lost.Count == 0) return 0;
        var lost = 0;
        foreach (var group in Groups.All) lost += group.Raft.RottenEntries;
        return lost;
    }

    private void TellSettled()
    {
        if (_context.Settled.Count == 0) return;
        Settled?.Invoke(_context.Settled);
        _context.Settled.Clear();
    }
}
