using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>
/// A node's storage at work for a few groups, as Raft would drive it, with every choice from one seed: appends, cuts, votes,
/// snapshots taken and fetched, compaction; jobs that run late and reports that come later.
/// </summary>
public sealed class StorageWorkload : IStorageEvents, IDisposable
{
    private const int MostWaiting = 6;

    private readonly Random _chance;
    private readonly HandWorker[] _workers = [new(), new(), new()];
    private readonly NodeStorage _storage;
    private readonly List<Action> _reports = [];
    private readonly Dictionary<GroupId, SnapshotDescription> _taking = [];
    private readonly Dictionary<GroupId, (SnapshotDescription Snapshot, byte[] File, int Sent)> _fetching = [];

    public StorageWorkload(MemoryDisk disk, int seed, StorageOptions options)
    {
        _chance = new Random(seed);
        _storage = NodeStorage.Open(disk, new StorageWorkers(_workers[0], _workers[1], _workers[2]), options, this);
        for (var i = 1UL; i <= 3; i++) Groups.Add(new GroupId(i), new GroupModel(new GroupId(i), StorageHarness.Members));
    }

    public SortedDictionary<GroupId, GroupModel> Groups { get; } = [];

    /// <summary>Does something.</summary>
    public void Step()
    {
        if (_chance.Next(3) == 0)
        {
            Work();
            return;
        }

        var group = Groups[new GroupId((ulong)(_chance.Next(10) < 8 ? 1 : _chance.Next(2, 4)))];
        if (!group.IsFounded)
        {
            _storage.Found(group.Id, StorageHarness.Members);
            group.Founded();
        }

        if (group.Issued - group.Durable < MostWaiting) Write(group);
        if (_chance.Next(2) == 0) _storage.Flush();
    }

    public static byte[] SnapshotFile(GroupId group, SnapshotDescription description)
    {
        var disk = new MemoryDisk();
        var options = new StorageOptions { SnapshotBlockBytes = 512 };
        new SnapshotStore(disk, options).Take(group, description, ContentOf(description));
        return disk.Content(disk.List("snap")[0]);
    }

    public static PatternContent ContentOf(SnapshotDescription description) =>
        new((int)(description.Index.Value * 1000) + (int)description.Position.Term.Value, 1500);

    public void Completed(GroupId group, WriteId through)
    {
        Groups[group].Completed(through);
        if (!_fetching.TryGetValue(group, out var fetched) || through.Value < Groups[group].Issued) return;
        if (fetched.Sent < fetched.File.Length) return;
        _fetching.Remove(group);
        Install(Groups[group], fetched.Snapshot);
    }

    public void SnapshotTaken(GroupId group, SnapshotDescription snapshot)
    {
        _taking.Remove(group);
        var model = Groups[group];
        if (snapshot.Index <= model.DurableSnapshot || snapshot.Index <= model.Base.Index) return;
        model.DurableSnapshot = snapshot.Index;
        Give(model, new CompactLog(snapshot with { Position = new(snapshot.Index, model.TermAt(snapshot.Index)) }));
    }

    public void SnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) => throw reason;

    public void ChunkRead(GroupId group, ReadSnapshotChunk asked, ReadOnlyMemory<byte> data, bool isLast)
    {
    }

    public void SnapshotUnreadable(GroupId group, SnapshotDescription snapshot, Exception reason) => throw reason;

    public void StagedSnapshotFailed(GroupId group, SnapshotDescription snapshot, Exception reason) => throw reason;

    public void RoomChanged(DiskFullException? problem)
    {
    }

    public void Failed(Exception reason) => throw reason;

    public void Dispose() => _storage.Dispose();

    /// <summary>A job runs, or its owner hears of one that ran.</summary>
    private void Work()
    {
        var worker = _workers[_chance.Next(10) < 7 ? 0 : _chance.Next(1, 3)];
        if (worker.Waiting > 0) _reports.Add(worker.RunWithoutTelling());
        if (_reports.Count == 0 || _chance.Next(3) == 0) return;
        var report = _reports[0];
        _reports.RemoveAt(0);
        report();
    }

    private void Write(GroupModel group)
    {
        switch (_chance.Next(20))
        {
            case 0 or 1 when _fetching.ContainsKey(group.Id):
            case 2 when !_taking.ContainsKey(group.Id) && !_fetching.ContainsKey(group.Id) && group.Issued > 3:
                Fetch(group);
                break;
            case 3 or 4 when !_taking.ContainsKey(group.Id) && !_fetching.ContainsKey(group.Id) && group.Issued == group.Durable
                && group.LastIndex > group.Base.Index:
                var index = group.Base.Index + _chance.Next(1, (int)(group.LastIndex - group.Base.Index) + 1);
                var taken = new SnapshotDescription(new(index, group.TermAt(index)), StorageHarness.Members);
                _taking.Add(group.Id, taken);
                _storage.TakeSnapshot(group.Id, taken, ContentOf(taken));
                break;
            case 5 or 6:
                Give(group, new SaveVote(group.NextId(), group.Term.Next, new NodeId((ulong)_chance.Next(1, 4))));
                break;
            case 7 or 8 when !_taking.ContainsKey(group.Id) && group.LastIndex > group.Base.Index:
                var from = group.LastIndex + -_chance.Next((int)Math.Min(3, group.LastIndex - group.Base.Index));
                if (from > group.DurableSnapshot && !_fetching.ContainsKey(group.Id)) Append(group, from, from);
                break;
            default:
                Append(group, group.LastIndex.Next, null);
                break;
        }
    }

    private void Append(GroupModel group, LogIndex first, LogIndex? truncateFrom)
    {
        var term = Math.Max(group.Term.Value, Math.Max(1, group.TermAt(first.Previous).Value));
        var entries = new Entry[_chance.Next(1, 5)];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = StorageHarness.Command(first.Value + i, term, _chance.Next(_chance.Next(8) == 0 ? 900 : 60));
        Give(group, new Append(group.NextId(), entries, truncateFrom));
    }

    private void Fetch(GroupModel group)
    {
        if (!_fetching.TryGetValue(group.Id, out var fetched))
        {
            var ahead = new LogPosition(group.LastIndex + _chance.Next(1, 5), new Term(Math.Max(1, group.Term.Value)));
            var snapshot = new SnapshotDescription(ahead, StorageHarness.Members);
            fetched = (snapshot, SnapshotFile(group.Id, snapshot), 0);
        }

        if (fetched.Sent == fetched.File.Length) return;
        var length = Math.Min(_chance.Next(1, 900), fetched.File.Length - fetched.Sent);
        var (data, sent) = (fetched.File.AsMemory(fetched.Sent, length), fetched.Sent + length);
        _fetching[group.Id] = fetched with { Sent = sent };
        Give(group, new StageSnapshotChunk(group.NextId(), fetched.Snapshot, fetched.Sent, data, sent == fetched.File.Length));
    }

    private void Install(GroupModel group, SnapshotDescription snapshot)
    {
        var isKnown = snapshot.Index <= group.LastIndex && group.TermAt(snapshot.Index) == snapshot.Position.Term;
        if (snapshot.Index <= group.Base.Index) return;
        Give(group, new InstallSnapshot(group.NextId(), snapshot, isKnown));
    }

    private void Give(GroupModel group, Effect effect)
    {
        group.Apply(effect);
        Assert.True(_storage.Add(group.Id, effect));
    }
}
