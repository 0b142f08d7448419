namespace Runink.Barn.Tests;

/// <summary>What a saved cluster becomes in the directory of a new one.</summary>
public sealed class DirectoryRestoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Nothing_that_is_about_members_of_the_old_cluster_comes_along()
    {
        var directory = Path.Combine(_folder.Path, "data");
        var system = Save(
            "sys", new PutCommand("k"u8.ToArray(), "v"u8.ToArray()), new MemberPublishCommand(ClusterBench.Member(1)),
            new MemberPublishCommand(ClusterBench.Member(2)), new MemberForgetCommand(2), new GroupCreateCommand("red", [1]),
            new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.Corrupt), new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.NoSpace));
        var red = Save("red", new PutCommand("k"u8.ToArray(), "w"u8.ToArray()), new AlarmCommand(KvAlarmAction.Raise, 2, KvAlarm.Corrupt));

        var report = DirectoryRestore.Run(
            new SavedCluster(system, new Dictionary<string, string> { ["red"] = red }), checksumBytes: 0,
            new BarnServerOptions { DataDirectory = directory, ListenClients = [], AdvertisePeerUrls = ["http://127.0.0.1:2380"] });

        Assert.Equal((2L, "red"), (report.Revision, Assert.Single(report.Groups)));
        using var disk = new FileDisk(directory);
        var worker = new SequentialWorker();
        using var storage = NodeStorage.Open(new SealedDisk(disk), new(worker, worker, worker), new(), new OfflineEvents());
        var platform = SurvivingGroup.Read(storage, NodeCore.System).Machine.View;
        Assert.Empty(platform.Members.All);
        Assert.False(platform.Members.WasRemoved(2));
        Assert.Equal(KvAlarm.NoSpace, Assert.Single(platform.Alarms).Alarm);
        Assert.NotNull(platform.Find("k"u8));
        var group = SurvivingGroup.Read(storage, new(2)).Machine.View;
        Assert.Empty(group.Alarms);
        Assert.NotNull(group.Find("k"u8));
    }

    public void Dispose() => _folder.Dispose();

    private string Save(string name, params KvCommand[] commands)
    {
        var machine = new KvMachine();
        foreach (var command in commands)
            Assert.Null(machine.Apply(machine.AppliedIndex.Next, new(0, 0, 0, command)).Error);
        var file = Path.Combine(_folder.Path, name);
        using var stream = File.Create(file);
        KvSnapshot.Write(machine.Publish(), stream);
        return file;
    }
}
