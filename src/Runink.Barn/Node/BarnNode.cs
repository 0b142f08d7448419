using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// A running node of the Barn: what services ask of it. Changes go through the replicated log and are durable when their result
/// comes; reads come from the state that was published last. Thread-safe. Results are told on threads of the pool.
/// </summary>
public sealed class BarnNode : IAsyncDisposable, IPeerEvents
{
    // Batches of messages that wait for the node's thread, before their senders must wait too.
    private const int MaxReceivedBatches = 256;

    // With no more requests or entries under way, work is done where it comes in; with more, what gathers until the node's thread
    // wakes is done together, which costs less for each.
    private const int MostWhenQuiet = 4;

    private readonly NodeCore _core;
    private readonly NodeLoop _loop;
    private readonly NodeThreads _threads;
    private readonly IBarnClock _clock;
    private readonly Action<NodeStatus, KvView>? _observe;
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _serving = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _pending;
    private int _received;

    private BarnNode(
        NodeOptions options, IDisk disk, IBarnClock clock, Func<IPeerEvents, IPeerLinks> connect, Action<NodeStatus, KvView>? observe)
    {
        (Options, _clock, _observe) = (options, clock, observe);
        // The disk may be done with the first write before the node is complete: the loop keeps it until it starts.
        _loop = new NodeLoop(clock, options.HeartbeatInterval, () => _core!.Tick(), EndTurn, () => _core!.MayHoldBack, Crash);
        _threads = new NodeThreads((job, mayRunHere) => _loop.Post(new PostedJob(job), mayRunHere && IsQuiet));
        _core = new NodeCore(options, new MeasuredDisk(disk, Disk), _threads.Workers, clock, connect(this))
        {
            Settled = Tell,
            TurnDone = DescribeStatus,
            Failing = Fail,
        };
        System = new BarnGroup(this, _core.Sys);
    }

    /// <summary>How the node behaves.</summary>
    public NodeOptions Options { get; }

    /// <summary>The platform's own group.</summary>
    internal BarnGroup System { get; }

    /// <summary>The time of this node.</summary>
    internal MonotonicTime Now => _clock.Now;

    /// <summary>The state of the platform's group as it was published last. Reading from it is serializable: it may be a little old.</summary>
    public KvView View => System.View;

    /// <summary>Those who follow changes.</summary>
    public WatchHub Watches => System.Watches;

    /// <summary>How the node stood after its last turn.</summary>
    public NodeStatus Status { get; private set; } = null!;

    /// <summary>Where its disk was found to have lost entries when it started.</summary>
    internal IReadOnlyList<LogDamage> Lost => _core.Lost;

    /// <summary>How linearizable reads were answered since it started.</summary>
    internal ReadCounters Reads => _core.Reads;

    /// <summary>What its disk did since it started.</summary>
    internal DiskMeter Disk { get; } = new();

    /// <summary>Ends when the node serves for the first time: somebody leads, and it knows.</summary>
    public Task Serving => _serving.Task;

    /// <summary>Ends, faulted, when the node must leave service: its disk failed, or one of its rules was broken.</summary>
    public Task Failure => _failure.Task;

    /// <summary>Recovers what the disk holds and starts the node; alone, it leads within a moment.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="disk">Its directory, locked by the caller.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="observe">
    /// Told after every turn how the node stands and which state it published; on the node's thread, so it must be quick, and must
    /// not throw.
    /// </param>
    /// <exception cref="ArgumentException">The options make no sense.</exception>
    /// <exception cref="LogDamagedException">The log is damaged where no crash damages it. Nothing was changed.</exception>
    /// <exception cref="InvalidDataException">A snapshot is damaged.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public static BarnNode Start(NodeOptions options, IDisk disk, IBarnClock clock, Action<NodeStatus, KvView>? observe = null) =>
        Start(options, disk, clock, _ => NoPeerLinks.Instance, observe);

    /// <summary>Starts a node that has, or may get, company.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="disk">Its directory, locked by the caller.</param>
    /// <param name="clock">Its time.</param>
    /// <param name="connect">Makes the links to others, which tell the node what comes from them.</param>
    /// <param name="observe">Hears after every turn how the node stands, on its thread.</param>
    internal static BarnNode Start(
        NodeOptions options, IDisk disk, IBarnClock clock, Func<IPeerEvents, IPeerLinks> connect, Action<NodeStatus, KvView>? observe)
    {
        var node = new BarnNode(options, disk, clock, connect, observe);
        node.EndTurn();
        node._loop.Start();
        return node;
    }

    /// <summary>
    /// Commits a command in the platform's group and applies it. Every refusal is a <see cref="KvResult.Error"/>; after a timeout it is
    /// not known whether the command was, or will be, applied. The command's bytes are copied before this returns.
    /// </summary>
    /// <param name="command">What to do.</param>
    /// <param name="user">On whose behalf, when authentication is on.</param>
    /// <param name="authRevision">At which revision of users and roles that user was authenticated.</param>
    public ValueTask<KvResult> ProposeAsync(KvCommand command, string? user = null, long authRevision = 0) =>
        System.ProposeAsync(command, user, authRevision);

