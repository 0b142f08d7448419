using System.Text;
using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>A node without threads on a workbench: the test says when time passes and when the disk gets on.</summary>
internal sealed class NodeBench : IBarnClock
{
    private readonly NodeOptions _options;
    private readonly HandWorker _log = new();
    private readonly HandWorker _snapshots = new();
    private readonly HandWorker _transfers = new();

    public NodeBench(MemoryDisk? disk = null, NodeOptions? options = null, uint incarnation = 1, IPeerLinks? links = null)
    {
        Disk = disk ?? new MemoryDisk();
        _options = (options ?? Options) with { Incarnation = incarnation };
        Core = new NodeCore(_options, Disk, new StorageWorkers(_log, _snapshots, _transfers), this, links ?? NoPeerLinks.Instance)
        {
            Settled = outcomes =>
            {
                foreach (var outcome in outcomes) outcome.Tell();
            },
            Failing = reason => Failure = reason,
        };
    }

    public static NodeOptions Options { get; } = new()
    {
        MemberId = 1,
        ClusterId = 1,
        HeartbeatInterval = TimeSpan.FromMilliseconds(100),
        ElectionTimeout = TimeSpan.FromSeconds(1),
        Storage = new StorageOptions { Salt = 7 },
    };

    public NodeCore Core { get; }

    public HandWorker Log => _log;

    public HandWorker Snapshots => _snapshots;

    public HandWorker Transfers => _transfers;

    public MemoryDisk Disk { get; }

    public Exception? Failure { get; private set; }

    public MonotonicTime Now { get; private set; } = new(1_000_000_000);

    public KvView View => Core.Machine.View;

    /// <summary>A node that has recovered and leads.</summary>
    public static NodeBench Serving(MemoryDisk? disk = null, NodeOptions? options = null, uint incarnation = 1) =>
        new NodeBench(disk, options, incarnation).Settle();

    public static PutCommand Put(string key, string value, long lease = 0) => new(Bytes(key), Bytes(value), lease);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>What a key holds; null when it is not there.</summary>
    public string? Value(string key) => View.Find(Bytes(key)) is { } found ? Encoding.UTF8.GetString(found.Value.Span) : null;

    /// <summary>Lets the disk do all that it was asked, and what follows from it.</summary>
    public NodeBench Settle()
    {
        Core.EndTurn();
        for (var i = 0; i < 1000 && _log.Waiting + _snapshots.Waiting + _transfers.Waiting > 0; i++)
        {
            _transfers.RunAll();
            _snapshots.RunAll();
            _log.RunAll();
            Core.EndTurn();
        }

        return this;
    }

    /// <summary>Lets time pass, tick by tick, while the disk stands still.</summary>
    public NodeBench Ticks(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Now += (long)_options.HeartbeatInterval.TotalNanoseconds;
            Core.Tick();
            Core.EndTurn();
        }

        return this;
    }

    /// <summary>Lets time pass without the node.</summary>
    public void Pass(int ticks) => Now += ticks * (long)_options.HeartbeatInterval.TotalNanoseconds;

    /// <summary>Lets time pass while the disk gets on.</summary>
    public NodeBench Seconds(int count)
    {
        for (var i = 0; i < 10 * count; i++) Ticks(1).Settle();
        return this;
    }

    public Answer<KvResult> Propose(KvCommand command)
    {
        var proposal = Core.Sys.Prepare(command);
        Core.Sys.Propose(proposal);
        Core.EndTurn();
        return new(proposal.Task);
    }

    /// <summary>Proposes and lets the disk get on: the result is there.</summary>
    public KvResult Does(KvCommand command)
    {
        var answer = Propose(command);
        Settle();
        return answer.Value;
    }

    /// <summary>A group by its name; fails when the node hosts none such.</summary>
    public Group Group(string name) => Core.Groups.Find(name) ?? throw new InvalidOperationException($"there is no group {name} here");

    /// <summary>What a key of a group holds; null when it is not there.</summary>
    public string? Value(string group, string key) =>
        Group(group).Machine.View.Find(Bytes(key)) is { } found ? Encoding.UTF8.GetString(found.Value.Span) : null;

    public Answer<KvResult> Propose(KvCommand command, string group)
    {
        var proposal = Group(group).Prepare(command);
        Group(group).Propose(proposal);
        Core.EndTurn();
        return new(proposal.Task);
    }

    /// <summary>Proposes in a group and lets the disk get on: the result is there.</summary>
    public KvResult Does(KvCommand command, string group)
    {
        var answer = Propose(command, group);
        Settle();
        return answer.Value;
    }

    public Answer<KvView> Read(string group = KvGroups.System)
    {
        var read = new PendingRead(Group(group));
        Group(group).Read(read);
        Core.EndTurn();
        return new(read.Task);
    }

    public Answer<Membership> Change(MembershipOperation operation, ulong member)
    {
        var request = new MembershipRequest(Core.Sys, MembershipChange.One(operation, new(member)));
        Core.Sys.Change(request);
        Core.EndTurn();
        return new(request.Task);
    }

    public Answer<NodeId> Transfer(ulong target)
    {
        var request = new TransferRequest(Core.Sys, new(target));
        Core.Sys.Transfer(request);
        Core.EndTurn();
        return new(request.Task);
    }

    public Answer<LeaseState> Ask(long lease, bool renews)
    {
        var question = new LeaseQuestion(Core.Sys, lease, renews);
        Core.Sys.Answer(question);
        Core.EndTurn();
        return new(question.Task);
    }

    /// <summary>Another life of a member, on another disk.</summary>
    public NodeBench Again(MemoryDisk disk, IPeerLinks links) => new(disk, _options, _options.Incarnation!.Value + 100, links);

    /// <summary>Another life, on what a loss of power left of the disk.</summary>
    public NodeBench Restart(ICrash? crash = null) =>
        Serving(Disk.AfterCrash(crash ?? Crash.LosesAll), _options, _options.Incarnation!.Value + 1);
}
