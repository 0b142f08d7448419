namespace Runink.Barn.Tests;

public sealed class BarnNodeTests
{
    [Fact]
    public async Task Many_callers_get_their_own_results_and_all_is_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        long newest;
        using (var disk = new FileDisk(folder.Path))
        await using (var node = await StartAsync(disk))
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => PutManyAsync(node, caller)));
            newest = (await node.ReadAsync()).Revision;
            Assert.Equal(1 + (16 * 50), newest);
        }

        using var again = new FileDisk(folder.Path);
        await using var next = await StartAsync(again);
        Assert.Equal(newest, (await next.ReadAsync()).Revision);
        Assert.Equal("c3 49", System.Text.Encoding.UTF8.GetString(next.View.Find("c3"u8)!.Value.Span));
    }

    [Fact]
    public async Task The_same_options_may_serve_for_several_lives()
    {
        using var folder = new TemporaryFolder();
        for (var life = 1; life <= 3; life++)
        {
            using var disk = new FileDisk(folder.Path);
            await using var node = await StartAsync(disk);
            Assert.Equal(1 + life, (await node.ProposeAsync(NodeBench.Put("a", $"{life}"))).Revision);
        }
    }

    [Fact]
    public async Task A_commands_bytes_may_be_used_for_something_else_once_it_is_proposed()
    {
        using var folder = new TemporaryFolder();
        using var disk = new FileDisk(folder.Path);
        await using var node = await StartAsync(disk);
        var bytes = "a1"u8.ToArray();
        var proposed = node.ProposeAsync(new PutCommand(bytes.AsMemory(0, 1), bytes.AsMemory(1)));
        bytes.AsSpan().Fill((byte)'x');
        Assert.Null((await proposed).Error);
        Assert.Equal("1"u8.ToArray(), node.View.Find("a"u8)!.Value.ToArray());
        Assert.Null(node.View.Find("x"u8));
    }

    [Fact]
    public async Task Reads_complete_at_once_while_the_node_leads()
    {
        using var folder = new TemporaryFolder();
        using var disk = new FileDisk(folder.Path);
        await using var node = await StartAsync(disk);
        // By the first answer the node has applied an entry of its term.
        Assert.Null((await node.ProposeAsync(NodeBench.Put("a", "1"))).Error);
        Assert.True(node.ReadAsync().AsTask().IsCompletedSuccessfully);
        Assert.True(node.Status.IsServing);
    }

    [Fact]
    public async Task More_requests_than_may_wait_are_refused()
    {
        using var held = new ManualResetEventSlim();
        var disk = new MemoryDisk();
        await using var node = BarnNode.Start(NodeBench.Options with { MaxPendingRequests = 1 }, disk, new SystemClock());
        await node.Serving;
        disk.Syncing = _ => held.Wait(TestContext.Current.CancellationToken);
        var first = node.ProposeAsync(NodeBench.Put("a", "1")).AsTask();
        Assert.Same(KvErrors.TooManyRequests, (await node.ProposeAsync(NodeBench.Put("a", "2"))).Error);
        held.Set();
        Assert.Null((await first).Error);
        Assert.Null((await node.ProposeAsync(NodeBench.Put("a", "3"))).Error);
    }

    [Fact]
    public async Task A_disk_that_fails_ends_the_node_with_its_reason()
    {
        var disk = new MemoryDisk();
        await using var node = BarnNode.Start(NodeBench.Options, disk, new SystemClock());
        await node.Serving;
        disk.Syncing = _ => throw new IOException("the disk is broken");
        Assert.Same(KvErrors.Stopped, (await node.ProposeAsync(NodeBench.Put("a", "1"))).Error);
        Assert.Contains("the disk is broken", (await Assert.ThrowsAnyAsync<IOException>(() => node.Failure)).Message);
        await Assert.ThrowsAsync<KvErrorException>(async () => await node.ReadAsync());
    }

    [Fact]
    public async Task Who_asked_before_a_rule_was_broken_is_told_that_the_node_has_stopped()
    {
        BarnNode? node = null;
        Task<KvResult>? asked = null;
        var breaks = false;
        node = BarnNode.Start(NodeBench.Options, new MemoryDisk(), new SystemClock(), (_, _) =>
        {
            if (!Volatile.Read(ref breaks) || asked is not null) return;
            asked = node!.ProposeAsync(NodeBench.Put("a", "1")).AsTask();
            throw new InvalidOperationException("a rule is broken");
        });
        await using var running = node;
        await node.Serving;
        Volatile.Write(ref breaks, true);
        await Assert.ThrowsAsync<InvalidOperationException>(() => node.Failure);
        var result = await asked!.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Same(KvErrors.Stopped, result.Error);
    }

    private static async Task PutManyAsync(BarnNode node, int caller)
    {
        for (var i = 0; i < 50; i++)
        {
            var result = await node.ProposeAsync(NodeBench.Put($"c{caller}", $"c{caller} {i}"));
            Assert.Null(result.Error);
            var seen = (await node.ReadAsync()).Find(NodeBench.Bytes($"c{caller}"))!;
            Assert.Equal(result.Revision, seen.ModRevision);
        }
    }

    private static async Task<BarnNode> StartAsync(FileDisk disk)
    {
        var node = BarnNode.Start(NodeBench.Options, disk, new SystemClock());
        await node.Serving;
        return node;
    }
}
