using Runink.Raft;
using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests;

/// <summary>What becomes of groups when a survivor goes on alone.</summary>
public sealed class DirectoryRecoveryGroupsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("runink-recovery-").FullName;

    [Fact]
    public void Groups_go_on_behind_fences_of_their_own_and_those_of_which_nothing_is_left_are_named()
    {
        var directory = Path.Combine(_folder, "data");
        Fill(directory);
        using (var recovery = DirectoryRecovery.Examine(directory, TimeProvider.System))
        {
            Assert.Equal(["lost"], recovery.Record.DroppedGroups);
            recovery.Run();
        }

        using var disk = new FileDisk(directory);
        var worker = new SequentialWorker();
        using var storage = NodeStorage.Open(new SealedDisk(disk), new(worker, worker, worker), new(), new OfflineEvents());
        Assert.Equal([new GroupId(1), new GroupId(2)], storage.Recovered.Keys);
        var platform = SurvivingGroup.Read(storage, NodeCore.System);
        var kept = SurvivingGroup.Read(storage, new GroupId(2));
        Assert.Equal("kept", Assert.Single(platform.Machine.View.Groups.All).Name);
        Assert.Equal("1", S(kept.Machine.View.Find(B("a").Span)!.Value));
        Assert.Equal(2 + DirectoryRecovery.RevisionStep, kept.Machine.View.Revision);
        Assert.Equal(1_000_001L, (long)kept.Term.Value);
        Assert.Equal([new NodeId(1)], kept.Membership.AllIds);
        Assert.Equal(2, Assert.Single(RecoveryRecord.In(kept.Machine.View)).LastRevision);
        Assert.Equal(["lost"], Assert.Single(RecoveryRecord.In(platform.Machine.View)).DroppedGroups);
        // An id that was given is not given again.
        Assert.Equal(4UL, Assert.IsType<GroupCreateResult>(platform.Machine.Apply(
            platform.Machine.AppliedIndex.Next, new(0, 0, 0, new GroupCreateCommand("lost", [1])))).Id);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The directory of one of three, in which there is one of the two groups that there are.</summary>
    private static void Fill(string directory)
    {
        using var platform = Photograph(new GroupCreateCommand("kept", [1, 2, 3]), new GroupCreateCommand("lost", [1, 2, 3]));
        using var kept = Photograph(new PutCommand(B("a"), B("1")));
        KvMember[] members = [.. Enumerable.Range(1, 3).Select(id => ClusterBench.Member((ulong)id))];
        NewDirectory.Fill(
            directory,
            [
                new(NodeCore.System, platform, new LogPosition(platform.View.AppliedIndex, new Term(1))),
                new(new GroupId(2), kept, new LogPosition(kept.View.AppliedIndex, new Term(1))),
            ],
            new ClusterFormation(new MemberIdentity(7, 1), members, Joins: false));
    }

    private static StatePhotograph Photograph(params KvCommand[] commands)
    {
        var machine = new KvMachine();
        foreach (var command in commands)
            Assert.Null(machine.Apply(machine.AppliedIndex.Next, new(0, 0, 0, command)).Error);
        machine.Publish();
        return new StatePhotograph(machine);
    }
}
