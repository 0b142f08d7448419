using Runink.Raft;
using static Runink.Barn.Tests.StorageHarness;

namespace Runink.Barn.Tests;

/// <summary>Files that were written once are read for ever, and the same work still writes the same bytes.</summary>
public sealed class FormatTests
{
    private const string SegmentName = "wal/0000000000000001.log";
    private const string SnapshotName = "snap/7-000000000000000a-0000000000000002.snap";

    private static readonly GroupId Other = new(9);
    private static readonly SnapshotDescription Taken = Description(10, 2);
    private static readonly StorageOptions Options =
        new() { SegmentBytes = 4096, SnapshotBlockBytes = 1024, Salt = 0xA1B2C3D4E5F60718 };

    [Fact]
    public void A_segment_of_format_1_is_read()
    {
        var disk = new MemoryDisk();
        disk.Put(SegmentName, Golden("segment.bin"));
        disk.Put(SnapshotName, Golden("snapshot.bin"));

        using var storage = new StorageHarness(disk, Options);

        Assert.Equal([Home, Other], storage.Storage.Recovered.Keys);
        var home = storage.Recovered();
        Assert.Equal((new Term(4), new NodeId(3)), (home.Term, home.VotedFor));
        Assert.Equal((Description(9, 2), Taken), (home.Base, home.Snapshot));
        Assert.Equal(
            ["10@2 command 10B", "11@3 noop", "12@3 membership (1 2 3)->(1 2w 3l)", "13@3 command 300B"],
            home.Entries.Select(entry => entry.ToString()));
        Assert.Equal(Command(13, 3, 300).Command.ToArray(), home.Entries[3].Command.ToArray());
        var other = storage.Recovered(Other);
        Assert.Equal((new Term(1), NodeId.None, Description(5)), (other.Term, other.VotedFor, other.Base));
        Assert.Equal([6L], other.Entries.Select(entry => entry.Index.Value));
    }

    [Fact]
    public void A_snapshot_of_format_1_is_read()
    {
        var disk = new MemoryDisk();
        disk.Put(SnapshotName, Golden("snapshot.bin"));

        using var stream = new SnapshotStore(disk, Options).Open(Home, Taken);
        using var content = new MemoryStream();
        stream.CopyTo(content);

        Assert.Equal(new PatternContent(10, 4000).Bytes, content.ToArray());
    }

    [Fact]
    public void The_same_work_writes_the_same_segment()
    {
        using var storage = Written();

        Assert.Equal(Golden("segment.bin"), storage.Disk.Content(SegmentName));
    }

    /// <summary>Every kind of record, and entries of every kind.</summary>
    private static StorageHarness Written()
    {
        var storage = new StorageHarness(options: Options).Founded();
        storage.Storage.Found(Other, Membership.OfVoters(1));
        storage.Append(1, 12, term: 2);
        storage.Vote(3, 1);
        storage.Append(11, 1, term: 3, truncates: true);
        storage.Settle();
        storage.Storage.TakeSnapshot(Home, Taken, new PatternContent(10, 4000));
        storage.Settle();
        Assert.True(storage.Storage.Add(Home, new CompactLog(Description(9, 2))));
        storage.Add(new StageSnapshotChunk(storage.NextId(Other), Description(5), 0, default, IsLast: true), Other);
        storage.Settle();
        storage.Add(new InstallSnapshot(storage.NextId(Other), Description(5), KeepsLog: false), Other);
        storage.Settle();
        storage.Append(6, 1, term: 1, group: Other);
        storage.Vote(1, 0, Other);
        storage.Vote(4, 3);
        var joint = new Membership(
            Roster.Of([new(new(1), MemberKind.Voter), new(new(2), MemberKind.Witness), new(new(3), MemberKind.Learner)]),
            Roster.OfVoters(1, 2, 3));
        Entry[] entries =
        [
            new(new LogIndex(11), new Term(3), EntryKind.Noop),
            new(new LogIndex(12), new Term(3), EntryKind.Membership, default, joint),
            Command(13, 3, 300),
        ];
        storage.Add(new Append(storage.NextId(), entries, new LogIndex(11)));
        storage.Settle();
        return storage;
    }

    private static byte[] Golden(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "storage-v1", name));
}
