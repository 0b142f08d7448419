namespace Runink.Cluster.Tests.Load;

public sealed class LatenciesTests
{
    [Fact]
    public void Half_and_nearly_all_took_at_most_so_long() =>
        Assert.Equal(new Latencies(1000, 3, 500, 990, 1000), Latencies.Of(Enumerable.Range(1, 1000).Reverse().Select(ms => (double)ms), 3));

    [Fact]
    public void Without_an_answer_there_are_no_times() => Assert.Equal(new Latencies(0, 5, 0, 0, 0), Latencies.Of([], 5));
}
