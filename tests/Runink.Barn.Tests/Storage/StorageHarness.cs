using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>The storage of a node on a disk in memory, with workers that the test drives, and what it told.</summary>
public sealed class StorageHarness : IStorageEvents, IDisposable
{
    public static readonly GroupId Home = new(7);
    public static readonly Membership Members = Membership.OfVoters(1, 2, 3);

    private readonly Dictionary<GroupId, long> _issued = [];
    private readonly Dictionary<GroupId, WriteId> _completed = [];

    public StorageHarness(MemoryDisk? disk = null, StorageOptions? options = null)
    {
        Disk = disk ?? new MemoryDisk();
        Options = options ?? new StorageOptions { SegmentBytes = 16 << 10, SnapshotBlockBytes = 1024, Salt = 0x0123456789ABCDEF };
        Storage = NodeStorage.Open(Disk, new StorageWorkers(Log, Snapshots, Transfers), Options, this);
    }

    public MemoryDisk Disk { get; }

    public StorageOptions Options { get; }

    public HandWorker Log { get; } = new();

    public HandWorker Snapshots { get; } = new();

    public HandWorker Transfers { get; } = new();

    public NodeStorage Storage { get; }

    /// <summary>Everything that was told, as lines.</summary>
    public List<string> Told { get; } = [];

    public Exception? Reason { get; private set; }

    public byte[]? Chunk { get; private set; }

    public WriteId CompletedOf(GroupId group) => _completed.GetValueOrDefault(group);

    public RecoveredState Recovered(GroupId? group = null) => Storage.Recovered[group ?? Home];

    public WriteId NextId(GroupId? group = null)
    {
        var id = group ?? Home;
        _issued[id] = _issued.GetValueOrDefault(id) + 1;
        return new WriteId(_issued[id]);
    }

    /// <summary>Adds entries with commands of some bytes.</summary>
    public WriteId Append(long first, int count, long term = 1, int size = 10, GroupId? group = null, bool truncates = false)
    {
        var entries = new Entry[count];
        for (var i = 0; i < count; i++) entries[i] = Command(first + i, term, size);
        return Add(new Append(NextId(group), entries, truncates ? new LogIndex(first) : null), group);
    }

    public WriteId Vote(long term, ulong node, GroupId? group = null) =>
        Add(new SaveVote(NextId(group), new Term(term), new NodeId(node)), group);

    public WriteId Add(Write write, GroupId? group = null)
    {
        Assert.True(Storage.Add(group ?? Home, write));
        return write.Id;
    }

    /// <summary>Begins the usual group and makes that durable.</summary>
    public StorageHarness Founded()
    {
        Storage.Found(Home, Members);
        Settle();
        return this;
    }

    /// <summary>Lets everything become durable.</summary>
    public void Settle()
    {
        if (Storage.Failure is null) Storage.Flush();
        for (var i = 0; i < 1000 && Log.Waiting + Snapshots.Waiting + Transfers.Waiting > 0; i++)
        {
            Transfers.RunAll();
            Snapshots.RunAll();
            Log.RunAll();
        }
    }

    /// <summary>Another life, on what a loss of power left.</summary>
    public StorageHarness Restart(ICrash? crash = null) => new(Disk.AfterCrash(crash ?? Crash.LosesAll), Options);

    public static Entry Command(long index, long term, int size = 10)
    {
        var command = new byte[size];
        for (var i = 0; i < size; i++) command[i] = (byte)(index + (31 * term) + i);
        return new Entry(new LogIndex(index), new Term(term), EntryKind.Command, command);
    }

    public static SnapshotDescription Description(long index, long term = 1, Membership? members = null) =>
        new(new LogPosition(new LogIndex(index), new Term(term)), members ?? Members);

    public void Completed(GroupId group, WriteId through)
    {
        Assert.True(through.Value > CompletedOf(group).Value, "a write is reported twice, or late");
        _completed[group] = through;
        Told.Add($"completed {group} {through}");
    }

    public void SnapshotTaken(GroupId group, SnapshotDescription snapshot) => Told.Add($"taken {group} {snapshot.Position}");

    public void SnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) =>
        Told.Add($"not taken {group} {snapshot.Position}: {reason.Message}");

    public void ChunkRead(GroupId group, ReadSnapshotChunk asked, ReadOnlyMemory<byte> data, bool isLast)
    {
        Chunk = data.ToArray();
        Told.Add($"chunk {group} {asked.Offset}+{data.Length}{(isLast ? " last" : "")}");
    }

    public void SnapshotUnreadable(GroupId group, SnapshotDescription snapshot, Exception reason) =>
        Told.Add($"unreadable {group} {snapshot.Position}");

    public void StagedSnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) =>
        Told.Add($"staged failed {group} {snapshot.Position}: {reason.Message}");

    public void RoomChanged(DiskFullException? problem) => Told.Add(problem is null ? "room" : "no room");

    public void Failed(Exception reason)
    {
        Reason = reason;
        Told.Add($"failed: {reason.Message}");
    }

    public void Dispose() => Storage.Dispose();
}