    /// <summary>
    /// A state of the platform's group that holds every change acknowledged before this call, by anyone. Completes at once while this
    /// node is sure to be the only leader.
    /// </summary>
    /// <exception cref="KvErrorException">There is no leader, or the node stops.</exception>
    public ValueTask<KvView> ReadAsync() => System.ReadAsync();

    /// <summary>Lets a lease of the platform's group live for its whole time again, from now on.</summary>
    /// <exception cref="KvErrorException">There is no such lease, or no leader.</exception>
    public ValueTask<LeaseState> KeepAliveAsync(long lease) => System.KeepAliveAsync(lease);

    /// <summary>How much of the time of a lease of the platform's group is left.</summary>
    /// <exception cref="KvErrorException">There is no such lease, or no leader.</exception>
    public ValueTask<LeaseState> TimeToLiveAsync(long lease) => System.TimeToLiveAsync(lease);

    /// <summary>The whole state of the platform's group as it is now, to be written out while the node goes on, and disposed of.</summary>
    public StatePhotograph Photograph() => System.Photograph();

    /// <summary>The group of that name as this node hosts it, or null.</summary>
    internal BarnGroup? FindGroup(string name) => name == KvGroups.System ? System : _core.Groups.Find(name) is { } found ? new(this, found) : null;

    /// <summary>The groups that this node hosts, as of about now, that of the platform among them.</summary>
    internal IEnumerable<BarnGroup> Groups => _core.Groups.Snapshot.Select(group => new BarnGroup(this, group));

    /// <summary>How many groups this node hosts.</summary>
    internal int GroupCount => _core.Groups.Count;

    /// <summary>Finishes what was handed in, and stops. Requests without an outcome are told that the server stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.Run(_loop.Dispose).ConfigureAwait(false);
        _core.Stop();
        await Task.Run(_threads.Dispose).ConfigureAwait(false);
        _core.Dispose();
    }

    /// <summary>A member opened a stream to this node, and says where it is reached.</summary>
    internal void Heard(PeerAddress address) => _loop.Post(new PostedJob(() => _core.Heard(address)));

    ValueTask IPeerEvents.ReceivedAsync(IReadOnlyList<Message> messages)
    {
        var work = new ReceivedMessages(this, messages);
        if (Interlocked.Increment(ref _received) > MaxReceivedBatches) work.Taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_loop.Post(work, IsQuiet)) return work.Taken is { } taken ? new(taken.Task) : default;
        return default;
    }

    void IPeerEvents.Unreachable(NodeId peer) => _loop.Post(new PostedJob(() => _core.Unreachable(peer)));

    /// <summary>Asks something of a group.</summary>
    /// <exception cref="KvErrorException">It was refused.</exception>
    internal ValueTask<T> Ask<T>(Outcome<T> question)
    {
        if (!Enter()) return ValueTask.FromException<T>(new KvErrorException(KvErrors.TooManyRequests));
        return Post(question) ? question.Task : ValueTask.FromException<T>(new KvErrorException(KvErrors.Stopped));
    }

    /// <summary>Whether one more request may wait; it is then handed in by <see cref="Post"/>.</summary>
    internal bool Enter()
    {
        if (Interlocked.Increment(ref _pending) <= Options.MaxPendingRequests) return true;
        Interlocked.Decrement(ref _pending);
        return false;
    }

    /// <summary>Hands in a request that may wait. False: the node has stopped.</summary>
    internal bool Post(NodeWork request)
    {
        if (_loop.Post(request, IsQuiet)) return true;
        Interlocked.Decrement(ref _pending);
        return false;
    }

    private bool IsQuiet =>
        Volatile.Read(ref _pending) <= MostWhenQuiet && Status is { } status && status.LastIndex - status.CommitIndex <= MostWhenQuiet;

    private void Tell(IReadOnlyList<IOutcome> settled)
    {
        Interlocked.Add(ref _pending, -settled.Count);
        OutcomeTeller.Tell(settled);
    }

    private void EndTurn()
    {
        _core.EndTurn();
        if (Status.IsServing) _serving.TrySetResult();
    }

    private void DescribeStatus()
    {
        Status = _core.DescribeStatus(Volatile.Read(ref _pending), _threads.OldestLogWrite);
        _observe?.Invoke(Status, View);
    }

    // A broken rule or a failed disk: the state in memory may be ahead of what others may know, so nobody is served from it again.
    private void Crash(Exception reason, IReadOnlyList<NodeWork> left)
    {
        _core.Fail(reason);
        // A node that has failed refuses whatever is asked of it. What the disk did is not for it to hear any more.
        foreach (var work in left)
            if (work is not PostedJob) work.Run();
        _core.Stop();
        DescribeStatus();
    }

    private void Fail(Exception reason) => _failure.TrySetException(reason);

    private sealed class ReceivedMessages(BarnNode node, IReadOnlyList<Message> messages) : NodeWork
    {
        public TaskCompletionSource? Taken { get; set; }

        public override void Run()
        {
            Interlocked.Decrement(ref node._received);
            node._core.Receive(messages);
            Taken?.SetResult();
        }
    }

    private sealed class PostedJob(Action job) : NodeWork
    {
        public override void Run() => job();
    }
}
