namespace Runink.Simulation.Tests;

public sealed class PrngTests(ITestOutputHelper output)
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        var (one, other) = (new Prng(7), new Prng(7));
        for (var i = 0; i < 100; i++) Assert.Equal(one.Next(), other.Next());
    }

    [Fact]
    public void The_numbers_never_change_so_that_old_seeds_keep_their_meaning()
    {
        var chance = new Prng(1);
        Assert.Equal([14_233_695_028_433_725_123, 151_843_346_328_975_388], (ulong[])[chance.Next(), chance.Next()]);
    }

    [Fact]
    public void Neighbouring_seeds_have_nothing_in_common()
    {
        HashSet<ulong> seen = [];
        for (ulong seed = 0; seed < 1000; seed++) Assert.True(seen.Add(new Prng(seed).Next()));
    }

    [Fact]
    public void Every_number_below_a_bound_comes_and_none_beyond()
    {
        var chance = TestSeed.Start(output);
        var seen = new bool[6];
        for (var i = 0; i < 1000; i++) seen[chance.Below(seen.Length)] = true;
        Assert.All(seen, Assert.True);
    }

    [Fact]
    public void Both_ends_of_a_range_come_and_nothing_outside()
    {
        var chance = TestSeed.Start(output);
        HashSet<long> seen = [];
        for (var i = 0; i < 1000; i++) seen.Add(chance.Between(-2, 3));
        Assert.Equal([-2, -1, 0, 1, 2, 3], seen.Order());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1_000_000, 10_000, 10_000)]
    [InlineData(250_000, 2_000, 3_000)]
    public void A_chance_comes_true_as_often_as_it_says(int partsPerMillion, int least, int most)
    {
        var chance = TestSeed.Start(output);
        Assert.InRange(Enumerable.Range(0, 10_000).Count(_ => chance.Chance(partsPerMillion)), least, most);
    }

    [Fact]
    public void A_spread_duration_has_about_its_mean_and_no_end_beyond_four_times_it()
    {
        var chance = TestSeed.Start(output);
        var all = Enumerable.Range(0, 10_000).Select(_ => chance.Spread(1_000)).ToList();
        Assert.InRange(all.Average(), 800, 1_200);
        Assert.InRange(all.Max(), 2_000, 4_000);
    }

    [Fact]
    public void A_fork_goes_its_own_way()
    {
        var one = new Prng(3);
        var fork = one.Fork();
        Assert.NotEqual(one.Next(), fork.Next());
    }
}
