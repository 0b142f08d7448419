using Runink.Raft;

namespace Runink.Barn.Tests;

/// <summary>More groups than the disk's threads take jobs by default, on a node with real threads and a real disk.</summary>
public sealed class ManyGroupsTests
{
    private const int Many = 1_100;
    private const int MostLives = 5;

    private static IEnumerable<string> Names => Enumerable.Range(0, Many).Select(number => $"g{number}");

    [Fact]
    public async Task Very_many_groups_are_removed_at_once_and_leave_nothing()
    {
        using var folder = new TemporaryFolder();
        using (var disk = new FileDisk(folder.Path))
        await using (var node = Start(disk))
        {
            await AllAsync(name => node.ProposeAsync(new GroupCreateCommand(name, [1])));
            Assert.Equal(Many + 1, node.GroupCount);
            await AllAsync(name => node.FindGroup(name)!.ProposeAsync(NodeBench.Put("name", name)));
            await AllAsync(name => node.ProposeAsync(new GroupRemoveCommand(name)));
            Assert.Equal(1, node.GroupCount);
            Assert.Null((await node.ProposeAsync(NodeBench.Put("after", "1"))).Error);
            Assert.False(node.Failure.IsCompleted);
        }

        // What a life does not get rid of any more, the next one does.
        for (var life = 1; Recovered(folder.Path).Count > 1; life++)
        {
            Assert.True(life <= MostLives, "logs of removed groups are still there");
            using var disk = new FileDisk(folder.Path);
            await using var node = Start(disk);
            Assert.Null((await node.ProposeAsync(NodeBench.Put("life", $"{life}"))).Error);
            Assert.Equal(1, node.GroupCount);
            Assert.False(node.Failure.IsCompleted);
        }
    }

    [Fact]
    public async Task Very_many_groups_are_there_after_a_restart_and_removed_then()
    {
        using var folder = new TemporaryFolder();
        using (var disk = new FileDisk(folder.Path))
        await using (var node = Start(disk))
        {
            await AllAsync(name => node.ProposeAsync(new GroupCreateCommand(name, [1])));
            await AllAsync(name => node.FindGroup(name)!.ProposeAsync(NodeBench.Put("name", name)));
        }

        using var again = new FileDisk(folder.Path);
        await using var next = Start(again);
        Assert.Null((await next.ProposeAsync(NodeBench.Put("after", "1"))).Error);
        Assert.Equal(Many + 1, next.GroupCount);
        foreach (var name in Names)
            Assert.Equal(name, System.Text.Encoding.UTF8.GetString((await next.FindGroup(name)!.ReadAsync()).Find("name"u8)!.Value.Span));
        await AllAsync(name => next.ProposeAsync(new GroupRemoveCommand(name)));
        Assert.Equal(1, next.GroupCount);
        Assert.Null((await next.ProposeAsync(NodeBench.Put("after", "2"))).Error);
        Assert.False(next.Failure.IsCompleted);
    }

    private static BarnNode Start(FileDisk disk) =>
        BarnNode.Start(new NodeOptions { MemberId = 1, ClusterId = 1, RequestTimeout = TimeSpan.FromSeconds(30) }, disk, new SystemClock());

    private static async Task AllAsync(Func<string, ValueTask<KvResult>> propose) =>
        Assert.All(await Task.WhenAll(Names.Select(name => propose(name).AsTask())), result => Assert.Null(result.Error));

    private static List<GroupId> Recovered(string directory)
    {
        using var disk = new FileDisk(directory);
        var worker = new SequentialWorker();
        using var storage = NodeStorage.Open(new SealedDisk(disk), new(worker, worker, worker), new(), new OfflineEvents());
        return [.. storage.Recovered.Keys];
    }
}
