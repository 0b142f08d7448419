namespace Runink.Barn.Client.Tests.Calls;

public sealed class PausesTests
{
    private static readonly BarnStoreOptions Options = new()
    {
        Endpoints = [new Uri("http://127.0.0.1:1")],
        FirstPause = TimeSpan.FromMilliseconds(100),
        LongestPause = TimeSpan.FromSeconds(2),
        Seed = 7,
    };

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 200)]
    [InlineData(5, 1600)]
    [InlineData(6, 2000)]
    [InlineData(int.MaxValue, 2000)]
    public void A_pause_doubles_up_to_a_bound_and_keeps_at_least_half_of_it(int round, int longest)
    {
        var pauses = new Pauses(Options);
        for (var i = 0; i < 100; i++) Assert.InRange(pauses.Before(round).TotalMilliseconds, longest / 2.0, longest);
    }

    [Fact]
    public void One_seed_gives_the_same_pauses_again_and_another_does_not()
    {
        Assert.Equal(Draw(Options), Draw(Options));
        Assert.NotEqual(Draw(Options), Draw(Options with { Seed = 8 }));
    }

    private static TimeSpan[] Draw(BarnStoreOptions options)
    {
        var pauses = new Pauses(options);
        return [.. Enumerable.Range(1, 10).Select(pauses.Before)];
    }
}
