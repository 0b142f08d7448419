namespace Runink.Simulation.Tests;

public sealed class EventQueueTests(ITestOutputHelper output)
{
    [Fact]
    public void Events_come_by_time_and_those_of_one_moment_in_the_order_of_scheduling()
    {
        var chance = TestSeed.Start(output);
        var queue = new EventQueue();
        List<(long At, long Sequence)> waiting = [];
        for (var sequence = 0; sequence < 5_000; sequence++)
        {
            var added = (At: chance.Between(0, 50), Sequence: (long)sequence);
            waiting.Add(added);
            queue.Add(new ScheduledEvent(added.At, added.Sequence, null!, 0, 0, null));
            if (!chance.Chance(400_000)) continue;
            var taken = queue.TakeFirst();
            Assert.Equal(waiting.Min(), (taken.At, taken.Sequence));
            waiting.Remove((taken.At, taken.Sequence));
        }

        foreach (var expected in waiting.Order())
        {
            var taken = queue.TakeFirst();
            Assert.Equal(expected, (taken.At, taken.Sequence));
        }

        Assert.Equal(0, queue.Count);
    }
}
