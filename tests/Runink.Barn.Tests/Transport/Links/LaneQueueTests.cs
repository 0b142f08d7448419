using Runink.Raft;

namespace Runink.Barn.Tests.Transport;

public sealed class LaneQueueTests
{
    private static readonly Message Any = new StaleTerm(new GroupId(1), new NodeId(1), new NodeId(2), new Term(1));

    [Fact]
    public void There_is_room_for_so_many_messages()
    {
        var queue = new LaneQueue(2, 1000);
        Assert.Equal([true, true, false], [queue.TryAdd(Any, 1), queue.TryAdd(Any, 1), queue.TryAdd(Any, 1)]);

        List<(Message, int)> batch = [];
        Assert.True(queue.TryTake(ref batch));
        Assert.Equal(2, batch.Count);
        Assert.True(queue.TryAdd(Any, 1));
    }

    [Fact]
    public void There_is_room_for_so_many_bytes_and_always_for_one_message()
    {
        var queue = new LaneQueue(100, 1000);
        Assert.Equal([true, false], [queue.TryAdd(Any, 5000), queue.TryAdd(Any, 1)]);

        List<(Message, int)> batch = [];
        Assert.True(queue.TryTake(ref batch));
        batch.Clear();
        Assert.Equal([true, true, false], [queue.TryAdd(Any, 999), queue.TryAdd(Any, 1), queue.TryAdd(Any, 1)]);
        Assert.True(queue.TryTake(ref batch));
        batch.Clear();
        Assert.False(queue.TryTake(ref batch));
    }

    [Fact]
    public async Task A_wake_up_before_the_wait_counts_and_counts_once_and_adding_is_none()
    {
        var queue = new LaneQueue(1, 1);
        queue.Wake();
        queue.Wake();
        await queue.WaitAsync();

        var again = queue.WaitAsync().AsTask();
        Assert.True(queue.TryAdd(Any, 1));
        Assert.False(again.IsCompleted);
        queue.Wake();
        await again.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
