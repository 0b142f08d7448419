using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>What becomes of a directory that lacks a snapshot, or has one that nobody can read.</summary>
public sealed class RecoveredMachineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    [Fact]
    public void Without_the_snapshot_that_its_log_begins_behind_a_directory_is_damaged()
    {
        using var content = Photograph(new PutCommand("k"u8.ToArray(), "v"u8.ToArray()));
        Fill(Begin(NodeCore.System, content));
        var snapshot = DeleteSnapshot("1-*");

        IsDamaged(snapshot, "missing");
    }

    [Fact]
    public void A_snapshot_of_a_version_that_is_not_known_is_named()
    {
        Fill(Begin(NodeCore.System, new LaterContent()));

        IsDamaged(Path.GetFileName(Directory.GetFiles(Path.Combine(Data, "snap")).Single()), $"version {KvSnapshot.FormatVersion + 1}");
    }

    [Fact]
    public void The_snapshot_of_a_group_that_is_no_more_is_not_missed()
    {
        using var platform = Photograph(new GroupCreateCommand("gone", [1, 2, 3]), new GroupRemoveCommand("gone"));
        using var gone = Photograph(new PutCommand("k"u8.ToArray(), "v"u8.ToArray()));
        Fill(Begin(NodeCore.System, platform), Begin(new GroupId(2), gone));
        DeleteSnapshot("2-*");

        Assert.Empty(DirectoryCheck.Run(Data).Problems);
        using var recovery = DirectoryRecovery.Examine(Data, TimeProvider.System);
        Assert.Empty(recovery.Record.DroppedGroups!);
    }

    public void Dispose() => _folder.Dispose();

    private void IsDamaged(string snapshot, string how)
    {
        var problem = Assert.Single(DirectoryCheck.Run(Data).Problems);
        Assert.StartsWith($"snap/{snapshot}: ", problem, StringComparison.Ordinal);
        Assert.Contains(how, problem, StringComparison.Ordinal);

        Assert.Equal(problem, Assert.Throws<InvalidDataException>(() => DirectoryRecovery.Examine(Data, TimeProvider.System)).Message);
        using var disk = new FileDisk(Data);
        var worker = new SequentialWorker();
        var refused = Assert.Throws<InvalidDataException>(() => new NodeCore(
            EtcdHost.NodeDefaults with { MemberId = 1 }, disk, new(worker, worker, worker), new SystemClock(), NoPeerLinks.Instance));
        Assert.Equal(problem, refused.Message);
    }

    private string DeleteSnapshot(string pattern)
    {
        var snapshot = Directory.GetFiles(Path.Combine(Data, "snap"), pattern).Single();
        File.Delete(snapshot);
        return Path.GetFileName(snapshot);
    }

    private void Fill(params BeginningGroup[] groups)
    {
        KvMember[] members = [.. Enumerable.Range(1, 3).Select(id => ClusterBench.Member((ulong)id))];
        NewDirectory.Fill(Data, groups, new ClusterFormation(new MemberIdentity(7, 1), members, Joins: false));
    }

    private static BeginningGroup Begin(GroupId id, ISnapshotContent content) => new(id, content, new LogPosition(new LogIndex(9), new Term(1)));

    private static StatePhotograph Photograph(params KvCommand[] commands)
    {
        var machine = new KvMachine();
        foreach (var command in commands)
            Assert.Null(machine.Apply(machine.AppliedIndex.Next, new(0, 0, 0, command)).Error);
        machine.Skip(new LogIndex(9));
        machine.Publish();
        return new StatePhotograph(machine);
    }
}
