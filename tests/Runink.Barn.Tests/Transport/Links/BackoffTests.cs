namespace Runink.Barn.Tests.Transport;

public sealed class BackoffTests
{
    [Fact]
    public void The_wait_doubles_up_to_its_limit_and_is_shortened_by_half_at_most()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(800), new Random(1));
        double[] longest = [20, 40, 80, 160, 320, 640, 800, 800];

        foreach (var limit in longest) Assert.InRange(backoff.Next().TotalMilliseconds, limit / 2, limit);
        backoff.Reset();
        Assert.InRange(backoff.Next().TotalMilliseconds, 10, 20);
    }

    [Fact]
    public void Two_who_lost_the_same_peer_do_not_wait_alike()
    {
        var chance = new Random(1);
        var waits = Enumerable.Range(0, 10).Select(_ => new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), chance).Next());

        Assert.Equal(10, waits.Distinct().Count());
    }

    [Fact]
    public void A_thousand_failures_are_no_more_than_many()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(800), new Random(1));
        for (var i = 0; i < 1000; i++) Assert.InRange(backoff.Next().TotalMilliseconds, 10, 800);
    }
}
