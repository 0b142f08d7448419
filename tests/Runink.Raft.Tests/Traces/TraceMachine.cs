using System.Text;

namespace Runink.Raft.Tests;

/// <summary>
/// One machine of a trace: a node, its disk, its clock, and a state machine that remembers the commands it applied.
/// </summary>
internal sealed class TraceMachine(RaftOptions options, TraceDisk disk)
{
    private readonly List<string> _state = [];

    public NodeId Id => options.Id;

    public TraceDisk Disk { get; } = disk;

    public MonotonicTime Clock { get; set; } = new(1_000_000_000);

    /// <summary>The running node; null while the machine is down.</summary>
    public RaftNode? Node { get; private set; }

    public Queue<Apply> Applies { get; } = [];

    public Queue<ReadSnapshotChunk> Reads { get; } = [];

    public string State => string.Join(' ', _state);

    public void Start()
    {
        LoadState();
        Node = new RaftNode(options, Disk.Recover(), Clock);
    }

    public void Stop()
    {
        Node = null;
        Disk.LosePending();
        Applies.Clear();
        Reads.Clear();
    }

    public void LoadState()
    {
        _state.Clear();
        if (Disk.SnapshotData.Length > 0) _state.AddRange(Encoding.UTF8.GetString(Disk.SnapshotData).Split(' '));
    }

    public LogIndex ApplyNext()
    {
        var entries = Applies.Dequeue().Entries;
        foreach (var entry in entries)
            if (entry.Kind == EntryKind.Command) _state.Add(Encoding.UTF8.GetString(entry.Command.Span));
        return entries[^1].Index;
    }

    public SnapshotDescription KeepSnapshot(LogIndex index)
    {
        var snapshot = Node!.DescribeSnapshot(index);
        Disk.Keep(snapshot, Encoding.UTF8.GetBytes(State));
        return snapshot;
    }
}
