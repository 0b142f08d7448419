namespace Runink.Simulation.Tests;

public sealed class EpisodeTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("mixed")]
    [InlineData("membership")]
    [InlineData("leases")]
    public void The_same_seed_gives_the_same_history_to_the_byte(string profile)
    {
        var spec = new EpisodeSpec(TestSeed.Start(output).Next(), ProfileCatalog.Find(profile)!, 6_000);
        var (one, other) = (new StringWriter(), new StringWriter());
        var results = (Episode.Run(spec, new TextTrace(one)), Episode.Run(spec, new TextTrace(other)));
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal(results.Item1.Fingerprint, results.Item2.Fingerprint);
        Assert.Equal(results.Item1.Tally, results.Item2.Tally);
    }

    [Fact]
    public void Listening_changes_nothing()
    {
        var spec = new EpisodeSpec(TestSeed.Start(output).Next(), ProfileCatalog.Mixed, 6_000);
        Assert.Equal(Episode.Run(spec, null).Fingerprint, Episode.Run(spec, new RecentTrace(10)).Fingerprint);
    }

    [Fact]
    public void Another_seed_or_variation_gives_another_history()
    {
        var spec = new EpisodeSpec(1, ProfileCatalog.Mixed, 2_000);
        ulong[] prints =
        [
            Episode.Run(spec, null).Fingerprint, Episode.Run(spec with { Seed = 2 }, null).Fingerprint,
            Episode.Run(spec with { Variation = 1 }, null).Fingerprint,
        ];
        Assert.Equal(3, prints.Distinct().Count());
    }

    [Fact]
    public void A_violation_ends_the_episode_and_is_named()
    {
        var plan = ProfileCatalog.Find("calm")!.Draw(1, 5_000, 3);
        var result = new Episode(plan, FaultSelection.All, null, new BrokenAfter(100)).Run();
        Assert.Equal("no more than so many entries", result.Violation!.Rule);
        Assert.Equal((1, result.Violation.Step - 1), (result.Tally.Violations, result.Tally.Steps));
    }

    [Fact]
    public void An_exception_anywhere_is_a_violation()
    {
        var plan = ProfileCatalog.Find("calm")!.Draw(1, 5_000, 3);
        var result = new Episode(plan, FaultSelection.All, null, new Throwing()).Run();
        Assert.Equal("no exceptions", result.Violation!.Rule);
    }

    private sealed class BrokenAfter(int entries) : ClusterObserver
    {
        public override void Applied(IObservedNode node, Raft.Entry entry)
        {
            if (entry.Index.Value > entries) throw new ViolationException("no more than so many entries", $"{entry}");
        }
    }

    private sealed class Throwing : ClusterObserver
    {
        public override void Applied(IObservedNode node, Raft.Entry entry) => throw new InvalidCastException();
    }
}
